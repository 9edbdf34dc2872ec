using Headroom.Operator.Store;

namespace Headroom.Operator.Journal;

/// <summary>Chains entries to what stands in the store, and appends them with the state that belongs to them.</summary>
public sealed class JournalWriter(IJournalStore store, Lease lease, JournalHead head)
{
    private readonly List<JournalEntry> waiting = [];
    private JournalHead next = head;

    /// <summary>Where the journal stands with what waits.</summary>
    public JournalHead Head => next;
    public Lease Lease => lease;
    public bool HasWaiting => waiting.Count > 0;

    /// <summary>Adds an entry to the next append.</summary>
    public void Add<T>(DateTimeOffset at, string kind, T body) => Add(at, kind, StateText.Write(body));

    /// <summary>The same with a body that is written already.</summary>
    public void Add(DateTimeOffset at, string kind, byte[] text)
    {
        byte[] hash = HashChain.Next(next, at, kind, text);
        waiting.Add(new(next.Sequence + 1, at, kind, text, hash));
        next = new(next.Sequence + 1, hash);
    }

    /// <summary>Everything that waits is durable when it returns.</summary>
    /// <exception cref="OperatorGone">Another process acts by now.</exception>
    public async ValueTask CommitAsync(IReadOnlyDictionary<string, byte[]> state, CancellationToken stop)
    {
        await store.AppendAsync(lease, waiting, state, stop);
        waiting.Clear();
    }
}
