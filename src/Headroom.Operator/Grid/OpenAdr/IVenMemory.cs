using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>What a VEN must not forget over a restart: the schedule that it was told, subscriptions of years among it, for which targets it was
/// told, and which limits it demanded by which names.</summary>
public interface IVenMemory
{
    /// <summary>What was saved last; null where nothing was, or what is there cannot be read.</summary>
    ValueTask<VenState?> LoadAsync(CancellationToken stop);

    /// <summary>Durable when it returns.</summary>
    ValueTask SaveAsync(VenState state, CancellationToken stop);
}

/// <summary>State of a VEN as a value.</summary>
public sealed record VenState
{
    public IReadOnlyList<RememberedEvent> Events { get; init; } = [];
    public IReadOnlyList<AdrProgram> Programs { get; init; } = [];

    /// <summary>Id of our ven at the VTN; null where it was never known.</summary>
    public string? VenId { get; init; }

    /// <summary>Targets that business logic granted. Without them an event that is aimed at us has no place, and its limit would be cancelled
    /// by whoever begins while the VTN is down.</summary>
    public IReadOnlyList<string> Granted { get; init; } = [];

    /// <summary>Path and target of the lists that the VTN has ever answered, with a blank between.</summary>
    public IReadOnlyList<string> Answered { get; init; } = [];

    /// <summary>Demands by name.</summary>
    public IReadOnlyList<SentDemand> Sent { get; init; } = [];

    /// <summary>Number of the last report of each descriptor, and when it went out.</summary>
    public IReadOnlyDictionary<string, SentReport> Reports { get; init; } = new Dictionary<string, SentReport>();
}

/// <param name="IsDiscarded">Its limits were given up when the grid came back; only a newer modification counts again.</param>
public sealed record RememberedEvent(AdrEvent Event, DateTimeOffset FirstSeen, bool IsDiscarded);

/// <summary>A limit that stands in the book under a name of ours.</summary>
/// <param name="Key">Event and interval that it comes from.</param>
/// <param name="To">Null for an open end.</param>
/// <param name="IsLive">It was demanded last, not cancelled.</param>
public sealed record SentDemand(string Name, string Key, string? Feed, DateTimeOffset From, DateTimeOffset? To, double Kilowatts,
    TimeSpan Issued, long Sequence, bool IsLive)
{
    /// <summary>Ramps and notice that went with it, to know a change.</summary>
    public string Extras { get; init; } = "";
}

public sealed record SentReport(int Number, DateTimeOffset At);
