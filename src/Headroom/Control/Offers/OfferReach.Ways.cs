using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>The way down and the way back, and what storage they take.</summary>
internal sealed partial class OfferReach
{
    /// <summary>Time in which batteries bridge the way down and back, at least.</summary>
    private static readonly TimeSpan bridgeLeast = TimeSpan.FromMinutes(10);

    /// <summary>Of the draw of training, by which crests of its wave pass its mean.</summary>
    private const double CrestShare = 0.12;

    /// <summary>How long the limit takes to fall by a cut.</summary>
    /// <remarks>
    ///   Half of the notice after caps have landed, five minutes at most; longer where the grid's ramp asks for it. Where training swings as fast as the grid
    ///   lets it, the whole ramp of the grid: a limit that falls more slowly holds the site to its own pace, and waves cost storage on the way.
    /// </remarks>
    public TimeSpan RampDown(Power cut)
    {
        double seconds = HasWaves ? 0 : Math.Min(fallMost.TotalSeconds, (asked.Notice - Facts.CapDelay).TotalSeconds / 2);
        if (Facts.RampLimit is { } ramp) seconds = Math.Max(seconds, cut.Watts / ramp.WattsPerSecond);
        return cut <= Power.Zero ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(seconds, 0, asked.Notice.TotalSeconds)));
    }

    /// <summary>How long the limit takes to come back.</summary>
    public TimeSpan RampUp(Power cut) => cut <= Power.Zero ? TimeSpan.Zero : Facts.RampLimit is { } ramp
        ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(HasWaves ? 0 : fallMost.TotalSeconds, cut.Watts / ramp.WattsPerSecond))) : fallMost;

    /// <summary>How much longer than its duration an offer lasts, its ways included.</summary>
    public double WaysRatio(Power cut) => 1 + (RampDown(cut) + RampUp(cut)) / asked.Duration;

    /// <summary>Racks smooth their draw to the grid's ramp, so that training swings as fast as that, and batteries hold what passes it.</summary>
    private bool HasWaves => Facts is { SlowFall: not null, RampLimit: not null };

    /// <summary>The cut that leaves batteries enough to keep the grid's ramp when training comes back.</summary>
    /// <remarks>
    ///   cut ≤ (E − X²/(2·ramp))/(D + ways) − 12 % of X        E   what batteries can give at the start        X   most draw of training: it may come back at once
    ///   The 12 % are crests of its wave above its mean: control counts on them (measured on the shipped campus: 9 %).
    ///   Control spends batteries before it slows anybody, down to nothing by the end of a limit: on a site with waves whatever carries an offer draws them down.
    /// </remarks>
    public Power StorageMost
    {
        get
        {
            if (!HasWaves || Ahead.Batteries.Count == 0) return Power.FromSi(double.PositiveInfinity);
            Power returning = default;
            for (int t = 0; t < Ahead.Steps; t++) returning = Power.Max(returning, RunDraw(t) / Facts.EfficiencyFraction);
            Energy energy = -Energy.FromSi(returning.Watts * returning.Watts / (2 * Facts.RampLimit!.Value.WattsPerSecond));
            for (int i = 0; i < Ahead.Batteries.Count; i++) energy += Deliverable(i);
            return Power.Max(default, energy / (asked.Duration + Bridge) - CrestShare * returning);
        }
    }

    /// <summary>By how much crests of all training pass its mean, at the meter.</summary>
    public Power Crests(int t) => CrestShare * (RunDraw(t) / Facts.EfficiencyFraction);

    private Power RunDraw(int t)
    {
        Power sum = default;
        foreach (Power[] one in inputs.RunDraw) sum += one[t];
        return sum;
    }

    /// <summary>Most import that is expected at any time: what does not depend on the product asked for.</summary>
    private Power ImportMost
    {
        get
        {
            Power most = default;
            foreach (Power one in inputs.Import) most = Power.Max(most, one);
            return most;
        }
    }

    /// <summary>Down and back at the most import.</summary>
    public TimeSpan Bridge
    {
        get
        {
            double down = Facts.SlowFall is { } fall ? ImportMost.Watts / (FallShare * fall.WattsPerSecond) : 0;
            double grid = Facts.RampLimit is { } ramp ? ImportMost.Watts / ramp.WattsPerSecond : 0;
            double seconds = Math.Max(bridgeLeast.TotalSeconds, Math.Max(down, grid) + Math.Max(grid, fallMost.TotalSeconds));
            return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds));
        }
    }
}
