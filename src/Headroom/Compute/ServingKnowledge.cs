namespace Headroom.Compute;

/// <summary>What is known about serving: fits for many families, and a user's own measurements, which come first.</summary>
/// <param name="Fits">Of the catalog.</param>
public sealed record ServingKnowledge(IReadOnlyList<ServingFit> Fits)
{
    /// <summary>A user's own; null for none.</summary>
    public MeasuredPoints? Measured { get; init; }

    /// <summary>Nothing known: no frontier can be made.</summary>
    public static ServingKnowledge None { get; } = new([]);
}
