namespace Headroom.Compute.Calibration;

/// <summary>Which observations a fit may use.</summary>
internal static class Selection
{
    /// <summary>
    ///   Of each thing run the fastest software: the fit predicts tuned software. Boards and whole servers speak only
    ///   for families, parts and precisions that no serving record covers.
    /// </summary>
    public static IReadOnlyList<Observation> ForSteps(IReadOnlyList<Observation> observations)
    {
        var best = observations.GroupBy(o => o.Cell).SelectMany(cell => cell.GroupBy(o => o.Kind).MinBy(kind => kind.Key)!);
        return [.. best.GroupBy(o => o.Key).Select(same => same.MinBy(o => o.Point.TimePerToken)!)];
    }
}
