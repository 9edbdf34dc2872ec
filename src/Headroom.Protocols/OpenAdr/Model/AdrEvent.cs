namespace Headroom.Protocols.OpenAdr;

/// <summary>Start, duration and random shift; each may be missing.</summary>
public sealed record AdrPeriod(AdrMoment? Start, AdrDuration? Duration, AdrDuration? RandomizeStart = null)
{
    /// <summary>The idiom that takes an event back: from the beginning of time, for nothing.</summary>
    public bool IsCancel => Start is { IsNow: true } && Duration is { IsZero: true };

    /// <summary>Its duration as far as it means one. The schema's default is zero, so that a server which fills in defaults states it of what has
    /// no duration: zero means something only from the beginning of time (User Guide 7.9).</summary>
    public AdrDuration? Meant => Duration is { IsZero: true } && !IsCancel ? null : Duration;
}

/// <param name="Id">Chosen by whoever wrote the event; a name, no sequence number.</param>
public sealed record AdrInterval(int Id, AdrPeriod? Period, IReadOnlyList<AdrPayload> Payloads);

/// <summary>What a program asks of sites, in intervals.</summary>
public sealed record AdrEvent : AdrObject
{
    public override AdrKind Kind => AdrKind.Event;
    public required string ProgramId { get; init; }
    public string? Name { get; init; }

    /// <summary>Longer than the intervals repeats them, shorter cuts them.</summary>
    public AdrDuration? Duration { get; init; }

    /// <summary>The lower the more urgent, from 0; null ranks below every number.</summary>
    public long? Priority { get; init; }
    public IReadOnlyList<string> Targets { get; init; } = [];
    public IReadOnlyList<AdrReportDescriptor> ReportDescriptors { get; init; } = [];
    public IReadOnlyList<AdrDescriptor> Descriptors { get; init; } = [];
    public AdrPeriod? Period { get; init; }
    public IReadOnlyList<AdrInterval> Intervals { get; init; } = [];

    /// <summary>What of it could not be read and changes no limit, in sentences; not written again.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>It asks for nothing but reports.</summary>
    public bool IsReportOnly => ReportDescriptors.Count > 0 && Intervals.All(interval => interval.Payloads.Count == 0);

    /// <summary>Whether any interval has a payload of a type, whatever a deviating sender calls it.</summary>
    public bool Speaks(string type) => Intervals.Any(interval => interval.Payloads.Any(payload =>
        EventTypes.Canonical(payload.Type) == type));
}
