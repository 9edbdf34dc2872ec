using Headroom.Quantities;

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
    public double PowerUsageEffectiveness(
        Temperature sea, double pressurePascals = Psychrometrics.StandardPressurePascals)
    {
        double seaCelsius = sea.Celsius;
        var coil = CoilLoad.Of(Losses, Hall, Chillers.WaterRiseKelvin, pressurePascals);
        double outsideWater = seaCelsius + ExchangerApproachKelvin;
        double free = coil.HeatKilowatts * Economiser.FreeShare(outsideWater, coil.SupplyCelsius, coil.ReturnCelsius);
        double mechanical = coil.HeatKilowatts - free;
        double compressor = Chillers.CompressorKilowatts(mechanical, seaCelsius);
        double freeWater = MassFlowFor.WaterKilogramsPerSecond(free, Chillers.WaterRiseKelvin);
        double seaWater = MassFlowFor.WaterKilogramsPerSecond(coil.HeatKilowatts + compressor, SeaRiseKelvin);
        double pumps = EconomiserPump.Kilowatts(freeWater) + Chillers.PumpKilowatts(mechanical) + SeaPump.Kilowatts(seaWater);
        return 1 + Losses.Ratio + coil.HallKilowatts + compressor + pumps;
    }
}
