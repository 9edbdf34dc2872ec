using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Hold and act: orders clipped to what devices can, work on racks, heat, the tree, the bus.</summary>
internal sealed partial class SiteRun
{
    private readonly PowerBand[] reaches;
    private readonly Power[] injections;
    private readonly double[] loads;
    private readonly int[] tripped;
    private bool capsStale = true, heatHolds;
    private Power draw, itDraw, coolingDraw, coolingAtMeter, otherDraw, losses, generation, importNow, unserved, surplus;

    /// <summary>No order leaves that a device cannot follow.</summary>
    private void Hold()
    {
        for (int i = 0; i < site.Plants.Count; i++) orders.Plants[i] = site.Plants[i].Reach.Nearest(orders.Plants[i]);
        for (int i = 0; i < site.Stores.Count; i++) orders.Batteries[i] = site.Stores[i].Reach.Nearest(orders.Batteries[i]);
        for (int i = 0; i < site.Training.Count; i++)
        {
            TrainingLane lane = site.Training[i];
            double full = seen.Runs[i].Full.Watts;
            // racks that are off have no power to take a share of; those that start wait for an order
            double share = full > 0 ? Math.Min(1, orders.RunMost[i].Watts / full) : lane.HasRacks ? 0 : 1;
            if (share != lastRunShare[i]) lane.Order(share);
            lastRunShare[i] = share;
            if (Stands(lane)) continue;
            if (orders.Pause[i] || !lane.HasRacks) lane.Job.Pause();
            else lane.Job.Resume();
        }
        for (int i = 0; i < site.Services.Count; i++)
        {
            if (orders.SlowFraction[i] == lastSlow[i]) continue;
            lastSlow[i] = orders.SlowFraction[i];
            foreach (ServiceLane lane in site.Services[i].Lanes) lane.Order(lastSlow[i]);
        }
        for (int b = 0; b < site.Banks.Count; b++) site.Banks[b].Feed(orders.BankShare[b]);
        for (int b = 0; b < site.Banks.Count; b++)
            if (orders.BankOff[b] > Power.Zero) SwitchOff(steps * order.Step, orders.BankOff[b].Watts, "a feed has no room for them", site.Banks[b]);
        Rest(steps * order.Step);
        if (orders.Drop > Power.Zero) SwitchOff(steps * order.Step, orders.Drop.Watts, "the ceiling has no room for them");
    }

    private readonly double[] lastRunShare, lastSlow;

    /// <summary>Caps that have landed, and what heat leaves of them.</summary>
    private void Caps(TimeSpan from)
    {
        bool moved = capsStale;
        foreach (RackBank bank in site.Banks)
        {
            if (bank.Caps.Quiet) continue;
            bank.Caps.Advance(from, order.Step);
            moved = true;
        }
        if (moved || heatHolds || Throttles()) Caps();
    }

    private void Caps()
    {
        heatHolds = false;
        foreach (RackBank bank in site.Banks)
        {
            ReadOnlySpan<double> allowed = site.HeatDone is null ? default : site.HeatDone.RackAllowedFraction.AsSpan(bank.FirstRow, bank.Rows);
            ReadOnlySpan<double> enforced = bank.Caps.EnforcedWatts;
            (double watts, double cap) = (double.NaN, 1);
            for (int i = 0; i < bank.Rows; i++)
            {
                double least = enforced[i];
                if (steps > 0 && allowed[i] < 1 && bank.On[i])
                {
                    least = Math.Min(least, Math.Max(allowed[i] * bank.WattsOfCap(1).Watts, bank.IdleWatts));
                    heatHolds = true;
                }
                if (least != watts) (watts, cap) = (least, Math.Min(bank.CapMostFraction, bank.CapOfWatts(least)));
                bank.CapNow[i] = cap;
            }
        }
        foreach (ServiceFlow flow in site.Services) foreach (ServiceLane lane in flow.Lanes) lane.Read();
        foreach (TrainingLane lane in site.Training) lane.Read();
        capsStale = false;
    }

    private bool Throttles()
    {
        if (site.HeatDone is null || steps == 0) return false;
        double least = 1;
        foreach (double allowed in site.HeatDone.RackAllowedFraction) least = Math.Min(least, allowed);
        return least < 1;
    }

