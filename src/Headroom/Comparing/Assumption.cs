namespace Headroom.Comparing;

/// <summary>How an assumption is drawn.</summary>
public enum Law
{
    /// <summary>A triangle with its top at the middle.</summary>
    Triangle,

    /// <summary>A plan's overrun: lognormal, its median and 90th percentile known; low and high still bound the ranges that are told.</summary>
    Overrun,
}

/// <summary>Something that a comparison takes for granted, with its range: a price, a cost, a time.</summary>
/// <param name="Name">As <c>--what-if</c> writes it: <c>gas</c>, <c>smrCapital</c>, <c>gridQueue</c>.</param>
/// <param name="Unit">Of its values: $/MMBtu, $/kW, yr.</param>
/// <param name="Values">The middle is what was planned with.</param>
/// <param name="Source">Where the range is from.</param>
public sealed record Assumption(string Name, string Unit, Spread Values, string Source)
{
    public Law Law { get; init; }

    /// <summary>For an overrun: its median and its 90th percentile, as factors.</summary>
    public (double Median, double NinetiethPercentile) Overrun { get; init; } = (1, 1);
}

/// <summary>Everything a comparison of one region takes for granted.</summary>
public sealed class Assumptions(IEnumerable<Assumption> all)
{
    readonly Dictionary<string, Assumption> byName = all.ToDictionary(one => one.Name);
    public IEnumerable<Assumption> All => byName.Values;
    public Assumption? Find(string name) => byName.GetValueOrDefault(name);
    public Assumption this[string name] => byName[name];

    /// <summary>Every assumption at its middle.</summary>
    public Supposed Middle() => new(this, new Dictionary<string, double>());
}

/// <summary>Values of assumptions: those named, and the middle of all others.</summary>
public sealed class Supposed(Assumptions assumptions, IReadOnlyDictionary<string, double> stated)
{
    public double Value(string name) => stated.TryGetValue(name, out double value) ? value : assumptions[name].Values.Mid;

    /// <summary>Of what was planned with; 1 for what nothing is assumed of.</summary>
    public double Ratio(string name)
    {
        if (!stated.TryGetValue(name, out double value)) return 1;
        double mid = assumptions[name].Values.Mid;
        return mid == 0 ? 1 : value / mid;
    }

    /// <summary>The same with one more value stated.</summary>
    public Supposed With(string name, double value) => new(assumptions, new Dictionary<string, double>(stated) { [name] = value });
}
