using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Tests.Sites;

namespace Headroom.Tests.Simulation.Devices;

public sealed class SiteTreeTests
{
    [Fact]
    public void A_site_s_nodes_nest_by_their_halls_and_carry_racks_over_efficiency_as_the_plan_writes()
    {
        Site site = Campus.Of([Campus.A, Campus.B]) with
        {
            Tree = new(0.9, [new("row A", 40.Megawatts, ["A"]), new("substation", 200.Megawatts, ["A", "B"]), new("ups B", 160.Megawatts, ["B"])]),
        };
        (DistributionTree tree, IReadOnlyList<string> leftOut) = DistributionTree.Of(site);
        Assert.Empty(leftOut);
        Assert.Equal(["meter", "substation", "row A", "ups B", "hall A", "hall B"], tree.Nodes.Select(node => node.Name));
        Assert.Equal([-1, 0, 1, 1, 2, 3], tree.Nodes.Select(node => node.Parent));
        var flow = new TreeFlow(tree);
        flow.Compute([0, 0, 0, 0, 27e6, 90e6]);
        Assert.Equal([130e6, 130e6, 30e6, 100e6, 30e6, 100e6], flow.InputWatts.ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal(13e6, flow.Losses.Watts, 1e-3);
    }
}
