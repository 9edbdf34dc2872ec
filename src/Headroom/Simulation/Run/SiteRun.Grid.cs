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

    /// <summary>Limits on a feed: the racks behind it are capped together until what flows into it keeps them.</summary>
    /// <remarks>Caps take their time: what was ordered is left to land before more is taken, or one excess would be answered many times.</remarks>
    private void HoldFeeds()
    {
        if (!watchesFeeds) return;
        TimeSpan now = steps * order.Step;
        for (int n = 0; n < site.Tree.Nodes.Count; n++)
        {
            if (!isLimited[n] || now < feedLands[n]) continue;
            double most = FeedMost(n, TimeSpan.Zero, capDelay + feedAhead), flow = site.Flow.InputWatts[n], idle = IdleBehind(n);
            double fits = Math.Max(0, most - idle) / Math.Max(1, flow - idle);
            if (flow > most) feedLands[n] = now + capDelay + order.Step;
            double recovery = double.IsInfinity(most) ? FeedRecoveryPerSecond : FeedRecoveryPerSecond / (1 + capDelay.TotalSeconds);
            for (int b = 0; b < site.Banks.Count; b++)
            {
                if (!IsBehind(b, n)) continue;
                double share = site.Banks[b].FeedFraction, more = Math.Min(1, share + recovery * order.Step.TotalSeconds);
                site.Banks[b].Feed(flow > most ? Math.Max(FeedLeast, share * fits) : Math.Min(more, Math.Max(share, share * fits)));
            }
        }
    }

    private readonly TimeSpan[] feedLands;

    /// <summary>IT power above idle that limits on feeds leave, as far ahead as work takes to leave; infinite without such a limit.</summary>
    private double WorkMostWatts()
    {
        double least = double.PositiveInfinity;
        if (!watchesFeeds) return least;
        // as racks draw it: a rack that smooths draws for a while what no work needs any more
        double above = 0;
        foreach (RackBank bank in site.Banks)
            for (int i = 0; i < bank.Rows; i++) if (bank.On[i]) above += Math.Max(0, site.RowDrawnWatts[bank.FirstRow + i] - bank.Units[i] * bank.IdleWatts);
        for (int n = 0; n < site.Tree.Nodes.Count; n++)
        {
            if (!isLimited[n]) continue;
            double most = FeedMost(n, TimeSpan.Zero, leaving);
            for (TimeSpan at = fallStep; at <= fallLook && double.IsFinite(fallPerSecond); at += fallStep)
                most = Math.Min(most, FeedMost(n, leaving + at, TimeSpan.Zero) + Falls(at).Watts);
            if (double.IsInfinity(most)) continue;
            least = Math.Min(least, Math.Max(0, above + order.Site.Tree.EfficiencyFraction * (most - site.Flow.InputWatts[n])));
        }
        return least;
    }

    /// <summary>What may flow into a node by the limits on it that are announced, over a time to come; infinite where none binds or where it is dead anyway.</summary>
    private double FeedMost(int node, TimeSpan start, TimeSpan over)
    {
        CeilingInForce ceiling = timeline.Feed(site.Tree.Nodes[node].Name, steps * order.Step + start, order.Step + over);
        return ceiling.Binding is not { } limit || limit.Announced > steps * order.Step || ceiling.Least <= Power.Zero
            ? double.PositiveInfinity : (1 - FeedMargin) * ceiling.Least.Watts;
    }

    private double IdleBehind(int node)
    {
        double idle = 0;
        for (int b = 0; b < site.Banks.Count; b++)
        {
            if (IsBehind(b, node)) idle = site.Banks[b].AddIdle(idle);
        }
        return idle / order.Site.Tree.EfficiencyFraction;
    }

    /// <summary>How far ahead caps see a limit on a feed, beyond the time in which they land.</summary>
    private static readonly TimeSpan feedAhead = TimeSpan.FromSeconds(20);

    /// <summary>What stays free under it, the lowest share, and how fast it is given back.</summary>
    private const double FeedMargin = 0.01, FeedLeast = 0.02, FeedRecoveryPerSecond = 0.01;
    private readonly bool[] isLimited;
    private readonly bool watchesFeeds;

    /// <summary>A bank's racks hang on a node, directly or through nodes below it.</summary>
    private bool IsBehind(int bank, int node)
    {
        for (int at = site.NodeOfBank[bank]; at >= 0; at = site.Tree.Nodes[at].Parent) if (at == node) return true;
        return false;
    }

    /// <summary>Switches rows off until so much IT power is gone: racks without work first, then training, work that may wait, services by tier.</summary>
    private void SwitchOff(TimeSpan from, double watts, string why)
    {
        double left = watts;
        foreach (RackFleet fleet in site.Fleets) left = SwitchOff(fleet.Spare, from, left);
        foreach (TrainingLane lane in site.Training) left = SwitchOff(lane.Block.Rows, from, left);
        for (int rank = WorkBlock.LastRank; rank >= 0; rank--)
            foreach (ServiceFlow flow in site.Services)
                foreach (ServiceLane lane in flow.Lanes)
                    if (lane.Block.Rank == rank) left = SwitchOff(lane.Block.Rows, from, left);
        if (left < watts) book.SwitchedOff(from, watts - Math.Max(0, left), why);
    }

    private double SwitchOff(List<BlockRow> rows, TimeSpan from, double left)
    {
        for (int k = rows.Count - 1; k >= 0 && left > 0; k--)
        {
            BlockRow one = rows[k];
            int row = one.Bank.FirstRow + one.Row;
            if (site.RowOffUntil[row] > from) continue;
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
        return (plants + (1 - ReturnMargin) * seen.CeilingAhead - importNow, plants + seen.ImportMostByRamp - kept - importNow);
    }

    /// <summary>Racks that were switched off start once something can feed them, idle, and are back when they have started.</summary>
    /// <remarks>Work may fill them at once, so that the grid's ramp has to carry them at work; a row that draws more than a minute of it waits for all of that.</remarks>
    private bool Returns(RackBank bank, int i, TimeSpan from, ref Power room, ref Power byRamp)
    {
        int row = bank.FirstRow + i;
        Power idle = ratio * bank.Units[i] * Power.FromSi(bank.IdleWatts), working = ratio * bank.Units[i] * bank.WattsOfCap(bank.CapMostFraction);
        if (seen.RampLimit is { } ramp) working = Power.Min(working, RampShare * (ramp * TimeSpan.FromMinutes(1)));
        if (room < idle)
        {
            site.RowOffUntil[row] = from + boot;
            return false;
        }
        room -= idle;
        if (site.RowOffUntil[row] > from || byRamp < working) return false;
        byRamp -= working;
        site.RowOffUntil[row] = TimeSpan.Zero;
        return true;
    }

    /// <summary>Share of the grid's ramp in which racks come back; the rest is for noise and cooling.</summary>
    private const double RampShare = 0.9;

    /// <summary>Share of the ceiling that stays free of racks that come back.</summary>
    private const double ReturnMargin = 0.02;
}
