using Headroom.Control;
using Headroom.Operator.Tests.Beat;
using Headroom.Quantities;
using Headroom.TestKit.Redfish;

namespace Headroom.Operator.Tests.Live;

public class LiveFieldTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;

    private static Controller ControllerOf(LiveSiteOfRacks site) =>
        new(site.Field.Facts, new LimitBook(site.Field.Limits), Policies.Find(Policies.Default(isSteady: false))!.Make(0.006), 0.004);

    [Fact]
    public async Task An_observation_has_meters_from_devices_and_full_power_from_the_plan()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        FieldReading reading = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Observation seen = reading.Seen;
        Assert.Equal(site.Meter.Now.Watts, seen.Import!.Value.Watts, 1e-6);
        Assert.False(seen.RacksAreSilent);
        Assert.False(seen.CapsStick);
        Assert.Equal(5 * site.Plan.Banks[0].Idle.Watts, seen.Idle.Watts, 1e-3);
        Assert.Equal(site.Meter.Now.Watts * 0.96, (seen.Idle + seen.Drawn).Watts, 1.0);
        Assert.True(seen.Services[0].Full > seen.Runs[0].Mean && seen.Runs[0].Mean > Power.Zero);
        Assert.InRange(seen.Services[0].LeastFraction, 0.05, 0.9);
        Assert.Equal(0, seen.Generated!.Value.Watts);
        Assert.Equal(5, reading.Figures.Racks.Count);
        Assert.All(reading.Figures.Racks, rack => Assert.Equal((1, true), (rack.CapShare, rack.IsOn)));
        int hall = site.Field.Facts.Feeds.ToList().FindIndex(feed => feed.Name == "hall A");
        Assert.Equal(site.Meter.Now.Watts, seen.Feeds[hall].Flow.Watts, 1.0);
    }

    [Fact]
    public async Task A_limit_at_the_meter_is_kept_by_caps_on_racks_and_comes_back_after_it()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        Controller controller = ControllerOf(site);
        Orders orders = site.Field.NewOrders();
        for (int beat = 0; beat < 5; beat++) await site.BeatAsync(controller, orders);
        Power before = site.Meter.Now, level = 0.7 * before;
        LimitReceipt receipt =
            controller.Receive(LimitMessage.Demand(new(LimitAuthority.Utility, "test"), new(site.Now),
                new() { Name = "cut", Level = level, From = site.Now, To = site.Now + 60.Seconds }), site.Now);
        Assert.Equal(LimitOutcome.Accepted, receipt.Outcome);
        for (int beat = 0; beat < 12; beat++) await site.BeatAsync(controller, orders);
        for (int beat = 0; beat < 40; beat++)
        {
            await site.BeatAsync(controller, orders);
            Assert.True(site.Meter.Now <= level, $"{site.Meter.Now} at beat {beat} under a limit of {level}");
        }
        for (int beat = 0; beat < 300; beat++) await site.BeatAsync(controller, orders);
        Assert.True(site.Meter.Now > 0.95 * before, $"{site.Meter.Now} after the limit; {before} before it");
    }

    [Fact]
    public async Task Silent_racks_count_with_their_caps_and_too_many_of_them_blind_the_controller()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        site.Services[4].Faults.Unavailable = -1;
        site.Services[4].Rack!.Demand(100.Watts);
        site.Time.Advance(6.Seconds);
        FieldReading one = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Assert.False(one.Seen.RacksAreSilent);
        Assert.Equal(site.Plan.Banks[0].Full.Watts, one.Figures.Racks[4].Draw.Watts, 1e-6);
        site.Services[3].Faults.Unavailable = -1;
        site.Time.Advance(6.Seconds);
        Assert.True((await site.Field.ReadAsync(site.Now, 1.Seconds, Stop)).Seen.RacksAreSilent);
    }

    [Fact]
    public async Task A_meter_that_is_old_or_dead_is_none()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        site.Meter.Age = 6.Seconds;
        Assert.Null((await site.Field.ReadAsync(site.Now, 1.Seconds, Stop)).Seen.Import);
        (site.Meter.Age, site.Meter.HasVoltage) = (TimeSpan.Zero, false);
        Assert.False((await site.Field.ReadAsync(site.Now, 1.Seconds, Stop)).Seen.GridLives);
    }

    /// <summary>AT-12: the planner counts with what is enforced, not with what it asked.</summary>
    [Fact]
    public async Task A_bank_whose_racks_enforce_less_holds_the_lesser_share()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = FreeOrders(site);
        orders.BankShare[0] = 0.8;
        await site.Field.WriteAsync(orders, Stop);
        FieldReading asked = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Assert.Equal(0.8, asked.Seen.BankShares![0], 0.01);
        foreach (EmulatedService service in site.Services) service.Faults.EnforcesAtMost = 500.Watts;
        orders.BankShare[0] = 0.7;
        await site.Field.WriteAsync(orders, Stop);
        site.Time.Advance(3.Seconds);
        FieldReading reading = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        double enforced = site.Plan.Banks[0].ShareOf(site.Plan.Banks[0].RackOf(500.Watts));
        Assert.Equal(enforced, reading.Figures.Racks[0].CapShare, 1e-6);
        Assert.True(reading.Seen.BankShares![0] < 0.69, $"{reading.Seen.BankShares[0]}");
        Assert.False(reading.Seen.CapsStick);
        Assert.Equal(5, site.Field.Alarms.Count);
    }

    [Fact]
    public async Task What_is_wrong_with_a_meter_is_an_alarm_of_the_site()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        site.Meter.Alarms = [new("meter unfit", "meter answers and cannot be read.")];
        Assert.Contains(site.Meter.Alarms[0], (await site.Field.ReadAsync(site.Now, 1.Seconds, Stop)).Alarms);
    }

    /// <summary>AT-11, racks' side: when nobody orders any more the fail-safe holds, never "uncapped".</summary>
    [Fact]
    public async Task When_orders_stop_racks_fall_to_the_fail_safe_and_new_orders_free_them()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = FreeOrders(site);
        orders.FailSafeFraction = 0.5;
        await site.Field.WriteAsync(orders, Stop);
        double full = site.Services.Sum(service => service.Rack!.Total(0).Enforced.Watts);
        Assert.False(site.Field.IsFailSafe);
        double least = site.Plan.Banks[0].AcceleratorOf(site.Plan.Banks[0].RackAt(0.6)).Watts;
        for (int k = 0; !site.Services.All(service => service.Rack!.Total(0).Enforced.Watts < 72 * least); k++)
        {
            Assert.True(k < 2000, "the fail-safe did not come");
            site.Time.Advance(1.Seconds);
            await Task.Delay(5, Stop);
        }
        Assert.True(site.Field.IsFailSafe);
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        await site.Field.WriteAsync(FreeOrders(site), Stop);
        await RunningSite.UntilAsync(() => Math.Abs(site.Services.Sum(service => service.Rack!.Total(0).Enforced.Watts) - full) < 5);
        Assert.False(site.Field.IsFailSafe);
    }

    /// <summary>AT-15, first half: who states no importance is the least important and gives way first.</summary>
    [Fact]
    public async Task Racks_without_a_priority_give_way_before_one_with_five()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync((k, rack) => rack with { Importance = k == 2 ? 5 : null });
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = FreeOrders(site);
        orders.BankShare[0] = 0.8;
        await site.Field.WriteAsync(orders, Stop);
        FieldReading reading = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Assert.True(reading.Figures.Racks[2].CapShare > reading.Figures.Racks[1].CapShare + 0.15,
            string.Join(", ", reading.Figures.Racks.Select(rack => rack.CapShare)));
        Assert.Equal(reading.Figures.Racks[0].CapShare, reading.Figures.Racks[1].CapShare, 0.05);
    }

    [Fact]
    public async Task At_the_end_every_rack_is_given_back()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = FreeOrders(site);
        orders.BankShare[0] = 0.5;
        double before = site.Services[0].Rack!.Total(0).Enforced.Watts;
        await site.Field.WriteAsync(orders, Stop);
        Assert.True(site.Services[0].Rack!.Total(0).Enforced.Watts < before);
        Assert.Empty(await site.Field.ReleaseAsync(1.Minutes, Stop));
        Assert.All(site.Services, service => Assert.Equal(before, service.Rack!.Total(0).Enforced.Watts));
    }

    /// <summary>Orders that hold nobody back.</summary>
    private static Orders FreeOrders(LiveSiteOfRacks site)
    {
        Orders orders = site.Field.NewOrders();
        Array.Fill(orders.RunMost, Power.FromSi(double.PositiveInfinity));
        return orders;
    }
}
