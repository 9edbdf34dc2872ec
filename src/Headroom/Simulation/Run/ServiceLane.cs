using Headroom.Compute;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

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
            double flight = FlightRacks;
            return Block.IsFirst || PlannedRacks > StopsBelow * flight ? PlannedRacks : flight;
        }
    }

    /// <summary>Full racks that what is in flight takes.</summary>
    public double FlightRacks => Pool.InFlight.RequestUnits / WorkAmount.UnitsPerRequest / (Curve.Replicas * Curve.BatchMost);

    /// <summary>How it is laid now.</summary>
    public LaneUse Use
    {
        get
        {
            double racks = 0, cap = 0;
            foreach (CapShare one in planned) (racks, cap) = (racks + one.Weight, cap + one.Weight * one.CapFraction);
            return new(PlannedRacks, racks > 0 ? cap / racks : Fleet.Banks[0].CapMostFraction, TokenRate.FromSi(Weight));
        }
    }

    /// <summary>Lays it otherwise than the plan does: so many racks, all at one cap.</summary>
    public void Lay(LaneUse ordered)
    {
        if (planned.Length == 0) return;
        double cap = Math.Clamp(ordered.CapFraction, Fleet.Banks[0].CapLeastFraction, Fleet.Banks[0].CapMostFraction);
        planned[0] = new(cap, Math.Max(ordered.Racks, LeastLaid));
        for (int p = 1; p < planned.Length; p++) planned[p] = new(cap, 0);
        (PlannedRacks, Weight) = (ordered.Racks, ordered.Tokens.TokensPerSecond);
        plannedAboveWatts = WattsMost(cap) - Fleet.Banks[0].IdleWatts;
    }

    private const double StopsBelow = 0.05;

    /// <summary>A stretch without racks of its own has caps nevertheless, for those that it borrows.</summary>
    private const double LeastLaid = 1e-6, LeastOwn = 1e-3;
    private readonly List<CapShare> elsewhere = [];

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
        // whoever has no racks of its own works on those of others, and under their caps
        List<CapShare> caps = Block.Length > LeastOwn ? Block.Caps : Fleet.CapsInForce(elsewhere);
        if (caps.Count > 0) Pool.Cap(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(caps));
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
