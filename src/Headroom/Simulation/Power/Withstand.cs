namespace Headroom.Simulation;

/// <summary>Which voltage a rule or a relay looks at; the choice alone can turn a verdict (EPRI DCFlex, as quoted in reference/control.md §4).</summary>
public enum VoltageMeasure
{
    /// <summary>The least of the three phases.</summary>
    WorstPhase,

    /// <summary>The positive sequence.</summary>
    PositiveSequence,
}

/// <summary>Voltages of the three phases, per unit.</summary>
/// <remarks>Positive sequence = (a + b + c) / 3 where the angles stay 120° apart; jumps of the phase angle are not modelled.</remarks>
public readonly record struct PhaseVoltages(double APu, double BPu, double CPu)
{
    public static PhaseVoltages Balanced(double pu) => new(pu, pu, pu);
    public double Pu(VoltageMeasure measure) => measure == VoltageMeasure.WorstPhase
        ? Math.Min(APu, Math.Min(BPu, CPu)) : (APu + BPu + CPu) / 3;
}

/// <summary>Beyond this level a load stays for this long; after that it may part.</summary>
/// <param name="Level">Per unit, or hertz.</param>
/// <param name="Below">The bad side is below; else above.</param>
public readonly record struct WithstandPoint(double Level, bool Below, TimeSpan For)
{
    public bool IsBeyond(double level) => Below ? level < Level : level > Level;
}

/// <summary>A curve of ride-through: what a rule demands, or how a relay of the site is set. Numbers come from rule packs, never from here.</summary>
/// <remarks>
///   For each point the time beyond its level is counted without a break; back on the good side it starts anew.
///   Exceeded when any count passes its point's time. Levels between points follow the nearest milder point.
/// </remarks>
public sealed record WithstandCurve(string Name, VoltageMeasure Measure, IReadOnlyList<WithstandPoint> Points)
{
    public bool Exceeded(ReadOnlySpan<TimeSpan> beyondFor)
    {
        for (int i = 0; i < Points.Count; i++) if (beyondFor[i] > Points[i].For) return true;
        return false;
    }
}

/// <summary>What a curve and a run of levels have come to.</summary>
public sealed class WithstandTimers(WithstandCurve curve)
{
    readonly TimeSpan[] beyondFor = new TimeSpan[curve.Points.Count];

    public WithstandCurve Curve => curve;

    /// <summary>A time limit has passed since the level last was good.</summary>
    public bool Exceeded => curve.Exceeded(beyondFor);

    /// <summary>Shortest time left at the present level; infinite (<see cref="TimeSpan.MaxValue"/>) where the level may last for ever.</summary>
    public TimeSpan Left { get; private set; } = TimeSpan.MaxValue;

    /// <summary>A level for a while, of any length: a dip of 66 ms and the rest of the second are two calls. Tells whether the curve is passed.</summary>
    public bool Feel(double level, TimeSpan length)
    {
        Left = TimeSpan.MaxValue;
        for (int i = 0; i < beyondFor.Length; i++)
        {
            bool beyond = curve.Points[i].IsBeyond(level);
            beyondFor[i] = beyond ? beyondFor[i] + length : TimeSpan.Zero;
            if (beyond && curve.Points[i].For - beyondFor[i] < Left) Left = curve.Points[i].For - beyondFor[i];
        }
        return Exceeded;
    }

    public bool Feel(PhaseVoltages voltages, TimeSpan length) => Feel(voltages.Pu(curve.Measure), length);
}

/// <summary>What a disturbance says of a load: whether it had to stay and whether it did.</summary>
public enum RideThrough { Stayed, PartedAsAllowed, PartedTooSoon }

/// <summary>The demand of a rule against the setting of the site's relay.</summary>
public static class RideThroughVerdict
{
    public static RideThrough Of(WithstandTimers rule, WithstandTimers relay)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(relay);
        return !relay.Exceeded ? RideThrough.Stayed : rule.Exceeded ? RideThrough.PartedAsAllowed : RideThrough.PartedTooSoon;
    }
}

/// <summary>A supply that counts dips and goes over to its battery at one too many, each of which alone it would have ridden through.</summary>
/// <remarks>Count and window are settings of the device, to be read off it; reference/control.md §4 has the stimulus of 2024-07-10
///   (six dips within 82 s, about 1,500 MW lost) and no published setting.</remarks>
public sealed class DipCounter(int most, TimeSpan window)
{
    readonly Queue<TimeSpan> dips = new();

    /// <summary>A dip begins; tells whether it is one too many.</summary>
    public bool Add(TimeSpan at)
    {
        while (dips.Count > 0 && at - dips.Peek() > window) dips.Dequeue();
        dips.Enqueue(at);
        return dips.Count >= most;
    }
}
