namespace Headroom.Scenarios.Tokens;

/// <summary>The options of <c>headroom tokens</c> as typed; null where one was left out.</summary>
public sealed record TokenOptions
{
    public string? Model { get; init; }
    public string? On { get; init; }
    public string? Compare { get; init; }
    public string? Precision { get; init; }
    public string? Ttft { get; init; }
    public string? Tpot { get; init; }
    public string? Input { get; init; }
    public string? Output { get; init; }
    public string? Cap { get; init; }
    public string? Batch { get; init; }
    public string? Replica { get; init; }
    public string? Utilisation { get; init; }
    public string? Draft { get; init; }
    public string? Acceptance { get; init; }
    public string? Pue { get; init; }
    public string? Points { get; init; }
}
