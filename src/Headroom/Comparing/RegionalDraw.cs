using Headroom.Cooling;
using Headroom.Planning;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Comparing;

/// <summary>What a fixed fleet draws at the meter in a region: its racks' draw by local time, cooled in the region's weather.</summary>
/// <param name="BusMegawatts">Draw of each hour of the year in UTC.</param>
/// <param name="ItMegawattHours">Of it, what the racks take.</param>
/// <param name="CoolingWater">Water of the year.</param>
/// <param name="HoursTooHot">Hours in which the heat exceeds what plants of the halls' size reject: there the racks would be capped.</param>
public sealed record RegionalDraw(double[] BusMegawatts, double ItMegawattHours, Volume CoolingWater, int HoursTooHot)
{
    public Energy Energy => BusMegawatts.Sum().MegawattHours;
    public Power Peak => BusMegawatts.Max().Megawatts;

    /// <summary>Draw at the meter per draw of the racks, over the year.</summary>
    public double PueRatio => ItMegawattHours == 0 ? 1 : BusMegawatts.Sum() / ItMegawattHours;

    /// <remarks>
    ///   bus[t] = Σ over racks of it[t + o − o₀] · (1 + cooling[t]) / η + other[t + o − o₀]
    ///   o, o₀    local time less UTC, of the region and of the place where the fleet was planned, to the whole hour
    ///   η        efficiency of the power tree        cooling   power per heat of the plant in the region's weather
    /// </remarks>
    public static RegionalDraw Of(FixedFleet fleet, Weather weather, double utcOffsetHours)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(weather);
        int hours = weather.DryBulb.Hours, shift = (int)Math.Round(utcOffsetHours - fleet.UtcOffsetHours);
        var year = new CoolingYear(weather);
        double[] bus = new double[hours], heatShare = new double[hours];
        double it = 0, litres = 0;
        int There(int t) => ((t + shift) % fleet.Hours + fleet.Hours) % fleet.Hours;
        foreach (FixedRacks racks in fleet.Racks)
        {
            var plant = new CoolingPlant(racks.Cooling, racks.SupplyCelsius.DegreesCelsius, racks.Rejection);
            CoolingCost[] cooling = year.Of(plant, racks.LiquidShare);
            for (int t = 0; t < hours; t++)
            {
                double here = racks.ItMegawatts[There(t)], heat = here / fleet.EfficiencyFraction;
                it += here;
                bus[t] += heat * (1 + cooling[t].PowerPerHeatRatio);
                litres += 1000 * heat * cooling[t].LitresPerKilowattHour;
                if (racks.HallMegawatts > 0 && here > cooling[t].CapacityFraction * racks.HallMegawatts * (1 + 1e-6)) heatShare[t] = 1;
            }
        }
        for (int t = 0; t < hours; t++) bus[t] += fleet.Other(There(t));
        return new(bus, it, litres.Litres, heatShare.Count(short_ => short_ > 0));
    }
}
