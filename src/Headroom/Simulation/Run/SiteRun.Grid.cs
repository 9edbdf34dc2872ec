using Headroom.Control;
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
        if (order.Site.Grid?.RideThrough is { } limit && !parted && seen.GridLives)
        {
            counter ??= new(limit.DipsMost, limit.Within);
            leaves = counter.Add(dip.At);
        }
        if (leaves)
        {
            // where the return is staged, the link counts its delay from the sound grid on
            (parted, partedUntil) = (true, order.Site.Grid!.Return is null ? dip.At + boot : dip.End);
            book.Happened(dip.At, $"the site leaves the grid at a dip to {RunReport.Number(Math.Round(dip.RetainedFraction, 2))} pu: one too many");
        }
        book.Felt(new GridEvent(dip.At.TotalSeconds, dip.End.TotalSeconds, dip.RetainedFraction, dip.WorstPhaseFraction, null,
            leaves ? SiteResponse.Tripped : SiteResponse.Stayed));
    }

    /// <summary>Switches rows off until so much IT power is gone: racks without work first, then training, work that may wait, services by tier.</summary>
    /// <param name="behind">Only racks of this bank; null: of all.</param>
    private void SwitchOff(TimeSpan from, double watts, string why, RackBank? behind = null)
    {
        double left = watts;
        foreach (RackFleet fleet in site.Fleets) left = SwitchOff(fleet.Spare, from, left, behind);
        foreach (TrainingLane lane in site.Training) left = SwitchOff(lane.Block.Rows, from, left, behind);
        for (int rank = WorkBlock.LastRank; rank >= 0; rank--)
            foreach (ServiceFlow flow in site.Services)
                foreach (ServiceLane lane in flow.Lanes)
                    if (lane.Block.Rank == rank) left = SwitchOff(lane.Block.Rows, from, left, behind);
        if (left < watts) book.SwitchedOff(from, watts - Math.Max(0, left), why);
    }

    private double SwitchOff(List<BlockRow> rows, TimeSpan from, double left, RackBank? behind)
    {
        for (int k = rows.Count - 1; k >= 0 && left > 0; k--)
        {
            BlockRow one = rows[k];
            int row = one.Bank.FirstRow + one.Row;
            if (site.RowOffUntil[row] > from || behind is not null && one.Bank != behind) continue;
            left -= site.RowDrawnWatts[row];
            site.RowOffUntil[row] = from + boot;
        }
        return left;
    }

    /// <summary>What sources could feed beside the draw of the last step, at the bus: in all, and in this step under the grid's ramp.</summary>
    private (Power Room, Power ByRamp) Room()
    {
        Power plants = -unserved;
        foreach (PlantUnit plant in site.Plants) if (plant.Follows) plants += Power.Max(default, plant.Reach.Most - plant.Output);
        if (!seen.GridLives || steps == 0) return (plants, Power.FromSi(double.PositiveInfinity));
        Power kept = seen.RampLimit is { } ramp ? (1 - RampShare) * (ramp * TimeSpan.FromMinutes(1)) : default;
        // under a limit work takes what plants have left; a rack that starts must not
        if (seen.CeilingAhead < seen.ConnectionMost) plants = Power.Min(plants, default);
        return (plants + (1 - ReturnMargin) * seen.CeilingAhead - importNow, plants + seen.ImportMostByRamp - kept - importNow);
    }

    /// <summary>Racks that were off start once sources and the feeds above them can carry them, and are back when they have started.</summary>
    /// <remarks>
    ///   They start under their lowest cap, and work in flight that waits for racks fills them at once. New work may follow, so that the grid's ramp has
    ///   to carry them at full work; a row that draws more than a minute of it waits for all of that.
    /// </remarks>
    private bool Returns(int b, int i, TimeSpan from, ref Power room, ref Power byRamp, ref Power byFeeds)
    {
        RackBank bank = site.Banks[b];
        int row = bank.FirstRow + i;
        double units = bank.Units[i], taken = Math.Min(units, waitingRacks);
        Power start = Power.FromSi(units * bank.IdleWatts + taken * (bank.WattsOfCap(bank.CapLeastFraction).Watts - bank.IdleWatts));
        Power working = ratio * units * bank.WattsOfCap(bank.CapMostFraction);
        if (seen.RampLimit is { } ramp) working = Power.Min(working, RampShare * (ramp * TimeSpan.FromMinutes(1)));
        if (Rests(bank, i) || room < ratio * start || FeedRoom(b) < start || byFeeds < start || isGone)
        {
            site.RowOffUntil[row] = from + boot;
            return false;
        }
        (room, byFeeds) = (room - ratio * start, byFeeds - start);
        TakeFeedRoom(b, start);
        waitingRacks -= taken;
        if (site.RowOffUntil[row] > from || byRamp < working) return false;
        byRamp -= working;
        site.RowOffUntil[row] = TimeSpan.Zero;
        return true;
    }

    /// <summary>Racks that work in flight would fill beyond those it has.</summary>
    private double waitingRacks;

    private double WaitingRacks()
    {
        double sum = 0;
        foreach (ServiceFlow flow in site.Services)
            foreach (ServiceLane lane in flow.Lanes) sum += Math.Max(0, lane.FlightRacks - lane.Block.Length);
        return sum;
    }

    /// <summary>Share of the grid's ramp in which racks come back; the rest is for noise and cooling.</summary>
    private const double RampShare = 0.9;

    /// <summary>Share of the ceiling that stays free of racks that come back.</summary>
    private const double ReturnMargin = 0.02;
}
