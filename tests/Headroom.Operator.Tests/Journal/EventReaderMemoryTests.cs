using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Journal;

/// <summary>Alone, because what is in memory is of the whole process.</summary>
[CollectionDefinition(nameof(EventReaderMemoryTests), DisableParallelization = true)]
[Collection(nameof(EventReaderMemoryTests))]
public sealed class EventReaderMemoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-memory-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Memory_does_not_grow_with_the_journal()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "j.db")), time);
        await using (RunningSite site = RunningSite.Start(store, time)) await site.BeatsAsync(2);
        List<JournalEntry> real = await store.ReadAsync(1, default).ToListAsync();
        JournalEntry opened = real.First(one => one.Kind == JournalKinds.Opened), beat = real.Last(one => one.Kind == JournalKinds.Beat);
        List<long> held = [];
        await EventReader.ReadAsync(Days(opened, beat, held).ToAsyncEnumerable(), "cut", null, BaselineMethod.HourBefore, default);
        Assert.True(held[^1] < 1.3 * held[0] + 1_000_000, string.Join(", ", held));
    }

    /// <summary>A beat a minute for sixty days, and what is in memory after each ten.</summary>
    private static IEnumerable<JournalEntry> Days(JournalEntry opened, JournalEntry beat, List<long> held)
    {
        JournalHead head = JournalHead.Empty;
        for (int k = 0; k < 60 * 1440; k++)
        {
            JournalEntry next = (k == 0 ? opened : beat) with { Sequence = k + 1, At = RunningSite.Noon.AddMinutes(k) };
            next = next with { Hash = HashChain.Next(head, next.At, next.Kind, next.Body.Span) };
            head = new(next.Sequence, next.Hash);
            if (k % 14400 == 14399) held.Add(GC.GetTotalMemory(forceFullCollection: true));
            yield return next;
        }
    }
}
