using Headroom.Quantities;

namespace Headroom.Cooling;

/// <summary>What one kilowatt of heat costs at one hour.</summary>
/// <param name="PowerPerHeatRatio">Electric power that grows with heat, kW per kW; the planner's slope.</param>
/// <param name="LitresPerKilowattHour">Water per heat.</param>
/// <param name="CapacityFraction">Heat the plant can reject at this hour, of its design heat; at most 1.</param>
public readonly record struct CoolingCost(
    double PowerPerHeatRatio, double LitresPerKilowattHour, double CapacityFraction)
{
    /// <summary>Electric power that this heat takes, beside the fixed part of its hall.</summary>
    public Power PowerFor(Power heat) => PowerPerHeatRatio * heat;

    /// <summary>Water per heat, as a quantity.</summary>
    public WaterIntensity Water => LitresPerKilowattHour.LitresPerKilowattHour;

    /// <summary>Cost of a rack whose heat goes partly to liquid and partly to air.</summary>
    /// <remarks>
    ///   slope = λ·liquid + (1 − λ)·air
    ///   λ   liquid share of the heat; 87 % for GB200 NVL72, 0 for air servers
    ///   The capacity is that of the scarcer plant: each carries its share, and neither can take over from the other.
    /// </remarks>
    public static CoolingCost Blend(double liquidShare, CoolingCost liquid, CoolingCost air)
    {
        if (liquidShare is < 0 or > 1)
            throw new ArgumentOutOfRangeException(nameof(liquidShare), liquidShare, "a share lies in 0 … 1");
        double airShare = 1 - liquidShare;
        double capacity = liquidShare == 0 ? air.CapacityFraction
            : airShare == 0 ? liquid.CapacityFraction
            : Math.Min(liquid.CapacityFraction, air.CapacityFraction);
        return new(
            liquidShare * liquid.PowerPerHeatRatio + airShare * air.PowerPerHeatRatio,
            liquidShare * liquid.LitresPerKilowattHour + airShare * air.LitresPerKilowattHour,
            capacity);
    }
}

/// <summary>The weather a plant was sized for, usually the 99.6 % hour of its place.</summary>
public readonly record struct DesignWeather(Temperature DryBulb, Temperature WetBulb)
{
    /// <summary>35 °C dry, 25 °C wet: a warm temperate summer; for sites that state nothing.</summary>
    public static DesignWeather Typical => new(35.DegreesCelsius, 25.DegreesCelsius);
}
