namespace Headroom.Simulation;

/// <summary>What binds a rack in one step: the cap before, the cap after, and the share of the step that belongs to the former.</summary>
public readonly ref struct CapsInForce(ReadOnlySpan<double> beforeWatts, ReadOnlySpan<double> afterWatts, ReadOnlySpan<double> beforeShareFraction)
{
    public ReadOnlySpan<double> BeforeWatts { get; } = beforeWatts;
    public ReadOnlySpan<double> AfterWatts { get; } = afterWatts;
    public ReadOnlySpan<double> BeforeShareFraction { get; } = beforeShareFraction;

    public static CapsInForce Of(CapBank bank)
    {
        ArgumentNullException.ThrowIfNull(bank);
        return new(bank.BeforeWatts, bank.AfterWatts, bank.BeforeShare);
    }

    /// <summary>The lower of two actuators on the same racks, such as cap and brake.</summary>
    /// <remarks>Where both land in one step both count from the later instant: a cap never holds before it does.</remarks>
    public static CapsInForce Lowest(CapBank one, CapBank other, Span<double> beforeWatts, Span<double> afterWatts, Span<double> beforeShareFraction)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < one.Racks; i++)
        {
            beforeWatts[i] = one.BeforeWatts[i] < other.BeforeWatts[i] ? one.BeforeWatts[i] : other.BeforeWatts[i];
            afterWatts[i] = one.AfterWatts[i] < other.AfterWatts[i] ? one.AfterWatts[i] : other.AfterWatts[i];
            beforeShareFraction[i] = one.BeforeShare[i] > other.BeforeShare[i] ? one.BeforeShare[i] : other.BeforeShare[i];
        }
        return new(beforeWatts, afterWatts, beforeShareFraction);
    }
}
