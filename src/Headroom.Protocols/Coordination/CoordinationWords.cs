using Headroom.Protocols.Jose;

namespace Headroom.Protocols.Coordination;

/// <summary>Who speaks: an authority, and which of its voices. The same pair always is the same speaker.</summary>
/// <param name="Authority">utility, market, operator, breaker, coolingPlant.</param>
public readonly record struct SpeakerName(string Authority, string Id)
{
    public override string ToString() => $"{Authority}/{Id}";
}

/// <summary>Words that every message of the coordination protocol shares.</summary>
public static class CoordinationWords
{
    /// <summary>Stands in every message; a receiver refuses another major version.</summary>
    public const string Protocol = "headroom-coordination/1";

    /// <summary>The largest message that is read.</summary>
    public const int BytesMost = 64 << 10;

    public const string Json = "application/json", Signed = "application/jose", Problem = "application/problem+json";

    public static IReadOnlyList<string> Authorities { get; } = ["utility", "market", "operator", "breaker", "coolingPlant"];
    public static IReadOnlyList<string> Silences { get; } = ["keepLast", "failSafe", "revert"];
    public static IReadOnlyList<string> Outcomes { get; } = ["accepted", "heard", "repeated", "superseded", "contradicted", "refused"];

    /// <summary>What a limit goes through.</summary>
    public static IReadOnlyList<string> States { get; } = ["coming", "ramping", "in force", "returning", "over"];

    /// <summary>What can keep an offer from being larger.</summary>
    public static IReadOnlyList<string> Bindings { get; } = ["rack", "feed", "coolant", "storage", "generation", "work", "time", "grid",
        "demand"];

    /// <summary>Signs a message: the payload of a JWS whose key is named for its speaker.</summary>
    public static string Sign(ReadOnlySpan<byte> message, JwsKey key) => Jws.Sign(message, key);
}
