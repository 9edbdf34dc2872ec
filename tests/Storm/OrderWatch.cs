using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Storm;

/// <summary>Looks at all orders as they leave: each within its range, and none to and fro.</summary>
/// <remarks>
///   reversal   a share that turned round by more than the dead band of a twentieth, counted hour by hour for each order; of racks that come to a twentieth
///              of all that ever worked: what a site does with its last rack nobody sees
/// </remarks>
internal sealed class OrderWatch(Verdict verdict, SiteRun run)
{
    private const double DeadBand = 0.05, SwingLeast = 0.05, Rounding = 1e-6;
    private readonly Swing[] slow = [.. run.Seen.Services.Select(_ => new Swing())], banks = [.. run.Orders.BankShare.Select(_ => new Swing())];

    private Power full;

    public int MostReversals => slow.Concat(banks).Select(one => one.Most).DefaultIfEmpty(0).Max();

    public void Look(TimeSpan now)
    {
        (Observation seen, Orders orders) = (run.Seen, run.Orders);
        full = Power.Max(full, seen.Services.Aggregate(default(Power), (sum, one) => sum + one.Full));
        for (int i = 0; i < orders.Plants.Length; i++) In(now, "plant", orders.Plants[i].Watts, run.Site.Plants[i].Reach.Least.Watts, run.Site.Plants[i].Reach.Most.Watts);
        for (int i = 0; i < orders.Batteries.Length; i++) In(now, "battery", orders.Batteries[i].Watts, run.Site.Stores[i].Reach.Least.Watts, run.Site.Stores[i].Reach.Most.Watts);
        for (int i = 0; i < orders.SlowFraction.Length; i++)
        {
            In(now, "slow", orders.SlowFraction[i], Math.Min(1, seen.Services[i].LeastFraction), 1);
            In(now, "service", orders.ServiceMost[i].Watts, 0, double.PositiveInfinity);
            In(now, "allowed", orders.Allowed[i]?.TokensPerSecond ?? 0, 0, double.PositiveInfinity);
            if (seen.Services[i].Full >= SwingLeast * full) slow[i].Add(now, orders.SlowFraction[i]);
        }
        for (int i = 0; i < orders.RunMost.Length; i++) In(now, "run", orders.RunMost[i].Watts, 0, seen.Runs[i].Full.Watts);
        for (int b = 0; b < orders.BankShare.Length; b++)
        {
            In(now, "bank", orders.BankShare[b], 0, 1);
            banks[b].Add(now, orders.BankShare[b]);
        }
        In(now, "drop", orders.Drop.Watts, 0, double.MaxValue);
        In(now, "fail-safe", orders.FailSafeFraction, 0, 1);
        In(now, "band", orders.ImportLeast.Watts, double.NegativeInfinity, orders.ImportMost.Watts);
    }

    private void In(TimeSpan now, string what, double value, double least, double most)
    {
        double grain = Rounding * Math.Max(1, Math.Max(Math.Abs(least) < 1e12 ? Math.Abs(least) : 0, Math.Abs(most) < 1e12 ? Math.Abs(most) : 0));
        if (value >= least - grain && value <= most + grain) return;
        if (verdict.Wrong.Count < 20) verdict.Wrong.Add($"{now}: {what} {value} is not within {least} and {most}");
    }

    /// <summary>Counts turns of one share, hour by hour.</summary>
    private sealed class Swing
    {
        private double turn = 1;
        private int direction, count;
        private long hour;

        public int Most { get; private set; }

        public void Add(TimeSpan now, double share)
        {
            if ((long)now.TotalHours != hour) (hour, count) = ((long)now.TotalHours, 0);
            if (direction >= 0 && share > turn || direction <= 0 && share < turn && direction != 0) turn = share;
            if (Math.Abs(share - turn) < DeadBand) return;
            (direction, turn) = (share > turn ? 1 : -1, share);
            Most = Math.Max(Most, ++count);
        }
    }
}
