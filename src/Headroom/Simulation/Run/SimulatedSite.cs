using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>A site in the simulator with its controller outside: whoever operates it senses, decides elsewhere, and lets it act.</summary>
/// <remarks>The physics, the readings and the devices are those of <see cref="Simulator"/>: what was simulated is what runs.</remarks>
public sealed class SimulatedSite
{
    private readonly SiteRun run;
    private readonly SimulationOrder order;
    private readonly double[] ratedWatts;
    private readonly string[] names;

    private SimulatedSite(SimulationOrder order, SiteRun run)
    {
        (this.order, this.run) = (order, run);
        SiteState site = run.Site;
        (Facts, Limits) = (run.Facts(), Limited(run.BookSetting(), Connection));
        (ratedWatts, names) = (new double[site.Rows], new string[site.Rows]);
        foreach (RackBank bank in site.Banks)
            for (int i = 0; i < bank.Rows; i++)
            {
                ratedWatts[bank.FirstRow + i] = bank.Units[i] * bank.WattsOfCap(1).Watts;
                names[bank.FirstRow + i] = bank.NameOf(i);
            }
    }

    /// <summary>The site as a day before would have left it, or why there is none.</summary>
    /// <param name="order">
    ///   Its faults say how readings are checked; scenarios bring weather and failures, and their limits only where somebody announces them (<see cref="Announced"/>).
    /// </param>
    public static (SimulatedSite? Site, IReadOnlyList<Finding> Findings) Open(SimulationOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        IReadOnlyList<Finding> findings = order.Check();
        if (findings.Any(one => one.Severity == Severity.Wrong)) return (null, findings);
        TimelineReading timeline = Simulator.TimelineOf(order);
        findings = [.. findings, .. timeline.Findings];
        if (timeline.Timeline is not { } events) return (null, findings);
        return (new(order, Simulator.Open(order, Policies.Find(Policies.Default(isSteady: false))!.Make(Simulator.MarginFraction), events).Run), findings);
    }

    /// <summary>A limit that states no baseline falls from what the connection carries.</summary>
    internal static LimitBookSetting Limited(LimitBookSetting setting, Power connection) => setting with { Site = setting.Site with { Baseline = connection } };

    public ControlFacts Facts { get; }
    public LimitBookSetting Limits { get; }

    /// <summary>The power tree below the meter, parents before children; a parent of −1 is the meter.</summary>
    public IReadOnlyList<TreeNode> Tree => [.. run.Site.Tree.Nodes.Skip(1).Select(node => node with { Parent = node.Parent - 1 })];

    /// <summary>Firm and flexible capacity; infinite without a grid.</summary>
    public Power Connection => run.Site.Link is { } link ? link.Firm + link.Flexible : Power.FromSi(double.PositiveInfinity);

    /// <summary>How much of the run is done, from its start.</summary>
    public TimeSpan Done => run.Done;

    /// <summary>The planned year ends here: no step is left.</summary>
    public bool IsOver => run.Done >= order.Length;

    /// <summary>Limits of the scenario, as messages of their authorities, each with the moment at which it is announced; times from the start of the run.</summary>
    public IReadOnlyList<(TimeSpan At, LimitMessage Message)> Announced =>
        [.. run.Timeline.Limits.Where(course => course.Limit.Name != TimelineCompiler.GridLossName)
            .Select((course, k) => (course.Announced, LimitMessage.Announcing(course, $"scenario/{k + 1}")))];

    /// <summary>Orders of the right shape.</summary>
    public Orders NewOrders()
    {
        SiteState site = run.Site;
        return new(site.Services.Count, site.Training.Count, site.Plants.Count, site.Stores.Count, site.Banks.Count);
    }

    /// <summary>What the controller is shown, by the run's clock; the same object in every step.</summary>
    public Observation Sense() => run.SenseAlone();

