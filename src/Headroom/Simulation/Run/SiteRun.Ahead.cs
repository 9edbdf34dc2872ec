using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Looks ahead beside the beat: every quarter of an hour, and when a limit has come.</summary>
internal sealed partial class SiteRun
{
    private readonly List<LimitCourse> today = [];
    private TimeSpan aheadDue;
    private long limitsKnown;
    private Power? paidPeak;

    private void LookAhead(TimeSpan now)
    {
        if (order.Ahead is null || order.IsSteady || !controller.LooksAhead || isGone || now + AheadSight.Fine > order.Length) return;
        long known = controller.Book.Fingerprint;
        if (now < aheadDue && known == limitsKnown) return;
        (aheadDue, limitsKnown) = (now + AheadSight.Every, known);
        Remember();
        if (order.Ahead(AheadInputs(now, order.Length - now), now) is AheadAnswer.Planned { Plan: var plan }) controller.Follow(plan);
    }

    private void Remember() => AheadSight.Remember(today, LimitsHeld, steps * order.Step + bookOffset);

    /// <summary>What is known of the rest of the run.</summary>
    internal AheadInputs AheadInputs(TimeSpan now, TimeSpan left) => new AheadSight
    {
        Order = order,
        Passage = passage,
        Book = LimitsHeld,
        BookOffset = bookOffset,
        Today = today,
        Seen = seen,
        Ratio = ratio,
        RampLimit = events.RampLimit,
        MarginFraction = marginFraction,
        PaidPeak = paidPeak ??= AheadSight.PaidPeakOf(order, order.FirstHour),
        Stored = [.. site.Stores.Select(store => store.State.Stored)],
        Racks = [.. site.Fleets.Select(RacksOn)],
        Flows = site.Services,
        BehindTokens = [.. site.Services.Select(flow => flow.BehindTokens)],
    }.Inputs(now, left);

    private double RacksOn(RackFleet fleet)
    {
        double racks = 0;
        for (int b = 0; b < site.Banks.Count; b++)
            if (site.Banks[b].Fleet == fleet && site.Flow.Live[site.NodeOfBank[b]])
                for (int i = 0; i < site.Banks[b].Rows; i++) if (site.RowOpen[site.Banks[b].FirstRow + i] > 0) racks += site.Banks[b].Units[i];
        return racks;
    }
}
