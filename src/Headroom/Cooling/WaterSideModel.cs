namespace Headroom.Cooling;

/// <summary>Published PUE model of a hall with cooling towers, a water-side economiser and chillers.</summary>
/// <remarks>
///   (29)  PUE = 1 + losses + [hall fans + humidifier + economiser pump + chiller + chilled pump + tower]/IT
///   (28)  the economiser carries φ of the heat, T* = T_wb + tower approach + exchanger approach; chillers the rest
///   Heat at the coil is q = heat/SHR; what condenses there, q − heat, is sprayed back as humidifier water.
///   Source   Lei and Masanet, Energy 201 (2020) 117556 and their published tool.
/// </remarks>
public sealed record WaterSideModel(
    ElectricalLosses Losses, HallAir Hall, Pump EconomiserPump, double ExchangerApproachKelvin,
    ChillerLoop Chillers, TowerLoop Tower)
{
    /// <summary>Site power per IT power in this weather.</summary>
    public double PowerUsageEffectiveness(OutsideAir outside)
    {
        var coil = CoilLoad.Of(Losses, Hall, Chillers.WaterRiseKelvin, outside.PressurePascals);
        double outsideWater = outside.WetBulbCelsius + Tower.ApproachKelvin + ExchangerApproachKelvin;
        double free = coil.HeatKilowatts * Economiser.FreeShare(outsideWater, coil.SupplyCelsius, coil.ReturnCelsius);
        double mechanical = coil.HeatKilowatts - free;
        double compressor = Chillers.CompressorKilowatts(mechanical, outside.WetBulbCelsius + Tower.ApproachKelvin);
        double freeWater = MassFlowFor.WaterKilogramsPerSecond(free, Chillers.WaterRiseKelvin);
        double pumps = EconomiserPump.Kilowatts(freeWater) + Chillers.PumpKilowatts(mechanical);
        double tower = Tower.Kilowatts(coil.HeatKilowatts + compressor, outside.KilogramsPerCubicMetre);
        return 1 + Losses.Ratio + coil.HallKilowatts + compressor + pumps + tower;
    }
}

/// <summary>What a hall with water coils asks of its plant, per kilowatt of IT.</summary>
internal readonly record struct CoilLoad(
    double HeatKilowatts, double HallKilowatts, double SupplyCelsius, double ReturnCelsius)
{
    /// <summary>Heat at the coil, power of fans and humidifier, and the water temperatures of (28).</summary>
    public static CoilLoad Of(ElectricalLosses losses, HallAir hall, double waterRiseKelvin, double pressurePascals)
    {
        double heat = 1 + losses.Ratio;
        double atCoil = heat + (heat / hall.SensibleHeatRatio - heat);
        double supply = Economiser.WaterSupplyCelsius(hall.SupplyCelsius, hall.RiseKelvin, hall.CoilEffectiveness);
        double back = supply + waterRiseKelvin;
        double density = Psychrometrics.AirDensityKilogramsPerCubicMetre(hall.SupplyCelsius, pressurePascals);
        double fans = hall.Fan.Kilowatts(MassFlowFor.AirKilogramsPerSecond(heat, hall.RiseKelvin), density);
        double condensed = (atCoil - heat) / Psychrometrics.LatentHeatKilojoulesPerKilogram((supply + back) / 2);
        return new(atCoil, fans + hall.Humidifier.Kilowatts(condensed), supply, back);
    }
}
