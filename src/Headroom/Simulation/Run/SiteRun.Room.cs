using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Room in the power tree for racks that come back.</summary>
internal sealed partial class SiteRun
{
    private Power[] feedRooms = [];
    private long feedRoomsOf = -1;

    /// <summary>IT power that ratings and limits of all nodes above a bank leave beside the flow of the last step.</summary>
    private Power FeedRoom(int bank)
    {
        if (order.IsSteady) return Power.FromSi(double.PositiveInfinity);
        if (feedRoomsOf != steps) MeasureFeeds();
        Power least = Power.FromSi(double.PositiveInfinity);
        for (int at = site.NodeOfBank[bank]; at >= 1; at = site.Tree.Nodes[at].Parent) least = Power.Min(least, feedRooms[at - 1]);
        return least;
    }

    private void TakeFeedRoom(int bank, Power power)
    {
        if (order.IsSteady) return;
        for (int at = site.NodeOfBank[bank]; at >= 1; at = site.Tree.Nodes[at].Parent) feedRooms[at - 1] -= power;
    }

    private void MeasureFeeds()
    {
        feedRoomsOf = steps;
        if (feedRooms.Length != feedNodes.Length) feedRooms = new Power[feedNodes.Length];
        for (int f = 0; f < feedRooms.Length; f++)
        {
            Power most = LimitsHeld.Firm(site.Tree.Nodes[feedNodes[f]].Name, seen.Now, LimitSight.Leaving).Least;
            feedRooms[f] = order.Site.Tree.EfficiencyFraction * ((1 - ReturnMargin) * most - Power.FromSi(site.Flow.InputWatts[feedNodes[f]]));
        }
    }
}
