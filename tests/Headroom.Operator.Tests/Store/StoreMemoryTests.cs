using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Journal;

namespace Headroom.Operator.Tests.Store;

/// <summary>Alone, because what is in memory is of the whole process.</summary>
[Collection(nameof(EventReaderMemoryTests))]
public sealed class StoreMemoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-store-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Large_entries_are_not_read_two_hundred_at_a_time()
    {
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "j.db")), TimeProvider.System);
        Lease lease = (await store.TryTakeAsync("one", TimeSpan.FromMinutes(1), default))!;
        var journal = new JournalWriter(store, lease, await store.HeadAsync(default));
        for (int k = 0; k < 25; k++)
        {
            journal.Add(DateTimeOffset.UnixEpoch.AddSeconds(k), JournalKinds.Happening, new HappeningBody("note", new string('x', 4 << 20)));
            await journal.CommitAsync(new Dictionary<string, byte[]>(), default);
        }
        long before = GC.GetTotalMemory(forceFullCollection: true), sequence = 0, most = 0;
        await foreach (JournalEntry entry in store.ReadAsync(1, default))
        {
            Assert.Equal(++sequence, entry.Sequence);
            if (sequence % 5 == 1) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        Assert.Equal(25, sequence);
        Assert.True(most < 5 * SqlStore.PageBytes, $"{most} bytes");
    }
}
