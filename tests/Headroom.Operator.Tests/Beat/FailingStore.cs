using Headroom.Operator.Journal;
using Headroom.Operator.Store;

namespace Headroom.Operator.Tests.Beat;

/// <summary>A store that fails, or waits, when it is told.</summary>
internal sealed class FailingStore(IJournalStore inner) : IJournalStore
{
    public bool Fails { get; set; }
    public TaskCompletionSource? Holds { get; set; }
    public bool IsWaiting { get; private set; }
    public string Place => inner.Place;

    public ValueTask<JournalHead> HeadAsync(CancellationToken stop) => Fails ? throw new IOException("no disk") : inner.HeadAsync(stop);
    public IAsyncEnumerable<JournalEntry> ReadAsync(long from, CancellationToken stop) => inner.ReadAsync(from, stop);
    public ValueTask<byte[]?> StateAsync(string name, CancellationToken stop) => Fails ? throw new IOException("no disk") : inner.StateAsync(name, stop);
    public ValueTask KeepAsync(string name, byte[] body, CancellationToken stop) => inner.KeepAsync(name, body, stop);
    public ValueTask<Lease?> TryTakeAsync(string holder, TimeSpan length, CancellationToken stop) => Fails ? throw new IOException("no disk") : inner.TryTakeAsync(holder, length, stop);
    public ValueTask<long> LeaseTokenAsync(CancellationToken stop) => inner.LeaseTokenAsync(stop);
    public ValueTask ReleaseAsync(Lease lease, CancellationToken stop) => inner.ReleaseAsync(lease, stop);
    public ValueTask DisposeAsync() => default;

    public async ValueTask AppendAsync(Lease lease, IReadOnlyList<JournalEntry> entries, IReadOnlyDictionary<string, byte[]> state, CancellationToken stop)
    {
        if (Holds is { } wait)
        {
            IsWaiting = true;
            await wait.Task;
        }
        if (Fails) throw new IOException("no disk");
        await inner.AppendAsync(lease, entries, state, stop);
    }
}
