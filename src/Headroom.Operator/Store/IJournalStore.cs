using Headroom.Operator.Journal;

namespace Headroom.Operator.Store;

/// <summary>Where a journal and the state beside it are kept. One transaction holds both, so that they never disagree.</summary>
public interface IJournalStore : IAsyncDisposable
{
    /// <summary>For people: a path, or an address without its password.</summary>
    string Place { get; }

    /// <summary>The last entry.</summary>
    ValueTask<JournalHead> HeadAsync(CancellationToken stop);

    /// <summary>Entries from a sequence on, oldest first, in pages.</summary>
    /// <exception cref="InvalidDataException">The next one is not as it was appended.</exception>
    IAsyncEnumerable<JournalEntry> ReadAsync(long from, CancellationToken stop);

    /// <summary>Durable when it returns: entries and state, or neither.</summary>
    /// <param name="state">Replaces what stood under its names.</param>
    /// <exception cref="OperatorGone">The lease is another's by now.</exception>
    ValueTask AppendAsync(Lease lease, IReadOnlyList<JournalEntry> entries, IReadOnlyDictionary<string, byte[]> state, CancellationToken stop);

    ValueTask<byte[]?> StateAsync(string name, CancellationToken stop);

    /// <summary>State that is no part of the journal, such as tokens of people; needs no lease.</summary>
    ValueTask KeepAsync(string name, byte[] body, CancellationToken stop);

    /// <summary>Takes the lease where nobody holds it, or its holder is known to have ended; null while somebody does. Every append renews it.</summary>
    ValueTask<Lease?> TryTakeAsync(string holder, TimeSpan length, CancellationToken stop);

    /// <summary>Token of the lease that was taken last, whoever holds it and whether it has run out.</summary>
    ValueTask<long> LeaseTokenAsync(CancellationToken stop);

    /// <summary>Gives the lease back, so that a standby need not wait.</summary>
    ValueTask ReleaseAsync(Lease lease, CancellationToken stop);
}

/// <summary>The right to act, for as long as it is renewed.</summary>
/// <param name="Token">Grows with every holder: a store takes nothing of an older one.</param>
public sealed record Lease(string Holder, long Token, TimeSpan Length);
