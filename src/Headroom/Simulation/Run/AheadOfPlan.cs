using Headroom.Compute;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>What a site's plan lets a controller see ahead: <see cref="AheadInputs"/> from a site, its planned year and its ceilings.</summary>
/// <remarks>
///   Hours become steps by <see cref="HourBlend"/>, minute by minute, as the run itself reads them. Services, runs, plants and batteries stand in the order of
///   <see cref="Observation"/>. Draw per IT watt is the plan's, (draw − other) / IT. Loops and events are left to the caller.
/// </remarks>
public static class AheadOfPlan
{
    /// <summary>What a controller may count on: ceilings at their least in each step, operating points of the plan, work that may not wait served at once.</summary>
    /// <param name="from">Since the run began.</param>
    /// <param name="ceiling">Firm ceiling over a start and a length, such as <see cref="CeilingCurve.Over"/> or <see cref="EventTimeline.Firm"/>.</param>
    /// <param name="stored">What each battery holds now; null for what the plan says.</param>
    public static AheadInputs Forecast(SimulationOrder order, TimeSpan from, IReadOnlyList<TimeSpan> lengths, Func<TimeSpan, TimeSpan, CeilingInForce> ceiling,
        IReadOnlyList<Energy>? stored = null)
    {
        var steps = new PlanSteps(order, from, lengths);
        ArgumentNullException.ThrowIfNull(ceiling);
        AheadInputs inputs = Site(steps, (at, length, t) => Power.Min(ceiling(at, length).Least, steps.ConnectionLeast(t)), stored,
            (service, choice) => ServingHull.Planned(order.Frontiers.FrontierOf(choice.Type, service.Model, service.Shape), choice.CapMostFraction));
        EnergyPrice mean = inputs.Price.Sum() / Math.Max(1, inputs.Steps);
        return inputs with { Batteries = [.. inputs.Batteries.Select(battery => battery with { ValueAtEnd = battery.DischargeEfficiency * mean })] };
    }

    /// <summary>The whole run for <see cref="OfflineOptimum"/>: ceilings in the mean, racks at the most they give,
    /// work that stays as long as any may, work in flight at the start.</summary>
    /// <remarks>
    ///   Demand is the plan's hours; where requests are drawn or traced, put what came in its place with
    ///   <see cref="AheadInputs.WithDemand"/>. The ratio is the plan's: put the run's
    ///   own least in its place where that is lower. Requests without patience wait for ever, so the bound lets them: for policies that
    ///   turn away what they cannot serve, a shorter <see cref="AheadService.Window"/>
    ///   gives a tighter one. Idle racks stay on: set <see cref="AheadFleet.MaySwitchOff"/> for policies that switch racks off.
    /// </remarks>
    public static AheadInputs Day(SimulationOrder order, IReadOnlyList<TimeSpan> lengths, Func<TimeSpan, TimeSpan, CeilingInForce> ceiling)
    {
        var steps = new PlanSteps(order, TimeSpan.Zero, lengths);
        ArgumentNullException.ThrowIfNull(ceiling);
        AheadInputs inputs = Site(steps, (at, length, t) => Power.Min(ceiling(at, length).Mean, steps.ConnectionMean(t)), null,
            (service, choice) => SiteBuilder.CurvesOf(order.Frontiers, service, choice) is { } curves ? ServingHull.Most(curves, choice.CapMostFraction) : []);
        return inputs with { Services = [.. inputs.Services.Select((service, i) => Lasting(order, order.Site.Services[i], service, inputs))] };
    }

    /// <summary>As long as requests in flight stay at most; the run's own bound.</summary>
    private static readonly TimeSpan residence = TimeSpan.FromMinutes(30);

    private static AheadService Lasting(SimulationOrder order, Service facts, AheadService service, AheadInputs inputs)
    {
        // a run counts windows of work that may wait to the hour, as the plan does
        TimeSpan window = (facts.Deferrable is { } may ? may + TimeSpan.FromHours(1) : facts.Traffic.Patience ?? order.Length) + residence;
        double flight = 0;
        foreach (AheadLane lane in service.Lanes)
            if (FleetsOf(order)[lane.Fleet] is var fleet && SiteBuilder.CurvesOf(order.Frontiers, facts, fleet.Choice) is { } curves)
                flight += inputs.Fleets[lane.Fleet].Racks[0] * InFlight(curves.At(curves.Caps.MostFraction)) * facts.Shape.Output.Tokens;
        return service with { Window = window, Owed = [.. service.Owed, new(TimeSpan.Zero, flight.Tokens)] };
    }

