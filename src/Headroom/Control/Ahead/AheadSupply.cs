using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A plant in the time to come.</summary>
public sealed record AheadPlant
{
    public required string Name { get; init; }

    /// <summary>What it is planned to give.</summary>
    public required Power[] Planned { get; init; }

    /// <summary>The least and the most that it can give: its minimum load, what is available.</summary>
    public required Power[] Least { get; init; }
    public required Power[] Most { get; init; }

    /// <summary>Its output can be raised on demand; if not, it gives what is planned at most.</summary>
    public bool Follows { get; init; }

    /// <summary>How fast its output may change; null where steps do not show it.</summary>
    public Ramp? Ramp { get; init; }

    /// <summary>Output before the first step; null where the first step may begin anywhere.</summary>
    public Power? OutputNow { get; init; }

    /// <summary>Cost of one more megawatt-hour.</summary>
    public EnergyPrice Cost { get; init; }
}

/// <summary>A battery in the time to come.</summary>
public sealed record AheadBattery
{
    public required string Name { get; init; }
    public required Power Power { get; init; }
    public required Energy Energy { get; init; }
    public required Energy Stored { get; init; }

    /// <summary>One way, bus to store and store to bus.</summary>
    public double ChargeEfficiency { get; init; } = 1;
    public double DischargeEfficiency { get; init; } = 1;
    public double LossPerHourFraction { get; init; }
    public Energy LeastStored { get; init; }

    /// <summary>What is to be stored at the end at least; as much as now closes the cycle. Null without a target.</summary>
    public Energy? StoredAtEnd { get; init; }

    /// <summary>What a megawatt-hour left in the store is worth.</summary>
    public EnergyPrice ValueAtEnd { get; init; }

    /// <summary>What is rather kept in it, for limits that nobody has announced yet.</summary>
    public Energy Reserve { get; init; }

    /// <summary>What a megawatt-hour of the reserve that is not there costs for each hour in which it is not.</summary>
    public EnergyPrice ReserveValue { get; init; }

    /// <summary>Cost of a discharged megawatt-hour.</summary>
    public EnergyPrice Wear { get; init; }
}

/// <summary>A loop of coolant and what hangs on it: its mass takes heat that the plant does not carry off at once.</summary>
/// <param name="Fleets">Places in <see cref="AheadInputs.Fleets"/> of the racks whose heat it takes; a fleet is on one loop at most.</param>
/// <param name="PerKelvin">Heat that warms it by one kelvin.</param>
/// <param name="RejectedMost">Heat that the plant can carry off.</param>
/// <param name="DrawPerHeatRatio">Draw of the plant at the bus per heat that it carries off.</param>
public sealed record AheadLoop(string Name, IReadOnlyList<int> Fleets, Energy PerKelvin, Power[] RejectedMost, double[] DrawPerHeatRatio)
{
    /// <summary>Over the temperature that the plant usually holds: now, as warm as racks allow, as cool as the plant can make it.</summary>
    public TemperatureRise RiseNow { get; init; }
    public TemperatureRise RiseMost { get; init; }
    public TemperatureRise RiseLeast { get; init; }
}