    /// <summary>Requests, jobs and racks of a step.</summary>
    private void Work(TimeSpan from, TimeSpan to)
    {
        Idle();
        foreach (RackFleet fleet in site.Fleets) fleet.Begin();
        foreach (int i in inRank) site.Services[i].Advance(from, to, orders.Allowed[i], orders.ServiceMost[i]);
        foreach (TrainingLane lane in site.Training) lane.Advance(from, to);
        double supply = Supply(from);
        for (int b = 0; b < site.Banks.Count; b++) site.Banks[b].Advance(order.Step, site.Flow.Live[site.NodeOfBank[b]] ? supply : 0);
        Rows();
        HeatStep(order.Step);
    }

    private void Idle()
    {
        foreach (RackBank bank in site.Banks)
            for (int i = 0; i < bank.Rows; i++) bank.DemandWatts[i] = bank.On[i] ? bank.IdleWatts : 0;
    }

    /// <summary>Per rack to per row: draw for the tree, served and burned for the coolant.</summary>
    private void Rows()
    {
        foreach (RackBank bank in site.Banks)
            for (int i = 0; i < bank.Rows; i++)
            {
                double units = bank.Units[i];
                site.RowDrawnWatts[bank.FirstRow + i] = units * bank.Draw.Drawn[i];
                site.RowHeatWatts[bank.FirstRow + i] = units * (bank.Draw.Served[i] + bank.Draw.Burned[i]);
            }
    }

    private void HeatStep(TimeSpan step)
    {
        if (site.Heat is null) return;
        Weather weather = order.Site.Weather;
        Temperature dry = hours.Of(weather.DryBulb) + events.Weather.DryBulb, wet = hours.Of(weather.WetBulb) + events.Weather.WetBulb;
        var inputs = new HeatInputs
        {
            RackItWatts = site.RowHeatWatts,
            DryBulb = dry,
            WetBulb = wet,
            RackOpenFraction = site.RowOpen,
            HallPumpsFailed = pumpsFailed,
            LoopChillersFailed = chillersFailed,
        };
        Heat.Advance(site.Heat, site.HeatNow!, inputs, step, site.HeatDone!);
    }

    /// <summary>Through the tree to the bus: who feeds what is drawn.</summary>
    private void Feed(TimeSpan from)
    {
        Array.Clear(loads);
        double it = 0;
        for (int b = 0; b < site.Banks.Count; b++)
        {
            RackBank bank = site.Banks[b];
            double sum = 0;
            for (int i = 0; i < bank.Rows; i++) sum += site.RowDrawnWatts[bank.FirstRow + i];
            loads[site.NodeOfBank[b]] += sum;
            it += sum;
        }
        itDraw = Power.FromSi(it);
        coolingDraw = site.HeatDone?.CoolingDraw ?? default;
        otherDraw = Other(hours);
        loads[site.CoolingNode] = coolingDraw.Watts;
        loads[0] = otherDraw.Watts;
        site.Flow.Compute(loads);
        draw = site.Flow.Draw;
        // plans count cooling at the meter, what is lost on its way included
        coolingAtMeter = Power.FromSi(site.Flow.InputWatts[site.CoolingNode]);
        losses = site.Flow.Losses - (coolingAtMeter - coolingDraw);
        ratio = Ratio();
        Settle(from);
        if (site.Flow.Protect(order.Step, tripped) is var count and > 0)
            for (int k = 0; k < Math.Min(count, tripped.Length); k++) book.Happened(from, $"{site.Tree.Nodes[tripped[k]].Name} trips on overload");
    }

