namespace Headroom.Scenarios.Runs;

/// <summary>The options of <c>simulate</c> as they were typed.</summary>
public sealed record RunOptions
{
    public string? Plan { get; init; }
    public string? From { get; init; }
    public string? For { get; init; }
    public string? Step { get; init; }
    public string? Seed { get; init; }
    public string? Scenario { get; init; }
    public string? Rules { get; init; }
    public string? Policy { get; init; }
    public bool IsSteady { get; init; }
}
