using Headroom.Protocols.Jose;

namespace Headroom.Protocols.DsxFlex;

/// <summary>Why a message is not taken.</summary>
public enum FlexRefusal { Malformed, WrongTopic, WrongSource, WrongTime, Unsigned, UnknownKey, WrongSignature, Replayed }

/// <summary>What came of a message at the door.</summary>
public abstract record FlexEntry
{
    private FlexEntry() { }

    /// <summary>It is who it says, now, and new.</summary>
    /// <param name="Payload">The data as JSON.</param>
    /// <param name="Issued">When it was said: signed where the signer writes it, else the envelope's word.</param>
    /// <param name="CorrelationId">A UUID: the sender's, else its id, else one made of its id.</param>
    public sealed record Taken(FlexEnvelope Envelope, ReadOnlyMemory<byte> Payload, DateTimeOffset Issued, string CorrelationId,
        bool IsSigned) : FlexEntry;

    /// <summary>The same message once more: a broker delivers at least once.</summary>
    public sealed record Repeated(FlexEnvelope Envelope) : FlexEntry;

    public sealed record Refused(FlexRefusal Reason, string Why, FlexEnvelope? Envelope) : FlexEntry;
}

/// <summary>What the door asks for.</summary>
public sealed record FlexDoorSetting
{
    /// <summary>The public key of a source under a name; null for none.</summary>
    public required Func<FlexSource, string, JwsKey?> Key { get; init; }

    /// <summary>How far a message's time may be from ours.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Only for development: data without a signature are taken.</summary>
    public bool TakesUnsigned { get; init; }
}

/// <summary>Who may speak, and only once: the checks that the schema leaves to who takes part.</summary>
/// <remarks>
///   topic → envelope → source = role and name of the topic → time within the window → signature by a key of that source
///   → iat within the window, jti → unseen id and signature
///   Only what verified is remembered: whoever is not known can neither fill the memory nor use up another's ids.
/// </remarks>
public static class FlexDoor
{
    public static FlexEntry Enter(string topic, ReadOnlyMemory<byte> payload, DateTimeOffset now, FlexDoorSetting setting,
        FlexMemory memory)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(memory);
        if (FlexTopic.Read(topic) is not { } expected) return new FlexEntry.Refused(FlexRefusal.WrongTopic, "no topic of DSX Flex", null);
        if (FlexEnvelope.Read(payload, out Malformed? wrong) is not { } envelope) return new FlexEntry.Refused(FlexRefusal.Malformed,
            $"{wrong}", null);
        if (envelope.Source != expected.Source || envelope.Kind != expected.Kind)
            return new FlexEntry.Refused(FlexRefusal.WrongSource,
                $"{envelope.Source} says {envelope.Kind} on a topic of {expected.Source} for {expected.Kind}", envelope);
        if ((envelope.Time - now).Duration() > setting.Window)
            return new FlexEntry.Refused(FlexRefusal.WrongTime, $"its time is {(envelope.Time - now).TotalSeconds:0} s from ours",
                envelope);
        if (envelope.Jws is null)
        {
            if (!setting.TakesUnsigned) return new FlexEntry.Refused(FlexRefusal.Unsigned, "its data are not signed", envelope);
            return Once(envelope, envelope.Plain!, envelope.Time, null, envelope.Id, now, setting, memory);
        }
        if (Jws.Read(envelope.Jws, out wrong) is not { } signed) return new FlexEntry.Refused(FlexRefusal.Malformed,
            $"its signed data: {wrong}", envelope);
        if (setting.Key(envelope.Source, signed.Header.KeyId) is not { } key)
            return new FlexEntry.Refused(FlexRefusal.UnknownKey, $"no key \"{Shown(signed.Header.KeyId)}\" of {envelope.Source}", envelope);
        if (!signed.IsSignedBy(key)) return new FlexEntry.Refused(FlexRefusal.WrongSignature, "its signature is not of its data and key",
            envelope);
        // the header's seconds are whole, so that the window is one second wider for it
        if (signed.Header.IssuedAt is { } issued && (issued - now).Duration() > setting.Window + TimeSpan.FromSeconds(1))
            return new FlexEntry.Refused(FlexRefusal.Replayed, $"it was signed {(now - issued).TotalSeconds:0} s ago", envelope);
        return Once(envelope, signed.Payload, signed.Header.IssuedAt ?? envelope.Time, signed.Fingerprint(), signed.Header.MessageId, now,
            setting, memory);
    }

    private static FlexEntry Once(FlexEnvelope envelope, ReadOnlyMemory<byte> payload, DateTimeOffset issued, string? fingerprint,
        string? messageId, DateTimeOffset now,
        FlexDoorSetting setting, FlexMemory memory)
    {
        // whole seconds of iat would put two messages of one second in doubt: within its second the envelope's time is as good
        if ((envelope.Time - issued).Duration() < TimeSpan.FromSeconds(1)) issued = envelope.Time;
        return memory.Meet(envelope.Source, envelope.Id, fingerprint, messageId, now, setting.Window) switch
        {
            FlexMeeting.New => new FlexEntry.Taken(envelope, payload, issued, Correlation(envelope), fingerprint is not null),
            FlexMeeting.Again => new FlexEntry.Repeated(envelope),
            _ => new FlexEntry.Refused(FlexRefusal.Replayed, "its id or its signature came in another message", envelope),
        };
    }

    private static string Correlation(FlexEnvelope envelope)
    {
        if (Guid.TryParse(envelope.CorrelationId, out Guid own)) return own.ToString();
        if (Guid.TryParse(envelope.Id, out Guid id)) return id.ToString();
        return new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{envelope.Source} {envelope.Id}")).AsSpan(0, 16)).ToString();
    }

    private static string Shown(string text) => text.Length <= 64 ? text : text[..64];
}
