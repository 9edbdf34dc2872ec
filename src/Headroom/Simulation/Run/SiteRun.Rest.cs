using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Racks that rest: idle, switched off because a limit leaves no power for them, and started again before they are needed.</summary>
internal sealed partial class SiteRun
{
    private bool isResting;
    private double restWatts;

    /// <summary>What goes off within a minute takes this share of the grid's ramp; without one, all of it may go at once.</summary>
    private const double RestShare = 0.2;

    /// <summary>A row that is off stays off while so many of its fleet are to rest.</summary>
    private static bool Rests(RackBank bank, int row)
    {
        RackFleet fleet = bank.Fleet!;
        if (fleet.ToRest < bank.Units[row] / 2) return false;
        fleet.ToRest -= bank.Units[row];
        return true;
    }

    /// <summary>Switches idle racks off, as many as are ordered beyond those that rest already.</summary>
    private void Rest(TimeSpan from)
    {
        if (orders.Rest is not { } rest)
        {
            (isResting, restWatts) = (false, 0);
            return;
        }
        restWatts = seen.GridRamp is { } ramp
            ? Math.Min(restWatts + RestShare * (ramp * order.Step).Watts / Math.Max(1, ratio), RestShare * (ramp * TimeSpan.FromMinutes(1)).Watts) : double.PositiveInfinity;
        double rested = 0;
        for (int f = 0; f < site.Fleets.Count && f < rest.Length && restWatts > 0; f++)
        {
            RackFleet fleet = site.Fleets[f];
            double off = 0;
            foreach (RackBank bank in fleet.Banks)
                for (int i = 0; i < bank.Rows; i++) if (site.RowOffUntil[bank.FirstRow + i] > TimeSpan.Zero) off += bank.Units[i];
            double most = Math.Min(rest[f] - off, restWatts / fleet.Banks[0].IdleWatts), left = most;
            left = Rest(fleet.Spare, from, left);
            foreach (TrainingLane lane in site.Training)
                if (lane.Fleet == fleet && lane.AboveIdleWatts <= 0) left = Rest(lane.Block.Rows, from, left);
            for (int rank = WorkBlock.LastRank; rank >= 0; rank--)
                foreach (ServiceFlow flow in site.Services)
                    foreach (ServiceLane lane in flow.Lanes)
                    {
                        if (lane.Fleet != fleet || lane.Block.Rank != rank) continue;
                        double may = Math.Min(left, lane.Block.Idle);
                        left -= may - Rest(lane.Block.Rows, from, may);
                    }
            double now = Math.Max(0, most - Math.Max(0, left));
            (restWatts, rested) = (restWatts - now * fleet.Banks[0].IdleWatts, rested + now);
        }
        if (rested > 0 && !isResting) book.Happened(from, $"idle racks are switched off, {rest.Sum():0} by and by: a limit needs their power");
        isResting |= rested > 0;
    }

    /// <summary>Whole rows only, none beyond what is asked; what is left to switch off.</summary>
    private double Rest(List<BlockRow> rows, TimeSpan from, double left)
    {
        for (int k = rows.Count - 1; k >= 0; k--)
        {
            BlockRow one = rows[k];
            int row = one.Bank.FirstRow + one.Row;
            if (one.Bank.Units[one.Row] > left || site.RowOffUntil[row] > TimeSpan.Zero) continue;
            left -= one.Bank.Units[one.Row];
            site.RowOffUntil[row] = from + boot;
        }
        return left;
    }
}
