using Headroom.Control;
using Headroom.Operator.Field.Live;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Tests.Simulation;

namespace Headroom.Operator.Tests.Live;

/// <summary>The hours to come of a live site: the plan's, from where its devices say that it stands.</summary>
public class LiveAheadTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;
    private static readonly StandingSite stores = new() { Battery = (0.3.Megawatts, 1.MegawattHours, 0.6.MegawattHours) };

    private static Task<LiveSiteOfRacks> StartAsync(BatteryByHand? battery = null, RunByHand? run = null) => LiveSiteOfRacks.StartAsync(
        place: (k, rack) => rack with { Work = k < 3 ? "chat" : "run" },
        standing: battery is null ? null : stores,
        join: (_, devices) => devices with
        {
            Batteries = battery is null ? devices.Batteries : new Dictionary<string, IBatteryHand> { ["battery"] = battery },
            Runs = run is null ? devices.Runs : new Dictionary<string, IRunHand> { ["run"] = run },
        });

    private static async Task<LimitBook> BeatAsync(LiveSiteOfRacks site, int beats = 3)
    {
        LimitBook book = new(site.Field.Limits);
        site.Field.Holds(book);
        for (int k = 0; k < beats; k++)
        {
            await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
            site.Time.Advance(1.Seconds);
        }
        return book;
    }

    [Fact]
    public async Task A_look_ahead_begins_with_what_the_battery_holds_and_lies_under_the_limits_of_the_book()
    {
        BatteryByHand battery = new() { Telling = new(default, 0.25.MegawattHours, 1.MegawattHours, -0.3.Megawatts, 0.2.Megawatts, default) };
        await using LiveSiteOfRacks site = await StartAsync(battery);
        LimitBook book = await BeatAsync(site);
        LimitMessage cut = LimitMessage.Demand(new(LimitAuthority.Utility, "test"), new(site.Now),
            new() { Name = "cut", Level = 0.4.Megawatts, From = site.Now + 2.Hours, To = site.Now + 3.Hours });
        Assert.Equal(LimitOutcome.Accepted, book.Receive(cut, site.Now).Outcome);
        AheadInputs inputs = site.Field.AheadInputs(24.Hours);
        Assert.Equal((0.25, 0.2), (inputs.Batteries[0].Stored.MegawattHours, inputs.Batteries[0].Power.Megawatts));
        TimeSpan[] edges = inputs.Edges();
        int within = Array.FindLastIndex(edges, edge => edge <= inputs.Start + 2.5.Hours), after = Array.FindLastIndex(edges, edge => edge <= inputs.Start + 4.Hours);
        Assert.InRange(inputs.Ceiling[within].Megawatts, 0.38, 0.4);
        Assert.True(inputs.Ceiling[after] > 3.Megawatts, $"{inputs.Ceiling[after]}");
        Assert.Equal(24, inputs.Lengths.Sum(one => one.TotalHours), 1e-9);
        Assert.Equal(5, inputs.Fleets[0].Racks[0]);
        Assert.False(inputs.Fleets[0].MaySwitchOff);

        battery.Telling = null;
        await BeatAsync(site, 1);
        AheadBattery silent = site.Field.AheadInputs(24.Hours).Batteries[0];
        Assert.Equal((1, silent.LeastStored), (silent.Power.Watts, silent.Stored));
    }

    [Fact]
    public async Task Offers_are_no_more_than_the_readings_support()
    {
        await using LiveSiteOfRacks site = await StartAsync(run: new());
        foreach (var service in site.Services) service.Rack!.Demand(1200.Watts);
        await BeatAsync(site);
        IReadOnlyList<Offer> full = site.Field.Offers()();
        Power most = full.Select(one => one.Cut).Aggregate(Power.Max);
        Assert.True(most > 0.1.Megawatts, $"{most}");
        // the moment is now, by the calendar
        Assert.Equal(site.Now - 1.Seconds, full.Min(one => one.From));
        Assert.All(full.Where(one => one.From <= site.Now), one => Assert.True(one.Baseline <= site.Meter.Now + 1.Kilowatts, $"{one.Baseline} of {site.Meter.Now}"));
        Assert.All(full, one => Assert.True(one.ConfidenceFraction < OfferConfidence.Usual));
        // what stands still has nothing to give, although the plan has it at work
        foreach (var service in site.Services) service.Rack!.Demand(100.Watts);
        await BeatAsync(site, 1200);
        IReadOnlyList<Offer> idle = site.Field.Offers()();
        Power drawn = (await site.Field.ReadAsync(site.Now, 1.Seconds, Stop)).Seen.Drawn / 0.96;
        // means of minutes come down slowly
        Assert.All(idle, one => Assert.True(one.Cut < drawn + 0.02 * most, $"{one.Cut} of {drawn} above idle"));
        Assert.True(idle.Max(one => one.Cut.Watts) < 0.3 * most.Watts, $"{idle.Max(one => one.Cut.Megawatts)} MW of {most}");
    }

    [Fact]
    public async Task A_run_that_nobody_can_pause_offers_only_what_caps_take_from_it()
    {
        async Task<double> MostAsync(RunByHand? run)
        {
            await using LiveSiteOfRacks site = await StartAsync(run: run);
            foreach (var service in site.Services) service.Rack!.Demand(1200.Watts);
            await BeatAsync(site);
            return site.Field.Offers()().Where(one => one.Depth == OfferDepth.NothingLost).Max(one => one.Cut.Watts);
        }
        double inHand = await MostAsync(new()), byCaps = await MostAsync(null);
        Assert.True(byCaps > 0 && byCaps < 0.95 * inHand, $"{byCaps} W by caps, {inHand} W in hand");
    }

    [Fact]
    public async Task Who_does_not_know_import_offers_nothing()
    {
        await using LiveSiteOfRacks site = await StartAsync(run: new());
        site.Meter.Age = 1.Minutes;
        await BeatAsync(site);
        Assert.Empty(site.Field.Offers()());
    }

    [Fact]
    public async Task A_silent_battery_carries_no_offer()
    {
        BatteryByHand battery = new() { Telling = new(default, 0.6.MegawattHours, 1.MegawattHours, -0.3.Megawatts, 0.3.Megawatts, default) };
        await using LiveSiteOfRacks site = await StartAsync(battery);
        await BeatAsync(site);
        // at no notice only a battery acts
        Power Atonce() => site.Field.Offers()().Where(one => one.Notice == TimeSpan.Zero && one.From <= site.Now).Select(one => one.Cut).Aggregate(Power.Max);
        Assert.True(Atonce() > 0.05.Megawatts, $"{Atonce()}");
        battery.Telling = battery.Telling!.Value with { Age = 1.Minutes };
        await BeatAsync(site, 1);
        Assert.Equal(0, Atonce().Watts);
    }

    /// <summary>A battery that takes set points holds no band by itself: what import misses of it comes with the set point.</summary>
    [Fact]
    public async Task A_battery_gives_what_import_is_above_its_band()
    {
        BatteryByHand battery = new() { Telling = new(default, 0.6.MegawattHours, 1.MegawattHours, -0.3.Megawatts, 0.3.Megawatts, default) };
        await using LiveSiteOfRacks site = await StartAsync(battery);
        await BeatAsync(site, 1);
        Orders orders = site.FreeOrders(failSafe: 1);
        async Task<double> OrderedAsync(Power least, Power most)
        {
            (orders.ImportLeast, orders.ImportMost) = (least, most);
            await site.Field.WriteAsync(orders, Stop);
            return battery.Ordered.Watts;
        }
        Power import = site.Meter.Now;
        Assert.True(import > 20.Kilowatts, $"{import}");
        Assert.Equal(0, await OrderedAsync(default, import + 1.Kilowatts), 1e-6);
        Assert.Equal(20e3, await OrderedAsync(default, import - 20.Kilowatts), 1e-3);
        Assert.Equal(-30e3, await OrderedAsync(import + 30.Kilowatts, import + 1.Megawatts), 1e-3);
        site.Meter.Age = 1.Minutes;
        await BeatAsync(site, 1);
        Assert.Equal(0, await OrderedAsync(default, import - 20.Kilowatts), 1e-6);
    }

    private sealed class BatteryByHand : IBatteryHand
    {
        public string Name => "battery";
        public BatteryTelling? Telling { get; set; }
        public ValueTask ReadAsync(CancellationToken stop) => default;
        public Power Ordered { get; private set; }

        public ValueTask<string?> InjectAsync(Power injection, Power importMost, TimeSpan timeToLive, CancellationToken stop)
        {
            Ordered = injection;
            return new((string?)null);
        }
    }

    private sealed class RunByHand : IRunHand
    {
        public string Name => "run";
        public RunTelling? Telling => new("computing", 0.5, default);
        public ValueTask ReadAsync(CancellationToken stop) => default;
        public ValueTask<string?> PauseAsync(bool isPaused, CancellationToken stop) => new((string?)null);
    }
}
