using Headroom.Control;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Operator.Store;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>From events at a VTN to ceilings in the book.</summary>
public sealed class VenLimitTests
{
    [Fact]
    public async Task A_limit_becomes_a_ceiling_and_where_nothing_is_said_the_fail_safe_holds()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(30, 30, 40_000, 30_000));
        await rig.PollAsync();
        Assert.Equal((50, 40, 30, 50), (rig.Desk.CeilingMegawatts(), rig.Desk.CeilingMegawatts(31), rig.Desk.CeilingMegawatts(61),
            rig.Desk.CeilingMegawatts(91)));
    }

    [Fact]
    public async Task A_limit_lifts_the_fail_safe_and_its_end_brings_the_subscription()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Event("CAPACITY_SUBSCRIPTION", -600, null, 80_000));
        rig.Vtn.Add(rig.Limit(0, 60, 120_000));
        await rig.PollAsync();
        Assert.Equal((120, 80, 80), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(61), rig.Desk.CeilingMegawatts(60 * 24 * 30)));
    }

    [Fact]
    public async Task An_updated_event_replaces_its_limit_and_a_deleted_one_takes_it_back()
    {
        await using VenRig rig = await VenRig.StartAsync(url =>
            new() { Name = "juniper", Url = url, ClientId = "ven_client", ClientSecret = "ven_secret", HoldsFailSafe = false });
        AdrEvent one = rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        rig.Vtn.Change(one with { Intervals = [one.Intervals[0] with { Payloads = [AdrPayload.Of(EventTypes.ImportLimit, 70_000)] }] });
        await rig.PollAsync();
        Assert.Equal(70, rig.Desk.CeilingMegawatts(1));
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        rig.Vtn.Remove(one);
        await rig.PollAsync();
        Assert.Equal(200, rig.Desk.CeilingMegawatts(1));
        Assert.Equal(["1:0"], rig.Desk.Receipts.Where(receipt => receipt.Message.Kind != LimitMessageKind.Heartbeat)
            .Select(receipt => receipt.Message.Name).Distinct());
    }

    [Fact]
    public async Task A_dispatch_that_is_made_less_firm_is_so_for_what_stands_too()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Event(EventTypes.DispatchSetpoint, 0, 60, 30_000));
        await rig.PollAsync();
        Assert.Equal((30, 30), (rig.Desk.CeilingMegawatts(1), rig.Desk.AskedMegawatts(1)));
        await rig.RestartAsync(new()
        {
            Name = "juniper",
            Url = rig.Vtn.Url,
            ClientId = "ven_client",
            ClientSecret = "ven_secret",
            DispatchFirmness = Firmness.BestEffort,
        });
        await rig.PollAsync();
        Assert.Equal((50, 30), (rig.Desk.CeilingMegawatts(1), rig.Desk.AskedMegawatts(1)));
    }

    [Fact]
    public async Task The_cancel_idiom_takes_a_limit_back()
    {
        await using VenRig rig = await VenRig.StartAsync();
        AdrEvent one = rig.Vtn.Add(rig.Limit(0, 60, 20_000));
        await rig.PollAsync();
        Assert.Equal(20, rig.Desk.CeilingMegawatts(1));
        rig.Vtn.Change(one with { Period = new(AdrMoment.Now, AdrDuration.Zero) });
        await rig.PollAsync();
        Assert.Equal(50, rig.Desk.CeilingMegawatts(1));
    }

    [Fact]
    public async Task An_urgent_event_cuts_a_hole_and_the_long_one_resumes()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Priority = 5 });
        await rig.PollAsync();
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        AdrEvent urgent = rig.Vtn.Add(rig.Limit(59, 60, 90_000) with { Priority = 0 });
        await rig.PollAsync();
        Assert.Equal((40, 90, 40), (rig.Desk.CeilingMegawatts(50), rig.Desk.CeilingMegawatts(61), rig.Desk.CeilingMegawatts(130)));
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        rig.Vtn.Remove(urgent);
        await rig.PollAsync();
        Assert.Equal((40, 40, 50), (rig.Desk.CeilingMegawatts(61), rig.Desk.CeilingMegawatts(130), rig.Desk.CeilingMegawatts(610)));
    }

    [Fact]
    public async Task Polling_again_sends_a_heartbeat_and_nothing_else()
    {
        await using VenRig rig = await VenRig.StartAsync();
        AdrEvent random = rig.Limit(30, 30, 40_000, 30_000);
        rig.Vtn.Add(random with { Period = random.Period! with { RandomizeStart = AdrDuration.Of(TimeSpan.FromMinutes(10)) } });
        await rig.PollAsync();
        int before = rig.Desk.Receipts.Count;
        for (int i = 0; i < 5; i++)
        {
            rig.Clock.Move(TimeSpan.FromSeconds(30));
            await rig.PollAsync();
        }
        Assert.Equal(Enumerable.Repeat(LimitOutcome.Heard, 5), rig.Desk.Receipts.Skip(before).Select(receipt => receipt.Outcome));
    }

    [Fact]
    public async Task Names_of_an_endless_schedule_are_used_again_so_that_no_book_fills()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(0, 60, 40_000, 30_000) with { Duration = AdrDuration.Forever });
        for (int day = 0; day < 20; day++)
        {
            await rig.PollAsync();
            Assert.Equal((40, 30), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(61)));
            rig.Clock.Move(TimeSpan.FromHours(24));
        }
        Assert.DoesNotContain(rig.Desk.Receipts, receipt => receipt.Outcome is LimitOutcome.Refused or LimitOutcome.Contradicted
            || receipt.Contradicts);
        Assert.InRange(rig.Desk.Receipts.Select(receipt => receipt.Message.Name).Distinct().Count(), 1, 150);
    }

    [Fact]
    public async Task A_loop_of_seconds_holds_its_limit_now_and_beyond_what_is_handed_on()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(-60 * 24 * 30, 0.05, 40_000, 30_000) with { Duration = AdrDuration.Forever });
        await rig.PollAsync();
        Assert.InRange(rig.Desk.CeilingMegawatts(), 30, 40);
        Assert.InRange(rig.Desk.CeilingMegawatts(60 * 24), 30, 40);
        Assert.InRange(rig.Desk.Book.Limits.Count(), 250, 301);
    }

    [Fact]
    public async Task Contact_lost_carries_the_schedule_out_and_then_the_subscription_holds()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Event(EventTypes.ImportSubscription, -600, null, 80_000));
        rig.Vtn.Add(rig.Limit(0, 30, 120_000, 30_000));
        await rig.PollAsync();
        Assert.False(rig.Ven.IsLost);
        rig.Vtn.Mischief.Fails = int.MaxValue;
        List<double> held = [];
        for (int i = 0; i < 4; i++)
        {
            rig.Clock.Move(TimeSpan.FromMinutes(20));
            await rig.PollAsync();
            Assert.True(rig.Ven.IsLost);
            held.Add(rig.Desk.CeilingMegawatts());
        }
        Assert.Equal([120, 30, 80, 80], held);
        Assert.Contains("contact lost", rig.Desk.Told, StringComparison.Ordinal);
        rig.Vtn.Mischief.Fails = 0;
        await rig.PollAsync();
        Assert.False(rig.Ven.IsLost);
        Assert.Contains("contact again", rig.Desk.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_without_the_VTN_still_knows_the_schedule()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Event(EventTypes.ImportSubscription, -600, null, 80_000));
        rig.Vtn.Add(rig.Limit(60, 60, 30_000));
        await rig.PollAsync();
        rig.Vtn.Mischief.Drops = int.MaxValue;
        await rig.RestartAsync();
        rig.Clock.Move(TimeSpan.FromMinutes(90));
        int before = rig.Desk.Receipts.Count;
        await rig.PollAsync();
        Assert.Equal((30, 80), (rig.Desk.CeilingMegawatts(), rig.Desk.CeilingMegawatts(31)));
        Assert.DoesNotContain(rig.Desk.Receipts.Skip(before), receipt => receipt.Outcome == LimitOutcome.Refused);
    }

    [Fact]
    public async Task What_vanished_while_the_process_was_gone_is_cancelled()
    {
        await using VenRig rig = await VenRig.StartAsync();
        AdrEvent one = rig.Vtn.Add(rig.Limit(0, 600, 20_000));
        await rig.PollAsync();
        rig.Vtn.Remove(one);
        await rig.RestartAsync();
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        await rig.PollAsync();
        Assert.Equal(50, rig.Desk.CeilingMegawatts());
    }

    [Fact]
    public async Task After_an_outage_all_limits_are_given_up_until_they_are_stated_anew()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Event(EventTypes.ImportSubscription, -600, null, 80_000));
        AdrEvent now = rig.Vtn.Add(rig.Limit(0, 600, 120_000));
        rig.Vtn.Add(rig.Limit(700, 60, 110_000));
        await rig.PollAsync();
        rig.Ven.GridReturned();
        await rig.PollAsync();
        Assert.Equal((80, 80), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(710)));
        await rig.RestartAsync();
        await rig.PollAsync();
        Assert.Equal(80, rig.Desk.CeilingMegawatts(1));
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        rig.Vtn.Change(now);
        await rig.PollAsync();
        Assert.Equal((120, 80), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(710)));
    }

    [Fact]
    public async Task Targets_of_a_feed_limit_the_feed_and_those_of_others_nothing()
    {
        await using VenRig rig = await VenRig.StartAsync(url => new()
        {
            Name = "juniper",
            Url = url,
            ClientId = "ven_client",
            ClientSecret = "ven_secret",
            HoldsFailSafe = false,
            Feeds = new Dictionary<string, string> { ["north-feed"] = "north" },
        });
        rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client", Targets = ["north-feed", "group1"] });
        rig.Vtn.Add(rig.Limit(0, 60, 60_000) with { Targets = ["north-feed"] });
        rig.Vtn.Add(rig.Limit(0, 60, 90_000) with { Targets = ["group1"] });
        rig.Vtn.Add(rig.Limit(0, 60, 5_000) with { Targets = ["somebody else"] });
        await rig.PollAsync();
        Assert.Equal((90, 60), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(1, "north")));
    }

    [Fact]
    public async Task Dispatch_levels_and_emergencies_bind_as_the_site_says()
    {
        await using VenRig rig = await VenRig.StartAsync(url => new()
        {
            Name = "juniper",
            Url = url,
            ClientId = "ven_client",
            ClientSecret = "ven_secret",
            HoldsFailSafe = false,
            Authority =
                LimitAuthority.Market,
            SimpleLevels = [null, 90.Megawatts, 60.Megawatts],
            EmergencyLevel = 20.Megawatts,
        });
        rig.Vtn.Add(rig.Event(EventTypes.DispatchSetpoint, 0, 10, 100_000));
        rig.Vtn.Add(rig.Event(EventTypes.Simple, 10, 10, 1, 2, 3));
        AdrEvent alert = rig.Event(EventTypes.GridEmergency, 40, 10);
        rig.Vtn.Add(alert with { Intervals = [new(0, null, [AdrPayload.Of(EventTypes.GridEmergency, "minimise use")])] });
        rig.Vtn.Add(rig.Event(EventTypes.Price, 0, 60, 0.31));
        await rig.PollAsync();
        Assert.Equal([100, 200, 90, 60, 20, 200], ((double[])[5, 15, 25, 35, 45, 55])
            .Select(minutes => rig.Desk.CeilingMegawatts(minutes)));
        Assert.Contains(rig.Ven.Signals.Words, one => one.Contains("PRICE 0.31", StringComparison.Ordinal));
        Assert.Equal(0.31, rig.Ven.Signals.Prices.At(VenRig.Noon)!.Value);
        Assert.All(rig.Desk.Receipts, receipt => Assert.Equal(LimitAuthority.Market, receipt.Message.Source.Authority));
    }

    [Fact]
    public async Task Private_strings_of_ours_carry_ramp_and_notice()
    {
        await using VenRig rig = await VenRig.StartAsync();
        AdrEvent one = rig.Limit(60, 60, 40_000);
        rig.Vtn.Add(one with
        {
            Intervals =
            [one.Intervals[0] with { Payloads = [.. one.Intervals[0].Payloads, AdrPayload.Of(EventTypes.RampDown, 600),
            AdrPayload.Of(EventTypes.Notice, 1800)] }]
        });
        await rig.PollAsync();
        LimitEvent limit = rig.Desk.Receipts.Select(receipt => receipt.Message.Limit).First(limit => limit?.Name == "1:0")!;
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)), (limit.Ramp.Down, limit.Notice));
    }

    [Fact]
    public async Task It_polls_by_itself_until_it_is_stopped()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        using CancellationTokenSource stop = new();
        Task running = rig.Ven.RunAsync(stop.Token);
        await rig.Desk.DemandedAsync.WaitAsync(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
    }

    [Fact]
    public async Task The_store_keeps_the_state_of_a_VEN_for_whoever_takes_over()
    {
        string folder = Directory.CreateTempSubdirectory("headroom-ven-").FullName;
        try
        {
            await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "v.db")), TimeProvider.System);
            StoreVenMemory first = new(store, "juniper"), second = new(store, "juniper");
            Assert.Null(await first.LoadAsync(CancellationToken.None));
            VenState state = new()
            {
                Events = [new(new AdrEvent { Id = "1", ProgramId = "p", Created = VenRig.Noon, Modified = VenRig.Noon }, VenRig.Noon,
                    true)],
                Sent = [new("1:0", "1:0", null, VenRig.Noon, null, 10.5, TimeSpan.FromTicks(7), 3, true)],
                Reports = new Dictionary<string, SentReport> { ["k"] = new(4, VenRig.Noon) },
            };
            await first.SaveAsync(state, CancellationToken.None);
            VenState read = (await second.LoadAsync(CancellationToken.None))!;
            Assert.Equal(state.Sent, read.Sent);
            Assert.Equal(state.Reports, read.Reports);
            Assert.True(read.Events[0].IsDiscarded);
            // the second acts now: the first, which may have been held up, writes over nothing of it
            await second.SaveAsync(state with { Sent = [] }, CancellationToken.None);
            await Assert.ThrowsAsync<OperatorGone>(() => first.SaveAsync(state, CancellationToken.None).AsTask());
            Assert.Empty((await new StoreVenMemory(store, "juniper").LoadAsync(CancellationToken.None))!.Sent);
            await store.KeepAsync("openadr/juniper", "{\"version\":1,"u8.ToArray(), CancellationToken.None);
            Assert.Null(await first.LoadAsync(CancellationToken.None));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task When_the_grid_comes_back_limits_are_given_up_until_they_are_stated_anew()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        using CancellationTokenSource stop = new();
        Task running = rig.Ven.RunAsync(stop.Token);
        await rig.Desk.DemandedAsync.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        foreach (bool lives in (bool[])[true, false, false, true]) rig.Desk.Views.Writer.TryWrite(rig.View(20) with { GridLives = lives });
        await Headroom.Operator.Tests.DsxFlex.Eventually.HoldsAsync(() => rig.Desk.CeilingMegawatts(1) == 50, () => rig.Desk.Told);
        Assert.Contains("grid returned", rig.Desk.Told, StringComparison.Ordinal);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_VEN_that_may_not_act_leaves_no_one_watching()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        rig.Desk.IsGone = true;
        await Assert.ThrowsAsync<OperatorGone>(() => rig.Ven.RunAsync(CancellationToken.None));
        Assert.Equal((0, 1), rig.Desk.Watchers);
    }
}
