using Headroom.Operator.Journal;
using Headroom.Operator.Store;

namespace Headroom.Cli.Tests.Operating;

/// <summary>A live field's look ahead, with the solver, beside the beat of a process of its own.</summary>
public sealed class LiveLookAheadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-ahead-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_a_live_field_follows_is_in_the_journal_and_is_done_again_bit_for_bit()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using SharedRacks racks = await SharedRacks.StartAsync(folder);
        string place = Path.Combine(folder, "ahead.db");
        using (OperatedProcess process = OperatedProcess.Start(racks.Site, place, null, "--field", racks.Field(0)))
        {
            await process.ReadyAsync();
            Assert.True(await process.PostAsync("cut", "1.2 MW", "10 min"));
            for (int k = 0; k < 300 && await AheadsAsync(place, stop) < 1; k++) await Task.Delay(100, stop);
            // and some beats under it
            long beat = (await process.NowAsync()).GetProperty("beat").GetInt64();
            for (int k = 0; k < 300 && (await process.NowAsync()).GetProperty("beat").GetInt64() < beat + 5; k++) await Task.Delay(100, stop);
            Assert.Equal(0, await process.StopAsync());
        }
        Assert.True(await AheadsAsync(place, stop) > 0, "nothing was followed");
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Of(place), TimeProvider.System, stop);
        ReplayAnswer replay = await JournalReplay.RunAsync(store.ReadAsync(1, stop), null, stop);
        Assert.True(replay.Holds, replay.Fault ?? string.Join("; ", replay.Differences));
    }

    private static async Task<int> AheadsAsync(string place, CancellationToken stop)
    {
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Of(place), TimeProvider.System, stop);
        int count = 0;
        await foreach (JournalEntry entry in store.ReadAsync(1, stop)) if (entry.Kind == JournalKinds.Ahead) count++;
        return count;
    }
}
