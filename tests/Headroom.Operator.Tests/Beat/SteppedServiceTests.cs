using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headroom.Operator.Tests.Beat;

/// <summary>A service whose site goes faster than life, on a machine that seldom keeps up: the test gives it far more of life than its beats need.</summary>
public sealed class SteppedServiceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-stepped-").FullName;
    private static readonly Evidence evidence = new("test", "grid", "limit", default);
    private static readonly TimeSpan second = TimeSpan.FromSeconds(1);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private ValueTask<SqlStore> OpenAsync(ManualTime time) => SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "s.db")), time);

    private static (SiteService Service, SteppedClock Clock) Make(IJournalStore store, ManualTime time, DateTimeOffset started)
    {
        var clock = new SteppedClock(time, started, 60, second);
        SimulatedField field = SimulatedField.Open(RunningSite.Order, clock.UtcNow).Field!;
        return (new(field, store, clock, new(), null, "", NullLogger.Instance), clock);
    }

    /// <summary>Runs for so many beats, with a fifth of a second of life or more for each: twelve times what a beat is asked to take.</summary>
    private static async Task<List<SiteView>> BeatsAsync(SiteService service, ManualTime time, int count)
    {
        List<SiteView> seen = [];
        for (int k = 0; k < count; k++)
        {
            long before = service.Now?.Beat ?? 0;
            await RunningSite.UntilAsync(() =>
            {
                if (service.Now is { } view && view.Beat > before) return true;
                time.Advance(TimeSpan.FromMilliseconds(200));
                return false;
            });
            seen.Add(service.Now!);
        }
        return seen;
    }

    private static async Task<List<JournalEntry>> EntriesAsync(SqlStore store)
    {
        List<JournalEntry> entries = [];
        await foreach (JournalEntry one in store.ReadAsync(1, default)) entries.Add(one);
        return entries;
    }

    [Fact]
    public async Task No_beat_is_left_out_and_a_limit_ends_when_it_says()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await OpenAsync(time);
        (SiteService service, _) = Make(store, time, RunningSite.Noon);
        using var stop = new CancellationTokenSource();
        Task runs = service.RunAsync(stop.Token);
        await BeatsAsync(service, time, 5);
        TimeSpan from = service.Clock.Now + TimeSpan.FromSeconds(10);
        LimitReceipt receipt = await service.ReceiveAsync(RunningSite.Limit("cut", 9.Megawatts, from, TimeSpan.FromSeconds(20)), evidence, default);
        Assert.Equal(LimitOutcome.Accepted, receipt.Outcome);
        List<SiteView> seen = await BeatsAsync(service, time, 60);
        // views that came between two looks are in the journal
        DateTimeOffset[] beats = [.. (await EntriesAsync(store)).Where(one => one.Kind == JournalKinds.Beat).Select(one => one.At)];
        Assert.Equal(Enumerable.Range(0, beats.Length).Select(k => RunningSite.Noon + k * second), beats);
        Assert.All(seen, view => Assert.Equal(0, view.Timing.Missed));
        string StateAt(TimeSpan now) => now < from ? "coming" : now < from + TimeSpan.FromSeconds(20) ? "in force" : "over";
        Assert.All(seen, view => Assert.Equal(StateAt(SiteClock.At(view.At)), Assert.Single(view.Limits).State));
        Assert.Equal("over", Assert.Single(seen[^1].Limits).State);
        await stop.CancelAsync();
        await runs;
        await service.DisposeAsync();
        ReplayAnswer again = await JournalReplay.RunAsync(store.ReadAsync(1, default), null, default);
        Assert.True(again.Holds, again.Fault ?? string.Join("; ", again.Differences));
    }

    [Fact]
    public async Task A_machine_that_does_not_keep_up_is_told_once()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await OpenAsync(time);
        (SiteService service, _) = Make(store, time, RunningSite.Noon);
        using var stop = new CancellationTokenSource();
        Task runs = service.RunAsync(stop.Token);
        SiteView last = (await BeatsAsync(service, time, 200))[^1];
        Assert.True(last.Speed is { IsBehind: true, AskedFactor: 60, RunningFactor: < 54 }, $"{last.Speed}");
        Assert.Equal("warning", Assert.Single(last.Happenings, one => one.What.StartsWith("the site's time goes", StringComparison.Ordinal)).Severity);
        await stop.CancelAsync();
        await runs;
        await service.DisposeAsync();
    }

    [Fact]
    public async Task A_restart_goes_on_after_what_was_journaled_whatever_the_machine_says()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await OpenAsync(time);
        foreach (int hoursBack in (int[])[0, 5, 0])
        {
            // the standby before whom another one ran ahead, or a machine whose clock was set back
            (SiteService service, _) = Make(store, time, RunningSite.Noon.AddHours(-hoursBack));
            using var stop = new CancellationTokenSource();
            Task runs = service.RunAsync(stop.Token);
            await BeatsAsync(service, time, 10);
            await service.NoteAsync(evidence, default);
            await stop.CancelAsync();
            await runs;
            await service.DisposeAsync();
        }
        DateTimeOffset[] at = [.. (await EntriesAsync(store)).Select(one => one.At)];
        Assert.Equal(at.Order(), at);
        Assert.True(at[^1] >= RunningSite.Noon.AddSeconds(29) && at[^1] < RunningSite.Noon.AddMinutes(5), $"{at[^1]:O}");
        ReplayAnswer again = await JournalReplay.RunAsync(store.ReadAsync(1, default), null, default);
        Assert.True(again.Holds, again.Fault ?? string.Join("; ", again.Differences));
    }
}
