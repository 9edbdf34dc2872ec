namespace Headroom.Planning;

/// <summary>What is asked of the planner besides the site.</summary>
public sealed record PlanOptions
{
    /// <summary>Relative distance between plan and bound that suffices.</summary>
    public double GapFraction { get; init; } = 1e-4;
}
