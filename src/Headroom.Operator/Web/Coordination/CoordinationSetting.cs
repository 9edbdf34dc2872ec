using Headroom.Control;
using Headroom.Protocols.Coordination;
using Headroom.Protocols.Jose;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Web.Coordination;

/// <summary>Who asks, as the host authenticated them.</summary>
/// <param name="Subject">For evidence; never a secret.</param>
/// <param name="Speaks">The speakers whose limits they may set and cancel; nobody may those of another. Empty: they may only look.</param>
public sealed record CoordinationCaller(string Subject, IReadOnlyList<LimitSource> Speaks);

/// <summary>How the coordination protocol is served.</summary>
public sealed record CoordinationSetting
{
    /// <summary>Who asks; null for nobody who is known, which is answered by 401.</summary>
    public required Func<HttpContext, CoordinationCaller?> Caller { get; init; }

    /// <summary>A policy of the host that is asked besides; null for none.</summary>
    public string? Policy { get; init; }

    /// <summary>Public keys by speaker and kid; null where signed messages are not taken.</summary>
    public Func<SpeakerName, string, JwsKey?>? Key { get; init; }

    /// <summary>Messages without a signature are refused.</summary>
    public bool RequiresSignature { get; init; }

    /// <summary>How far the time of issue of a signed message may be from ours.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Streams that are open at one time; each costs memory and a connection.</summary>
    public int StreamsMost { get; init; } = 100;

    /// <summary>Between comments on a silent stream, so that both sides notice a dead one.</summary>
    public TimeSpan StreamKeepAlive { get; init; } = TimeSpan.FromSeconds(15);
}
