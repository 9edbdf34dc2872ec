using Headroom.Control;

namespace Headroom.Operator;

/// <summary>What whoever speaks with the world outside may know of a running site and ask of it: adapters of protocols, the HTTP API, the dashboard.</summary>
public interface ISiteDesk
{
    SiteClock Clock { get; }

    /// <summary>What does not change while the service runs.</summary>
    SiteFacts Site { get; }

    /// <summary>Figures of the last beat; null before the first.</summary>
    SiteView? Now { get; }

    /// <summary>This process is the one that acts; another one may stand by, and says so to whoever looks.</summary>
    bool IsActive { get; }

    /// <summary>Every new view, from now on; a slow reader misses some and gets the newest.</summary>
    IAsyncEnumerable<SiteView> WatchAsync(CancellationToken stop);

    /// <summary>Hands a message of an authority to the controller: journaled, then taken between two beats. The receipt is durable when it returns.</summary>
    /// <exception cref="OperatorGone">This process may not act: it stands by, or stops.</exception>
    ValueTask<LimitReceipt> ReceiveAsync(LimitMessage message, Evidence evidence, CancellationToken stop);

    /// <summary>Puts something that was heard or sent into the journal, although it moves no limit.</summary>
    ValueTask NoteAsync(Evidence evidence, CancellationToken stop);
}

/// <summary>What was heard or sent, byte for byte, for the journal.</summary>
/// <param name="Channel">Such as <c>openadr</c>, <c>dsx-flex</c>, <c>api</c>, <c>redfish</c>, <c>modbus</c>.</param>
/// <param name="Peer">Who sent it or gets it: a name or an address, never a secret.</param>
/// <param name="What">A word or two: <c>event updated</c>, <c>limit refused</c>.</param>
/// <param name="Body">As it was on the wire, without secrets; UTF-8 where it is text.</param>
public sealed record Evidence(string Channel, string Peer, string What, ReadOnlyMemory<byte> Body)
{
    public bool IsSent { get; init; }

    /// <summary>Who it is that was authenticated, for what people and programs ask over HTTP.</summary>
    public string? Subject { get; init; }
}

/// <summary>This process is not the one that acts.</summary>
public sealed class OperatorGone(string message) : Exception(message);
