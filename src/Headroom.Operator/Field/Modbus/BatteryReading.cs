using Headroom.Protocols;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What reading a battery gave: a closed family.</summary>
public abstract record BatteryReading
{
    private BatteryReading() { }

    public sealed record Read(BatteryState State) : BatteryReading
    {
        /// <summary>What of the device is not as it should be, or is lost for now, though it can be read.</summary>
        public IReadOnlyList<Malformed> Findings { get; init; } = [];
    }

    /// <summary>It answers, but lacks what it takes.</summary>
    public sealed record Unfit(string Why) : BatteryReading;
    public sealed record Silent(string Why) : BatteryReading;
}

/// <summary>A battery at one moment; null for what it does not implement.</summary>
/// <param name="Injection">Positive feeds the bus; AC, model 701.</param>
public sealed record BatteryState(Power Injection)
{
    public double? ChargeShare { get; init; }
    public Energy? Capacity { get; init; }
    public Energy? Stored { get; init; }

    /// <summary>What it may charge and discharge now by its own limits, its reserves and the site's setting.</summary>
    public Power ChargeMost { get; init; }
    public Power DischargeMost { get; init; }

    /// <summary>The set point in its registers; null while none is enabled.</summary>
    public Power? SetPoint { get; init; }

    /// <summary>Until it falls back by itself; null where no timer runs.</summary>
    public TimeSpan? RevertsIn { get; init; }

    /// <summary>Somebody on the spot has taken it over: what we write does nothing.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Its own heartbeat stands still.</summary>
    public bool IsHanging { get; init; }

    /// <summary>Counters of the device.</summary>
    public Energy? Injected { get; init; }
    public Energy? Absorbed { get; init; }
}

/// <summary>What became of an order to a battery: a closed family.</summary>
public abstract record BatteryAnswer(Power Requested)
{
    /// <summary>Its registers say what was asked.</summary>
    /// <param name="RevertsIn">Null where the device does not show its timer.</param>
    public sealed record Held(Power Requested, Power Enforced, TimeSpan? RevertsIn) : BatteryAnswer(Requested);

    /// <summary>Less than was asked, and why.</summary>
    public sealed record Limited(Power Requested, Power Enforced, string Why) : BatteryAnswer(Requested);
    public sealed record Refused(Power Requested, string Why) : BatteryAnswer(Requested);

    /// <summary>It is operated on the spot; the actuator is lost to us.</summary>
    public sealed record Lost(Power Requested, string Why) : BatteryAnswer(Requested);
    public sealed record Silent(Power Requested, string Why) : BatteryAnswer(Requested);
}
