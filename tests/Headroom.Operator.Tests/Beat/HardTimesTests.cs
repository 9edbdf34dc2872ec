using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.TestKit;
using Headroom.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headroom.Operator.Tests.Beat;

/// <summary>What a running service has to survive.</summary>
public sealed class HardTimesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-hard-").FullName;
    private static readonly Evidence evidence = new("test", "grid", "limit", default);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private ValueTask<SqlStore> OpenAsync(ManualTime time, string name = "h.db") => SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, name)), time);

    [Fact]
    public async Task Whoever_asks_while_the_store_fails_is_answered()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore inner = await OpenAsync(time);
        var store = new FailingStore(inner);
        await using RunningSite site = RunningSite.Start(store, time);
        await site.BeatsAsync(2);
        store.Fails = true;
        await Assert.ThrowsAsync<OperatorGone>(async () => await site.Service.ReceiveAsync(RunningSite.Limit("cut", 9.Megawatts, site.Service.Clock.Now, TimeSpan.FromHours(1)), evidence, default).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("store", site.Service.Fault, StringComparison.Ordinal);
        store.Fails = false;
        await RunningSite.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return site.Service.IsActive && site.Service.Now is not null;
        });
        Assert.Equal(LimitOutcome.Accepted, (await site.Service.ReceiveAsync(RunningSite.Limit("cut", 9.Megawatts, site.Service.Clock.Now, TimeSpan.FromHours(1)), evidence, default)).Outcome);
        ReplayAnswer again = await JournalReplay.RunAsync(inner.ReadAsync(1, default), null, default);
        Assert.True(again.Holds, again.Fault ?? string.Join("; ", again.Differences));
    }

    [Fact]
    public async Task A_plain_limit_is_taken_where_the_grid_has_a_ramp()
    {
        var time = new ManualTime(RunningSite.Noon);
        SimulationOrder order = new StandingSite { GridMost = 20.Megawatts, RampLimit = 1.MegawattsPerMinute, Length = TimeSpan.FromHours(8760), RowsMost = 20 }.Order();
        SimulatedField field = SimulatedField.Open(order, time.GetUtcNow()).Field!;
        var controller = new Controller(field.Facts, new(field.Limits), Policies.Find("headroom")!.Make(0.006), 0.004);
        LimitEvent plain = new() { Name = "cut", From = SiteClock.At(RunningSite.Noon), Hold = TimeSpan.FromHours(1), Level = 9.Megawatts };
        Assert.Equal(LimitOutcome.Accepted, controller.Receive(LimitMessage.Demand(new(LimitAuthority.Utility, "grid"), new(plain.From), plain), plain.From).Outcome);
        await field.DisposeAsync();
    }

    [Fact]
    public async Task A_limit_at_the_end_of_the_calendar_stops_nothing()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await OpenAsync(time);
        await using RunningSite site = RunningSite.Start(store, time);
        await site.BeatsAsync(2);
        LimitEvent old = new() { Name = "old", From = DateTimeOffset.MinValue - SiteClock.Epoch, Level = 19.Megawatts, Baseline = 20.Megawatts, Ramp = new(TimeSpan.FromHours(1), TimeSpan.Zero, RampAnchor.Ends, null) };
        await site.Service.ReceiveAsync(LimitMessage.Demand(new(LimitAuthority.Utility, "grid"), new(site.Service.Clock.Now), old), evidence, default);
        SiteView view = await site.BeatsAsync(3);
        Assert.Equal("in force", Assert.Single(view.Limits).State);
    }

    [Fact]
    public async Task What_another_build_saved_gives_its_book_at_least()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using (SqlStore store = await OpenAsync(time))
        {
            await using RunningSite site = RunningSite.Start(store, time);
            await site.BeatsAsync(2);
            await site.Service.ReceiveAsync(RunningSite.Limit("cut", 9.Megawatts, site.Service.Clock.Now, TimeSpan.FromHours(1)), evidence, default);
            await site.StopAsync();
            string text = System.Text.Encoding.UTF8.GetString((await store.StateAsync("service", default))!);
            await store.KeepAsync("service", System.Text.Encoding.UTF8.GetBytes(text.Replace("\"memory\":{", "\"memory\":{\"invented\":1,", StringComparison.Ordinal)), default);
        }
        await using SqlStore later = await OpenAsync(time);
        await using RunningSite next = RunningSite.Start(later, time);
        Assert.Equal("cut", Assert.Single((await next.BeatsAsync(2)).Limits).Name);
    }

    [Fact]
    public async Task A_memory_that_was_changed_between_two_processes_is_found_by_replay()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await OpenAsync(time);
        await using (RunningSite site = RunningSite.Start(store, time))
        {
            await site.BeatsAsync(2);
            await site.Service.ReceiveAsync(RunningSite.Limit("cut", 9.Megawatts, site.Service.Clock.Now, TimeSpan.FromHours(1)), evidence, default);
            await site.BeatsAsync(2);
        }
        string text = System.Text.Encoding.UTF8.GetString((await store.StateAsync("service", default))!);
        await store.KeepAsync("service", System.Text.Encoding.UTF8.GetBytes(text.Replace("\"level\":9000000", "\"level\":12000000", StringComparison.Ordinal)), default);
        await using (RunningSite site = RunningSite.Start(store, time)) await site.BeatsAsync(2);
        ReplayAnswer again = await JournalReplay.RunAsync(store.ReadAsync(1, default), null, default);
        Assert.Contains("another memory", Assert.Single(again.Differences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counters_go_on_and_do_not_double_when_the_loop_begins_anew()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore inner = await OpenAsync(time);
        var store = new FailingStore(inner);
        await using RunningSite site = RunningSite.Start(store, time);
        TokenCount before = (await site.BeatsAsync(60)).Field.Services[0].Tokens;
        store.Fails = true;
        time.Advance(TimeSpan.FromSeconds(1));
        await RunningSite.UntilAsync(() => !site.Service.IsActive);
        store.Fails = false;
        await RunningSite.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return site.Service.IsActive && site.Service.Now is not null;
        });
        TokenCount after = (await site.BeatsAsync(2)).Field.Services[0].Tokens;
        Assert.InRange(after / before, 1, 1.5);
    }

    [Fact]
    public async Task A_saved_counter_that_is_no_number_begins_at_zero()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await OpenAsync(time);
        await using (RunningSite site = RunningSite.Start(store, time))
        {
            await site.BeatsAsync(2);
            await site.StopAsync();
        }
        (SavedService? saved, _) = await SavedService.LoadAsync(store, default);
        Energy without = Energy.FromSi(double.PositiveInfinity);
        FieldFigures broken = saved!.Counters with
        {
            ItEnergy = without,
            SiteEnergy = Energy.FromSi(double.NaN),
            Services = [.. saved.Counters.Services.Select(one => one with { ItEnergy = without, Lost = TokenCount.FromSi(double.NegativeInfinity) })],
        };
        foreach ((string name, byte[] text) in (saved with { Counters = broken }).ToState()) await store.KeepAsync(name, text, default);
        await using RunningSite next = RunningSite.Start(store, time);
        FieldFigures figures = (await next.BeatsAsync(2)).Field;
        Assert.All((double[])[figures.ItEnergy.Joules, figures.SiteEnergy.Joules, .. figures.Services.SelectMany(one => (double[])[one.ItEnergy.Joules, one.Lost.Tokens])],
            one => Assert.True(double.IsFinite(one)));
        Assert.True(figures.AcceleratorEnergy >= saved.Counters.AcceleratorEnergy);
    }

    [Fact]
    public async Task A_beat_goes_before_messages_that_wait()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore inner = await OpenAsync(time);
        var store = new FailingStore(inner);
        await using RunningSite site = RunningSite.Start(store, time);
        await site.BeatsAsync(2);
        store.Holds = new();
        TimeSpan now = site.Service.Clock.Now;
        Task<LimitReceipt>[] asked = [.. Enumerable.Range(0, 200).Select(k => site.Service.ReceiveAsync(RunningSite.Limit($"cut-{k}", 19.Megawatts, now, TimeSpan.FromHours(1)), evidence, default).AsTask())];
        await RunningSite.UntilAsync(() => store.IsWaiting);
        time.Advance(TimeSpan.FromSeconds(1));
        store.Holds.SetResult();
        await Task.WhenAll(asked);
        List<string> kinds = [];
        await foreach (JournalEntry one in inner.ReadAsync(1, default)) kinds.Add(one.Kind);
        int last = kinds.LastIndexOf(JournalKinds.Beat), first = kinds.IndexOf(JournalKinds.Message);
        Assert.True(last > first && kinds.Skip(last).Count(one => one == JournalKinds.Message) > 50, "the beat came after all of them");
    }

    [Theory]
    [InlineData("\"standing\":\"", "\"standing\":\"Never", 1)]
    [InlineData("\"memory\":{", "\"memory\":7,\"other\":{", 1)]
    [InlineData("\"counters\":{", "\"counters\":[],\"other\":{", 1)]
    [InlineData("\"firmness\":\"", "\"firmness\":\"Very", 0)]
    [InlineData("\"book\":", "\"ledger\":", 0)]
    [InlineData("{", "[", 0)]
    public async Task Whatever_another_build_saved_the_service_acts_and_tells_what_it_could_not_read(string word, string other, int held)
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await OpenAsync(time);
        await using (RunningSite site = RunningSite.Start(store, time))
        {
            await site.BeatsAsync(2);
            await site.Service.ReceiveAsync(RunningSite.Limit("cut", 9.Megawatts, site.Service.Clock.Now, TimeSpan.FromHours(1)), evidence, default);
            await site.StopAsync();
        }
        string text = System.Text.Encoding.UTF8.GetString((await store.StateAsync("service", default))!);
        Assert.Contains(word, text, StringComparison.Ordinal);
        await store.KeepAsync("service", System.Text.Encoding.UTF8.GetBytes(text.Replace(word, other, StringComparison.Ordinal)), default);
        await using RunningSite next = RunningSite.Start(store, time);
        Assert.Equal(held, (await next.BeatsAsync(2)).Limits.Count);
        int alarms = 0;
        await foreach (JournalEntry entry in store.ReadAsync(1, default))
            if (entry.Kind == JournalKinds.Happening && StateText.Read<HappeningBody>(entry.Body) is { Severity: "alarm" } told && told.What.Contains("held", StringComparison.Ordinal)) alarms++;
        Assert.Equal(1 - held, alarms);
    }

    [Fact]
    public async Task A_standby_whose_store_was_away_for_a_while_is_healthy_again_while_the_other_acts()
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await OpenAsync(time), other = await OpenAsync(time);
        await using RunningSite first = RunningSite.Start(store, time, new() { Holder = "one" });
        await first.BeatsAsync(2);
        var failing = new FailingStore(other) { Fails = true };
        await using RunningSite second = RunningSite.Start(failing, time, new() { Holder = "two" });
        await RunningSite.UntilAsync(() => second.Service.Fault is not null);
        Assert.Equal(("the store does not answer", "no disk"), (second.Service.Fault, second.Service.FaultDetail));
        failing.Fails = false;
        for (int k = 0; k < 20 && second.Service.Fault is not null; k++) await first.BeatsAsync(1);
        await RunningSite.UntilAsync(() => second.Service.Fault is null);
        Assert.False(second.Service.IsActive);
    }
}
