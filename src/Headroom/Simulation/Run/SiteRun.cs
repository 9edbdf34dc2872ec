using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>A site, second by second: sense, decide, hold, act, book.</summary>
/// <remarks>
///   The same seed and inputs give the same bits on every machine, for the run is one thread, chance is drawn from counters, and the C
///   library's functions reach no state. Two laws are checked in every step, each from two sides that share no number: power in equals power
///   out, and heat in less heat out is what the masses store.
/// </remarks>
internal sealed partial class SiteRun
{
    private readonly SimulationOrder order;
    private readonly SiteState site;
    private readonly EventTimeline timeline;
    private readonly LimitPost post;
    private readonly Observation seen;
    private Orders orders;
    private readonly RollingMinute minute;
    private readonly long stepsPerLaying;
    private readonly TimeSpan passage;
    private readonly int[] inRank;
    private long steps;
    private HourBlend hours;
    private StepEvents events;

    public SiteRun(SimulationOrder order, SiteState site, EventTimeline timeline, IPolicy policy, double marginFraction, RunBook book)
    {
        (this.order, this.site, this.timeline, this.book) = (order, site, timeline, book);
        minute = new(order.Step);
        passage = order.Passage();
        stepsPerLaying = Math.Max(1, laying.Ticks / order.Step.Ticks);
        reaches = new PowerBand[site.Stores.Count];
        injections = new Power[site.Stores.Count];
        loads = new double[site.Tree.Nodes.Count];
        tripped = new int[site.Tree.Nodes.Count];
        chillersFailed = new int[site.Heat?.Loops ?? 0];
        pumpsFailed = new int[site.Heat?.Halls ?? 0];
        inRank = [.. Enumerable.Range(0, site.Services.Count).OrderBy(i => WorkBlock.RankOf(site.Services[i].Facts))];
        fallPerSecond = FallPerSecond(site);
        capDelay = site.Banks.Count > 0 ? site.Banks.Max(bank => bank.Caps.Actuator.Latency) : TimeSpan.Zero;
        feedNodes = [.. Enumerable.Range(1, site.Tree.Nodes.Count - 1)];
        (this.policy, this.marginFraction) = (policy, marginFraction);
        controller = new(Facts(), new(BookSetting()), policy, marginFraction);
        post = new(timeline, order.Faults, order.Length);
        if (order.Faults is { } faults) (sensors, sticking) = (new(faults), new(faults, site.Banks));
        seen = new(site.Services.Count, site.Training.Count, site.Plants.Count, site.Stores.Count, feedNodes.Length, site.Banks.Count);
        if (order.Faults is not null) seen.BankShares = new double[site.Banks.Count];
        orders = new(site.Services.Count, site.Training.Count, site.Plants.Count, site.Stores.Count, site.Banks.Count);
        lastSlow = [.. site.Services.Select(_ => 1.0)];
        lastRunShare = [.. site.Training.Select(_ => 1.0)];
        planned = site.Fleets.Select(fleet => new double[fleet.Blocks.Count]).ToArray();
    }

    /// <summary>Nodes of the tree that the controller watches: all below the meter.</summary>
    private readonly int[] feedNodes;

    internal ControlFacts Facts() => new()
    {
        CapDelay = capDelay,
        SlowFall = double.IsFinite(fallPerSecond) ? Ramp.FromSi(fallPerSecond) : null,
        RampLimit = order.Site.Grid?.RampLimit,
        ExportMost = order.Site.Grid?.ExportMost ?? default,
        TimeToLive = order.Faults?.TimeToLive ?? default,
        ChecksReadings = order.Faults is not null,
        IsSteady = order.IsSteady,
        Banks = site.Banks.Count,
        Reach = Reach(),
        EfficiencyFraction = order.Site.Tree.EfficiencyFraction,
        Feeds = [.. feedNodes.Select(node => new FeedFacts(site.Tree.Nodes[node].Name,
            order.IsSteady ? Power.FromSi(double.PositiveInfinity) : site.Tree.Nodes[node].Rating, [.. site.Banks.Select((_, b) => IsBehind(b, node))]))],
    };

