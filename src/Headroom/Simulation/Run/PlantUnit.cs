using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>A plant in a run: generator or reactor behind one face, with its orders and its books.</summary>
internal sealed class PlantUnit
{
    /// <summary>Where nothing is stated: <c>reference/planning.md</c> §3.4, 5 % a minute within 50–100 %, unverified.</summary>
    private const double ReactorRampPerMinute = 0.05;
    private readonly GeneratorUnit? generator;
    private readonly ReactorUnit? reactor;
    private readonly PlannedGenerator plan;
    private GeneratorState state, before;
    private ReactorState heat, heatBefore;
    private readonly TimeSpan rampTime;
    private TimeSpan wantedUntil;

    /// <summary>One that was started runs on for so long after it was last wanted.</summary>
    public static readonly TimeSpan RunsOn = TimeSpan.FromMinutes(30);

    public PlantUnit(Generator facts, PlannedGenerator plan, Power first)
    {
        (Facts, this.plan) = (facts, plan);
        bool isReactor = facts.Kind == GeneratorKind.Reactor;
        double perMinute = facts.RampPerMinuteFraction ?? (isReactor ? ReactorRampPerMinute : double.PositiveInfinity);
        rampTime = perMinute > 0 ? TimeSpan.FromMinutes(1 / perMinute) : TimeSpan.FromDays(1);
        Ramp ramp = Ramp.FromSi(perMinute * plan.Capacity.Watts / 60);
        if (isReactor)
        {
            reactor = new(facts, plan.Capacity, ramp);
            heat = heatBefore = new(Power.Max(first, facts.MinimumLoadFraction * plan.Capacity));
            return;
        }
        generator = new(facts, plan.Capacity, facts.StartTime, ramp);
        bool runs = first > Power.Zero || facts.StartTime == TimeSpan.Zero || facts.MinimumLoadFraction > 0;
        state = before = new(runs ? GeneratorPhase.Running : GeneratorPhase.Off, first);
    }

    public Generator Facts { get; }
    public Power Capacity => plan.Capacity;

    /// <summary>What it is to a deadline: the catalog's generator, with this plant's own start and the ramp to its capacity.</summary>
    public Means Means(Actuator generator) => new(generator with { Name = Facts.Name, Latency = Facts.StartTime + rampTime }, Capacity);

    /// <summary>Share of the plant that has not failed.</summary>
    public double LeftFraction { get; set; } = 1;

    /// <summary>Whether a start that is under way will fail.</summary>
    public bool FailsToStart { get; set; }

    /// <summary>It can be raised on demand.</summary>
    public bool Follows => Facts.Kind is not (GeneratorKind.Solar or GeneratorKind.Wind);
    public Power Planned { get; private set; }

    /// <summary>The plan wants it now, or as soon as it can start.</summary>
    public bool IsDue { get; private set; }
    public PowerBand Reach { get; private set; }
    public Power Output => reactor is null ? state.Output : heat.Output;
    public int Starts => state.Starts;
    public int FailedStarts => state.FailedStarts;
    public bool IsRunning => reactor is not null || state.Phase is GeneratorPhase.Running or GeneratorPhase.Stopping;
    public Energy Fuel => reactor is null ? state.Fuel : heat.Fuel;

    private double availableFraction;

    /// <summary>What is planned and what can be given in a step.</summary>
    /// <param name="soon">When a start ordered now would have ended.</param>
    public void Sense(HourBlend hours, HourBlend soon, TimeSpan step)
    {
        Planned = Power.FromSi(1e6 * hours.Of(plan.OutputMegawatts));
        IsDue = Planned > Power.Zero || soon.Of(plan.OutputMegawatts) > 0;
        availableFraction = Math.Min(1, hours.Of(Facts.AvailableFraction)) * LeftFraction;
        Reach = generator?.Reach(state, availableFraction, step) ?? reactor!.Reach(heat, availableFraction, step);
    }

    /// <summary>Feeds the bus for a step.</summary>
    /// <param name="isWanted">It should run; a plant that starts is wanted before it can give anything.</param>
    public void Act(Power injection, bool isWanted, TimeSpan now, TimeSpan step)
    {
        if (reactor is not null)
        {
            heatBefore = heat;
            heat = reactor.After(heat, injection, injection, availableFraction, step);
            return;
        }
        if (isWanted) wantedUntil = now + RunsOn;
        bool runs = isWanted || now < wantedUntil || Facts.StartTime == TimeSpan.Zero || Facts.MinimumLoadFraction > 0;
        before = state;
        GeneratorOrder order = state.Phase == GeneratorPhase.Tripped && !FailsToStart ? GeneratorOrder.Reset : runs ? GeneratorOrder.Run : GeneratorOrder.Stop;
        state = generator!.After(state, order, injection, availableFraction, step, FailsToStart);
    }

    /// <summary>What it fed in the step, from its fuel where it has one.</summary>
    public Power Delivered(TimeSpan step) => reactor is not null ? reactor.Delivered(heatBefore, heat, step)
        : generator!.Delivered(before, state, step) ?? state.Output;
}

/// <summary>A battery in a run.</summary>
internal sealed class StoreUnit(Battery facts, PlannedBattery plan, Energy stored)
{
    private readonly BatteryUnit unit = new(facts, plan.Power, plan.Energy);
    private BatteryState before;

    public Battery Facts => facts;
    public BatteryState State { get; private set; } = new(stored);
    public Energy LeastStored { get; private set; } = stored;
    public Energy MostStored { get; private set; } = stored;
    public bool HasFailed { get; set; }
    public Power Planned { get; private set; }
    public PowerBand Reach { get; private set; }
    public Power Injection { get; private set; }
    public double FullCycles => plan.Energy > Energy.Zero ? unit.FullCycles(State) : 0;
    public Energy Lost => unit.Lost(State);

    /// <summary>What it could give the bus in all.</summary>
    public Energy Deliverable => HasFailed ? default : facts.DischargeEfficiency * Energy.Max(default, State.Stored - unit.LeastStored);

    /// <summary>What it could take from the bus in all.</summary>
    public Energy Takeable => HasFailed ? default : Energy.Max(default, plan.Energy - State.Stored) / facts.ChargeEfficiency;

    public void Sense(HourBlend hours, TimeSpan step)
    {
        Planned = Power.FromSi(1e6 * hours.Of(plan.InjectionMegawatts));
        Reach = HasFailed ? PowerBand.Nothing : unit.Reach(State, step);
    }

    public void Act(Power injection, TimeSpan step)
    {
        before = State;
        Injection = injection;
        State = unit.After(State, injection, step);
        (LeastStored, MostStored) = (Energy.Min(LeastStored, State.Stored), Energy.Max(MostStored, State.Stored));
    }

    public Power Delivered(TimeSpan step) => unit.Delivered(before, State, step);
}
