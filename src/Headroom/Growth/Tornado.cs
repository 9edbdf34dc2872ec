namespace Headroom.Growth;

/// <summary>What one lever does to the year in which a ceiling is met, all others in the middle.</summary>
/// <param name="AtLow">Where the lever is at its low number.</param>
/// <param name="AtHigh">Where it is at its high number.</param>
/// <param name="Years">From the one year to the other, no further than the last year told.</param>
/// <param name="IsOpen">One of the two lies beyond the last year told, so that the years are at least so many.</param>
public sealed record TornadoBar(GrowthLever Lever, CeilingYear AtLow, CeilingYear AtHigh, double Years, bool IsOpen);

/// <summary>Each lever moved from low to high, one at a time; the widest first.</summary>
public static class Tornado
{
    /// <param name="yearAt">The year in which the ceiling is met, for a pick of cases.</param>
    /// <remarks>A bar is as long as |y(high) − y(low)|, both cut at the last year told; levers that move nothing have no bar.</remarks>
    public static IReadOnlyList<TornadoBar> Of(GrowthOutlook outlook, Func<GrowthPick, CeilingYear> yearAt)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        ArgumentNullException.ThrowIfNull(yearAt);
        return [.. GrowthLevers.All.Select(lever => Bar(lever, outlook.UntilYear + 1, yearAt)).Where(bar => bar.Years > 1e-6)
            .OrderByDescending(bar => bar.Years).ThenBy(bar => bar.Lever)];
    }

    static TornadoBar Bar(GrowthLever lever, double end, Func<GrowthPick, CeilingYear> yearAt)
    {
        CeilingYear low = yearAt(GrowthPick.Moved(lever, GrowthCase.Low)), high = yearAt(GrowthPick.Moved(lever, GrowthCase.High));
        return new(lever, low, high, Math.Abs(Math.Min(end, low.Year) - Math.Min(end, high.Year)), low.Year > end || high.Year > end);
    }
}
