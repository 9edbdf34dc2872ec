using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>One training run on one fleet: a synchronous job on as many racks as the plan gives it.</summary>
/// <remarks>
///   above(t) = σ·K·(P(c) − idle)·n(t)        n   the wave, of mean 1 while it works, 0 at idle        σ   share of the racks that works
///   P(c) is the planner's power of a rack at cap c, so that a working job draws in the mean what the plan says. Orders lower the cap down
///   to the boards' floor; below it fewer racks work. Racks join and leave between hours without a restart.
///   done = K·F·(computing time − lost work)        F   arithmetic of a rack without a cap
/// </remarks>
internal sealed class TrainingLane
{
    private readonly PlannedRun[] runs;
    private readonly TrainingWaveform wave;
    private readonly double operationsPerRack, idleWatts, levelIdle, levelSpan;
    private readonly Dictionary<double, double> speeds = [];
    private readonly CapShare[] order = new CapShare[1];
    private double plannedCap = 1, plannedAboveWatts, worked, doneBefore;

    /// <param name="isSteady">No wave, no checkpoints, no failures: what a plan of hours sees.</param>
    /// <param name="window">Hours of the run: the job fails as often as its mean size in them makes it.</param>
    public TrainingLane(TrainingRun facts, RackFleet fleet, IReadOnlyList<PlannedRun> runs, Range window, bool isSteady, ulong seed)
    {
        (Facts, Fleet, this.runs) = (facts, fleet, [.. runs]);
        this.isSteady = isSteady;
        RackType type = fleet.Choice.Type;
        idleWatts = fleet.Banks[0].IdleWatts;
        Power full = Training.PowerOfRack(type, type.Accelerator.Tdp);
        operationsPerRack = Training.ComputeOfRack(type, type.Accelerator.Tdp, facts.UtilisationFraction, isSteady ? facts.GoodputFraction : 1, facts.Precision)
            .OperationsPerSecond;
        TrainingWaveform shape = isSteady ? Flat : facts.Waveform ?? ShippedWaveforms.PreTrainingH100;
        wave = (shape with { Nodes = 1 }).WithMeanPerNode(full);
        levelIdle = idleWatts / wave.NodePower.Watts;
        wave = wave with { FailedFraction = levelIdle };
        levelSpan = wave.MeanFraction - levelIdle;
        int accelerators = Math.Max(1, (int)Math.Round(MeanRacks(runs, window) * type.Accelerators));
        Interruptions costs = isSteady ? Never : Interruptions.For(accelerators, facts.Stall, facts.Restart, facts.Detection,
            Math.Max(1e-12, facts.FailuresPerAcceleratorHour));
        Job = new(facts.Name, wave, costs, ComputeRate.FromSi(1), Count.FromSi(1), seed);
        WattsMost = cap => Training.PowerOfRack(type, cap * type.Accelerator.Tdp).Watts;
    }

    public TrainingRun Facts { get; }
    public RackFleet Fleet { get; }
    public WorkBlock Block { get; } = new(WorkBlock.LastRank, isService: false);
    public TrainingJob Job { get; }
    public Func<double, double> WattsMost { get; }
    public double PlannedRacks { get; private set; }

    /// <summary>FLOP per second that the plan expects now.</summary>
    public double PlannedOperations { get; private set; }

    /// <summary>Useful arithmetic so far.</summary>
    public double DoneOperations { get; private set; }
    public TimeSpan Paused { get; private set; }

    /// <summary>Time with racks and without a pause, and the part of it after failures, in start-ups, in checkpoints, and lost while racks that smooth climb again.</summary>
    public TimeSpan Attended { get; private set; }
    public TimeSpan Down { get; private set; }

    /// <summary>Progress spent on evaluations, which is no arithmetic of the run.</summary>
    public TimeSpan Evaluated => Job.Progress - TimeSpan.FromSeconds(Job.Done.Operations);
    public double AboveIdleWatts { get; private set; }

    /// <summary>Share of the plan's racks that it has: work that is behind, or a failure, takes some. Hourly means take none.</summary>
    private double LaidFraction => PlannedRacks > 0 && !isSteady ? Math.Min(1, Block.Length / PlannedRacks) : 1;
    private readonly bool isSteady;

    /// <summary>Power above idle while it computes under the plan's cap, mean and highest of the wave.</summary>
    public double MeanWatts => LaidFraction * plannedAboveWatts;
    public double FullWatts => MeanWatts * (wave.Band.MostFraction - levelIdle) / levelSpan;

    /// <summary>Above idle, the most it can take under the caps in force, at the crest of its wave.</summary>
    public double EnforcedWatts => Math.Min(1, WorkingShare) * Block.AboveMostWatts * (wave.Band.MostFraction - levelIdle) / levelSpan;

    /// <summary>Share of the racks that works; less than 1 where an order lies below the lowest cap.</summary>
    public double WorkingShare { get; private set; } = 1;

    /// <summary>The plan gives it racks now; without any it is saved and stopped, and cannot fail.</summary>
    public bool HasRacks => PlannedRacks > RacksLeast;

    private const double RacksLeast = 0.01;

