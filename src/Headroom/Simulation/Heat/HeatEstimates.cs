using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Thermal masses, approaches and limits of a heat plant for which a site states nothing. Every one is an estimate.</summary>
/// <remarks>
///   Masses are per kilowatt of design heat, in kJ/(K·kW), which is seconds per kelvin:
///   rack loop 4.5       about 1 L/kW of 25 % glycol (3.9 kJ/(L·K)) in manifolds, hoses and the rack's share of its CDU, and the metal
///                       of the cold plates. Time constant at ΔT 10 K: 45 s
///   room air 12         5 m³/kW of air (1.2 kJ/(m³·K)) and steel twice as much again; without cooling 5 K/min at full heat
///   facility loop 63    15 L/kW of water, the usual least volume for stable chillers (12–20 L/kW),
///                       and never less than twice what its racks and rooms hold: a small loop has a buffer tank. A loop reacts to
///                       its racks of the step before, which is stable for every step where it holds more than they do
/// </remarks>
public sealed record HeatEstimates
{
    public static HeatEstimates Default { get; } = new();

    public double RackLoopKilojoulesPerKelvinKilowatt { get; init; } = 4.5;
    public double RoomKilojoulesPerKelvinKilowatt { get; init; } = 12;
    public double FacilityLoopKilojoulesPerKelvinKilowatt { get; init; } = 63;

    /// <summary>Rise of the coolant through the rack, for which the flow is controlled; 10 K, <c>reference/compute.md</c> (11).</summary>
    public TemperatureRise CoolantRise { get; init; } = 10.Kelvin;

    /// <summary>Least flow through an open rack, of its design flow: pumps held at half speed. 1 is a fixed flow.</summary>
    public double LeastFlowFraction { get; init; } = 0.5;

    /// <summary>How much warmer the coolant leaves its distribution unit than the facility water enters, at design heat.</summary>
    public TemperatureRise DistributionApproach { get; init; } = 4.Kelvin;

    /// <summary>How much warmer a chip is than the coolant that leaves its rack, at design heat.</summary>
    public TemperatureRise ChipRise { get; init; } = 25.Kelvin;

    /// <summary>What an isolated rack gives to the air around it, per kilowatt of its design heat: some 10 m² at 8 W/(m²·K).</summary>
    public double StillAirWattsPerKelvinKilowatt { get; init; } = 0.7;

    /// <summary>Above design return (coolant) or design inlet (air) by this much, racks begin to throttle.</summary>
    public TemperatureRise ThrottleMargin { get; init; } = 8.Kelvin;

    /// <summary>Warming from the first throttling to the floor.</summary>
    public TemperatureRise ThrottleSpan { get; init; } = 10.Kelvin;

    /// <summary>Power a rack may always take, of what it asked for.</summary>
    public double ThrottleFloorFraction { get; init; } = 0.3;

    /// <summary>With what time constant the rejection brings a loop back to its set point while it has capacity to spare.</summary>
    public TimeSpan LoopResponse { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Share of <see cref="Cooling.HallFixed"/> that is drawn. Plans leave that part out, so 0 agrees with them; 1 is all.</summary>
    public double StandbyFraction { get; init; }
}
