using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>One service on the whole site: its requests come in one stream and are divided over the fleets that serve it.</summary>
internal sealed class ServiceFlow(Service facts, IArrivals arrivals, IReadOnlyList<ServiceLane> lanes)
{
    /// <summary>What a token counts.</summary>
    public double WeightFactor { get; init; } = 1;

    /// <summary>What waits counts as asked for within this time.</summary>
    private const double BacklogSeconds = 60;
    private const double SmoothingSeconds = 10;
    private double askedTokensPerSecond = -1;

    public Service Facts => facts;
    public IReadOnlyList<ServiceLane> Lanes => lanes;

    /// <summary>Output tokens per second that the plan serves now.</summary>
    public TokenRate Planned { get; private set; }
    public ServiceStep[] Last { get; } = new ServiceStep[lanes.Count];

    /// <summary>Draw of the lanes above idle, at the IT boundary, in the last step.</summary>
    public double AboveIdleWatts { get; private set; }

    /// <summary>Above idle, of all its own racks at full work: under the plan's caps, the lowest, and those in force.</summary>
    public double FullWatts
    {
        get
        {
            double sum = 0;
            foreach (ServiceLane lane in lanes) sum += lane.FullWatts;
            return sum;
        }
    }

    /// <inheritdoc cref="FullWatts"/>
    public double LeastWatts
    {
        get
        {
            double sum = 0;
            foreach (ServiceLane lane in lanes) sum += lane.Block.Length * (lane.WattsMost(lane.Fleet.Banks[0].CapLeastFraction) - lane.Fleet.Banks[0].IdleWatts);
            return sum;
        }
    }

    /// <inheritdoc cref="FullWatts"/>
    public double EnforcedWatts
    {
        get
        {
            double sum = 0;
            foreach (ServiceLane lane in lanes) sum += lane.Block.AboveMostWatts;
            return sum;
        }
    }

    /// <summary>What came in the last step and is not yet on any lane.</summary>
    public WorkAmount Came { get; private set; }

    /// <summary>Reads the plan at a moment.</summary>
    public void Plan(HourBlend hours)
    {
        double sum = 0;
        foreach (ServiceLane lane in lanes) sum += lane.Plan(hours);
        Planned = TokenRate.FromSi(sum);
        IsShedByPlan = sum < hours.Of(facts.Demand).TokensPerSecond * (1 - ShedGrain);
    }

    /// <summary>Less than this unserved is a grain of the plan.</summary>
    private const double ShedGrain = 1e-4;

    /// <summary>The plan lets some of what is asked now go unserved.</summary>
    public bool IsShedByPlan { get; private set; }

    /// <summary>Work that may wait and does, before it goes to any fleet.</summary>
    private readonly CohortQueue backlog = new();
    private readonly double[] allowances = new double[lanes.Count];
    private WorkAmount arrived, offered, atStart;

    // a plan of hours knows the window of work that may wait to the hour
    private readonly double windowSeconds = facts.Deferrable is { } window ? (window + TimeSpan.FromHours(1)).TotalSeconds : double.PositiveInfinity;

    /// <summary>All that came, whatever became of it.</summary>
    public WorkAmount Arrived => arrived;

    /// <summary>Given up after its window.</summary>
    public WorkAmount Expired { get; private set; }
    public WorkAmount ExpiredLast { get; private set; }

    /// <summary>Came to a service that has no racks anywhere.</summary>
    public WorkAmount TurnedAway { get; private set; }

    /// <summary>Work that no fleet has taken yet.</summary>
    public WorkAmount Backlog => backlog.Total;

    /// <summary>Work that waited when the run began, since a moment before it.</summary>
    public void Owe(in WorkAmount work, TimeSpan since)
    {
        atStart += work;
        backlog.Enter(work, since.TotalSeconds);
    }