    public void Plan(HourBlend hours)
    {
        double racks = 0, above = 0, work = 0;
        foreach (PlannedRun run in runs)
        {
            double here = hours.Of(run.Racks);
            (racks, above, work) = (racks + here, above + here * (run.PowerPerRack.Watts - idleWatts), work + here * run.WorkPerRack);
        }
        (PlannedRacks, plannedAboveWatts, PlannedOperations) = (racks, above, work);
        if (racks > 0) plannedCap = Fleet.Banks[0].CapOfWatts(idleWatts + above / racks);
    }

    /// <summary>Takes at most this share of its planned power above idle: by caps, and below the lowest cap with fewer racks.</summary>
    public void Order(double share)
    {
        double cap = plannedCap;
        WorkingShare = 1;
        isHeld = share < 1;
        if (share < 1 && PlannedRacks > 0)
        {
            RackBank bank = Fleet.Banks[0];
            double perRack = share * plannedAboveWatts / PlannedRacks, least = WattsMost(bank.CapLeastFraction) - idleWatts;
            cap = bank.CapOfWatts(idleWatts + Math.Max(perRack, least));
            if (perRack < least) WorkingShare = perRack / least;
        }
        order[0] = new(cap, 1);
        Block.Order(order);
    }

    public void Read() => Block.Read(WattsMost);

    /// <summary>Works for a step; the caps in force give its speed.</summary>
    public void Advance(TimeSpan from, TimeSpan to)
    {
        double speed = 0, units = 0;
        foreach (CapShare one in Block.Caps) (speed, units) = (speed + one.Weight * SpeedAt(one.CapFraction), units + one.Weight);
        speed = units > 0 ? WorkingShare * speed / units * Fleet.GotFraction : 0;
        if (Block.Length <= 1e-9) speed = 0;
        Job.Throttle(new(Math.Min(1, speed), 1));
        double level = Job.Advance(to).Watts / wave.NodePower.Watts;
        double kept = Block.KeptShare, back = TakeBack((to - from).TotalSeconds);
        double perShare = Math.Max(0, WorkingShare * Block.AboveMostWatts * (level - levelIdle) / levelSpan);
        Block.Load(kept * perShare);
        if (back > 0) Fleet.LoadLent(back / Block.Length * perShare, back);
        AboveIdleWatts = (kept + (back > 0 ? back / Block.Length : 0)) * perShare;
        if (HasRacks) Attend(to - from);
        worked = Job.Done.Operations;
        DoneOperations += (kept * Block.Length + back) * operationsPerRack * (worked - doneBefore);
        doneBefore = worked;
    }

    private void Attend(TimeSpan step)
    {
        if (Job.Activity == TrainingActivity.Paused) Paused += step;
        else Attended += step;
        if (Job.Activity is not (TrainingActivity.Paused or TrainingActivity.Working)) Down += step;
        else if (Job.Activity == TrainingActivity.Working) Down += (1 - Fleet.GotFraction) * step;
    }

    /// <summary>Racks it has lent come back from those that services leave idle, over a minute.</summary>
    private double TakeBack(double seconds)
    {
        owedRackSeconds += Block.Lent * seconds;
        Fleet.Ask();
        if (isHeld || owedRackSeconds <= 0 || Block.Length <= 0 || Job.Activity != TrainingActivity.Working) return 0;
        double back = Fleet.Borrow(Math.Min(owedRackSeconds / Math.Max(seconds, TakeBackSeconds), Block.Length), Block);
        owedRackSeconds -= back * seconds;
        return back;
    }

    private const double TakeBackSeconds = 60;
    private bool isHeld;

    /// <summary>Above idle, what it may take beyond its own racks in the next step. Told to take less than its most, it takes nothing back.</summary>
    public double ReturningWatts => isHeld ? 0 : OwedWatts;

    /// <summary>The same once it is told its most.</summary>
    public double OwedWatts => Block.Length <= 0 ? 0 : Math.Min(1, owedRackSeconds / TakeBackSeconds / Block.Length) * FullWatts;
    private double owedRackSeconds;

    public bool IsUp => Job.Activity is TrainingActivity.Working or TrainingActivity.Checkpoint;

    private double SpeedAt(double cap)
    {
        if (!speeds.TryGetValue(cap, out double speed))
        {
            if (speeds.Count > 4096) speeds.Clear();
            speeds[cap] = speed = TrainingSpeed.Under(Fleet.Choice.Type, cap).SpeedFraction;
        }
        return speed;
    }

    /// <summary>Racks in the mean of the hours in which it runs.</summary>
    private static double MeanRacks(IReadOnlyList<PlannedRun> runs, Range window)
    {
        double sum = 0;
        int hours = 0;
        for (int t = window.Start.Value; t < window.End.Value; t++)
        {
            double here = 0;
            foreach (PlannedRun run in runs) here += run.Racks[t];
            if (here > 1e-3) (sum, hours) = (sum + here, hours + 1);
        }
        return hours > 0 ? sum / hours : 0;
    }

    private static TrainingWaveform Flat { get; } = new(
        "steady", Nodes: 1, NodePower: Power.FromSi(1), Course.Flat(TimeSpan.FromSeconds(10), 1), 0, Course.None, Course.None);

    private static Interruptions Never { get; } = new(
        TimeSpan.FromDays(36500), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.MaxValue);
}
