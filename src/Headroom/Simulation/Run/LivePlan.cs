using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>What a plan says of a real site at a moment: the part of an observation that no device tells, and the caps that orders
/// come to.</summary>
/// <remarks>
///   Racks, lanes and caps are laid as <see cref="Simulator"/> lays them, by the same code: full power, least share, joules per token and
///   the cap of every rack are what was simulated. What devices tell is the caller's (<see cref="Take"/> and the observation itself).
/// </remarks>
public sealed partial class LivePlan
{
    private readonly SimulationOrder order;
    private readonly SiteRun run;
    private readonly SiteState site;
    private readonly double[][] planned;
    private readonly TimeSpan passage;
    private readonly double[] bankFraction;

    private LivePlan(SimulationOrder order, SiteRun run)
    {
        (this.order, this.run, site, passage) = (order, run, run.Site, order.Passage());
        planned = [.. site.Fleets.Select(fleet => new double[fleet.Blocks.Count])];
        bankFraction = [.. site.Banks.Select(_ => 1.0)];
        (Facts, Limits) = (run.Facts(), SimulatedSite.Limited(run.BookSetting(), Connection));
        Banks = [.. site.Banks.Select((bank, b) => new LiveBank(bank, site.NodeOfBank[b] - 1))];
    }

    /// <summary>The plan of a site, or why there is none.</summary>
    /// <param name="order">Its length is the planned year's; its faults say that readings are checked and orders age.</param>
    public static (LivePlan? Plan, IReadOnlyList<Finding> Findings) Open(SimulationOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        order = order with
        {
            FirstHour = 0,
            Length = TimeSpan.FromHours(order.Site.Year.Hours),
            Scenario = null,
            Faults = order.Faults ?? new Faults()
        };
        IReadOnlyList<Finding> findings = order.Check();
        if (findings.Any(one => one.Severity == Severity.Wrong)) return (null, findings);
        TimelineReading timeline = Simulator.TimelineOf(order);
        if (timeline.Timeline is not { } events) return (null, [.. findings, .. timeline.Findings]);
        return (new(order, Simulator.Open(order, Policies.Find(Policies.Default(isSteady: false))!.Make(Simulator.MarginFraction),
            events).Run), findings);
    }

    public ControlFacts Facts { get; }
    public LimitBookSetting Limits { get; }
    public Site Site => order.Site;
    public IReadOnlyList<LiveBank> Banks { get; }
    public IReadOnlyList<string> Services => [.. site.Services.Select(flow => flow.Facts.Name)];
    public IReadOnlyList<string> Runs => [.. site.Training.Select(lane => lane.Facts.Name)];
    public IReadOnlyList<string> Plants => [.. site.Plants.Select(plant => plant.Facts.Name)];
    public IReadOnlyList<string> Batteries => [.. site.Stores.Select(store => store.Facts.Name)];

    /// <summary>The power tree below the meter, parents before children; a parent of −1 is the meter.</summary>
    public IReadOnlyList<TreeNode> Tree => [.. site.Tree.Nodes.Skip(1).Select(node => node with { Parent = node.Parent - 1 })];

    /// <summary>Of <see cref="Tree"/>: the node that feeds all cooling.</summary>
    public int CoolingNode => site.CoolingNode - 1;

    /// <summary>Firm and flexible capacity; infinite without a grid.</summary>
    public Power Connection => site.Link is { } link ? link.Firm + link.Flexible : Power.FromSi(double.PositiveInfinity);

    /// <summary>Capacity that the grid owes at any time; infinite without a grid.</summary>
    public Power Firm => site.Link?.Firm ?? Power.FromSi(double.PositiveInfinity);

    public Observation NewObservation() =>
        new(site.Services.Count, site.Training.Count, site.Plants.Count, site.Stores.Count, Facts.Feeds.Count,
            site.Banks.Count)
        { BankShares = new double[site.Banks.Count] };

