using Headroom.Control;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>How a site takes part in programs of one VTN. No record, so that nothing prints its secrets.</summary>
public sealed class VenSetting
{
    /// <summary>Name of this client at the VTN, and of its voice in the book of limits.</summary>
    public required string Name { get; init; }

    /// <summary>Where the paths of openadr3.yaml begin. Plain http only to this machine, unless <see cref="AllowsPlainHttp"/>.</summary>
    public required Uri Url { get; init; }

    /// <summary>For OAuth2; not needed with a <see cref="BearerToken"/>.</summary>
    public string? ClientId { get; init; }
    public string? ClientSecret { get; init; }

    /// <summary>A token that was given by other means, asked for before every request; null where the secret buys one.</summary>
    public Func<CancellationToken, ValueTask<string>>? BearerToken { get; init; }

    /// <summary>Where tokens are given; null asks the VTN.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>What a token is asked for; null leaves it to whoever gives it.</summary>
    public string? Scope { get; init; }

    /// <summary>Whom a token is asked for, no word of OAuth2 itself that some givers want.</summary>
    public string? Audience { get; init; }

    /// <summary>The VTN and whoever gives tokens may be reached by http off this machine, too.</summary>
    public bool AllowsPlainHttp { get; init; }

    /// <summary>Whose limits these are.</summary>
    public LimitAuthority Authority { get; init; } = LimitAuthority.Utility;

    /// <summary>Names of the programs that count; empty for all that are shown.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>Targets to ask for, beside those that the VTN granted.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Which feed a target means; every other target means the whole site.</summary>
    public IReadOnlyDictionary<string, string> Feeds { get; init; } = new Dictionary<string, string>();

    /// <summary>Parts of the site that are registered at the VTN.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>At most a minute, also where changes are pushed.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Without an authenticated answer for this long contact is lost.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(120);
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of random starts and of the jitter between polls.</summary>
    public ulong Seed { get; init; }

    /// <summary>What a reservation means in these programs.</summary>
    public ReservationMeaning Reservation { get; init; }

    /// <summary>Whether a ceiling holds where the VTN states none: true for programs that manage capacity, false for those that only send
    /// prices or calls.</summary>
    public bool HoldsFailSafe { get; init; } = true;

    /// <summary>That ceiling; null takes the site's.</summary>
    public Power? FailSafe { get; init; }

    /// <summary>Import at most at levels 1, 2 and 3 of SIMPLE; null where a level asks for nothing.</summary>
    public IReadOnlyList<Power?> SimpleLevels { get; init; } = [];

    /// <summary>Import at most while a grid emergency or a black start is called; null only tells of it.</summary>
    public Power? EmergencyLevel { get; init; }

    /// <summary>Of dispatch set points and of levels.</summary>
    public Firmness DispatchFirmness { get; init; } = Firmness.Firm;

    /// <summary>Where the VTN can reach <see cref="VenWebhook"/>; null for no webhooks. Must be https.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>What the VTN has to show there.</summary>
    public string? CallbackToken { get; init; }

    /// <summary>Key of the signature that notifications must carry; null where the VTN signs none.</summary>
    public string? CallbackSecret { get; init; }

    /// <summary>Listens to the VTN's broker where it has one that can be trusted.</summary>
    public bool UsesMqtt { get; init; } = true;

    /// <summary>Topics of that broker, beside those that the VTN names; {venID} and {clientID} stand for ours.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>A VEN verifies the VTN's certificate by default and may be told not to.</summary>
    public bool SkipsCertificateCheck { get; init; }

    /// <summary>Between two reports that the VTN leaves to the VEN's choice.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Which offers are reported.</summary>
    public OfferDepth OfferDepth { get; init; } = OfferDepth.Promises;

    /// <summary>How far schedules are handed on; endless ones are followed so far, again and again.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Plain http and mqtt only to this machine.</summary>
    internal static bool IsSafe(Uri url) => url.Scheme is "https" or "mqtts" || url.IsLoopback;
}
