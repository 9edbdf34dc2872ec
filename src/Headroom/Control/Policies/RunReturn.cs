using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Training comes back no faster than the grid's ramp allows, and at nine tenths of it; racks that smooth keep the ramp by themselves.</summary>
internal sealed class RunReturn
{
    /// <summary>Share of the grid's ramp that work uses when it comes back; the rest is for noise.</summary>
    private const double RampShare = 0.9;
    private Power[] before = [];
    private bool isFirst;

    /// <summary>Racks smooth to the grid's ramp; the way of a limit may be slower.</summary>
    public static bool KeepsRamp(Observation seen, int run) => seen.Runs[run].KeepsRamp && seen.RampLimit == seen.GridRamp;

    /// <summary>Once a beat, before its runs.</summary>
    public void Begin(Observation seen)
    {
        isFirst = before.Length != seen.Runs.Length;
        if (isFirst) before = new Power[seen.Runs.Length];
    }

    /// <summary>Orders a run to take at most so much above idle, as fast as it may rise.</summary>
    /// <param name="runs">Of all runs in full: each has its part of the ramp.</param>
    public void Order(Observation seen, Orders orders, int i, Power most, Power runs)
    {
        RunNeed run = seen.Runs[i];
        if (seen.RampLimit is { } ramp && !isFirst && !KeepsRamp(seen, i))
        {
            // what is down draws nothing: its return is counted from there
            Power from = run.IsUp ? before[i] : Power.Min(before[i], run.Drawn);
            double part = runs > Power.Zero ? run.Full / runs : 1;
            most = Power.Min(most, from + part * RampShare * (ramp * seen.Step) / seen.DrawPerItRatio);
        }
        orders.RunMost[i] = before[i] = most;
    }
}