    public Orders NewOrders() => new(site.Services.Count, site.Training.Count, site.Plants.Count, site.Stores.Count, site.Banks.Count);

    /// <summary>Lays racks for a moment of the planned year, as the last orders want lanes laid.</summary>
    public void Lay(TimeSpan sinceYearStart, Orders last)
    {
        ArgumentNullException.ThrowIfNull(last);
        HourBlend hours = order.BlendAt(Within(sinceYearStart), passage);
        foreach (TrainingLane lane in site.Training) lane.Plan(hours);
        for (int i = 0; i < site.Services.Count; i++)
        {
            site.Services[i].Plan(hours);
            site.Services[i].Lay(last.Lanes[i]);
        }
        for (int f = 0; f < site.Fleets.Count; f++)
        {
            int k = 0;
            foreach (TrainingLane lane in site.Training) if (lane.Fleet == site.Fleets[f]) planned[f][k++] = lane.PlannedRacks;
            foreach (ServiceFlow flow in site.Services)
                foreach (ServiceLane lane in flow.Lanes) if (lane.Fleet == site.Fleets[f]) planned[f][k++] = lane.PlannedRacks;
            site.Fleets[f].Lay(planned[f]);
        }
    }

    /// <summary>Takes over the caps that racks enforce, in the mean of each bank.</summary>
    /// <param name="enforced">Of one rack of each bank, at the IT boundary.</param>
    public void Take(IReadOnlyList<Power> enforced)
    {
        ArgumentNullException.ThrowIfNull(enforced);
        for (int b = 0; b < site.Banks.Count; b++)
            Array.Fill(site.Banks[b].CapNow, Math.Min(site.Banks[b].CapMostFraction, site.Banks[b].CapOfWatts(enforced[b].Watts)));
        foreach (ServiceFlow flow in site.Services) foreach (ServiceLane lane in flow.Lanes) lane.Read();
        foreach (TrainingLane lane in site.Training) lane.Read();
    }

    /// <summary>The plan's part of an observation, after <see cref="Lay"/> and <see cref="Take"/>: what work would take, and what
    /// sources may give.</summary>
    public void Show(TimeSpan sinceYearStart, Observation seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        TimeSpan at = Within(sinceYearStart);
        HourBlend hours = order.BlendAt(at, passage);
        (seen.CapDelay, seen.Other, seen.ConnectionMost, seen.GridRamp) =
            (Facts.CapDelay, Other(hours), OwnCeiling(hours), order.Site.Grid?.RampLimit);
        (seen.Burned, seen.GridLives) = (default, order.Site.Grid is not null);
        if (order.Site.Grid is { } grid) (seen.Price, seen.PriceMean) = (hours.Of(grid.Price), meanPrice ??= MeanOf(grid.Price));
        for (int i = 0; i < site.Services.Count; i++)
        {
            ServiceFlow flow = site.Services[i];
            bool waits = flow.Facts.Deferrable is not null;
            for (int k = 0; k < flow.Lanes.Count; k++)
            {
                if (seen.Lanes[i].Length != flow.Lanes.Count) seen.Lanes[i] = new LaneUse[flow.Lanes.Count];
                seen.Lanes[i][k] = flow.Lanes[k].Use;
            }
            seen.Services[i] = new(flow.Facts.Tier, hours.Of(flow.Facts.Demand), waits ? flow.Planned : null, flow.JoulesPerToken(),
                flow.Most(), default)
            {
                MayWait = waits,
                Lead = waits ? flow.Residence() : default,
                Full = Power.FromSi(flow.FullWatts),
                Enforced = Power.FromSi(flow.EnforcedWatts),
                LeastFraction = flow.FullWatts > 0 ? Math.Min(1, flow.LeastWatts / flow.FullWatts) : 0,
                WeightFactor = flow.WeightFactor,
            };
        }
        for (int i = 0; i < site.Training.Count; i++)
        {
            TrainingLane lane = site.Training[i];
            seen.Runs[i] = new(lane.Facts.MayPause, Power.FromSi(lane.FullWatts), Power.FromSi(lane.MeanWatts), default, lane.HasRacks)
            {
                KeepsRamp = lane.Fleet.Choice.Smooths,
                Enforced = Power.FromSi(lane.EnforcedWatts),
            };
        }
        for (int i = 0; i < site.Plants.Count; i++)
        {
            PlantUnit plant = site.Plants[i];
            plant.Sense(hours, order.BlendAt(Within(at + plant.Facts.StartTime + TimeSpan.FromMinutes(1)), passage), order.Step);
            seen.Plants[i] = new(plant.Planned, Power.FromSi(0), plant.Capacity, plant.Follows);
        }
        for (int i = 0; i < site.Stores.Count; i++)
        {
            site.Stores[i].Sense(hours, order.Step);
            seen.Batteries[i] = new(site.Stores[i].Planned, default, default, default);
        }
    }

