namespace Headroom.Algebra;

/// <summary>A named set that a family ranges over: the hours of a year, the months, the days of a window.</summary>
public sealed record Index(string Name, int Count)
{
    /// <summary>The members, 0 … Count − 1.</summary>
    public IEnumerable<int> Members => Enumerable.Range(0, Count);
}