    /// <summary>Takes what comes until the end of a step; what is asked for, smoothed over ten seconds, with the backlog of work that may not wait.</summary>
    public TokenRate Receive(TimeSpan to, double seconds)
    {
        Came = arrivals.Until(to);
        arrived += Came;
        double rate = Came.OutputUnits / WorkAmount.UnitsPerToken / seconds;
        askedTokensPerSecond = askedTokensPerSecond < 0 ? rate
            : askedTokensPerSecond + Math.Min(1, seconds / SmoothingSeconds) * (rate - askedTokensPerSecond);
        double waiting = 0;
        foreach (ServiceLane lane in lanes) waiting += lane.Pool.Waiting.OutputUnits / WorkAmount.UnitsPerToken;
        return TokenRate.FromSi(askedTokensPerSecond + waiting / BacklogSeconds);
    }

    /// <summary>What all racks of the service give at most.</summary>
    public TokenRate Most()
    {
        double sum = 0;
        foreach (ServiceLane lane in lanes) sum += lane.TokensMost;
        return TokenRate.FromSi(sum);
    }

    /// <summary>Energy of a token above idle: as it is measured, over twenty seconds; before anything is, that of full racks by the plan.</summary>
    public double JoulesPerToken()
    {
        if (joulesPerToken > 0) return joulesPerToken;
        double watts = 0, tokens = 0;
        foreach (ServiceLane lane in lanes) (watts, tokens) = (watts + lane.Weight * lane.AbovePerRackWatts, tokens + lane.Weight * lane.Curve.TokensMost.TokensPerSecond);
        return tokens > 0 ? watts / tokens : 0;
    }

    private void Measure(double seconds)
    {
        double tokens = 0;
        foreach (ServiceStep step in Last) tokens += step.Served.OutputUnits / WorkAmount.UnitsPerToken;
        if (tokens <= 0 || AboveIdleWatts <= 0) return;
        double now = AboveIdleWatts * seconds / tokens;
        joulesPerToken = joulesPerToken <= 0 ? now : joulesPerToken + Math.Min(1, seconds / MeasuringSeconds) * (now - joulesPerToken);
    }

    private const double MeasuringSeconds = 20;
    private double joulesPerToken;

    /// <summary>What came joins what waits; what has waited longer than its window is lost.</summary>
    private void Wait(TimeSpan from, TimeSpan to)
    {
        backlog.Enter(Came, (from + (to - from) / 2).TotalSeconds);
        while (backlog.Count > 0 && from.TotalSeconds - backlog.Head.ArrivalSeconds > windowSeconds)
        {
            WorkAmount old = backlog.Head.Work;
            ExpiredLast += old;
            backlog.Take(old);
        }
        Expired += ExpiredLast;
        Always.Holds(atStart + arrived == offered + backlog.Total + Expired, "work that may wait is waiting, handed over or lost");
    }

    /// <summary>Hands the oldest work to a lane, as much as it is allowed and has room for.</summary>
    private void Release(int lane, TokenRate allowed, double seconds)
    {
        ServicePool pool = lanes[lane].Pool;
        // what its racks did not take in the last step is not asked for twice: no heap builds up before racks that are full
        allowances[lane] = Math.Min(1, allowances[lane]) + allowed.TokensPerSecond * seconds * WorkAmount.UnitsPerToken;
        long may = (long)allowances[lane] - pool.Waiting.OutputUnits;
        while (may > 0 && backlog.Count > 0)
        {
            Cohort oldest = backlog.Head;
            WorkAmount part = oldest.Work.PartByOutput(may);
            if (part.RequestUnits == 0 && part.OutputUnits == 0) break;
            backlog.Take(part);
            pool.Offer(part, oldest.ArrivalSeconds);
            offered += part;
            allowances[lane] -= part.OutputUnits;
            may -= part.OutputUnits;
        }
    }

