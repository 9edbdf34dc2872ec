using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Who may use the VTN.</summary>
/// <param name="IsBusiness">Business logic, which writes programs and events; else a VEN.</param>
public sealed record VtnClient(string Id, string Secret, bool IsBusiness)
{
    /// <summary>What its tokens may grant; by default all that its role may have.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = VtnScopes.Of(IsBusiness);
}

/// <summary>Scopes of openadr3.yaml, and read_bl, which five of its operations demand and nothing defines: here it is read_all.</summary>
public static class VtnScopes
{
    public const string ReadAll = "read_all", ReadTargets = "read_targets", ReadVenObjects = "read_ven_objects", WritePrograms =
        "write_programs", WriteEvents = "write_events",
        WriteReports = "write_reports", WriteSubscriptions = "write_subscriptions", WriteVens = "write_vens";

    public static IReadOnlyList<string> Of(bool isBusiness) => isBusiness
        ? [ReadAll, WritePrograms, WriteEvents, WriteSubscriptions, WriteVens]
        : [ReadTargets, ReadVenObjects, WriteReports, WriteSubscriptions, WriteVens];
}

/// <summary>How a VTN of the test kit is set up.</summary>
public sealed record VtnSetting
{
    public IReadOnlyList<VtnClient> Clients { get; init; } =
        [new("bl_client", "bl_secret", true), new("ven_client", "ven_secret", false), new("ven_client_2", "ven_secret_2", false)];

    /// <summary>Where it and its broker listen. Beyond loopback it is for networks of tests: its secrets are no secrets.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the paths of openadr3.yaml begin; empty for the root.</summary>
    public string BasePath { get; init; } = "/openadr3/3.1.0";
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>With one it speaks TLS, without plain HTTP, as only a test may.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Callbacks on this machine are refused unless this is set, and callbacks without TLS unless the other is.</summary>
    public bool AllowsLoopbackCallbacks { get; init; }

    /// <inheritdoc cref="AllowsLoopbackCallbacks"/>
    public bool AllowsHttpCallbacks { get; init; }

    /// <summary>The one root that certificates of callbacks must lead to; null for those of the machine.</summary>
    public X509Certificate2? CallbackRoot { get; init; }
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Signs notifications: header X-OpenADR-Signature, sha256= and the HMAC in hexadecimal digits. Null signs nothing.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>An MQTT broker of its own.</summary>
    public bool HasBroker { get; init; }

    /// <summary>What of its scopes a token has for which none is asked; null all of them, empty none, so that such a request is refused
    /// (RFC 6749, section 3.3, leaves both open).</summary>
    public IReadOnlyList<string>? ScopesUnasked { get; init; }

    /// <summary>VENs may listen to topics of programs that they see, and of their events, although what is told there is what everybody
    /// sees and not what is shown to each.</summary>
    public bool VensHearPrograms { get; init; }

    /// <summary>A VEN that names no targets sees what it was granted, as the guide's example 8.13-5 shows and the Definition does not
    /// say.</summary>
    public bool GrantsUnasked { get; init; }
}