    /// <summary>Requests that a full rack holds.</summary>
    private static double InFlight(ServingCurve curve) => curve.Replicas * curve.BatchMost;

    /// <summary>Racks of one kind behind one kind of cooling, as the run groups them.</summary>
    private sealed record PlanFleet(RackChoice Choice, IReadOnlyList<string> Parts, double Racks);

    private static PlanFleet[] FleetsOf(SimulationOrder order)
    {
        const double racksLeast = 1e-3;
        (Site site, PlannedYear plan) = (order.Site, order.Plan);
        return
        [
            .. plan.HallParts.SelectMany(part => plan.Racks.Where(racks => racks.Part == part.Name && racks.Count > racksLeast).Select(racks => (Part: part, Racks: racks)))
                .GroupBy(one => (one.Racks.Rack, Plant: PlantOf(site, one.Part)))
                .Select(group => new PlanFleet(site.Racks.First(choice => choice.Type.Name == group.Key.Rack),
                    [.. group.Select(one => one.Part.Name)], group.Sum(one => one.Racks.Count))),
        ];
    }

    private static CoolingPlant PlantOf(Site site, PlannedHallPart part)
    {
        Hall hall = site.Halls.First(one => one.Name == part.Hall);
        return part.IsRebuilt ? hall.Retrofit!.To : hall.Cooling;
    }

    private static AheadInputs Site(PlanSteps steps, Func<TimeSpan, TimeSpan, int, Power> ceiling, IReadOnlyList<Energy>? stored,
        Func<Service, RackChoice, IReadOnlyList<AheadKnot>> hull)
    {
        (SimulationOrder order, Site site, PlannedYear plan) = (steps.Order, steps.Order.Site, steps.Order.Plan);
        PlanFleet[] fleets = FleetsOf(order);
        PlannedBattery[] standing = [.. plan.Batteries.Where(one => one.Power > 1.Kilowatts && one.Energy > Energy.Zero)];
        return new()
        {
            Start = steps.From,
            Lengths = [.. steps.Lengths],
            Ceiling = steps.Each((at, length, t) => site.Grid is null ? Power.Zero : ceiling(at, length, t)),
            Price = steps.Each((_, _, t) => site.Grid is { } grid ? steps.Mean(grid.Price, t) + grid.Adder : default),
            Carbon = site.Grid is { } one ? steps.Each((_, _, t) => steps.Mean(one.Carbon, t)) : null,
            DrawPerItRatio = steps.Each((_, _, t) => steps.Ratio(t)),
            Other = steps.Each((_, _, t) => site.OtherLoad is { } load ? steps.Mean(load, t) : default),
            RampLimit = site.Grid?.RampLimit,
            ExportMost = site.Grid?.ExportMost ?? default,
            Fleets = [.. fleets.Select(fleet => new AheadFleet($"{fleet.Choice.Type.Name} in {string.Join("+", fleet.Parts)}",
                steps.Each((_, _, _) => fleet.Racks), ServerPower.Idle(fleet.Choice.Type)))],
            Services = [.. site.Services.Select(service => ServiceOf(steps, service, fleets, hull))],
            Runs = [.. site.Training.SelectMany(run => fleets.SelectMany((fleet, f) => RunOf(steps, run, fleet, f)))],
            Plants = [.. plan.Generators.Where(plant => plant.Capacity > 1.Kilowatts).Select(plant => PlantOf(steps, plant))],
            Batteries = [.. standing.Select((battery, i) => BatteryOf(steps, battery, stored?[i]))],
        };
    }

    private static IReadOnlyList<PlannedRun> RunsOf(PlannedYear plan, string workload, PlanFleet fleet) =>
        [.. plan.Runs.Where(run => run.Workload == workload && run.Rack == fleet.Choice.Type.Name && run.Parts.Any(fleet.Parts.Contains))];

    private static AheadService ServiceOf(PlanSteps steps, Service service, PlanFleet[] fleets, Func<Service, RackChoice, IReadOnlyList<AheadKnot>> hull) => new()
    {
        Name = service.Name,
        Tier = service.Tier,
        MayWait = service.Deferrable is not null,
        Window = service.Deferrable ?? TimeSpan.Zero,
        Demand = steps.Each((_, _, t) => steps.Mean(service.Demand, t)),
        Owed = service.Deferrable is null ? [] : steps.Owed(service),
        Lanes = [.. fleets.Select((fleet, f) => (fleet, f)).Where(one => RunsOf(steps.Order.Plan, service.Name, one.fleet).Count > 0)
            .Select(one => new AheadLane(one.f, hull(service, one.fleet.Choice))).Where(lane => lane.Knots.Count > 0)],
    };