    private void Settle(TimeSpan from)
    {
        TimeSpan step = order.Step;
        generation = default;
        foreach (Power plant in orders.Plants) generation += plant;
        for (int i = 0; i < site.Stores.Count; i++) (reaches[i], injections[i]) = (site.Stores[i].Reach, orders.Batteries[i]);
        PowerBand band = Band();
        Settlement settled = Bus.Settle(draw, generation, band, reaches, injections);
        LinkCondition condition = Condition();
        bool live = site.Link is not null && condition.Live && !(site.Grid.Parted && seen.CeilingNow == default);
        if (settled.Left < Power.Zero) settled = Curtail(settled, band);
        else if (settled.Left > Power.Zero && !live) settled = Govern(settled, band);
        if (live && settled.Left != Power.Zero) settled = settled.OnTheGrid;
        (unserved, surplus) = (Power.Max(default, settled.Left), Power.Max(default, -settled.Left));
        importNow = settled.Grid;
        Power injected = default;
        if (site.Link is { } link)
        {
            GridState before = site.Grid;
            site.Grid = link.After(before, settled.Grid, condition, step);
            injected += GridLink.Delivered(before, site.Grid, step);
        }
        bool calls = unserved > Power.Zero || orders.CallPlants;
        for (int i = 0; i < site.Plants.Count; i++)
        {
            PlantUnit plant = site.Plants[i];
            plant.Act(orders.Plants[i], plant.IsDue || orders.Plants[i] > Power.Zero || calls && plant.Follows, from, step);
            injected += plant.Delivered(step);
        }
        for (int i = 0; i < site.Stores.Count; i++)
        {
            site.Stores[i].Act(injections[i], step);
            injected += site.Stores[i].Delivered(step);
        }
        double loaded = 0;
        foreach (double load in loads) loaded += load;
        Power imbalance = Bus.Imbalance(injected, settled.Left, Power.FromSi(loaded) + site.Flow.Losses);
        book.Imbalance(imbalance, draw);
        if (unserved.Watts > 1) SwitchOff(from, 1.02 * unserved.Watts / Math.Max(1, ratio), "no source could feed them");
    }

    /// <summary>Without a grid the governors of the plants carry what the orders missed.</summary>
    private Settlement Govern(Settlement settled, PowerBand band)
    {
        Power missing = settled.Left;
        for (int i = 0; i < site.Plants.Count && missing > Power.Zero; i++)
        {
            if (!site.Plants[i].Follows) continue;
            Power more = Power.Min(missing, Power.Max(default, site.Plants[i].Reach.Most - orders.Plants[i]));
            (orders.Plants[i], generation, missing) = (orders.Plants[i] + more, generation + more, missing - more);
        }
        for (int i = 0; i < site.Stores.Count; i++) injections[i] = orders.Batteries[i];
        return Bus.Settle(draw, generation, band, reaches, injections);
    }

    /// <summary>Sun and wind give less, then plants down to their least, where nobody takes what they feed.</summary>
    private Settlement Curtail(Settlement settled, PowerBand band)
    {
        Power tooMuch = -settled.Left;
        for (int pass = 0; pass < 2; pass++)
            for (int i = 0; i < site.Plants.Count && tooMuch > Power.Zero; i++)
            {
                if (site.Plants[i].Follows == (pass == 0)) continue;
                Power less = Power.Min(tooMuch, orders.Plants[i] - site.Plants[i].Reach.Least);
                (orders.Plants[i], generation, tooMuch) = (orders.Plants[i] - less, generation - less, tooMuch - less);
            }
        for (int i = 0; i < site.Stores.Count; i++) injections[i] = orders.Batteries[i];
        return Bus.Settle(draw, generation, band, reaches, injections);
    }

    /// <summary>What the rules let the grid inject: the ceiling, and the ramp over a rolling minute.</summary>
    private PowerBand Band()
    {
        if (site.Link is not { } link) return PowerBand.Nothing;
        LinkCondition condition = Condition();
        PowerBand reach = link.Reach(site.Grid, condition, order.Step);
        if (!condition.Live) return PowerBand.Nothing;
        // what the link permits from step to step is the ramp again, which the order holds over a rolling minute
        Power most = Power.Min(reach.Most, orders.ImportMost);
        return new(Power.Min(most, Power.Max(reach.Least, orders.ImportLeast)), most);
    }

    private LinkCondition Condition()
    {
        double available = order.Site.Grid?.Flexible is { } flexible ? flexible.AvailableFraction[hours.Nearest] : 1;
        return new(available, !events.Grid.IsLost && !parted);
    }

    private Power Other(HourBlend at) => order.Site.OtherLoad is { } load ? at.Of(load) : default;

    /// <summary>Draw at the bus per IT power, beside other load.</summary>
    private double Ratio() => itDraw.Watts > 0 ? (draw - otherDraw) / itDraw
        : (1 + (site.HeatDone is { } heat && heat.ItHeat > Power.Zero ? heat.CoolingDraw / heat.ItHeat : 0)) / order.Site.Tree.EfficiencyFraction;
}
