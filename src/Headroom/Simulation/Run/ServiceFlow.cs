using Headroom.Compute;
using Headroom.Control;
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

    /// <summary>Share of its own racks on rows that other work has more of, whose caps those keep to.</summary>
    public double LedFraction
    {
        get
        {
            double led = 0, all = 0;
            foreach (ServiceLane lane in lanes) (led, all) = (led + lane.Block.LedRacks, all + lane.Block.Length);
            return all > 0 ? Math.Clamp(led / all, 0, 1) : 0;
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
        return TokenRate.FromSi(askedTokensPerSecond + WaitingTokens / BacklogSeconds);
    }

    /// <summary>Output tokens of what waits for a place on any lane.</summary>
    public double WaitingTokens
    {
        get
        {
            double waiting = 0;
            foreach (ServiceLane lane in lanes) waiting += lane.Pool.Waiting.OutputUnits / WorkAmount.UnitsPerToken;
            return waiting;
        }
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

    /// <summary>Lays its lanes as ordered; null for the plan's racks and caps.</summary>
    public void Lay(LaneUse[]? ordered)
    {
        for (int i = 0; i < lanes.Count; i++) if (ordered is not null && i < ordered.Length) lanes[i].Lay(ordered[i]);
    }

    /// <summary>Tokens that the plan would have served by now, beyond those that were; negative for work that is ahead of it.</summary>
    public double BehindTokens => due - served;

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
