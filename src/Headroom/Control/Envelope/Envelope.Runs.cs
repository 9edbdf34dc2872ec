using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What runs may draw, and what they may come to draw.</summary>
public sealed partial class Envelope
{
    /// <summary>Runs get no more than the work in flight leaves, each by what it was told.</summary>
    /// <remarks>
    ///   Racks burn what their work has just given up, in its place and under its caps (<see cref="Runs(Observation, Orders)"/>): counted beside all that a run
    ///   may draw, a run that fails would be capped for its own burn, which then leaves the grid at once.
    /// </remarks>
    private void HoldRuns(Observation seen, Orders orders)
    {
        Power room = Room(seen, orders, seen.CeilingSoon, Margin(seen) - marginFraction / 2) - Power.Max(default, seen.Burned - Fallen(seen)), may = default;
        foreach (ServiceNeed need in seen.Services) room -= need.Drawn;
        room = Power.Min(room, Runs(seen) + feeds.Room(seen));
        // what caps leave beyond an order shows once they have landed: a ceiling that is passed already does not wait for that
        room -= Overshoot * Passes(seen, orders);
        for (int i = 0; i < seen.Runs.Length; i++) may += Follows(i) * orders.RunMost[i] + seen.Runs[i].Returning;
        if (may <= room)
        {
            HoldBack(seen, orders, room - may);
            return;
        }
        double share = room > Power.Zero ? room / may : 0;
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power asked = orders.RunMost[i];
            orders.RunMost[i] = share * asked;
            Held.Add(OrderKind.RunMost, i, asked.Watts, orders.RunMost[i].Watts, HoldReason.Ceiling);
        }
    }

    /// <summary>Under a ceiling a run goes up step by step: what its caps let up on the racks that it shares, and the cooling behind, is on the meter before it goes on.</summary>
    /// <remarks>order ≤ last order + r·full·step        r = 5 %/s</remarks>
    private void Climb(Observation seen, Orders orders)
    {
        if (double.IsInfinity(seen.CeilingSoon.Watts)) return;
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power asked = orders.RunMost[i], most = runOrders!.Last(i) + RisePerSecond * seen.Step.TotalSeconds * seen.Runs[i].Full;
            if (asked <= most) continue;
            orders.RunMost[i] = most;
            Held.Again(OrderKind.RunMost, i, asked.Watts, most.Watts, HoldReason.Ceiling);
        }
    }

    /// <summary>Orders of runs rise no faster than the grid's ramp lets import rise; what their racks smooth by themselves, and what comes back in a wave, is no order.</summary>
    /// <remarks>Σ (order − last order) ≤ room(most by the grid's ramp) − drawn</remarks>
    private void Pace(Observation seen, Orders orders)
    {
        Power spare = Power.Max(default, Room(seen, orders, seen.ImportMostByGrid, 0) - Drawn(seen)), rise = default;
        if (double.IsInfinity(spare.Watts)) return;
        for (int i = 0; i < seen.Runs.Length; i++) rise += Rise(seen, orders, i);
        if (rise <= spare) return;
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power asked = orders.RunMost[i], more = Rise(seen, orders, i);
            if (more <= Power.Zero) continue;
            orders.RunMost[i] = asked - (1 - spare / rise) * more;
            Held.Again(OrderKind.RunMost, i, asked.Watts, orders.RunMost[i].Watts, HoldReason.Ramp);
        }
    }

    private Power Rise(Observation seen, Orders orders, int i) =>
        seen.Runs[i].KeepsRamp ? default : Power.Max(default, orders.RunMost[i] - Power.Max(runOrders!.Last(i), seen.Runs[i].Drawn));

    /// <summary>A run that is let free takes back what it lent at once: it waits for that until there is room.</summary>
    private void HoldBack(Observation seen, Orders orders, Power room)
    {
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power more = seen.Runs[i].Owed - seen.Runs[i].Returning, asked = orders.RunMost[i];
            if (more <= Power.Zero || asked < seen.Runs[i].Full) continue;
            if (more <= room) room -= more;
            else orders.RunMost[i] = HeldShare * seen.Runs[i].Full;
            Held.Add(OrderKind.RunMost, i, asked.Watts, orders.RunMost[i].Watts, HoldReason.Ceiling);
        }
    }

    /// <summary>Below its full power a run takes nothing back; this is close to it.</summary>
    internal const double HeldShare = 0.999;

    /// <summary>How much more the caps of a run leave than the order that is in force; never less than 1.</summary>
    /// <remarks>
    ///   follows = max(enforced/most order, min(1¼, enforced/oldest order)) over the orders that may be in force        the most of late, and it fades
    ///   Where all caps are equally late the oldest is in force. Of those that are quicker nobody knows which, so that it counts by a quarter at most.
    /// </remarks>
    private double Follows(int i) => 1 + follows[i];

    private void Follow(Observation seen)
    {
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power enforced = seen.Runs[i].Enforced, most = runOrders!.Most(i, Power.Max), oldest = runOrders.Oldest(i);
            double now = Math.Max(most > Power.Zero ? Math.Min(StuckMost, enforced / most) : 1, oldest > Power.Zero ? Math.Min(1 + FollowsUnknown, enforced / oldest) : 1);
            follows[i] = Math.Max(now - 1, (1 - Math.Min(1, seen.Step.TotalSeconds / BurstSeconds)) * follows[i]);
        }
    }

    private double[] follows = [];

    /// <summary>What caps leave beyond their orders, as long as nobody remembers an order to hold them against.</summary>
    private const double FollowsUnknown = 0.25, SticksUnknown = 1, UnreadUnknown = 3;

    /// <summary>Its caps leave more than any order that may still be on its way: somebody else holds them, or they do not follow.</summary>
    private bool Strays(Observation seen, int i) => runOrders!.Most(i, Power.Max) is { Watts: > 0 } most && seen.Runs[i].Enforced > (1 + OrderGrain) * most;

    private const double OrderGrain = 0.02, StuckMost = 4;
    private RecentOrders<Power>? runOrders;
    private Power[] enforcedBefore = [];

    /// <summary>What runs may draw from now on: the larger of order, orders on their way and caps in force, and at least what their racks draw with what they burn.</summary>
    private Power Runs(Observation seen, Orders orders)
    {
        // work that moves from rack to rack burns in bursts: the last burst may come again
        burnedLately = Fading(seen, burnedLately, seen.Burned, BurstSeconds);
        Power may = default, drawn = burnedLately;
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            double ratio = Follows(i);
            Power inForce = ratio > 1 ? seen.Runs[i].Enforced : Power.Min(seen.Runs[i].Enforced, seen.Runs[i].Full);
            Power returns = orders.RunMost[i] < seen.Runs[i].Full ? seen.Runs[i].Returning : Power.Max(seen.Runs[i].Returning, seen.Runs[i].Owed);
            may += Power.Max(Power.Max(ratio * orders.RunMost[i], inForce), Power.Min(runOrders!.Most(i, Power.Max), seen.Runs[i].Full)) + returns;
            drawn += seen.Runs[i].Drawn;
        }
        return Power.Max(may, drawn);
    }

    /// <summary>The most of late: what was drawn before fades in so many seconds.</summary>
    internal static Power Fading(Observation seen, Power before, Power now, double seconds) => Power.Max(now, (1 - Math.Min(1, seen.Step.TotalSeconds / seconds)) * before);

    internal const double BurstSeconds = 60;
    private Power burnedLately;
}
