using Headroom.Compute;
using Headroom.Scenarios.Catalog;

namespace Headroom.Scenarios.Tests.Catalog;

/// <summary>The cabinet of Frontier is what its nodes add up to.</summary>
/// <remarks>
///   SIVOC = (node + 13)/0.98    chassis = 16·SIVOC + 4·250    wall = 4·(chassis/4 + 17)/0.96    cabinet = 8·wall
///   Source   ExaDigiT/RAPS, config/frontier.yaml; watts
/// </remarks>
public sealed class FrontierCabinetTests
{
    private static readonly RackType cabinet = HardwareCatalog.Rack("frontier-cabinet");

    [Fact]
    public void It_idles_as_its_nodes_do() =>
        Assert.Equal(1, ServerPower.Idle(cabinet).Watts / CabinetWatts(cpuWatts: 90, boardWatts: 88), tolerance: 1e-6);

    [Fact]
    public void It_trains_at_the_peak_of_its_nodes() =>
        Assert.Equal(1, Training.PowerOfRack(cabinet, cabinet.Accelerator.Tdp).Watts / CabinetWatts(cpuWatts: 280, boardWatts: 560), tolerance: 1e-6);

    [Fact]
    public void A_replica_stays_within_a_node() => Assert.Equal((512, 4), (cabinet.Accelerators, cabinet.AcceleratorsPerDomain));

    [Theory, InlineData(90, 88, 11_984.268707), InlineData(280, 560, 47_324.404762)]
    public void A_chassis_draws_what_RAPS_prints(double cpuWatts, double boardWatts, double wallWatts) =>
        Assert.Equal(wallWatts, CabinetWatts(cpuWatts, boardWatts) / 8, tolerance: 1e-6);

    private static double CabinetWatts(double cpuWatts, double boardWatts)
    {
        double node = cpuWatts + 4 * boardWatts + 74.26 + 4 * 20 + 30;      // memory, four NICs, drives
        double chassis = 16 * (node + 13) / 0.98 + 4 * 250;
        return 8 * 4 * (chassis / 4 + 17) / 0.96;
    }
}
