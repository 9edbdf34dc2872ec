using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What changes power.</summary>
public enum ActuatorKind
{
    /// <summary>Capacitors in supplies and racks: they act by themselves, without an order.</summary>
    Smoothing,

    /// <summary>Batteries behind an inverter, and UPS.</summary>
    Storage,
    ClockLock,
    InBandCap,

    /// <summary>Hardware power brake: blunt, it slows whatever is behind it.</summary>
    Brake,

    /// <summary>A cap that was laid down at the rack ahead of time and comes into force on a local signal.</summary>
    PreArmedCap,
    OutOfBandCap,

    /// <summary>Batch size, replicas and routing of services.</summary>
    Batch,

    /// <summary>Pause and resume of training at a checkpoint.</summary>
    Scheduler,
    CoolingSetPoint,
    Generator,
}

/// <summary>From milliseconds (L0) to a quarter of an hour and more (L6).</summary>
public enum LatencyClass { L0, L1, L2, L3, L4, L5, L6 }

/// <summary>What becomes of an actuator that fails.</summary>
public enum FailureMode
{
    /// <summary>Its energy ends, and the draw is back at once.</summary>
    RunsEmpty,

    /// <summary>The device forgets its order and is free: a driver was loaded again, persistence was off.</summary>
    Forgets,

    /// <summary>The order before stays in force.</summary>
    Sticks,

    /// <summary>It hits more than was meant, and stays on unseen.</summary>
    StaysOn,

    /// <summary>Work since the last checkpoint is lost.</summary>
    LosesWork,

    /// <summary>Nothing happens: the source does not start.</summary>
    DoesNotStart,
}

/// <summary>Facts of one kind of actuator on one platform. Latencies are data with a date, never physics.</summary>
public sealed record Actuator
{
    public required string Name { get; init; }
    public required ActuatorKind Kind { get; init; }
    public required LatencyClass Class { get; init; }

    /// <summary>From the order to the first instant at which it holds; where a range is known, its high end.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>From then until telemetry shows it.</summary>
    public required TimeSpan Telemetry { get; init; }

    /// <summary>Orders to one device are whole multiples of it.</summary>
    public Power Resolution { get; init; }

    /// <summary>The lowest order that one device takes.</summary>
    public Power Least { get; init; }

    /// <summary>Least time between an order and the next one that gives power back.</summary>
    public TimeSpan Hold { get; init; }
    public FailureMode Failure { get; init; }

    /// <summary>Year in which the latency was measured, published or estimated.</summary>
    public int MeasuredYear { get; init; }

    /// <summary>Of the latency: P primary, S secondary, E our estimate, U unverified.</summary>
    public string Grade { get; init; } = "";
    public string Source { get; init; } = "";

    /// <summary>From the order until it is seen to hold.</summary>
    /// <remarks>reach = latency + telemetry; 42 s for an out-of-band cap.</remarks>
    public TimeSpan Reach => Latency + Telemetry;

    /// <summary>Ordered now, it is seen to hold by then.</summary>
    public bool InTime(TimeSpan deadline) => Reach <= deadline;

    /// <summary>The last moment at which it can be ordered and is still seen to hold by the deadline.</summary>
    /// <remarks>arm = deadline − latency − telemetry</remarks>
    public TimeSpan CommandBy(TimeSpan deadline) => deadline - Reach;
}

/// <summary>The actuators of a platform; the shipped ones come from <c>data/actuators.yaml</c>.</summary>
public sealed record ActuatorFacts(IReadOnlyList<Actuator> Actuators)
{
    public Actuator this[ActuatorKind kind] =>
        Actuators.FirstOrDefault(one => one.Kind == kind) ?? throw new ArgumentException($"These facts know no {kind}.", nameof(kind));
}
