using System.Collections.Concurrent;
using Headroom.Control;
using Headroom.Operator.Field.Live;
using Headroom.Operator.Tests.Beat;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Tests.Simulation;

namespace Headroom.Operator.Tests.Live;

/// <summary>What the field does by itself when orders are too old.</summary>
public class FallBackTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;
    private static readonly LiveFieldSetting patient = new() { WriteWithin = 1.Hours };

    [Fact]
    public async Task A_generator_that_runs_is_left_running()
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
        PlantHand hand = new("engine");
        Door door = new("chat");
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(standing: new() { Plants = [(engine, 1.Megawatts, 0.5.Megawatts)] },
            join: (plan, devices) => devices with
            {
                Plants = new Dictionary<string, IPlantHand> { [plan.Plants[0]] = hand },
                Admissions = new Dictionary<string, IAdmission> { [plan.Services[0]] = door },
            });
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = site.FreeOrders(failSafe: 0.5);
        orders.Plants[0] = 500.Kilowatts;
        await site.Field.WriteAsync(orders, Stop);
        Assert.Equal([500.Kilowatts], hand.Ordered);
        await RunningSite.UntilAsync(() =>
        {
            site.Time.Advance(1.Seconds);
            return door.Asked.Count >= 3;
        });
        Assert.True(site.Field.IsFailSafe);
        Assert.Equal([500.Kilowatts], hand.Ordered);
    }

    [Fact]
    public async Task Orders_that_come_while_it_works_come_after_it()
    {
        Door door = new("chat");
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(timing: patient,
            join: (plan, devices) => devices with { Admissions = new Dictionary<string, IAdmission> { [plan.Services[0]] = door } });
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders old = site.FreeOrders(failSafe: 0.5);
        old.Allowed[0] = TokenRate.FromSi(1);
        await site.Field.WriteAsync(old, Stop);
        TaskCompletionSource hold = door.Holds = new();
        site.Time.Advance(site.Field.Facts.TimeToLive);
        await RunningSite.UntilAsync(() =>
        {
            if (door.Asked.Count < 2) site.Time.Advance(1.Seconds);
            return door.Asked.Count == 2;
        });
        Orders fresh = site.FreeOrders(failSafe: 0.5);
        fresh.Allowed[0] = TokenRate.FromSi(2);
        Task<FieldAnswer> written = site.Field.WriteAsync(fresh, Stop).AsTask();
        // the fall-back is still at the door: nothing of the new orders goes past it
        Assert.Equal([1.0, 1.0], door.Asked.Select(rate => rate!.Value.TokensPerSecond));
        door.Holds = null;
        hold.SetResult();
        await written;
        Assert.Equal(2, door.Asked.Last()!.Value.TokensPerSecond);
        Assert.Equal(3, door.Asked.Count);
        Assert.False(site.Field.IsFailSafe);
    }

    [Fact]
    public async Task Orders_that_came_while_it_waited_for_its_turn_are_not_undone()
    {
        Door door = new("chat");
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(timing: patient,
            join: (plan, devices) => devices with { Admissions = new Dictionary<string, IAdmission> { [plan.Services[0]] = door } });
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = site.FreeOrders(failSafe: 0.5);
        await site.Field.WriteAsync(orders, Stop);
        double free = site.Services.Sum(service => service.Rack!.Total(0).Enforced.Watts);
        // orders are too old, and others are at the door already: whether the watch waits or looks late, it has nothing to do
        TaskCompletionSource hold = door.Holds = new();
        site.Time.Advance(1.Seconds);
        Task<FieldAnswer> written = site.Field.WriteAsync(orders, Stop).AsTask();
        site.Time.Advance(site.Field.Facts.TimeToLive - 1.Seconds);
        hold.SetResult();
        await written;
        Assert.Equal((2, false), (door.Asked.Count, site.Field.IsFailSafe));
        Assert.Equal(free, site.Services.Sum(service => service.Rack!.Total(0).Enforced.Watts), 5.0);
    }

    [Fact]
    public async Task A_device_that_gives_up_by_itself_is_a_fault_and_not_the_end_of_the_beat()
    {
        Door door = new("chat") { GivesUp = true };
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(
            join: (plan, devices) => devices with { Admissions = new Dictionary<string, IAdmission> { [plan.Services[0]] = door } });
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Assert.Contains("TaskCanceledException", Assert.Single((await site.Field.WriteAsync(site.FreeOrders(), Stop)).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fail_safe_of_who_states_none_is_the_firm_capacity()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(flexible: 2.Megawatts);
        Assert.Equal((7.Megawatts, 5.Megawatts), (site.Field.Site.Connection, site.Field.Site.FailSafe));
    }

    private sealed class Door(string service) : IAdmission
    {
        public string Service => service;
        public bool GivesUp { get; init; }
        public TaskCompletionSource? Holds { get; set; }
        public ConcurrentQueue<TokenRate?> Asked { get; } = new();

        public async ValueTask<string?> AllowAsync(TokenRate? allowed, CancellationToken stop)
        {
            Asked.Enqueue(allowed);
            if (GivesUp) throw new TaskCanceledException();
            if (Holds is { } hold) await hold.Task;
            return null;
        }
    }

    private sealed class PlantHand(string name) : IPlantHand
    {
        public string Name => name;
        public PlantTelling? Telling => new(500.Kilowatts, default, 1.Megawatts, default);
        public ConcurrentQueue<Power> Ordered { get; } = new();
        public ValueTask ReadAsync(CancellationToken stop) => default;

        public ValueTask<string?> OrderAsync(Power output, bool isWanted, CancellationToken stop)
        {
            Ordered.Enqueue(isWanted ? output : default);
            return new((string?)null);
        }
    }
}
