using Headroom.Operator.Field.Redfish;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;

namespace Headroom.Operator.Tests.Redfish;

/// <summary>Racks of the emulator with a driver each, under a clock that the test moves.</summary>
internal sealed class EmulatedRacks : IAsyncDisposable
{
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly RedfishEmulator emulator;

    private EmulatedRacks(RedfishEmulator emulator, EmulatedService[] services, RedfishWire wire, ManualTime time) =>
        (this.emulator, Services, Wire, Time) = (emulator, services, wire, time);

    public EmulatedService[] Services { get; }
    public EmulatedService Service => Services[0];
    public EmulatedRack Rack => Service.Rack!;
    public RedfishWire Wire { get; }
    public ManualTime Time { get; }
    public RackDriver[] Drivers { get; private set; } = [];
    public RackDriver Driver => Drivers[0];
    public FoundCapsInMemory Found { get; } = new();

    public static async Task<EmulatedRacks> StartAsync(RackShape? shape = null, int count = 1, RackDriverSetting? setting = null,
        TimeSpan? timeOut = null)
    {
        ManualTime time = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
        EmulatedService[] services = [.. Enumerable.Range(0, count).Select(k => new EmulatedService($"rack-{k}", time, shape ?? new RackShape()))];
        RedfishEmulator emulator = await RedfishEmulator.StartAsync(services, EmulatorAddresses.Prefixes);
        EmulatedRacks racks = new(emulator, services, new(new() { TimeOut = timeOut ?? TimeSpan.FromSeconds(30), WriteTimeOut = timeOut ?? TimeSpan.FromSeconds(30) }), time);
        racks.Drivers = [.. services.Select(service => racks.DriverOf(service, setting ?? Setting))];
        return racks;
    }

    public static RackDriverSetting Setting { get; } = new() { CapLatency = TimeSpan.FromSeconds(5), ArmsFailSafe = false };

    public RackDriver DriverOf(EmulatedService service, RackDriverSetting setting, IFoundCaps? found = null) =>
        new(service.Name, [new RedfishClient(Wire, new(emulator.AddressOf(service)))], setting, Time, found ?? Found);

    public RedfishClient Client(EmulatedService service) => new(Wire, new(emulator.AddressOf(service)));

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        await emulator.DisposeAsync();
    }
}