    private EnergyPrice? meanPrice;

    private static EnergyPrice MeanOf(Series<EnergyPrice> hourly)
    {
        double sum = 0;
        foreach (double one in hourly.Si) sum += one;
        return EnergyPrice.FromSi(sum / Math.Max(1, hourly.Si.Length));
    }

    /// <summary>Orders to caps, by the rules that the simulator carries them out with.</summary>
    /// <param name="slow">Share of its full power above idle that each service's racks may take: the orders' own, or less where nobody
    /// else holds its work.</param>
    public void Order(Orders orders, IReadOnlyList<double> slow, Observation seen)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(slow);
        ArgumentNullException.ThrowIfNull(seen);
        for (int b = 0; b < site.Banks.Count; b++) site.Banks[b].Feed(bankFraction[b] = orders.BankShare[b]);
        for (int i = 0; i < site.Training.Count; i++)
        {
            double full = seen.Runs[i].Full.Watts;
            site.Training[i].Order(full > 0 ? Math.Min(1, orders.RunMost[i].Watts / full) : site.Training[i].HasRacks ? 0 : 1);
        }
        for (int i = 0; i < site.Services.Count; i++) foreach (ServiceLane lane in site.Services[i].Lanes) lane.Order(slow[i]);
    }

    /// <summary>Share that the orders leave a bank.</summary>
    public double ShareOf(int bank) => bankFraction[bank];

    /// <summary>The cap of one rack, at the IT boundary.</summary>
    /// <param name="rack">Its number in the bank, which the plan's layout gives work.</param>
    /// <param name="work">The service or run that is known to run on it; null where the layout says.</param>
    public Power CapOf(int bank, int rack, string? work)
    {
        RackBank of = site.Banks[bank];
        int row = Math.Min(of.Rows - 1, (int)(rack / Math.Max(1, of.Units[0])));
        if (work is not null
            && BlocksOf(work).SelectMany(block => block.Rows).FirstOrDefault(one =>
            one.Bank == of) is { Bank: not null } own) row = own.Row;
        return Power.Min(Power.FromSi(of.Caps.RequestedWatts[row]), of.WattsOfCap(1));
    }

    /// <summary>Share of a bank's racks that a service or a run is laid on.</summary>
    public double LaidShare(int bank, string work)
    {
        double laid = 0, all = 0;
        foreach (double units in site.Banks[bank].Units) all += units;
        foreach (WorkBlock block in BlocksOf(work)) foreach (BlockRow row in block.Rows) if (row.Bank == site.Banks[bank])
            laid += row.Units;
        return all > 0 ? Math.Min(1, laid / all) : 0;
    }

    private IEnumerable<WorkBlock> BlocksOf(string work) =>
        site.Services.Where(flow => flow.Facts.Name == work).SelectMany(flow => flow.Lanes).Select(lane => lane.Block)
            .Concat(site.Training.Where(lane => lane.Facts.Name == work).Select(lane => lane.Block));

    /// <summary>A battery of the plan.</summary>
    public Battery Battery(int index) => site.Stores[index].Facts;

    /// <summary>Power and energy that stand.</summary>
    public (Power Power, Energy Energy) BatterySize(int index) =>
        order.Plan.Batteries.First(one => one.Name == site.Stores[index].Facts.Name) is var planned ? (planned.Power, planned.Energy)
            : default;

    /// <summary>Output that the plan wants of a plant now.</summary>
    public Power Capacity(int plant) => site.Plants[plant].Capacity;

    /// <summary>The plan wants it now, or as soon as it can have started; after <see cref="Show"/>.</summary>
    public bool IsDue(int plant) => site.Plants[plant].IsDue;

    /// <summary>A plant runs on for so long after it was last wanted.</summary>
    public static TimeSpan PlantRunsOn => PlantUnit.RunsOn;

    private Power Other(HourBlend at) => order.Site.OtherLoad is { } load ? at.Of(load) : default;

    private Power OwnCeiling(HourBlend hours)
    {
        if (site.Link is not { } link) return default;
        double available = order.Site.Grid?.Flexible is { } flexible ? flexible.AvailableFraction[hours.Nearest] : 1;
        return link.Firm + available * link.Flexible;
    }

    private TimeSpan Within(TimeSpan sinceYearStart)
    {
        TimeSpan last = TimeSpan.FromHours(order.Site.Year.Hours) - TimeSpan.FromSeconds(1);
        return sinceYearStart < TimeSpan.Zero ? TimeSpan.Zero : sinceYearStart > last ? last : sinceYearStart;
    }
}

