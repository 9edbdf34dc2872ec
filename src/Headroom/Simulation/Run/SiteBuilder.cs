using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>From a site and its plan to rows, fleets, workloads and plants.</summary>
internal sealed class SiteBuilder(SimulationOrder order)
{
    /// <summary>Fewer racks than this are a grain of the plan.</summary>
    private const double RacksLeast = 1e-3;

    /// <summary>Share of the grid's ramp that smoothed racks use together; the rest is for their cooling.</summary>
    private const double RampShare = 0.75;
    private readonly Site site = order.Site;
    private readonly PlannedYear plan = order.Plan;
    private readonly List<RackBank> banks = [];
    private readonly List<HeatHall> heatHalls = [];
    private readonly List<int> heatHallOfBank = [];

    public SiteState Build()
    {
        AddRows();
        RackFleet[] fleets = [.. banks.GroupBy(bank => (bank.Choice.Type.Name, PlantOf(bank.Part)))
            .Select(group => new RackFleet($"{group.Key.Name} in {string.Join("+", group.Select(bank => bank.Part.Name))}", [.. group]))];
        TrainingLane[] training = [.. site.Training.SelectMany((run, i) => LanesOf(run, i, fleets))];
        ServiceFlow[] services = [.. site.Services.Select((service, i) => FlowOf(service, i, fleets))];
        (DistributionTree tree, int[] nodes, int cooling) = TreeOf();
        double[] units = [.. banks.SelectMany(bank => bank.Units)];
        HeatPlant? heat = heatHalls.Count > 0 ? HeatPlant.Of(heatHalls, site.Weather.Design()) : null;
        return new()
        {
            Banks = banks,
            Fleets = fleets,
            Services = services,
            Training = training,
            Plants = [.. plan.Generators.Where(one => one.Capacity > 1.Kilowatts).Select(PlantOf)],
            Stores = [.. plan.Batteries.Where(one => one.Power > 1.Kilowatts && one.Energy > Energy.Zero).Select(StoreOf)],
            Link = LinkOf(),
            Tree = tree,
            Flow = new(tree),
            NodeOfBank = nodes,
            CoolingNode = cooling,
            Heat = heat,
            HasCoolant = heat is not null && Array.Exists(heat.Rack.LiquidShare, share => share > 0),
            HeatNow = heat is null ? null : HeatState.Resting(heat),
            HeatDone = heat is null ? null : Heat.OutcomeFor(heat),
            HeatHallOfBank = [.. heatHallOfBank],
            RowUnits = units,
            RowHeatWatts = new double[units.Length],
            RowDrawnWatts = new double[units.Length],
            RowOpen = [.. units.Select(_ => 1.0)],
            RowOffUntil = new TimeSpan[units.Length],
        };
    }

    private void AddRows()
    {
        double all = plan.Racks.Sum(one => one.Count);
        double group = Math.Max(1, Math.Ceiling(all / order.RowsMost));
        double smoothed = plan.Racks.Where(one => site.Racks.First(choice => choice.Type.Name == one.Rack).Smooths).Sum(one => one.Count);
        Ramp? perRack = site.Grid?.RampLimit is { } ramp && smoothed > 0
            ? Ramp.FromSi(RampShare * site.Tree.EfficiencyFraction * ramp.WattsPerSecond / smoothed) : null;
        int row = 0;
        foreach (PlannedHallPart part in plan.HallParts)
        {
            Hall hall = site.Halls.First(one => one.Name == part.Hall);
            List<HeatRacks> standing = [];
            foreach (PlannedRacks racks in plan.Racks.Where(one => one.Part == part.Name && one.Count > RacksLeast))
            {
                RackChoice choice = site.Racks.First(one => one.Type.Name == racks.Rack);
                double[] units = Rows(racks.Count, group);
                // a plan of hours knows no seconds to smooth
                banks.Add(new(choice, part, units, row, choice.Smooths && !order.IsSteady, perRack, order.Actuators));
                heatHallOfBank.Add(heatHalls.Count);
                row += units.Length;
                Power each = RackProvision.NameplateAtCap(choice);
                int whole = units[^1] == group ? units.Length : units.Length - 1;
                if (whole > 0) standing.Add(new(whole, group * each, choice.Type.LiquidShare));
                if (whole < units.Length) standing.Add(new(1, units[^1] * each, choice.Type.LiquidShare));
            }
            if (standing.Count == 0) continue;
            Power design = Power.Max(part.Power, 1.Kilowatts);
            heatHalls.Add(new(part.Name, PlantOf(part), design, standing));
        }
    }

    /// <summary>Rows of so many racks each; the last takes the rest.</summary>
    private static double[] Rows(double count, double group)
    {
        int rows = Math.Max(1, (int)Math.Ceiling(count / group - RacksLeast));
        double[] units = new double[rows];
        Array.Fill(units, group);
        units[^1] = count - (rows - 1) * group;
        return units;
    }

    private CoolingPlant PlantOf(PlannedHallPart part)
    {
        Hall hall = site.Halls.First(one => one.Name == part.Hall);
        return part.IsRebuilt ? hall.Retrofit!.To : hall.Cooling;
    }

    private IEnumerable<TrainingLane> LanesOf(TrainingRun run, int index, RackFleet[] fleets)
    {
        foreach (RackFleet fleet in fleets)
        {
            PlannedRun[] runs = RunsOf(run.Name, fleet);
            if (runs.Length == 0) continue;
            TrainingLane lane = new(run, fleet, runs, order.FirstHour..(order.LastHour + 1), order.IsSteady, SeedOf(1000 + index));
            fleet.Blocks.Add(lane.Block);
            yield return lane;
        }
    }

