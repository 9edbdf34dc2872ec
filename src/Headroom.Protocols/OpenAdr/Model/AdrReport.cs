namespace Headroom.Protocols.OpenAdr;

/// <summary>What a VEN tells about an event.</summary>
public sealed record AdrReport : AdrObject
{
    /// <summary>The resource's name where several are put together.</summary>
    public const string Aggregated = "AGGREGATED_REPORT";

    public override AdrKind Kind => AdrKind.Report;
    public required string EventId { get; init; }
    public required string ClientName { get; init; }
    public string? ClientId { get; init; }
    public string? Name { get; init; }
    public IReadOnlyList<AdrDescriptor> Descriptors { get; init; } = [];
    public IReadOnlyList<AdrReportResource> Resources { get; init; } = [];
}

public sealed record AdrReportResource(string Name, AdrPeriod? Period, IReadOnlyList<AdrInterval> Intervals);

/// <summary>What a client wants to be told of, and where.</summary>
public sealed record AdrSubscription : AdrObject
{
    public override AdrKind Kind => AdrKind.Subscription;
    public required string ClientName { get; init; }
    public string? ClientId { get; init; }
    public string? ProgramId { get; init; }
    public IReadOnlyList<AdrObjectOperation> Operations { get; init; } = [];
    public IReadOnlyList<string> Targets { get; init; } = [];
}

public enum AdrOperation { Create, Read, Update, Delete }

/// <param name="BearerToken">That the VTN shows when it calls; a secret.</param>
public sealed record AdrObjectOperation(IReadOnlyList<AdrKind> Objects, IReadOnlyList<AdrOperation> Operations, string CallbackUrl,
    string? BearerToken);

/// <summary>Something changed at the VTN. Only a hint: what counts is what a GET then returns.</summary>
public sealed record AdrNotification(AdrKind Kind, AdrOperation Operation, AdrObject? Object)
{
    public IReadOnlyList<string> Targets { get; init; } = [];
}
