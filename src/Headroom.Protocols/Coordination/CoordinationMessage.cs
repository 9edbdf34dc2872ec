using System.Text.Json;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Text;

namespace Headroom.Protocols.Coordination;

/// <summary>What an authority says to a site: a limit, a cancellation of one of its own, or that it is alive.</summary>
/// <remarks>
///   Identity is speaker and name; of one name the message with the newest (issued, sequence) counts, and the same or an older one changes nothing.
///   Powers are draws in kW and never negative, spans are seconds, moments are UTC.
/// </remarks>
public abstract record CoordinationMessage
{
    private CoordinationMessage() { }

    /// <summary>For evidence only.</summary>
    public string Id { get; init; } = "";
    public required SpeakerName Source { get; init; }
    public required DateTimeOffset Issued { get; init; }
    public long Sequence { get; init; }

    /// <summary>At most this power, on this feed, from then to then.</summary>
    public sealed record Limit : CoordinationMessage
    {
        public required string Name { get; init; }

        /// <summary>Null for the whole site.</summary>
        public string? Feed { get; init; }
        public required DateTimeOffset From { get; init; }

        /// <summary>Null with <see cref="HoldSeconds"/> null: until it is replaced or cancelled.</summary>
        public DateTimeOffset? Until { get; init; }
        public double? HoldSeconds { get; init; }

        /// <summary>This or <see cref="BaselineShare"/>.</summary>
        public double? LevelKilowatts { get; init; }
        public double? BaselineShare { get; init; }
        public double? BaselineKilowatts { get; init; }
        public double NoticeSeconds { get; init; }
        public LimitRampWords? Ramp { get; init; }
        public double RecoverySeconds { get; init; }
        public bool IsBestEffort { get; init; }
        public int Priority { get; init; } = 1;
        public LimitSilenceWords? Silence { get; init; }
    }

    /// <summary>Takes back a limit of the same speaker.</summary>
    public sealed record Cancel : CoordinationMessage
    {
        public required string Name { get; init; }
    }

    /// <summary>The speaker is alive.</summary>
    public sealed record Heartbeat : CoordinationMessage;

    public static CoordinationMessage? Read(ReadOnlyMemory<byte> utf8, out Malformed? malformed) =>
        JsonDoor.Read(utf8, CoordinationWords.BytesMost, CoordinationReader.Of, out malformed);

    public byte[] Write() => FlexJson.Written(json => CoordinationWriter.Write(json, this));
}

/// <param name="StartsAtFrom">The moment that a limit names starts its ramp; else it ends it.</param>
/// <param name="MostKilowattsPerSecond">No ramp is steeper; null for the site's own.</param>
public sealed record LimitRampWords(double DownSeconds, double UpSeconds, bool StartsAtFrom, double? MostKilowattsPerSecond);

/// <summary>How often a speaker promises to be heard while its limit stands, and what holds when it is not.</summary>
/// <param name="Then">keepLast, failSafe, revert.</param>
public sealed record LimitSilenceWords(double IntervalSeconds, int Misses, string Then, double? FailSafeKilowatts,
    double RevertAfterSeconds);

internal static class CoordinationReader
{
    private const double secondsMost = 1e10, kilowattsMost = 1e12;
    private static readonly Dictionary<string, bool> protocols = new(StringComparer.Ordinal) { [CoordinationWords.Protocol] = true };
    private static readonly Dictionary<string, string> kinds = Same(["limit", "cancel", "heartbeat"]),
        authorities = Same(CoordinationWords.Authorities), silences = Same(CoordinationWords.Silences);
    private static readonly Dictionary<string, bool> firmness = new(StringComparer.Ordinal) { ["firm"] = false, ["bestEffort"] = true };
    private static readonly Dictionary<string, bool> anchors = new(StringComparer.Ordinal) { ["ends"] = false, ["starts"] = true };

    public static CoordinationMessage Of(JsonPart at)
    {
        at.Must("protocol").OneOf(protocols);
        JsonPart source = at.Must("source");
        SpeakerName speaker = new(source.Must("authority").OneOf(authorities), source.Must("id").Filled(128));
        string id = at.Said("id")?.Text(128) ?? "";
        DateTimeOffset issued = at.Must("issued").Moment();
        long sequence = at.Said("sequence")?.Whole(0) ?? 0;
        return at.Must("kind").OneOf(kinds) switch
        {
            "limit" => LimitOf(at) with { Id = id, Source = speaker, Issued = issued, Sequence = sequence },
            "cancel" => new CoordinationMessage.Cancel
            {
                Id = id,
                Source = speaker,
                Issued = issued,
                Sequence = sequence,
                Name = at.Must("name").Filled()
            },
            _ => new CoordinationMessage.Heartbeat { Id = id, Source = speaker, Issued = issued, Sequence = sequence },
        };
    }

