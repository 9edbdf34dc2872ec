using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>What kind of plant makes the electricity; it decides words and defaults, never a formula.</summary>
public enum GeneratorKind { GasTurbine, CombinedCycle, GasEngine, FuelCell, Solar, Wind, Reactor, Diesel, Other }

/// <summary>A plant on the site that feeds the bus.</summary>
public sealed record Generator
{
    public required string Name { get; init; }
    public required GeneratorKind Kind { get; init; }
    public required Sizing<Power> Size { get; init; }

    /// <summary>Size of a module where only whole ones are built; null where any size is.</summary>
    public Power? Module { get; init; }

    /// <summary>Size of the largest unit that can fail at once, for the N−1 reserve.</summary>
    public Power LargestUnit { get; init; }
    public CapacityPrice Capital { get; init; }
    public CapacityRent Fixed { get; init; }
    public Repayment Repayment { get; init; } = new(0.07, 20);

    /// <summary>Running cost per energy besides fuel.</summary>
    public EnergyPrice Variable { get; init; }
    public HeatRate HeatRate { get; init; }
    public EnergyPrice FuelPrice { get; init; }
    public CarbonIntensity FuelCarbon { get; init; }
    public WaterIntensity Water { get; init; }

    /// <summary>For each hour the share of its capacity that it can give: sun, wind, heat derating, outages.</summary>
    public required double[] AvailableFraction { get; init; }

    /// <summary>The plant never gives less than this share of what stands and is available; 0 for plants that stop.</summary>
    public double MinimumLoadFraction { get; init; }

    /// <summary>Change of output per hour as a share of capacity; null where it exceeds what an hour can show.</summary>
    public double? RampPerHourFraction { get; init; }

    /// <summary>Change of output per minute as a share of capacity; null where a step of seconds does not show it. Plans of hours read
    /// <see cref="RampPerHourFraction"/>.</summary>
    public double? RampPerMinuteFraction { get; init; }

    /// <summary>From the order to the first power; zero for sun and wind.</summary>
    public TimeSpan StartTime { get; init; }

    /// <summary>Full-load hours a year that a permit allows; null without a limit.</summary>
    public double? FullLoadHoursMost { get; init; }

    /// <summary>The most that its energy may be of the year's draw; null without such a cap.</summary>
    public double? EnergyShareMostFraction { get; init; }

    /// <summary>Share of its capacity that counts as firm in the reserve: 1 − forced outage, 0 for sun and wind.</summary>
    public double FirmFraction { get; init; }

    /// <summary>Cost of one more megawatt-hour: variable plus fuel.</summary>
    public EnergyPrice MarginalCost => Variable + HeatRate * FuelPrice;

    /// <summary>Emissions of one megawatt-hour.</summary>
    public CarbonIntensity Carbon => HeatRate * FuelCarbon;
}