    /// <summary>Requests that would wait for a place on one fleet go to those that have places left, in proportion to them.</summary>
    private double Level(double all, double seconds)
    {
        if (facts.Deferrable is not null || lanes.Count < 2 || all <= 0) return all;
        double over = 0, free = 0;
        for (int i = 0; i < lanes.Count; i++)
        {
            weights[i] *= Came.RequestUnits / all;
            spare[i] = lanes[i].Room(facts.Shape.Output.Tokens, seconds) - weights[i];
            if (spare[i] < 0) over += Math.Min(-spare[i], weights[i]);
            else free += spare[i];
        }
        double moved = Math.Min(over, free);
        for (int i = 0; i < lanes.Count && moved > 0; i++)
            weights[i] = spare[i] < 0 ? Math.Max(0, weights[i] - moved * Math.Min(-spare[i], weights[i]) / over) : weights[i] + moved * spare[i] / free;
        return Came.RequestUnits;
    }

    private readonly double[] spare = new double[lanes.Count];

    /// <summary>New requests go where the plan wants them, fewer to fleets on which some wait already; without a plan by racks.</summary>
    private double Divide()
    {
        double all = 0;
        for (int i = 0; i < lanes.Count; i++)
        {
            ServiceLane lane = lanes[i];
            double waiting = facts.Deferrable is null ? lane.Pool.Waiting.OutputUnits / WorkAmount.UnitsPerToken : 0;
            all += weights[i] = Math.Max(0, lane.Weight - waiting / DrainSeconds);
        }
        if (all > 0) return all;
        for (int i = 0; i < lanes.Count; i++) all += weights[i] = lanes[i].RacksMost;
        return all;
    }

    /// <summary>What is to be handed to the racks so that they serve what the plan does: its rate ahead, and what is behind it over ten minutes.</summary>
    /// <param name="rateAhead">The plan's rate once what enters now is half through: work in flight follows what enters by <see cref="Residence"/>.</param>
    public TokenRate Due(double rateAhead, double seconds)
    {
        due += Planned.TokensPerSecond * seconds;
        return TokenRate.FromSi(Math.Max(0, rateAhead + (due - served) / CatchUpSeconds));
    }

    /// <summary>Mean time of a request in flight on full racks.</summary>
    public TimeSpan Residence()
    {
        double most = 0;
        foreach (ServiceLane lane in lanes)
            if (lane.Weight > 0) most = Math.Max(most, facts.Shape.Output.Tokens * lane.Curve.BatchMost / lane.Curve.TokensMost.TokensPerSecond * lane.Curve.Replicas);
        return TimeSpan.FromSeconds(Math.Min(most, 1800));
    }

    /// <summary>Tokens per second that the plan serves at a moment.</summary>
    public double PlannedAt(HourBlend hours)
    {
        double sum = 0;
        foreach (ServiceLane lane in lanes) sum += lane.TokensAt(hours);
        return sum;
    }

    private const double CatchUpSeconds = 600;
    private double due, served;

    private const double DrainSeconds = 5;
    private readonly double[] weights = new double[lanes.Count];

    /// <summary>Serves a step on all lanes.</summary>
    /// <param name="most">Power above idle up to which work may start.</param>
    public void Advance(TimeSpan from, TimeSpan to, TokenRate? allowed, Power most)
    {
        double more = most.Watts - AboveIdleWatts, before = Math.Max(1, AboveIdleWatts);
        double all = Level(Divide(), (to - from).TotalSeconds);
        WorkAmount rest = Came;
        ExpiredLast = WorkAmount.None;
        double drawn = 0;
        if (facts.Deferrable is not null) Wait(from, to);
        else if (lanes.Count == 0) TurnedAway += Came;
        for (int i = 0; i < lanes.Count; i++)
        {
            ServiceLane lane = lanes[i];
            double share = all > 0 ? weights[i] / all : 1.0 / lanes.Count;
            if (facts.Deferrable is not null)
            {
                Release(i, share * (allowed ?? TokenRate.Zero), (to - from).TotalSeconds);
                Last[i] = lane.Advance(from, to, WorkAmount.None, null, lane.AboveIdleWatts + (more > 0 ? share : lane.AboveIdleWatts / before) * more);
            }
            else
            {
                WorkAmount part = i == lanes.Count - 1 ? rest : rest.PartByRequests(Math.Min(rest.RequestUnits, (long)(share * Came.RequestUnits)));
                rest -= part;
                Last[i] = lane.Advance(from, to, part, allowed is { } rate ? share * rate : null, lane.AboveIdleWatts + (more > 0 ? share : lane.AboveIdleWatts / before) * more);
            }
            drawn += lane.AboveIdleWatts;
            served += Last[i].Served.OutputUnits / WorkAmount.UnitsPerToken;
        }
        AboveIdleWatts = drawn;
        Measure((to - from).TotalSeconds);
    }
}