/// <summary>Racks of one kind in one part of a hall, as a real site sees them.</summary>
/// <remarks>W(p) = (n·p + n·P_host)/(1 − ν)        p   draw of one accelerator; the same law as the simulator's banks</remarks>
public sealed class LiveBank
{
    private readonly RackBank bank;

    internal LiveBank(RackBank bank, int node) => (this.bank, Node) = (bank, node);

    public string Name => $"{bank.Choice.Type.Name} in {bank.Part.Name}";
    public string Rack => bank.Choice.Type.Name;
    public string Part => bank.Part.Name;

    /// <summary>Of the tree below the meter: what feeds it.</summary>
    public int Node { get; }
    public double Racks => bank.Units.Sum();
    public int Accelerators => bank.Choice.Type.Accelerators;
    public double LiquidShare => bank.Choice.Type.LiquidShare;

    /// <summary>Of one rack without work, and at full caps; at the IT boundary.</summary>
    public Power Idle => Power.FromSi(bank.IdleWatts);

    /// <inheritdoc cref="Idle"/>
    public Power Full => bank.WattsOfCap(1);

    /// <summary>Share of its power above idle that the lowest cap leaves.</summary>
    public double LeastFraction => bank.WorkLeastFraction;

    /// <summary>Share of the power above idle.</summary>
    public double ShareOf(Power rack) => Math.Clamp((rack.Watts - bank.IdleWatts) / (bank.WattsOfCap(1).Watts - bank.IdleWatts), 0, 1);

    public Power RackAt(double share) => Power.FromSi(bank.IdleWatts + share * (bank.WattsOfCap(1).Watts - bank.IdleWatts));

    /// <summary>The rack's draw from that of one of its accelerators, and back.</summary>
    public Power RackOf(Power accelerator) => bank.WattsOfCap(accelerator.Watts / bank.Choice.Type.Accelerator.Tdp.Watts);

    /// <inheritdoc cref="RackOf"/>
    public Power AcceleratorOf(Power rack) => bank.CapOfWatts(rack.Watts) * bank.Choice.Type.Accelerator.Tdp;

    /// <summary>The draw of its servers from the rack's.</summary>
    public Power ServersOf(Power rack) => (1 - bank.Choice.Type.NetworkShare) * rack;

    /// <summary>The rack's draw from that of its servers.</summary>
    public Power RackOfServers(Power servers) => Compute.ServerPower.AtItBoundary(bank.Choice.Type, servers);
}
