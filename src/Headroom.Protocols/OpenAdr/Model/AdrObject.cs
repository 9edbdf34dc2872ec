namespace Headroom.Protocols.OpenAdr;

/// <summary>What the VTN keeps.</summary>
public enum AdrKind { Program, Event, Report, Subscription, Ven, Resource }

/// <summary>What every object of a VTN has; all empty in a request, since the VTN states them.</summary>
public abstract record AdrObject
{
    /// <summary>A string of the VTN's making; never more than that.</summary>
    public string Id { get; init; } = "";
    public DateTimeOffset? Created { get; init; }
    public DateTimeOffset? Modified { get; init; }
    public abstract AdrKind Kind { get; }

    /// <summary>Ids are used again after some VTNs restart: an object is the same if it was also created at the same moment.</summary>
    public (string Id, DateTimeOffset? Created) Identity => (Id, Created);
}

/// <summary>A program: what events belong to.</summary>
public sealed record AdrProgram : AdrObject
{
    public override AdrKind Kind => AdrKind.Program;
    public required string Name { get; init; }
    public AdrPeriod? Period { get; init; }

    /// <summary>Addresses of descriptions for people.</summary>
    public IReadOnlyList<string> Descriptions { get; init; } = [];
    public IReadOnlyList<AdrDescriptor> Descriptors { get; init; } = [];
    public IReadOnlyList<AdrPayload> Attributes { get; init; } = [];
    public IReadOnlyList<string> Targets { get; init; } = [];
}

/// <summary>A site or a client as the VTN knows it.</summary>
public sealed record AdrVen : AdrObject
{
    public override AdrKind Kind => AdrKind.Ven;
    public required string Name { get; init; }

    /// <summary>Of the token; null in a request of a VEN, which may not state it.</summary>
    public string? ClientId { get; init; }
    public IReadOnlyList<AdrPayload> Attributes { get; init; } = [];
    public IReadOnlyList<string> Targets { get; init; } = [];
}

/// <summary>A part of a site that events can be aimed at.</summary>
public sealed record AdrResource : AdrObject
{
    public override AdrKind Kind => AdrKind.Resource;
    public required string Name { get; init; }
    public required string VenId { get; init; }
    public string? ClientId { get; init; }
    public IReadOnlyList<AdrPayload> Attributes { get; init; } = [];
    public IReadOnlyList<string> Targets { get; init; } = [];
}