    /// <summary>Carries orders out for one step.</summary>
    /// <param name="book">Of the controller that gave them.</param>
    /// <param name="offset">The book's clock less the run's.</param>
    public void Act(Orders orders, LimitBook book, TimeSpan offset)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(book);
        run.ActOn(orders, book, offset);
    }

    /// <summary>One step in which nobody orders anything, after <see cref="Sense"/>.</summary>
    /// <param name="silent">How long nobody was heard; past the orders' time to live the racks' own fail-safe holds.</param>
    public void ActAlone(TimeSpan silent) => run.ActAlone(silent, Facts.TimeToLive);

    /// <summary>What a look ahead needs of the next hours.</summary>
    public AheadInputs AheadInputs(LimitBook book, TimeSpan offset, TimeSpan horizon) => run.AheadInputsFor(book, offset, horizon);

    /// <summary>What offers are made from, from now on; times by the run's clock.</summary>
    public OfferInputs OfferInputs() => OffersOfPlan.At(order, run.Done);

    /// <summary>What people look at, after a step.</summary>
    public FieldFigures Figures()
    {
        SiteState site = run.Site;
        RunBook books = run.Books;
        double running = books.ServingIt + books.Training, serving = running > 0 ? books.ServingIt / running : 0;
        return new()
        {
            ItDraw = run.ItDraw,
            Cooling = run.CoolingDraw,
            Losses = run.Losses,
            Generated = run.Generation,
            AcceleratorEnergy = Energy.FromSi(books.ServingAccelerator),
            ServerEnergy = Energy.FromSi(books.ServingServer),
            ItEnergy = Energy.FromSi(serving * books.It),
            SiteEnergy = Energy.FromSi(serving * books.Drawn),
            Services = [.. site.Services.Select((flow, i) => Of(flow, books.ServiceIt[i]))],
            Runs = [.. site.Training.Select(Of)],
            Batteries = [.. site.Stores.Select((store, i) => new BatteryFigures(store.Facts.Name, store.Injection, store.State.Stored, order.Plan.Batteries[i].Energy))],
            Plants = [.. site.Plants.Select(plant => new PlantFigures(plant.Facts.Name, plant.Output, plant.LeftFraction * plant.Capacity))],
            Tree = [.. run.FeedNodes.Select(node => new NodeFigures(Power.FromSi(site.Flow.InputWatts[node]), site.Flow.Live[node]))],
            Racks = Racks(site),
            CoolingLoops = Loops(site),
        };
    }

    private ServiceFigures Of(ServiceFlow flow, double itJoules)
    {
        long served = 0;
        foreach (ServiceStep lane in flow.Last) served += lane.Served.OutputUnits;
        double idle = 0, tokens = 0, lost = (flow.Expired + flow.TurnedAway).Output.Tokens;
        foreach (ServiceLane lane in flow.Lanes)
        {
            idle += lane.Racks * lane.Fleet.Banks[0].IdleWatts;
            (tokens, lost) = (tokens + lane.Pool.Book.Served.Output.Tokens, lost + lane.Pool.Book.Lost.Output.Tokens);
        }
        double perSecond = 1 / (WorkAmount.UnitsPerToken * order.Step.TotalSeconds);
        return new(flow.Facts.Name, flow.Facts.Tier, TokenRate.FromSi(flow.Came.OutputUnits * perSecond), TokenRate.FromSi(served * perSecond),
            TokenCount.FromSi(tokens), TokenCount.FromSi(lost), Power.FromSi(flow.AboveIdleWatts + idle))
        { ItEnergy = Energy.FromSi(itJoules) };
    }

    private static TrainingFigures Of(TrainingLane lane)
    {
        string state = lane.Job.Activity switch
        {
            TrainingActivity.StartUp => "starting",
            TrainingActivity.Working => "computing",
            TrainingActivity.Checkpoint => "saving",
            TrainingActivity.Failed => "failed",
            TrainingActivity.Restart => "restarting",
            _ => "paused",
        };
        var draw = Power.FromSi(lane.AboveIdleWatts + lane.Block.Length * lane.Fleet.Banks[0].IdleWatts);
        return new(lane.Facts.Name, state, draw, lane.DoneOperations / lane.Facts.Amount.Operations);
    }

    private RackFigures[] Racks(SiteState site)
    {
        var racks = new RackFigures[site.Rows];
        for (int b = 0; b < site.Banks.Count; b++)
        {
            RackBank bank = site.Banks[b];
            ReadOnlySpan<double> enforced = bank.Caps.EnforcedWatts;
            for (int i = 0; i < bank.Rows; i++)
            {
                int row = bank.FirstRow + i;
                Temperature? warmest = site.Heat is { } heat && heat.Rack.LiquidShare[row] > 0 ? Temperature.FromSi(site.HeatNow!.RackCoolantKelvin[row]) : null;
                racks[row] = new(names[row], site.NodeOfBank[b] - 1, bank.Units[i], Power.FromSi(site.RowDrawnWatts[row]), Power.FromSi(ratedWatts[row]),
                    Share(bank, enforced[i]), Share(bank, bank.Caps.RequestedWatts[i]), warmest, bank.On[i]);
            }
        }
        return racks;
    }

    private static double Share(RackBank bank, double watts) => Math.Clamp((watts - bank.IdleWatts) / (bank.WattsOfCap(1).Watts - bank.IdleWatts), 0, 1);

    private static LoopFigures[] Loops(SiteState site)
    {
        if (site.Heat is not { } heat || site.HeatNow is not { } now) return [];
        var loops = new LoopFigures[heat.Loops];
        for (int k = 0; k < loops.Length; k++)
        {
            loops[k] = new(NameOf(heat, k), Temperature.FromSi(now.LoopKelvin[k]), Temperature.FromSi(heat.LoopSetKelvin[k]));
        }
        return loops;
    }

    /// <summary>The halls of a loop; of a hall with two loops, which one of them.</summary>
    private static string NameOf(HeatPlant heat, int loop)
    {
        string? Of(string hall, int liquid, int air) => (liquid == loop, air == loop) switch
        {
            (true, true) => hall,
            (true, false) => air >= 0 ? $"{hall} liquid" : hall,
            (false, true) => liquid >= 0 ? $"{hall} air" : hall,
            _ => null,
        };
        return string.Join(", ", heat.HallNames.Select((hall, h) => Of(hall, heat.HallLiquidLoop[h], heat.HallAirLoop[h])).OfType<string>());
    }
}