    private static IEnumerable<AheadRun> RunOf(PlanSteps steps, TrainingRun run, PlanFleet fleet, int index)
    {
        IReadOnlyList<PlannedRun> planned = RunsOf(steps.Order.Plan, run.Name, fleet);
        if (planned.Count == 0) yield break;
        RackType type = fleet.Choice.Type;
        Power idle = ServerPower.Idle(type), least = Training.PowerOfRack(type, type.Accelerator.CapFloorFraction * type.Accelerator.Tdp) - idle;
        double[] racks = steps.Each((_, _, t) => planned.Sum(one => steps.Mean(one.Racks, t)));
        double above = Enumerable.Range(0, racks.Length).Sum(t => planned.Sum(one => steps.Mean(one.Racks, t) * (one.PowerPerRack - idle).Watts)), all = racks.Sum();
        Power full = all > 0 ? Power.FromSi(above / all) : least;
        yield return new()
        {
            Name = run.Name,
            Fleet = index,
            RacksMost = racks,
            FullPerRack = full,
            LeastPerRack = Power.Min(least, full),
            MayPause = run.MayPause,
            Value = ValueOf(steps, planned, fleet, idle, full),
        };
    }

    /// <summary>What energy for training may cost: what it cost when the plan trained, and the rent of the racks that would stand.</summary>
    /// <remarks>
    ///   value = price + annuity of a rack/(8,760 h · its power above idle)        price   of the dearest thousandth of the plan's training, the least; none without a grid
    /// </remarks>
    private static EnergyPrice ValueOf(PlanSteps steps, IReadOnlyList<PlannedRun> planned, PlanFleet fleet, Power idle, Power aboveIdle)
    {
        RackChoice choice = fleet.Choice;
        Energy perYear = aboveIdle * TimeSpan.FromHours(8760);
        EnergyPrice rent = perYear > Energy.Zero ? choice.Repayment.PerYear.PerYear * choice.Price / perYear : default;
        if (steps.Order.Site.Grid is not { } grid) return rent;
        double[] work = [.. Enumerable.Range(0, steps.Order.Site.Year.Hours).Select(hour => planned.Sum(run => run.Racks[hour] * (run.PowerPerRack - idle).Watts))];
        double left = work.Sum() / 1000;
        if (left <= 0) return rent;
        foreach (int hour in Enumerable.Range(0, work.Length).Where(hour => work[hour] > 0).OrderByDescending(hour => grid.Price.Si[hour]))
            if ((left -= work[hour]) <= 0) return grid.Price[hour] + grid.Adder + rent;
        return rent;
    }

    private static AheadPlant PlantOf(PlanSteps steps, PlannedGenerator planned)
    {
        Generator facts = steps.Order.Site.Generators.First(one => one.Name == planned.Name);
        Power[] most = steps.Each((_, _, t) => Math.Min(1, steps.Mean(facts.AvailableFraction, t)) * planned.Capacity);
        return new()
        {
            Name = planned.Name,
            Planned = steps.Each((_, _, t) => steps.Mean(planned.OutputMegawatts, t).Megawatts),
            Most = most,
            Least = [.. most.Select(one => facts.MinimumLoadFraction * one)],
            Follows = facts.Kind is not (GeneratorKind.Solar or GeneratorKind.Wind),
            Ramp = facts.RampPerMinuteFraction is { } perMinute ? Ramp.FromSi(perMinute * planned.Capacity.Watts / 60) : null,
            Cost = facts.MarginalCost,
        };
    }

    private static AheadBattery BatteryOf(PlanSteps steps, PlannedBattery planned, Energy? stored)
    {
        Battery facts = steps.Order.Site.Batteries.First(one => one.Name == planned.Name);
        Energy least = facts.LeastStoredFraction * planned.Energy;
        return new()
        {
            Name = planned.Name,
            Power = planned.Power,
            Energy = planned.Energy,
            Stored = Energy.Max(least, Energy.Min(stored ?? planned.StoredMegawattHours[steps.HourBefore(planned.StoredMegawattHours.Length)].MegawattHours, planned.Energy)),
            LeastStored = least,
            ChargeEfficiency = facts.ChargeEfficiency,
            DischargeEfficiency = facts.DischargeEfficiency,
            LossPerHourFraction = facts.LossPerHourFraction,
            Wear = facts.Variable,
        };
    }
}
