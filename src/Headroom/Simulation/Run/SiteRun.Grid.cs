using Headroom.Quantities;
using Headroom.Simulation.Rules;

namespace Headroom.Simulation;

/// <summary>Dips, parting from the grid, and racks that are switched off because nothing can feed them.</summary>
internal sealed partial class SiteRun
{
    private DipCounter? counter;
    private bool parted;
    private TimeSpan partedUntil;

    /// <summary>Mean share of its draw that the grid's voltage carries in a step: the racks' supplies draw no more current than before.</summary>
    private double Supply(TimeSpan from)
    {
        if (parted && from >= partedUntil && !events.Grid.IsLost) (parted, counter) = (false, null);
        if (events.Grid.LeastVoltageFraction >= 1) return 1;
        TimeSpan end = from + order.Step;
        double supply = 1;
        foreach (VoltageDip dip in timeline.DipsWithin(from, order.Step))
        {
            TimeSpan start = dip.At > from ? dip.At : from, stop = dip.End < end ? dip.End : end;
            if (stop > start) supply *= RackPower.SupplyFraction(dip.RetainedFraction, stop - start, order.Step);
            if (dip.At >= from) Feel(dip);
        }
        return parted ? 1 : supply;
    }

    private void Feel(VoltageDip dip)
    {
        bool leaves = false;
        if (order.Site.Grid?.RideThrough is { } limit && !parted)
        {
            counter ??= new(limit.DipsMost, limit.Within);
            leaves = counter.Add(dip.At);
        }
        if (leaves)
        {
            (parted, partedUntil) = (true, dip.At + (order.Site.Grid!.Return?.Delay ?? boot));
            book.Happened(dip.At, $"the site leaves the grid at a dip to {dip.RetainedFraction:0.##} pu: one too many");
        }
        book.Felt(new GridEvent(dip.At.TotalSeconds, dip.End.TotalSeconds, dip.RetainedFraction, dip.WorstPhaseFraction, null,
            leaves ? SiteResponse.Tripped : SiteResponse.Stayed));
    }

    /// <summary>Switches rows off until so much IT power is gone: training first, then services by tier, tier 0 at the very end.</summary>
    private void SwitchOff(TimeSpan from, double watts)
    {
        double left = watts;
        foreach (TrainingLane lane in site.Training) left = SwitchOff(lane.Block, from, left);
        for (int tier = 3; tier >= 0; tier--)
            foreach (ServiceFlow flow in site.Services)
                if (flow.Facts.Tier == tier)
                    foreach (ServiceLane lane in flow.Lanes) left = SwitchOff(lane.Block, from, left);
        book.SwitchedOff(from, watts - Math.Max(0, left));
    }

    private double SwitchOff(WorkBlock block, TimeSpan from, double left)
    {
        for (int k = block.Rows.Count - 1; k >= 0 && left > 0; k--)
        {
            BlockRow one = block.Rows[k];
            int row = one.Bank.FirstRow + one.Row;
            if (site.RowOffUntil[row] > from) continue;
            left -= site.RowDrawnWatts[row];
            site.RowOffUntil[row] = from + boot;
        }
        return left;
    }
}
