using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Scenarios.GridFiles;

/// <summary>Who may speak to a site from outside, as a grid file says it. No secret stands in it.</summary>
public sealed record GridDescription
{
    public required string Name { get; init; }
    public IReadOnlyList<VtnDescription> OpenAdr { get; init; } = [];
    public FlexDescription? DsxFlex { get; init; }
}

/// <summary>A VTN of OpenADR in whose programs the site takes part.</summary>
/// <param name="Name">Of this client at the VTN.</param>
/// <param name="ClientId">For OAuth2; null where a token is given.</param>
/// <param name="SecretVariable">Environment variable with the client's secret; null where a token is given.</param>
public sealed record VtnDescription(string Name, Uri Url, string? ClientId, string? SecretVariable)
{
    /// <summary>Of a bearer token that was given by other means; null where a secret buys one.</summary>
    public SecretPlace? Token { get; init; }

    /// <summary>Where tokens are given; null as the VTN says.</summary>
    public Uri? TokenUrl { get; init; }
    public string? Scope { get; init; }
    public string? Audience { get; init; }

    /// <summary>Http off this machine, too.</summary>
    public bool PlainHttp { get; init; }

    public LimitAuthority Authority { get; init; } = LimitAuthority.Utility;
    public IReadOnlyList<string> Programs { get; init; } = [];
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Nodes of the power tree, by the target that means them; every other target means the whole site.</summary>
    public IReadOnlyDictionary<string, string> Feeds { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<string> Resources { get; init; } = [];
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Import that holds where the VTN states none; null for the site's.</summary>
    public Power? FailSafe { get; init; }

    /// <summary>Whether a ceiling holds where the VTN states none.</summary>
    public bool ManagesCapacity { get; init; } = true;

    /// <summary>Import at most while a grid emergency is called; null only tells of it.</summary>
    public Power? EmergencyLevel { get; init; }

    /// <summary>Import at most at levels 1, 2 and 3 of SIMPLE; null where a level asks for nothing.</summary>
    public IReadOnlyList<Power?> Levels { get; init; } = [null, null, null];

    /// <summary>Of dispatch set points and of levels.</summary>
    public Firmness Dispatch { get; init; } = Firmness.Firm;

    /// <summary>Where the VTN reaches this service with notifications; null: it is polled, or listened to by MQTT.</summary>
    public Uri? Callback { get; init; }
    public string? CallbackVariable { get; init; }

    /// <summary>Of the key that signs notifications; null where they are not signed.</summary>
    public SecretPlace? Signature { get; init; }
    public bool Mqtt { get; init; } = true;

    /// <summary>Of the VTN's broker, beside those that it names.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];
    public bool ReservationIsTotal { get; init; }
}

/// <summary>The site's agent on a DSX Flex bus.</summary>
/// <param name="Broker"><c>mqtts://host:port</c>, or <c>mqtt://</c> to this machine.</param>
/// <param name="KeyFile">Private key with which it signs, PEM.</param>
/// <param name="Parties">Public keys of whoever may demand, by the party's name: a PEM file each; the file's name without its ending is the key's identifier.</param>
public sealed record FlexDescription(string Name, Uri Broker, string KeyFile, IReadOnlyDictionary<string, string> Parties, IReadOnlyList<FlexFeedDescription> Feeds)
{
    /// <summary>Of the token that is the password; null for mutual TLS or an open broker.</summary>
    public SecretPlace? Password { get; init; }

    /// <summary>PKCS #12 file for mutual TLS.</summary>
    public string? Certificate { get; init; }
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromHours(24);
    public bool TakesUnsigned { get; init; }
}

/// <param name="Feed">Name in the power tree; null for the whole site.</param>
public sealed record FlexFeedDescription(string Tag, string? Feed, Power Minimum, Power Maximum, Power Default);