    private ReachFacts? Reach()
    {
        if (order.Actuators is not { } actuators || site.Banks.Count == 0) return null;
        Actuator caps = site.Banks.Select(bank => actuators[RackBank.KindOf(bank.Choice.CapPath)]).MaxBy(one => one.Reach)!;
        return new(actuators, caps, site.Banks.Max(bank => bank.WorkLeastFraction)) { Plants = [.. site.Plants.Select(plant => plant.Means(actuators[ActuatorKind.Generator]))] };
    }

    internal LimitBookSetting BookSetting() => new()
    {
        Site = new(Power.FromSi(double.PositiveInfinity), Power.FromSi(double.PositiveInfinity)),
        Feeds = site.Tree.Nodes.Skip(1).ToDictionary(node => node.Name, node => new LimitScope(node.Rating, node.Rating)),
        RampLimit = order.Site.Grid?.RampLimit,
    };

    /// <summary>A bank's racks hang on a node, directly or through nodes below it.</summary>
    private bool IsBehind(int bank, int node)
    {
        for (int at = site.NodeOfBank[bank]; at >= 0; at = site.Tree.Nodes[at].Parent) if (at == node) return true;
        return false;
    }

    /// <summary>One step.</summary>
    public void Advance()
    {
        TimeSpan from = steps * order.Step, to = from + order.Step;
        events = timeline.During(from, order.Step);
        Sense(from, to);
        Decide(from);
        Hold();
        Work(from, to);
        Feed(from);
        Book(from);
        steps++;
        LookAhead(to);
    }

    /// <summary>Puts the site where a day before would have left it: work in flight, coolant warm, racks at their draw.</summary>
    public void Begin()
    {
        hours = order.BlendAt(TimeSpan.Zero, passage);
        events = timeline.During(TimeSpan.Zero, order.Step) with { Failed = [], Weather = default };
        Health(TimeSpan.Zero);
        Plan();
        foreach (RackBank bank in site.Banks)
            for (int i = 0; i < 2; i++) bank.Caps.Advance(TimeSpan.FromDays(-2 + i), TimeSpan.FromHours(12));
        Caps();
        foreach (ServiceFlow flow in site.Services)
            foreach (ServiceLane lane in flow.Lanes) lane.Begin(flow.Facts.Shape.Output.Tokens);
        Owe();
        Idle();
        foreach (ServiceFlow flow in site.Services)
            foreach (ServiceLane lane in flow.Lanes) lane.Block.Load(lane.Block.Length > 0 ? lane.Block.AboveMostWatts * Math.Min(1, lane.PlannedRacks / lane.Block.Length) : 0);
        foreach (TrainingLane lane in site.Training) lane.Block.Load(lane.Block.AboveMostWatts);
        foreach (RackBank bank in site.Banks)
        {
            bank.Settle();
            bank.Advance(order.Step, 1);
        }
        Rows();
        if (site.Heat is null) return;
        for (int k = 0; k < WarmUpMinutes; k++) HeatStep(TimeSpan.FromMinutes(1));
        ratio = Ratio();
    }

    /// <summary>Longer than the slowest mass of a plant takes.</summary>
    private const int WarmUpMinutes = 120;

    /// <summary>Deferrable work that the plan left waiting, the latest arrivals of it.</summary>
    private void Owe()
    {
        foreach (PlannedBacklog backlog in order.Plan.Backlogs)
        {
            if (site.Services.FirstOrDefault(flow => flow.Facts.Name == backlog.Service) is not { Lanes.Count: > 0 } flow) continue;
            int year = order.Site.Year.Hours;
            double left = backlog.Tokens[(order.FirstHour + year - 1) % year];
            List<(double Tokens, double Age)> parts = [];
            for (int back = 1; left > 1 && back < year; back++)
            {
                double came = Math.Min(left, flow.Facts.Demand[(order.FirstHour + year - back) % year].TokensPerSecond * 3600);
                parts.Insert(0, (came, back - 0.5));
                left -= came;
            }
            foreach ((double tokens, double age) in parts)
            {
                double requests = tokens / flow.Facts.Shape.Output.Tokens;
                WorkAmount waiting = new((long)(requests * WorkAmount.UnitsPerRequest),
                    (long)(requests * flow.Facts.Shape.Input.Tokens * WorkAmount.UnitsPerToken), (long)(tokens * WorkAmount.UnitsPerToken));
                flow.Owe(waiting, TimeSpan.FromHours(-age));
            }
        }
    }
}
