using Headroom.Operator.Field.Redfish;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;

namespace Headroom.Operator.Tests.Redfish;

public class FacilityDriverTests
{
    private static CancellationToken Stop => EmulatedRacks.Stop;

    private static EmulatedService Facility(ManualTime time) =>
        new("facility", time) { Cdu = new(), Pdu = new(), Leaks = new("under-cdu", "manifold") };

    [Fact]
    public async Task A_unit_of_coolant_tells_its_temperatures_and_the_heat_from_two_sides()
    {
        ManualTime time = new(new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero));
        EmulatedService service = Facility(time);
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using RedfishWire wire = new(new());
        CduDriver cdu = new("cdu-1", new(wire, new(emulator.AddressOf(service))), time, 65.DegreesCelsius);
        await cdu.ReadAsync(Stop);
        CduTelling telling = cdu.Telling!.Value;
        // 0.8 MW in 20 l/s of water, by hand: 9.65 K
        Assert.Equal((40, 49.65), (Math.Round(telling.Supply!.Value.Celsius, 2), Math.Round(telling.Return!.Value.Celsius, 2)));
        Assert.Equal(telling.HeatStated!.Value.Watts, telling.HeatByFlow!.Value.Watts, 200.0);
        Assert.Empty(cdu.Alarms);

        service.Cdu!.HeatLyingFactor = 1.5;
        service.Cdu.SupplyCelsius = 60;
        await cdu.ReadAsync(Stop);
        Assert.Equal(2, cdu.Alarms.Count);
        time.Advance(9.Seconds);
        Assert.Equal(9.Seconds, cdu.Telling!.Value.Age);
    }

    [Fact]
    public async Task A_supply_is_set_read_back_and_given_back()
    {
        ManualTime time = new(new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero));
        EmulatedService service = Facility(time);
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using RedfishWire wire = new(new());
        CduDriver cdu = new("cdu-1", new(wire, new(emulator.AddressOf(service))), time, 65.DegreesCelsius);
        Assert.True(await cdu.SupplyAsync(43.5.DegreesCelsius, Stop));
        Assert.Equal(43.5, service.Cdu!.SupplyCelsius, 1e-9);
        Assert.False(await cdu.SupplyAsync(90.DegreesCelsius, Stop));
        Assert.True(await cdu.ReleaseAsync(Stop));
        Assert.Equal(40, service.Cdu.SupplyCelsius, 1e-9);
    }

    [Fact]
    public async Task A_strip_is_a_meter_and_tells_its_breaker()
    {
        ManualTime time = new(new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero));
        EmulatedService service = Facility(time);
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using RedfishWire wire = new(new());
        PduDriver pdu = new("pdu-1", new(wire, new(emulator.AddressOf(service))), time);
        await pdu.ReadAsync(Stop);
        Assert.Equal((28_000, true), (pdu.Telling!.Value.Flow.Watts, pdu.Telling.Value.HasVoltage));
        service.Pdu!.Breaker = "Tripped";
        service.Pdu.Power = 60.Kilowatts;
        await pdu.ReadAsync(Stop);
        Assert.False(pdu.Telling!.Value.HasVoltage);
        Assert.Equal(2, pdu.Alarms.Count);
    }

    [Fact]
    public async Task Only_a_detector_that_says_so_is_dry()
    {
        ManualTime time = new(new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero));
        EmulatedService service = Facility(time);
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using RedfishWire wire = new(new() { TimeOut = TimeSpan.FromMilliseconds(500) });
        LeakWatch watch = new("cdu-1", new(wire, new(emulator.AddressOf(service))), time);
        await watch.ReadAsync(Stop);
        Assert.Equal(2, watch.Tellings.Count(one => one.IsDry(5.Seconds)));
        service.Leaks!["manifold"] = LeakState.Unavailable;
        await watch.ReadAsync(Stop);
        Assert.Contains("that is not dry", Assert.Single(watch.Alarms), StringComparison.Ordinal);
        service.Leaks["manifold"] = LeakState.Critical;
        await watch.ReadAsync(Stop);
        Assert.Contains("finds a leak", Assert.Single(watch.Alarms), StringComparison.Ordinal);
        service.Faults.Unavailable = -1;
        await watch.ReadAsync(Stop);
        Assert.Equal(0, watch.Tellings.Count(one => one.IsDry(5.Seconds)));
    }

    [Fact]
    public async Task An_event_has_detectors_read_at_once()
    {
        ManualTime time = new(new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero));
        EmulatedService service = Facility(time);
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using RedfishWire wire = new(new());
        LeakWatch watch = new("cdu-1", new(wire, new(emulator.AddressOf(service))), time);
        await watch.ReadAsync(Stop);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        TaskCompletionSource<RedfishEvent> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task listening = watch.ListenAsync(one => heard.TrySetResult(one), end.Token);
        service.Leaks!["under-cdu"] = LeakState.Critical;
        // told again until somebody listens: a stream opens when it opens
        while (!heard.Task.IsCompleted)
        {
            service.Tell("LeakDetection.1.0.LeakDetected", "leak", "Critical", "/redfish/v1/ThermalEquipment/CDUs/1/LeakDetection/LeakDetectors/under-cdu");
            await Task.WhenAny(heard.Task, Task.Delay(50, Stop));
        }
        Assert.Equal("Critical", Assert.Single((await heard.Task).Records).Severity);
        Assert.Contains("under-cdu finds a leak", Assert.Single(watch.Alarms), StringComparison.Ordinal);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }
}
