using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>One service on the whole site: its requests come in one stream and are divided over the fleets that serve it.</summary>
internal sealed class ServiceFlow(Service facts, IArrivals arrivals, IReadOnlyList<ServiceLane> lanes)
{
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

    /// <summary>What came in the last step and is not yet on any lane.</summary>
    public WorkAmount Came { get; private set; }

    /// <summary>Reads the plan at a moment.</summary>
    public void Plan(HourBlend hours)
    {
        double sum = 0;
        foreach (ServiceLane lane in lanes) sum += lane.Plan(hours);
        Planned = TokenRate.FromSi(sum);
    }

    /// <summary>Takes what comes until the end of a step; what is asked for, smoothed over ten seconds, with the backlog of work that may not wait.</summary>
    public TokenRate Receive(TimeSpan to, double seconds)
    {
        Came = arrivals.Until(to);
        double rate = Came.OutputUnits / WorkAmount.UnitsPerToken / seconds;
        askedTokensPerSecond = askedTokensPerSecond < 0 ? rate
            : askedTokensPerSecond + Math.Min(1, seconds / SmoothingSeconds) * (rate - askedTokensPerSecond);
        double waiting = 0;
        foreach (ServiceLane lane in lanes) waiting += lane.Pool.Waiting.OutputUnits / WorkAmount.UnitsPerToken;
        return TokenRate.FromSi(facts.Deferrable is null ? askedTokensPerSecond + waiting / BacklogSeconds
            : askedTokensPerSecond + waiting / facts.Deferrable.Value.TotalSeconds);
    }

    /// <summary>What all racks of the service give at most.</summary>
    public TokenRate Most()
    {
        double sum = 0;
        foreach (ServiceLane lane in lanes) sum += lane.TokensMost;
        return TokenRate.FromSi(sum);
    }

    /// <summary>Energy of a token above idle, at full racks.</summary>
    public double JoulesPerToken()
    {
        double watts = 0, tokens = 0;
        foreach (ServiceLane lane in lanes) (watts, tokens) = (watts + lane.Weight * lane.AbovePerRackWatts, tokens + lane.Weight * lane.Curve.TokensMost.TokensPerSecond);
        return tokens > 0 ? watts / tokens : 0;
    }

    /// <summary>Serves a step on all lanes.</summary>
    public void Advance(TimeSpan from, TimeSpan to, TokenRate? allowed)
    {
        double all = 0;
        foreach (ServiceLane lane in lanes) all += lane.Weight;
        bool byPlan = all > 0;
        if (!byPlan) foreach (ServiceLane lane in lanes) all += lane.Block.Length;
        WorkAmount rest = Came;
        AboveIdleWatts = 0;
        for (int i = 0; i < lanes.Count; i++)
        {
            ServiceLane lane = lanes[i];
            double share = all > 0 ? (byPlan ? lane.Weight : lane.Block.Length) / all : 1.0 / lanes.Count;
            WorkAmount part = i == lanes.Count - 1 ? rest : rest.PartByRequests(Math.Min(rest.RequestUnits, (long)(share * Came.RequestUnits)));
            rest -= part;
            Last[i] = lane.Advance(from, to, part, allowed is { } rate ? share * rate : null);
            AboveIdleWatts += lane.AboveIdleWatts;
        }
    }
}

/// <summary>One service on one fleet.</summary>
internal sealed class ServiceLane
{
    private readonly Inlet inlet = new();
    private readonly PlannedRun[] runs;
    private readonly CapShare[] planned;

    public ServiceLane(Service service, RackFleet fleet, ServingCurves curves, IReadOnlyList<PlannedRun> runs)
    {
        (Fleet, Curves, this.runs, planned) = (fleet, curves, [.. runs], new CapShare[runs.Count]);
        // a plan of hours knows the window of deferrable work to the hour
        TimeSpan? window = service.Deferrable is { } deferrable ? deferrable + TimeSpan.FromHours(1) : null;
        Pool = new(service.Name, curves, inlet, service.Tier, window, service.Traffic.Patience);
        WattsMost = curves.WattsMost;
        (isDeferrable, gapVariation) = (service.Deferrable is not null, service.Traffic.GapVariationFraction);
        Block = new(isService: true, isFirst: !isDeferrable);
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
    public double TokensMost => Block.Length * Curve.TokensMost.TokensPerSecond;
    public double AboveIdleWatts { get; private set; }

    /// <summary>Racks that serve now.</summary>
    public double Racks { get; private set; }

    public double Plan(HourBlend hours)
    {
        (PlannedRacks, Weight) = (0, 0);
        for (int p = 0; p < runs.Length; p++)
        {
            double racks = hours.Of(runs[p].Racks);
            planned[p] = new(runs[p].CapFraction, racks);
            PlannedRacks += racks;
            Weight += racks * runs[p].WorkPerRack;
        }
        return Weight;
    }

    /// <summary>Racks that a service that may not wait keeps within reach: by plan, or by need where that is more, and for the chance in it.</summary>
    /// <remarks>r·(1 + 3·c/√n)        n   requests in flight on r racks        c   variation of the gaps: three deviations of a count by chance</remarks>
    public double Staffed()
    {
        if (isDeferrable) return PlannedRacks;
        double racks = Math.Max(PlannedRacks, wanted), inFlight = racks * Curve.Replicas * Curve.BatchMost;
        wanted = 0;
        return inFlight > 0 ? racks * (1 + 3 * gapVariation / Math.Sqrt(inFlight)) : 0;
    }

    private readonly bool isDeferrable;
    private readonly double gapVariation;
    private double wanted;

    /// <summary>Orders the plan's caps on its stretch.</summary>
    public void Order() => Block.Order(planned);

    /// <summary>Takes over the caps in force.</summary>
    public void Read()
    {
        Block.Read(WattsMost);
        if (Block.Caps.Count > 0) Pool.Cap(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Block.Caps));
    }

    /// <summary>Fills as many racks as the work needs; the others idle.</summary>
    public ServiceStep Advance(TimeSpan from, TimeSpan to, in WorkAmount came, TokenRate? allowed)
    {
        double most = Block.Length * Fleet.Banks.Min(bank => bank.GotFraction);
        double needed = Pool.RacksWanted(came, allowed, (to - from).TotalSeconds);
        wanted = Math.Max(wanted, needed);
        Racks = Math.Min(most, needed);
        Pool.Run(Racks);
        inlet.Put(came);
        ServiceStep step = Pool.Advance(from, to, allowed);
        AboveIdleWatts = Math.Max(0, step.Power.Watts - Racks * Fleet.Banks[0].IdleWatts);
        Block.Load(AboveIdleWatts);
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
