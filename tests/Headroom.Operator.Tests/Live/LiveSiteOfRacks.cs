using Headroom.Control;
using Headroom.Operator.Field.Live;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;
using Headroom.Tests.Simulation;

namespace Headroom.Operator.Tests.Live;

/// <summary>Five emulated racks of 72 accelerators behind a meter, with the live field of a plan by hand.</summary>
internal sealed class LiveSiteOfRacks : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 14, 12, 0, 0, TimeSpan.Zero);
    public static CancellationToken Stop => TestContext.Current.CancellationToken;
    private readonly RedfishEmulator emulator;
    private readonly RedfishWire wire;

    private LiveSiteOfRacks(RedfishEmulator emulator, RedfishWire wire, ManualTime time, EmulatedService[] services, LivePlan plan,
        LiveField field, SiteMeter meter) =>
        (this.emulator, this.wire, Time, Services, Plan, Field, Meter) = (emulator, wire, time, services, plan, field, meter);

    public ManualTime Time { get; }
    public EmulatedService[] Services { get; }
    public LivePlan Plan { get; }
    public LiveField Field { get; }
    public SiteMeter Meter { get; }
    public TimeSpan Now => SiteClock.At(Time.GetUtcNow());

    public static async Task<LiveSiteOfRacks> StartAsync(Func<int, LiveRack, LiveRack>? place = null, StandingSite? standing = null,
        Func<LivePlan, LiveDevices, LiveDevices>? join = null, LiveFieldSetting? timing = null, Power flexible = default,
        TimeSpan? auditEvery = null, ManualTime? clock = null)
    {
        standing = Standing(standing ?? new());
        (LivePlan? plan, IReadOnlyList<Finding> findings) = LivePlan.Open(standing.Order() is var order ? order with { Plan = order.Plan with { GridFlexible = flexible } } : null!);
        Assert.True(plan is not null, string.Join("; ", findings));
        ManualTime time = clock ?? new(Noon);
        RackShape shape = new()
        {
            GpusPerTray = 72,
            GpuMost = standing.Rack.Accelerator.Tdp,
            GpuLeast = 100.Watts,
            GpuIdle = 100.Watts,
            Beside = 72 * standing.Rack.HostPowerPerAccelerator,
        };
        EmulatedService[] services = [.. Enumerable.Range(0, 5).Select(k => new EmulatedService($"rack-{k}", time, shape))];
        RedfishEmulator emulator = await RedfishEmulator.StartAsync(services, EmulatorAddresses.Prefixes);
        RedfishWire wire = new(new() { TimeOut = TimeSpan.FromSeconds(3) });
        RackDriverSetting setting = new() { CapLatency = 2.Seconds, ArmsFailSafe = false };
        if (auditEvery is { } often) setting = setting with { AuditEvery = often };
        FoundCapsInMemory found = new();
        RackDriver[] drivers =
            [.. services.Select(service =>
                new RackDriver(service.Name, [new(wire, new(emulator.AddressOf(service)))], setting, time, found))];
        SiteMeter meter = new(() =>
            Power.FromSi(services.Sum(service => plan.Banks[0].RackOfServers(service.Rack!.Drawn + shape.Beside).Watts) / 0.96));
        LiveRack[] places = [.. Enumerable.Range(0, 5).Select(k => new LiveRack($"rack-{k}", 0) { Number = k })
            .Select((one, k) => place?.Invoke(k, one) ?? one)];
        LiveDevices devices = new() { Racks = new(drivers, time), Places = places, Site = meter };
        LiveField field = new(plan, join?.Invoke(plan, devices) ?? devices, timing ?? new(), time);
        return new(emulator, wire, time, services, plan, field, meter);
    }

    private static StandingSite Standing(StandingSite site) =>
        site with { Serving = 3, Training = 2, GridMost = 5.Megawatts, Length = TimeSpan.FromHours(8760) };

    /// <summary>Orders that hold nobody back.</summary>
    public Orders FreeOrders(double failSafe = 0)
    {
        Orders orders = Field.NewOrders();
        Array.Fill(orders.RunMost, Power.FromSi(double.PositiveInfinity));
        orders.FailSafeFraction = failSafe;
        return orders;
    }

    /// <summary>One beat: read, decide, write.</summary>
    public async Task<(FieldReading Reading, FieldAnswer Answer)> BeatAsync(Controller controller, Orders orders)
    {
        FieldReading reading = await Field.ReadAsync(Now, 1.Seconds, Stop);
        controller.Decide(reading.Seen, orders);
        FieldAnswer answer = await Field.WriteAsync(orders, Stop);
        Time.Advance(1.Seconds);
        return (reading, answer);
    }

    public async ValueTask DisposeAsync()
    {
        await Field.DisposeAsync();
        wire.Dispose();
        await emulator.DisposeAsync();
    }
}

/// <summary>A meter that shows what a function says.</summary>
internal sealed class SiteMeter(Func<Power> flow) : IMeter
{
    public string Name => "meter";
    public TimeSpan Age { get; set; }
    public bool HasVoltage { get; set; } = true;
    public Power Now => flow();
    public MeterTelling? Telling { get; private set; }
    public IReadOnlyList<FieldAlarm> Alarms { get; set; } = [];

    public ValueTask ReadAsync(CancellationToken stop)
    {
        Telling = new(flow(), HasVoltage, Age);
        return default;
    }
}
