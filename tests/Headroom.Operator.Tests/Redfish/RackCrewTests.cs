using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Redfish;

public class RackCrewTests
{
    private static CancellationToken Stop => EmulatedRacks.Stop;

    [Fact]
    public async Task All_racks_are_capped_and_read_at_once()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(count: 40);
        await using RackCrew crew = new(racks.Drivers, racks.Time, atOnce: 8);
        Assert.Equal(0, await crew.ReadAsync(1.Minutes, Stop));
        Power?[] caps = [.. Enumerable.Range(0, 40).Select(k => k == 7 ? (Power?)null : (500 + 10 * k).Watts)];
        Assert.Equal(0, await crew.CapAsync(caps, 1.Minutes, Stop));
        for (int k = 0; k < 40; k++) Assert.Equal(k == 7 ? 5600 : 4 * (500 + 10 * k), racks.Services[k].Rack!.Total(0).Enforced.Watts);
        long writes = racks.Services.Sum(service => service.Writes);
        await crew.CapAsync(caps, 1.Minutes, Stop);
        Assert.Equal(writes, racks.Services.Sum(service => service.Writes));
        Assert.Null(crew.Broken);
    }

    [Fact]
    public async Task One_rack_that_hangs_holds_up_no_other()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(count: 6, timeOut: TimeSpan.FromSeconds(2));
        await using RackCrew crew = new(racks.Drivers, TimeProvider.System, atOnce: 3);
        await crew.ReadAsync(1.Minutes, Stop);
        racks.Services[2].Faults.Slow = 1.Hours;
        int late = await crew.CapAsync([.. Enumerable.Repeat((Power?)600.Watts, 6)], TimeSpan.FromSeconds(1), Stop);
        Assert.Equal(1, late);
        Assert.Equal(5, racks.Services.Count(service => service.Rack!.Total(0).Enforced.Watts == 2400));
    }

    [Fact]
    public async Task Racks_are_given_back_together()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(count: 5);
        await using RackCrew crew = new(racks.Drivers, racks.Time);
        await crew.ReadAsync(1.Minutes, Stop);
        await crew.CapAsync([.. Enumerable.Repeat((Power?)600.Watts, 5)], 1.Minutes, Stop);
        await crew.EachAsync(async (rack, stop) => await rack.ReleaseAsync(stop), 1.Minutes, Stop);
        Assert.All(racks.Services, service => Assert.Equal(5600, service.Rack!.Total(0).Enforced.Watts));
    }
}
