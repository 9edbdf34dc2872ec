namespace Headroom.Protocols.SunSpec;

/// <summary>Where a model may be cut, for devices that give fewer registers at a time than it has.</summary>
public static class SunSpecParts
{
    /// <summary>No part is smaller: a point of four registers and its neighbours.</summary>
    public const int Least = 8;

    /// <summary>End of the part that begins at an offset, so many registers at most: never within a point, whose halves would be of two moments.</summary>
    public static int End(ushort model, int first, int most, int size)
    {
        int end = Math.Min(first + most, size);
        if (end == size) return end;
        int whole = end;
        foreach (SunSpecPoint point in PointsOf(model))
            if (point.Offset < end && end < point.Offset + point.Size) whole = Math.Min(whole, point.Offset);
        return whole > first ? whole : end;
    }

    private static IReadOnlyList<SunSpecPoint> PointsOf(ushort model) => model switch
    {
        Model203.Id => Model203.Points,
        Model213.Id => Model213.Points,
        Model701.Id => Model701.Points,
        Model702.Id => Model702.Points,
        Model704.Id => Model704.Points,
        Model713.Id => Model713.Points,
        Model715.Id => Model715.Points,
        Model802.Id => Model802.Points,
        _ => [],
    };
}
