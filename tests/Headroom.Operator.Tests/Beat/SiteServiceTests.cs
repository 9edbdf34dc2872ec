using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Quantities;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Beat;

public sealed class SiteServiceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-service-").FullName;
    private static readonly Evidence evidence = new("test", "grid", "limit", "{}"u8.ToArray());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_limit_is_held_journaled_and_replayed_bit_for_bit()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "a.db")), time);
        await using RunningSite site = RunningSite.Start(store, time);
        SiteView before = await site.BeatsAsync(30);
        Power level = 0.75 * before.Import!.Value;
        LimitReceipt receipt = await site.Service.ReceiveAsync(RunningSite.Limit("cut", level, site.Service.Clock.Now + TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)), evidence, default);
        Assert.Equal(LimitOutcome.Accepted, receipt.Outcome);
        SiteView during = await site.BeatsAsync(120);
        Assert.Equal("in force", Assert.Single(during.Limits).State);
        Assert.True(during.Import < 1.002 * level, $"{during.Import} under {level}");
        await site.StopAsync();
        ReplayAnswer again = await JournalReplay.RunAsync(store.ReadAsync(1, default), null, default);
        Assert.True(again.Holds, again.Fault ?? string.Join("; ", again.Differences));
        Assert.Equal((151, 1, 1), (again.Beats, again.Messages, again.Processes));
    }

    [Fact]
    public async Task After_a_restart_the_limit_still_holds_and_replay_still_finds_the_same_bits()
    {
        var time = new ManualTime(RunningSite.Noon);
        string path = Path.Combine(folder, "b.db");
        Power level;
        double before, joules, watts;
        await using (SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(path), time))
        {
            await using RunningSite first = RunningSite.Start(store, time);
            level = 0.7 * (await first.BeatsAsync(10)).Import!.Value;
            await first.Service.ReceiveAsync(RunningSite.Limit("cut", level, first.Service.Clock.Now, TimeSpan.FromHours(1)), evidence, default);
            SiteView last = await first.BeatsAsync(100);
            before = Assert.Single(last.Limits).KeptShare!.Value;
            (joules, watts) = (last.Field.SiteEnergy.Joules, last.Draw.Watts);
        }
        Assert.InRange(before, 0.5, 0.999);              // it came without notice, so its first seconds are above it
        time.Advance(TimeSpan.FromSeconds(20));
        await using SqlStore later = await SqlStore.OpenAsync(Dialect.Sqlite(path), time);
        await using RunningSite second = RunningSite.Start(later, time);
        SiteView view = await second.BeatsAsync(60);
        // counters go on from where they stood: some 60 beats, but not what a simulated site runs before its first beat
        Assert.InRange(view.Field.SiteEnergy.Joules - joules, 30 * view.Draw.Watts, 80 * watts);
        Assert.Equal("in force", Assert.Single(view.Limits).State);
        Assert.True(view.Import < 1.002 * level, $"{view.Import} under {level}");
        Assert.True(view.Beat > 160);
        // what the process before saw is not forgotten
        Assert.InRange(Assert.Single(view.Limits).KeptShare!.Value, before, 1 - 0.5 * (1 - before));
        await second.StopAsync();
        ReplayAnswer again = await JournalReplay.RunAsync(later.ReadAsync(1, default), null, default);
        Assert.True(again.Holds, again.Fault ?? string.Join("; ", again.Differences));
        Assert.Equal(2, again.Processes);
        // the second process says nothing of it that the first has said
        int told = 0;
        await foreach (JournalEntry entry in later.ReadAsync(1, default))
            if (entry.Kind == JournalKinds.Happening && StateText.Read<HappeningBody>(entry.Body).What == "limit cut of grid is in force") told++;
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task A_changed_entry_breaks_the_chain()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "c.db")), time);
        await using (RunningSite site = RunningSite.Start(store, time)) await site.BeatsAsync(5);
        List<JournalEntry> entries = [];
        await foreach (JournalEntry one in store.ReadAsync(1, default)) entries.Add(one);
        byte[] body = entries[2].Body.ToArray();
        body[^2] ^= 1;
        entries[2] = entries[2] with { Body = body };
        ReplayAnswer again = await JournalReplay.RunAsync(entries.ToAsyncEnumerable(), null, default);
        Assert.Equal("entry 3 has another hash than its content", again.Fault);
    }

    [Fact]
    public async Task Only_one_of_two_acts_and_the_other_takes_over_when_the_first_is_gone()
    {
        var time = new ManualTime(RunningSite.Noon);
        string path = Path.Combine(folder, "d.db");
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(path), time), other = await SqlStore.OpenAsync(Dialect.Sqlite(path), time);
        await using RunningSite first = RunningSite.Start(store, time, new() { Holder = "one" });
        await first.BeatsAsync(3);
        await using RunningSite second = RunningSite.Start(other, time, new() { Holder = "two" });
        await first.BeatsAsync(5);
        Assert.False(second.Service.IsActive);
        await Assert.ThrowsAsync<OperatorGone>(async () => await second.Service.ReceiveAsync(RunningSite.Limit("cut", 1.Megawatts, default, TimeSpan.FromHours(1)), evidence, default));
        await first.StopAsync();
        await RunningSite.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return second.Service.IsActive;
        });
        await second.BeatsAsync(3);
    }

    [Fact]
    public async Task What_lost_its_lease_appends_nothing()
    {
        var time = new ManualTime(RunningSite.Noon);
        string path = Path.Combine(folder, "e.db");
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(path), time), other = await SqlStore.OpenAsync(Dialect.Sqlite(path), time);
        Lease old = Assert.IsType<Lease>(await store.TryTakeAsync("one", TimeSpan.FromSeconds(3), default));
        Assert.Null(await other.TryTakeAsync("two", TimeSpan.FromSeconds(3), default));
        time.Advance(TimeSpan.FromSeconds(4));
        Lease young = Assert.IsType<Lease>(await other.TryTakeAsync("two", TimeSpan.FromSeconds(3), default));
        var late = new JournalWriter(store, old, JournalHead.Empty);
        late.Add(time.GetUtcNow(), JournalKinds.Happening, new HappeningBody("note", "too late"));
        await Assert.ThrowsAsync<OperatorGone>(async () => await late.CommitAsync(new Dictionary<string, byte[]>(), default));
        Assert.Equal(0, (await other.HeadAsync(default)).Sequence);
        Assert.True(young.Token > old.Token);
    }
}
