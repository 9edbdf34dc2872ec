using Headroom.Operator.Store;

namespace Headroom.Operator.Grid;

/// <summary>State of an adapter under one name in the store. Whoever reads it first and writes it then is the only one that does: another's writing between the
/// two is seen.</summary>
/// <remarks>State beside the journal carries no lease. A process that was held up while another took over finds what it does not know and gives way.</remarks>
internal sealed class KeptState(IJournalStore store, string name)
{
    private byte[]? known;

    /// <summary>What is kept; null where nothing is.</summary>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken stop) => known = await store.StateAsync(name, stop).ConfigureAwait(false);

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="OperatorGone">Another process wrote since this one read or wrote.</exception>
    public async ValueTask KeepAsync(byte[] body, CancellationToken stop)
    {
        byte[]? there = await store.StateAsync(name, stop).ConfigureAwait(false);
        if ((there is null) != (known is null) || there is not null && !there.AsSpan().SequenceEqual(known))
            throw new OperatorGone($"Another process keeps {name}.");
        await store.KeepAsync(name, body, stop).ConfigureAwait(false);
        known = body;
    }
}