/// <summary>One service on one fleet.</summary>
internal sealed class ServiceLane
{
    private readonly Inlet inlet = new();
    private readonly PlannedRun[] runs;
    private readonly CapShare[] planned, slowed;

    public ServiceLane(Service service, RackFleet fleet, ServingCurves curves, IReadOnlyList<PlannedRun> runs)
    {
        (Fleet, Curves, this.runs) = (fleet, curves, [.. runs]);
        (planned, slowed) = (new CapShare[runs.Count], new CapShare[runs.Count]);
        Pool = new(service.Name, curves, inlet, service.Tier, deferrable: null, service.Deferrable is null ? service.Traffic.Patience : null,
            service.Deferrable is { } window ? window + TimeSpan.FromHours(1) : null);
        WattsMost = curves.WattsMost;
        Block = new(WorkBlock.RankOf(service), isService: true);
    }

    public RackFleet Fleet { get; }
    public WorkBlock Block { get; }
    public ServingCurves Curves { get; }
    public ServicePool Pool { get; }
    public ServingCurve Curve => Pool.Curve;
    public Func<double, double> WattsMost { get; }

    /// <summary>Racks that the plan gives, and tokens per second of them.</summary>
    public double PlannedRacks { get; private set; }
    public double Weight { get; private set; }
    public double AbovePerRackWatts => Curve.PowerMost.Watts - Fleet.Banks[0].IdleWatts;
    public double TokensMost => RacksMost * Curve.TokensMost.TokensPerSecond;

    /// <summary>Racks within reach: its own, those that others leave idle, and those of work that gives way.</summary>
    public double RacksMost => Block.Length + Fleet.Idle(Block) + (Block.IsFirst ? Fleet.LendableTo(Block) : 0);
    public double AboveIdleWatts { get; private set; }

    /// <summary>Requests, in their unit, that find a place in a step on its own racks and on those that stand idle.</summary>
    /// <param name="outputPerRequest">Tokens of a request that has just come.</param>
    public double Room(double outputPerRequest, double seconds)
    {
        WorkAmount there = Pool.InFlight + Pool.Waiting;
        double each = there.RequestUnits > 0 ? there.OutputUnits / WorkAmount.UnitsPerToken / (there.RequestUnits / WorkAmount.UnitsPerRequest) : outputPerRequest;
        double racks = Block.Length * Fleet.GotFraction * Block.KeptShare + Fleet.Idle(Block);
        double places = racks * Curve.Replicas * (Curve.BatchMost + seconds * Curve.TokensMost.TokensPerSecond / Curve.Replicas / Math.Max(each, 1e-9));
        return places * WorkAmount.UnitsPerRequest - there.RequestUnits;
    }

    /// <summary>Racks that serve now.</summary>
    public double Racks { get; private set; }

    /// <summary>Above idle, of its own racks at full work under the plan's caps.</summary>
    public double FullWatts => Block.Length * (plannedAboveWatts > 0 ? plannedAboveWatts : AbovePerRackWatts);
    private double plannedAboveWatts;

    public double Plan(HourBlend hours)
    {
        (PlannedRacks, Weight) = (0, 0);
        double above = 0;
        for (int p = 0; p < runs.Length; p++)
        {
            double racks = hours.Of(runs[p].Racks);
            planned[p] = new(runs[p].CapFraction, racks);
            PlannedRacks += racks;
            above += racks * (WattsMost(runs[p].CapFraction) - Fleet.Banks[0].IdleWatts);
            Weight += racks * runs[p].WorkPerRack;
        }
        plannedAboveWatts = PlannedRacks > 0 ? above / PlannedRacks : 0;
        return Weight;
    }