    private ServiceFlow FlowOf(Service service, int index, RackFleet[] fleets)
    {
        List<ServiceLane> lanes = [];
        foreach (RackFleet fleet in fleets)
        {
            PlannedRun[] runs = RunsOf(service.Name, fleet);
            if (runs.Length == 0 || CurvesOf(order.Frontiers, service, fleet.Choice) is not { } curves) continue;
            ServiceLane lane = new(service, fleet, curves, runs);
            fleet.Blocks.Add(lane.Block);
            lanes.Add(lane);
        }
        return new(service, ArrivalsOf(service, index), lanes) { WeightFactor = WeightOf(site, service) };
    }

    /// <summary>What a token counts: its value over the highest of the site where every service states one, else all count alike.</summary>
    internal static double WeightOf(Site site, Service service)
    {
        double most = site.Services.Max(one => one.Value.DollarsPerMillionTokens);
        return site.Services.All(one => one.Value.DollarsPerMillionTokens > 0) ? service.Value.DollarsPerMillionTokens / most : 1;
    }

    private PlannedRun[] RunsOf(string workload, RackFleet fleet) =>
        [.. plan.Runs.Where(run => run.Workload == workload && run.Rack == fleet.Choice.Type.Name && run.Parts.Any(fleet.Has)).OrderBy(run => run.CapFraction)];

    /// <summary>What racks of a kind give for a service; null where they cannot serve it.</summary>
    internal static ServingCurves? CurvesOf(IFrontierModel frontiers, Service service, RackChoice choice)
    {
        Frontier frontier = frontiers.FrontierOf(choice.Type, service.Model, service.Shape);
        return frontier.IsMeasured || ServingCurves.For(choice.Type, service.Model, service.Shape) is not { } curves
            ? ServingCurves.FromPoints(choice.Type, service.Shape, frontier) : curves;
    }

    private IArrivals ArrivalsOf(Service service, int index)
    {
        ServiceTraffic traffic = service.Traffic;
        LoadShape hours = Minutes(service);
        if (order.IsSteady) return new ShapeArrivals(hours);
        LengthMix lengths = new(traffic.InputVariationFraction, traffic.OutputVariationFraction);
        ulong seed = SeedOf(index);
        switch (traffic.Trace)
        {
            case ServiceTrace.Windows { Shape: var shape } windows:
                double times = windows.TimesFactor ?? service.Demand.Mean / shape.MeanTokens;
                return GeneratedArrivals.Of(shape.Times(times), lengths, traffic.GapVariationFraction, seed);
            case ServiceTrace.Requests recorded:
                double mean = recorded.List.Sum(one => (double)one.OutputTokens) / recorded.Duration.TotalSeconds;
                return new TraceArrivals(recorded.List, recorded.Duration, recorded.TimesFactor ?? service.Demand.Mean.TokensPerSecond / mean);
            default: return GeneratedArrivals.Of(hours, lengths, traffic.GapVariationFraction, seed);
        }
    }

    /// <summary>The demand of the hours, minute by minute, with the same passage from hour to hour as the plan's orders.</summary>
    private LoadShape Minutes(Service service)
    {
        TimeSpan passage = order.Passage();
        var windows = new LoadWindow[Math.Max(1, (int)Math.Ceiling(order.Length.TotalMinutes))];
        for (int k = 0; k < windows.Length; k++)
        {
            HourBlend at = order.BlendAt(TimeSpan.FromMinutes(k + 0.5), passage);
            windows[k] = new(at.Of(service.Demand).TokensPerSecond / service.Shape.Output.Tokens, service.Shape.Input, service.Shape.Output);
        }
        return new(TimeSpan.FromMinutes(1), windows);
    }

    /// <summary>One stream of chance for each workload, so that one more changes nothing in the others.</summary>
    private ulong SeedOf(int stream) => new Compute.Waveforms.SplitMix(order.Seed).Bits((ulong)stream);

    private (DistributionTree Tree, int[] NodeOfBank, int Cooling) TreeOf()
    {
        (DistributionTree ofSite, _) = DistributionTree.Of(site, new Breaker(InverseTime.IeeeVery));
        int cooling = ofSite.Nodes.Count;
        List<TreeNode> nodes = [.. ofSite.Nodes, new("cooling", 0, Power.FromSi(double.PositiveInfinity), site.Tree.EfficiencyFraction)];
        int[] ofBank = [.. banks.Select(bank => nodes.FindIndex(node => node.Name == $"hall {bank.Part.Hall}"))];
        return (new(nodes), ofBank, cooling);
    }

    private PlantUnit PlantOf(PlannedGenerator one) =>
        new(site.Generators.First(facts => facts.Name == one.Name), one, Power.FromSi(1e6 * one.OutputMegawatts[order.FirstHour]));

    private StoreUnit StoreOf(PlannedBattery one)
    {
        Battery facts = site.Batteries.First(battery => battery.Name == one.Name);
        int before = (order.FirstHour + one.StoredMegawattHours.Length - 1) % one.StoredMegawattHours.Length;
        Energy stored = Energy.Max(facts.LeastStoredFraction * one.Energy, Energy.Min(one.StoredMegawattHours[before].MegawattHours, one.Energy));
        return new(facts, one, stored);
    }

    private GridLink? LinkOf()
    {
        if (site.Grid is not { } grid) return null;
        // ramps are held over rolling minutes by the run, not from step to step
        return new(grid with { RampLimit = null }, plan.GridFirm, plan.GridFlexible,
            grid.Return is { } staged ? new(staged.Delay, staged.Stage, staged.Every) : null);
    }
}
