using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Two thresholds on measured draw over ceiling: past the first low priority is capped, past the second high priority too.</summary>
/// <remarks>
///   u = import / ceiling
///   u ≥ <see cref="First"/>    low priority to <see cref="LowAtFirst"/> of its power above idle
///   u ≥ <see cref="Second"/>    low priority to <see cref="LowAtSecond"/>, high priority to <see cref="HighAtSecond"/>
///   Each lets go when u has stayed <see cref="Band"/> below its threshold for <see cref="hold"/>.
///   Low priority   tiers 2 and 3, work that may wait, runs that may pause        high   all other
///   It looks at the meter alone: it anticipates nothing, moves no battery and no plant beyond the plan, and closes no door. What passes the ceiling is the
///   envelope's, which here stands
///   for the hardware brake behind POLCA.
///   Source   POLCA, arXiv 2308.12908: two thresholds, cap low priority first, then high (abstract; US-20250377708-A1).
///   Ours   all five figures, for those of the paper could not be read, the hold, and who is low. POLCA's ceiling stands still and its thresholds leave room
///   for caps that land after 40 s; here the
///   ceiling moves, and the same thresholds are kept.
/// </remarks>
public sealed class Polca : IPolicy
{
    public const double First = 0.90, Second = 0.96, Band = 0.05;
    public const double LowAtFirst = 0.7, LowAtSecond = 0.4, HighAtSecond = 0.8;
    private static readonly TimeSpan hold = TimeSpan.FromSeconds(60);
    private readonly RunReturn back = new();
    private readonly TimeSpan[] overAt = new TimeSpan[2];

    public string Name => "polca";

    /// <summary>Thresholds that are passed: 0, 1 or 2.</summary>
    public int Passed { get; private set; }

    public void Decide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        PolicyParts.SourceByPlan(seen, orders);
        PolicyParts.OpenDoors(seen, orders);
        Watch(seen);
        (double low, double high) = Passed switch { 0 => (1.0, 1.0), 1 => (LowAtFirst, 1.0), _ => (LowAtSecond, HighAtSecond) };
        for (int i = 0; i < seen.Services.Length; i++) orders.SlowFraction[i] = seen.Services[i].Rank >= 2 ? low : high;
        Power runs = PolicyParts.Runs(seen, mayPauseOnly: false);
        back.Begin(seen);
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            orders.Pause[i] = false;
            back.Order(seen, orders, i, (seen.Runs[i].MayPause ? low : high) * seen.Runs[i].Full, runs);
        }
    }

    private void Watch(Observation seen)
    {
        double used = Used(seen);
        ReadOnlySpan<double> thresholds = [First, Second];
        for (int k = 0; k < thresholds.Length; k++)
        {
            if (used > thresholds[k] - Band) overAt[k] = seen.Now;
            if (used >= thresholds[k]) Passed = Math.Max(Passed, k + 1);
        }
        while (Passed > 0 && seen.Now - overAt[Passed - 1] >= hold) Passed--;
    }

    /// <summary>Without a ceiling none of it is used; where there is none to speak of, or no grid, all of it is.</summary>
    private static double Used(Observation seen) => seen.Import is not { } import || double.IsPositiveInfinity(seen.CeilingNow.Watts) ? 0
        : !seen.GridLives || seen.CeilingNow <= Power.Zero ? 1 : import / seen.CeilingNow;
}