    /// <summary>Racks that its stretch is laid for: the plan's, and where the plan stops work that may wait, those that finish what is in flight.</summary>
    public double WantedRacks
    {
        get
        {
            double flight = Pool.InFlight.RequestUnits / WorkAmount.UnitsPerRequest / (Curve.Replicas * Curve.BatchMost);
            return Block.IsFirst || PlannedRacks > StopsBelow * flight ? PlannedRacks : flight;
        }
    }

    private const double StopsBelow = 0.05;

    public double TokensAt(HourBlend hours)
    {
        double sum = 0;
        foreach (PlannedRun run in runs) sum += hours.Of(run.Racks) * run.WorkPerRack;
        return sum;
    }

    /// <summary>Orders the plan's caps on its stretch, lowered so that full racks draw this share above idle.</summary>
    public void Order(double share)
    {
        if (share >= 1)
        {
            Block.Order(planned);
            return;
        }
        RackBank bank = Fleet.Banks[0];
        for (int p = 0; p < planned.Length; p++)
        {
            double watts = bank.IdleWatts + share * (WattsMost(planned[p].CapFraction) - bank.IdleWatts);
            slowed[p] = planned[p] with { CapFraction = Math.Min(planned[p].CapFraction, bank.CapOfWatts(watts)) };
        }
        Block.Order(slowed);
    }

    /// <summary>Takes over the caps in force.</summary>
    public void Read()
    {
        Block.Read(WattsMost);
        if (Block.Caps.Count > 0) Pool.Cap(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Block.Caps));
    }

    /// <summary>Fills as many racks as the work needs; the others idle. Work whose users wait may take racks of work that can.</summary>
    /// <param name="mostWatts">Above idle: work starts only as far as racks at full work draw no more; what is in flight stays.</param>
    public ServiceStep Advance(TimeSpan from, TimeSpan to, in WorkAmount came, TokenRate? allowed, double mostWatts)
    {
        double own = Block.Length * Fleet.GotFraction * Block.KeptShare;
        double needed = Pool.RacksWanted(came, allowed, (to - from).TotalSeconds), lent = 0;
        if (needed * AbovePerRackWatts > mostWatts)
            needed = Math.Min(needed, Math.Max(Pool.RacksInFlight((to - from).TotalSeconds), mostWatts / AbovePerRackWatts));
        Fleet.Ask();
        if (needed > own) lent = Fleet.Borrow(needed - own, Block);
        if (Block.IsFirst && needed > own + lent) lent += Fleet.Lend(needed - own - lent, Block);
        Racks = Math.Min(needed, own + lent);
        Block.Idle = Math.Max(0, own - Racks);
        Pool.Run(Racks);
        inlet.Put(came);
        ServiceStep step = Pool.Advance(from, to, allowed);
        AboveIdleWatts = Math.Max(0, step.Power.Watts - Racks * Fleet.Banks[0].IdleWatts);
        double onOwn = Racks > 0 ? Math.Min(1, own / Racks) : 1;
        Block.Load(onOwn * AboveIdleWatts);
        if (lent > 0) Fleet.LoadLent((1 - onOwn) * AboveIdleWatts, lent);
        return step;
    }

    /// <summary>Begins with what a steady hour of the plan has in flight.</summary>
    public void Begin(double outputPerRequest)
    {
        double requests = PlannedRacks * Curve.Replicas * Curve.BatchMost;
        WorkAmount flight = new((long)(requests * WorkAmount.UnitsPerRequest), 0, (long)(requests * outputPerRequest * WorkAmount.UnitsPerToken));
        Pool.Owe(flight, WorkAmount.None, TimeSpan.Zero);
    }
}

/// <summary>Requests handed over step by step.</summary>
internal sealed class Inlet : IArrivals
{
    private WorkAmount pending;
    public void Put(in WorkAmount work) => pending += work;

    public WorkAmount Until(TimeSpan end)
    {
        WorkAmount all = pending;
        pending = WorkAmount.None;
        return all;
    }
}
