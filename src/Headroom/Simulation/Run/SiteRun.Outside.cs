using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>The same step in two halves, for a controller that is not the run's own: it may run in another place, at its own beat.</summary>
internal sealed partial class SiteRun
{
    /// <summary>Sense: what the controller outside is shown.</summary>
    public Observation SenseAlone()
    {
        TimeSpan from = steps * order.Step;
        events = timeline.During(from, order.Step);
        Sense(from, from + order.Step);
        if (order.Faults is null) return seen;
        sticking!.Advance(from);
        seen.CapsStick = sticking.Disputed;
        for (int b = 0; b < site.Banks.Count; b++) seen.BankShares![b] = site.Banks[b].FeedFraction;
        sensors!.Show(seen, from, events.HasFailed(FailureKind.Telemetry) && steps > 0);
        return seen;
    }

    /// <summary>Hold, act and book by orders from outside.</summary>
    /// <param name="book">Of the controller that gave them; read in the next step, for racks that come back.</param>
    /// <param name="offset">The book's clock less the run's.</param>
    public void ActOn(Orders given, LimitBook book, TimeSpan offset)
    {
        (orders, outside, bookOffset) = (given, book, offset);
        TimeSpan from = steps * order.Step;
        Hold();
        Work(from, from + order.Step);
        Feed(from);
        Book(from);
        steps++;
    }

    /// <summary>Nobody orders anything: racks and storage hold what they carry for it.</summary>
    /// <param name="since">How long nobody was heard.</param>
    public void ActAlone(TimeSpan since, TimeSpan timeToLive)
    {
        heardAt = steps * order.Step - since;
        Alone(steps * order.Step, timeToLive);
        ActOn(orders, LimitsHeld, bookOffset);
    }

    /// <summary>What a look ahead needs of the next hours.</summary>
    public AheadInputs AheadInputsFor(LimitBook book, TimeSpan offset, TimeSpan horizon)
    {
        (outside, bookOffset) = (book, offset);
        Remember();
        TimeSpan now = Done, left = order.Length - now;
        return AheadInputs(now, horizon < left ? horizon : left);
    }

    public Power Losses => losses;
    public Power CoolingDraw => coolingAtMeter;
    public Power Generation => generation;
    public RunBook Books => book;
    public IReadOnlyList<int> FeedNodes => feedNodes;
}
