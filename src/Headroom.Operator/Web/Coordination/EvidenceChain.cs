using System.Threading.Channels;
using Headroom.Protocols.Coordination;

namespace Headroom.Operator.Web.Coordination;

/// <summary>The chain of evidence that streams carry: every link holds the hash of the one before.</summary>
/// <remarks>It lives as long as the process; the journal is what outlives it. A reader that comes back goes on where it stopped, as far as links are kept.</remarks>
internal sealed class EvidenceChain
{
    private const int kept = 1000;
    private readonly Lock one = new();
    private readonly LinkedList<EvidenceLink> links = [];
    private readonly List<Channel<EvidenceLink>> readers = [];
    private string last = EvidenceLink.First;
    private long count;

    public void Add(string what, string body, DateTimeOffset at)
    {
        lock (one)
        {
            EvidenceLink link = new(++count, at, what, last, EvidenceLink.HashOf(last, body), body);
            last = link.Hash;
            links.AddLast(link);
            if (links.Count > kept) links.RemoveFirst();
            foreach (Channel<EvidenceLink> reader in readers)
                if (!reader.Writer.TryWrite(link)) reader.Writer.TryComplete();
        }
    }

    /// <summary>Links after a number, those to come included. A reader that is too slow is cut off, and comes back with its number: no link is left out in silence.</summary>
    public Channel<EvidenceLink> Open(long after)
    {
        Channel<EvidenceLink> own = Channel.CreateBounded<EvidenceLink>(2 * kept);
        lock (one)
        {
            foreach (EvidenceLink link in links)
                if (link.Sequence > after) own.Writer.TryWrite(link);
            readers.Add(own);
        }
        return own;
    }

    public void Close(Channel<EvidenceLink> reader)
    {
        lock (one) readers.Remove(reader);
    }

    /// <summary>The newest number.</summary>
    public long Count
    {
        get
        {
            lock (one) return count;
        }
    }
}
