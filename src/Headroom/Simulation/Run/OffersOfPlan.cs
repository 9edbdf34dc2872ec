using Headroom.Compute;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>What offers are made from, of a site's planned year.</summary>
public static class OffersOfPlan
{
    private static readonly TimeSpan each = TimeSpan.FromMinutes(15);

    /// <summary>Quarters of an hour from a moment on, as far as <see cref="OfferBook.Reach"/> and the run go.</summary>
    /// <param name="order">A run that is long enough: 30 hours beyond the moment for a whole day of offers.</param>
    public static OfferInputs At(SimulationOrder order, TimeSpan from)
    {
        ArgumentNullException.ThrowIfNull(order);
        TimeSpan reach = OfferBook.Reach < order.Length - from ? OfferBook.Reach : order.Length - from;
        TimeSpan[] lengths = [.. Enumerable.Repeat(each, (int)(reach / each))];
        (Site site, PlannedYear plan) = (order.Site, order.Plan);
        Power unlimited = Power.FromSi(double.PositiveInfinity);
        AheadInputs ahead = AheadOfPlan.Forecast(order, from, lengths, (_, _) => new(unlimited, unlimited, unlimited, null));
        var steps = new PlanSteps(order, from, lengths);
        PlannedBattery[] stores = [.. ahead.Batteries.Select(one => plan.Batteries.First(planned => planned.Name == one.Name))];
        return new()
        {
            Ahead = ahead,
            Import = steps.Each((_, _, t) => site.Grid is null ? default : steps.Mean(plan.GridInjectionMegawatts ?? plan.DrawMegawatts, t).Megawatts),
            ServiceDraw = [.. ahead.Services.Select(one => Above(steps, plan.Runs.Where(run => run.Workload == one.Name)))],
            RunDraw = [.. ahead.Runs.Select(run => Enumerable.Range(0, lengths.Length).Select(t => run.RacksMost[t] * run.FullPerRack).ToArray())],
            BatteryInjection = [.. stores.Select(store => steps.Each((_, _, t) => steps.Mean(store.InjectionMegawatts, t).Megawatts))],
            Stored = [.. stores.Select((store, i) => steps.Each((at, _, _) => Energy.Max(ahead.Batteries[i].LeastStored, StoredAt(order, store, at))))],
            OldestWaiting = [.. ahead.Services.Select((one, i) => one.MayWait ? Oldest(order, site.Services[i].Name, from, lengths) : new TimeSpan[lengths.Length])],
            StartTimes = [.. ahead.Plants.Select(one => site.Generators.First(plant => plant.Name == one.Name).StartTime)],
            Values = [.. site.Services.Select(one => TokenPrice.Max(one.Value, one.Unserved))],
            Facts = FactsOf(order, ahead),
        };
    }

    private static Power[] Above(PlanSteps steps, IEnumerable<PlannedRun> runs)
    {
        Power[] above = new Power[steps.Lengths.Count];
        foreach (PlannedRun run in runs)
        {
            Power idle = ServerPower.Idle(steps.Order.Site.Racks.First(choice => choice.Type.Name == run.Rack).Type);
            for (int t = 0; t < above.Length; t++) above[t] += steps.Mean(run.Racks, t) * (run.PowerPerRack - idle);
        }
        return above;
    }

    /// <summary>On a straight line between the ends of two hours.</summary>
    private static Energy StoredAt(SimulationOrder order, PlannedBattery store, TimeSpan at)
    {
        int year = store.StoredMegawattHours.Length, hour = order.FirstHour + (int)at.TotalHours;
        double part = at.TotalHours - Math.Floor(at.TotalHours);
        return ((1 - part) * store.StoredMegawattHours[(hour + year - 1) % year] + part * store.StoredMegawattHours[hour % year]).MegawattHours;
    }

    private static TimeSpan[] Oldest(SimulationOrder order, string service, TimeSpan from, TimeSpan[] lengths)
    {
        Workloads.Service facts = order.Site.Services.First(one => one.Name == service);
        return new PlanSteps(order, from, lengths).Each((at, _, _) =>
            new PlanSteps(order, TimeSpan.FromHours(Math.Ceiling(at.TotalHours)), []).Owed(facts).Select(owed => owed.Age).Append(TimeSpan.Zero).Max() + TimeSpan.FromHours(1));
    }

    private static ControlFacts FactsOf(SimulationOrder order, AheadInputs ahead)
    {
        Site site = order.Site;
        Power watt = Power.FromSi(1);
        RackChoice[] standing = [.. site.Racks.Where(choice => order.Plan.Racks.Any(racks => racks.Rack == choice.Type.Name && racks.Count > 1e-3))];
        Ramp fall = default;
        foreach (AheadFleet fleet in ahead.Fleets)
            if (standing.FirstOrDefault(choice => choice.Smooths && fleet.Name.StartsWith(choice.Type.Name + " in ", StringComparison.Ordinal)) is { } smooth)
                fall += fleet.Racks[0] * RackSmoothing.Preset(smooth.Type.Accelerators, default, fleet.IdlePerRack).Fall;
        bool smooths = fall > Ramp.FromSi(0);
        return new()
        {
            CapDelay = standing.Select(choice => RackBank.Actuator(choice, order.Actuators, watt, watt).Latency).DefaultIfEmpty(TimeSpan.Zero).Max(),
            SlowFall = !smooths ? null : site.Grid?.RampLimit is { } ramp ? Ramp.Min(ramp, fall) : fall,
            RampLimit = site.Grid?.RampLimit,
            ExportMost = site.Grid?.ExportMost ?? default,
            EfficiencyFraction = site.Tree.EfficiencyFraction,
        };
    }
}
