namespace Headroom.Cooling;

/// <summary>Published PUE model of a hall cooled by the sea, with chillers for warm water.</summary>
/// <remarks>
///   (29)  PUE = 1 + losses + [hall fans + humidifier + economiser pump + chiller + chilled pump + sea pump]/IT
///   (28)  with T* = T_sea + exchanger approach; the condenser stands at T_sea.
///   Source   Lei and Masanet, Energy 201 (2020) 117556 and their published tool.
/// </remarks>
public sealed record SeawaterModel(
    ElectricalLosses Losses, HallAir Hall, Pump EconomiserPump, double ExchangerApproachKelvin, ChillerLoop Chillers,
    Pump SeaPump, double SeaRiseKelvin)
{
    /// <summary>Site power per IT power at this sea temperature.</summary>
    public double PowerUsageEffectiveness(double seaCelsius, double pressurePascals = Psychrometrics.StandardPressurePascals)
    {
        var coil = CoilLoad.Of(Losses, Hall, Chillers.WaterRiseKelvin, pressurePascals);
        double outsideWater = seaCelsius + ExchangerApproachKelvin;
        double free = coil.HeatKilowatts * Economiser.FreeShare(outsideWater, coil.SupplyCelsius, coil.ReturnCelsius);
        double mechanical = coil.HeatKilowatts - free;
        double compressor = Chillers.CompressorKilowatts(mechanical, seaCelsius);
        double economiser = EconomiserPump.Kilowatts(MassFlowFor.WaterKilogramsPerSecond(free, Chillers.WaterRiseKelvin));
        double sea = SeaPump.Kilowatts(MassFlowFor.WaterKilogramsPerSecond(coil.HeatKilowatts + compressor, SeaRiseKelvin));
        return 1 + Losses.Ratio + coil.HallKilowatts + economiser + compressor + Chillers.PumpKilowatts(mechanical) + sea;
    }
}