    private static CoordinationMessage.Limit LimitOf(JsonPart at)
    {
        if (at.Said("until") is { } end && at.Said("holdSeconds") is not null) end.Wrong("beside holdSeconds: one of them says when it ends");
        if (at.Said("levelKilowatts") is { } level && at.Said("baselineShare") is not null) level.Wrong("beside baselineShare: one of them says how much");
        if (at.Said("levelKilowatts") is null && at.Said("baselineShare") is null) at.Wrong("neither levelKilowatts nor baselineShare");
        return new()
        {
            Source = default,
            Issued = default,
            Name = at.Must("name").Filled(),
            Feed = at.Said("feed")?.Filled(),
            From = at.Must("from").Moment(),
            Until = at.Said("until")?.Moment(),
            HoldSeconds = Seconds(at, "holdSeconds"),
            LevelKilowatts = Kilowatts(at, "levelKilowatts"),
            BaselineShare = at.Said("baselineShare") is { } share ? Within(share, 0, 1) : null,
            BaselineKilowatts = Kilowatts(at, "baselineKilowatts"),
            NoticeSeconds = Seconds(at, "noticeSeconds") ?? 0,
            Ramp = at.Said("ramp") is { } ramp ? RampOf(ramp) : null,
            RecoverySeconds = Seconds(at, "recoverySeconds") ?? 0,
            IsBestEffort = at.Said("firmness")?.OneOf(firmness) ?? false,
            Priority = (int)(at.Said("priority")?.Whole(0, int.MaxValue) ?? 1),
            Silence = at.Said("silence") is { } silence ? SilenceOf(silence) : null,
        };
    }

    private static LimitRampWords RampOf(JsonPart at) => new(Seconds(at, "downSeconds") ?? 0, Seconds(at, "upSeconds") ?? 0,
        at.Said("anchor")?.OneOf(anchors) ?? false,
        at.Said("mostKilowattsPerSecond") is { } rate ? Within(rate, 0, kilowattsMost) : null);

    private static LimitSilenceWords SilenceOf(JsonPart at) => new(Seconds(at, "intervalSeconds") ?? at.Must("intervalSeconds").Number(),
        (int)(at.Said("misses")?.Whole(1, 1000) ?? 1),
        at.Must("then").OneOf(silences), Kilowatts(at, "failSafeKilowatts"), Seconds(at, "revertAfterSeconds") ?? 0);

    private static double? Seconds(JsonPart at, string name) => at.Said(name) is { } part ? Within(part, 0, secondsMost) : null;

    private static double? Kilowatts(JsonPart at, string name) => at.Said(name) is { } part ? Within(part, 0, kilowattsMost) : null;

    private static double Within(JsonPart at, double least, double most)
    {
        double number = at.Number();
        if (number >= least && number <= most) return number;
        at.Wrong(FormattableString.Invariant($"{number} is outside {least} to {most}"));
        return least;
    }

    private static Dictionary<string, string> Same(IReadOnlyList<string> words) => words.ToDictionary(one => one, StringComparer.Ordinal);
}

internal static class CoordinationWriter
{
    public static void Write(Utf8JsonWriter json, CoordinationMessage message)
    {
        json.WriteStartObject();
        json.WriteString("protocol", CoordinationWords.Protocol);
        json.WriteString("kind", message switch
        {
            CoordinationMessage.Limit => "limit",
            CoordinationMessage.Cancel => "cancel",
            _ =>
            "heartbeat"
        });
        if (message.Id.Length > 0) json.WriteString("id", message.Id);
        json.WriteStartObject("source");
        json.WriteString("authority", message.Source.Authority);
        json.WriteString("id", message.Source.Id);
        json.WriteEndObject();
        json.WriteString("issued", Rfc3339.Write(message.Issued));
        json.WriteNumber("sequence", message.Sequence);
        if (message is CoordinationMessage.Cancel cancel) json.WriteString("name", cancel.Name);
        if (message is CoordinationMessage.Limit limit) Write(json, limit);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CoordinationMessage.Limit limit)
    {
        void Number(string name, double? number)
        {
            if (number is { } said) json.WriteNumber(name, said);
        }
        json.WriteString("name", limit.Name);
        if (limit.Feed is not null) json.WriteString("feed", limit.Feed);
        json.WriteString("from", Rfc3339.Write(limit.From));
        if (limit.Until is { } until) json.WriteString("until", Rfc3339.Write(until));
        Number("holdSeconds", limit.HoldSeconds);
        Number("levelKilowatts", limit.LevelKilowatts);
        Number("baselineShare", limit.BaselineShare);
        Number("baselineKilowatts", limit.BaselineKilowatts);
        if (limit.NoticeSeconds > 0) json.WriteNumber("noticeSeconds", limit.NoticeSeconds);
        if (limit.Ramp is { } ramp)
        {
            json.WriteStartObject("ramp");
            json.WriteNumber("downSeconds", ramp.DownSeconds);
            json.WriteNumber("upSeconds", ramp.UpSeconds);
            json.WriteString("anchor", ramp.StartsAtFrom ? "starts" : "ends");
            Number("mostKilowattsPerSecond", ramp.MostKilowattsPerSecond);
            json.WriteEndObject();
        }
        if (limit.RecoverySeconds > 0) json.WriteNumber("recoverySeconds", limit.RecoverySeconds);
        json.WriteString("firmness", limit.IsBestEffort ? "bestEffort" : "firm");
        json.WriteNumber("priority", limit.Priority);
        if (limit.Silence is not { } silence) return;
        json.WriteStartObject("silence");
        json.WriteNumber("intervalSeconds", silence.IntervalSeconds);
        json.WriteNumber("misses", silence.Misses);
        json.WriteString("then", silence.Then);
        Number("failSafeKilowatts", silence.FailSafeKilowatts);
        if (silence.RevertAfterSeconds > 0) json.WriteNumber("revertAfterSeconds", silence.RevertAfterSeconds);
        json.WriteEndObject();
    }
}
