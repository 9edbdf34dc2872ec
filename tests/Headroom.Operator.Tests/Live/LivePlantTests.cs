using System.Collections.Concurrent;
using Headroom.Control;
using Headroom.Operator.Field.Live;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Operator.Tests.Live;

/// <summary>Plants of a live site mean what those of a simulated one mean: what does not run is started, and not counted on.</summary>
public class LivePlantTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;
    private readonly PlantHand hand = new();

    private Task<LiveSiteOfRacks> StartAsync(Power planned)
    {
        Generator engine = new()
        {
            Name = "engine",
            Kind = GeneratorKind.GasEngine,
            Size = Sizing<Power>.Fixed(1.Megawatts),
            HeatRate = HeatRate.FromSi(2.5),
            AvailableFraction = [.. Enumerable.Repeat(1.0, 8760)],
            StartTime = 2.Minutes,
        };
        return LiveSiteOfRacks.StartAsync(standing: new() { Plants = [(engine, 1.Megawatts, planned)] },
            join: (plan, devices) => devices with { Plants = new Dictionary<string, IPlantHand> { [plan.Plants[0]] = hand } });
    }

    [Fact]
    public async Task What_the_plan_wants_and_does_not_run_is_started_and_not_counted_on()
    {
        hand.Telling = new(default, default, default, default) { Started = 1.Megawatts };
        await using LiveSiteOfRacks site = await StartAsync(planned: 0.5.Megawatts);
        site.Field.Holds(new(site.Field.Limits));
        FieldReading reading = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Assert.Equal((0.5.Megawatts, Power.Zero), (reading.Seen.Plants[0].Planned, reading.Seen.Plants[0].Most));
        await site.Field.WriteAsync(site.FreeOrders(), Stop);
        Assert.Equal([(Power.Zero, true)], hand.Ordered);
        // the hours to come may count on it
        Assert.Equal(1.Megawatts, site.Field.AheadInputs(24.Hours).Plants[0].Most[^1]);
    }

    [Fact]
    public async Task A_few_seconds_of_silence_stop_no_plant()
    {
        hand.Telling = new(0.5.Megawatts, default, 1.Megawatts, default);
        await using LiveSiteOfRacks site = await StartAsync(planned: default);
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = site.FreeOrders();
        orders.Plants[0] = 0.5.Megawatts;
        await site.Field.WriteAsync(orders, Stop);
        Assert.Equal([(0.5.Megawatts, true)], hand.Ordered);
        site.Time.Advance(1.Hours);
        hand.Telling = hand.Telling.Value with { Age = 6.Seconds };
        FieldReading silent = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Assert.Equal(Power.Zero, silent.Seen.Plants[0].Most);
        orders.Plants[0] = default;
        await site.Field.WriteAsync(orders, Stop);
        // it is heard again before it is ordered: these orders were made when it was not
        hand.Telling = hand.Telling.Value with { Age = default };
        await site.Field.WriteAsync(orders, Stop);
        Assert.Single(hand.Ordered);
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        await site.Field.WriteAsync(orders, Stop);
        Assert.Equal((Power.Zero, false), hand.Ordered.Last());
    }

    [Fact]
    public async Task One_that_was_called_runs_on_as_long_as_in_the_simulator()
    {
        hand.Telling = new(default, default, default, default);
        await using LiveSiteOfRacks site = await StartAsync(planned: default);
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = site.FreeOrders();
        orders.CallPlants = true;
        await site.Field.WriteAsync(orders, Stop);
        orders.CallPlants = false;
        site.Time.Advance(LivePlan.PlantRunsOn - 1.Minutes);
        await site.Field.WriteAsync(orders, Stop);
        site.Time.Advance(2.Minutes);
        await site.Field.WriteAsync(orders, Stop);
        Assert.Equal([(Power.Zero, true), (Power.Zero, true), (Power.Zero, false)], hand.Ordered);
    }

    private sealed class PlantHand : IPlantHand
    {
        public string Name => "engine";
        public PlantTelling? Telling { get; set; }
        public ConcurrentQueue<(Power, bool)> Ordered { get; } = new();
        public ValueTask ReadAsync(CancellationToken stop) => default;

        public ValueTask<string?> OrderAsync(Power output, bool isWanted, CancellationToken stop)
        {
            Ordered.Enqueue((output, isWanted));
            return new((string?)null);
        }
    }
}
