using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headroom.Protocols.Coordination;

/// <summary>What a site answers. Property names of these records are those of the messages; numbers bear their unit in their name.</summary>
public abstract record CoordinationAnswer(string Kind)
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 24,
        AllowDuplicateProperties = false,
    };

    public string Protocol { get; init; } = CoordinationWords.Protocol;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, GetType(), options);

    /// <summary>Reads an answer; null, and why, for what is none.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, out Malformed? malformed) where T : CoordinationAnswer
    {
        malformed = null;
        try
        {
            if (JsonSerializer.Deserialize<T>(utf8, options) is { } answer) return answer;
            malformed = new("", "null");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or NotSupportedException)
        {
            malformed = new(wrong is JsonException { Path: { } path } ? path : "", $"no {typeof(T).Name}");
        }
        return null;
    }
}

/// <summary>What a site is and which version it speaks, and for whom the asker may speak.</summary>
public sealed record SiteDescription(string Site, DateTimeOffset Now, IReadOnlyList<string> Feeds, IReadOnlyList<SpeakerName> Speaks)
    : CoordinationAnswer("description")
{
    /// <summary>What may be sent to it: json, jose.</summary>
    public IReadOnlyList<string> Accepts { get; init; } = ["json"];
    public double? ConnectionKilowatts { get; init; }
}

/// <summary>What became of a message, durable when it is answered.</summary>
public sealed record Acknowledgement(string MessageId, SpeakerName Source, string Name, DateTimeOffset Issued, long Sequence,
    string Outcome, DateTimeOffset Received) : CoordinationAnswer("acknowledgement")
{
    /// <summary>Only where refused.</summary>
    public string? Refusal { get; init; }
    public string? Why { get; init; }

    /// <summary>How long after the start of its ramp a limit became known.</summary>
    public double LateBySeconds { get; init; }

    /// <summary>Another limit with this name and stamp says otherwise: both hold.</summary>
    public bool Contradicts { get; init; }

    /// <summary>Whether the notice is enough; absent where nothing is known to judge by.</summary>
    public ReachWords? Reach { get; init; }
}

/// <param name="ShedKilowatts">What has to be given up at the level.</param>
/// <param name="DeadlineSeconds">From now until the level holds.</param>
public sealed record ReachWords(bool IsInTime, string Why, double? ShedKilowatts, double DeadlineSeconds);

/// <summary>What the site can promise upward.</summary>
public sealed record OfferList(DateTimeOffset At, IReadOnlyList<OfferWords> Offers) : CoordinationAnswer("offers");

/// <summary>At most <see cref="LevelKilowatts"/> from a moment on, after a notice, for a time, with what it costs and what comes back.</summary>
public sealed record OfferWords(DateTimeOffset From, double NoticeSeconds, double DurationSeconds, string Depth, double BaselineKilowatts,
    double CutKilowatts, double LevelKilowatts)
{
    public double RampDownSeconds { get; init; }
    public double RampUpSeconds { get; init; }
    public required OfferReboundWords Rebound { get; init; }

    /// <summary>Chance that it is delivered, at least, from 0 to 1.</summary>
    public double Confidence { get; init; }
    public required OfferCostWords Cost { get; init; }
    public required OfferBindingWords Binding { get; init; }
}

/// <param name="RecoverySeconds">Absent where there is no room for it.</param>
public sealed record OfferReboundWords(double EnergyKilowattHours, double PeakKilowatts, double? RecoverySeconds);

/// <param name="TokensByTier">Tokens lost by tiers 0 … 3, at most.</param>
public sealed record OfferCostWords(double Tokens, IReadOnlyList<double> TokensByTier, double LostTokensDollars, double DelayedDollars,
    double WearDollars, double FuelDollars, double SavedDollars, double TotalDollars);

/// <param name="Kind">One of <see cref="CoordinationWords.Bindings"/>.</param>
public sealed record OfferBindingWords(string Kind, string Constraint, string Move, double GainKilowatts);

/// <summary>Limits in force, coming, and lately over.</summary>
public sealed record LimitList(DateTimeOffset At, IReadOnlyList<LimitWords> Limits) : CoordinationAnswer("limits");

/// <param name="Until">Absent for an open end.</param>
/// <param name="KeptShare">Share of its time so far in which import stayed under it; absent before it began.</param>
public sealed record LimitWords(string Name, SpeakerName Source, string Firmness, string? Feed, string State, double? LevelKilowatts,
    DateTimeOffset From, DateTimeOffset? Until, DateTimeOffset KnownSince,
    double? KeptShare, double? WorstExcessKilowatts);

/// <summary>A site at one beat.</summary>
public sealed record SiteState(DateTimeOffset At, long Beat, double? CeilingKilowatts, double? ImportKilowatts, double? DrawKilowatts,
    double? HeadroomKilowatts) : CoordinationAnswer("state")
{
    public IReadOnlyList<CeilingWords> CeilingAhead { get; init; } = [];
}

public sealed record CeilingWords(DateTimeOffset From, double? CeilingKilowatts);

/// <summary>What the controller told those that act: a subject and at most how much of it, until it is said anew.</summary>
/// <param name="Said">In sentences, for people.</param>
public sealed record OrderWords(DateTimeOffset At, long Beat, IReadOnlyList<OrderLine> Orders, IReadOnlyList<string> Said)
    : CoordinationAnswer("order");

/// <param name="Subject">site, rack, storage, plant.</param>
/// <param name="MostShare">Of its power above idle; absent where a power is stated.</param>
/// <param name="EnforcedShare">What the subject tells that it holds; absent where it tells nothing.</param>
public sealed record OrderLine(string Subject, string Name, double? MostKilowatts, double? MostShare, double? EnforcedShare);

/// <summary>One link of the chain of evidence of a stream.</summary>
/// <remarks>hash = SHA-256(previous, a line feed, body as it stands here), in hexadecimal; the first link's previous is 64 zeros.</remarks>
/// <param name="Body">JSON as text, so that nobody has to agree on how to write it again.</param>
public sealed record EvidenceLink(long Sequence, DateTimeOffset At, string What, string Previous, string Hash, string Body)
    : CoordinationAnswer("evidence")
{
    public static string First { get; } = new('0', 64);

    public static string HashOf(string previous, string body) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{previous}\n{body}")));

    public bool Follows(string previous) => Previous == previous && Hash == HashOf(previous, Body);
}

/// <summary>Why a request was not served.</summary>
public sealed record CoordinationProblem(int Status, string Title, string Detail) : CoordinationAnswer("problem");
