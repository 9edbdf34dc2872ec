namespace Headroom.Cooling;

/// <summary>Heat rejected by evaporation, with a chiller for the hours that are too humid.</summary>
internal static class CoolingTower
{
    /// <summary>Tower approach to wet bulb plus approach of the heat exchanger behind it.</summary>
    public const double ApproachKelvin = TowerApproachKelvin + ExchangerApproachKelvin;

    private const double TowerApproachKelvin = 5;
    private const double ExchangerApproachKelvin = 3;
    private const double FanRatio = 0.0064;
    private const double PumpRatio = 0.0142;
    private const double ChillerLoadFraction = 0.5;

    /// <summary>Share of the heat that needs compression: 1 − φ of (28) at T* = T_wb + 8 K.</summary>
    public static double TrimShare(double wetBulbCelsius, in HallSide hall) =>
        1 - Economiser.FreeShare(wetBulbCelsius + ApproachKelvin, hall.WaterCelsius, hall.ReturnCelsius);

    /// <summary>Work of the chiller per heat supplied.</summary>
    /// <remarks>
    ///   (26) was fitted to chilled water; for the warm classes lift is smaller, so the better of (26) and the trim
    ///   formula of (30) over wet bulb applies. Both fall as the air gets more humid.
    /// </remarks>
    public static double CompressorRatio(double wetBulbCelsius, in HallSide hall)
    {
        double β = TrimShare(wetBulbCelsius, hall);
        if (β == 0) return 0;
        double regression = Chiller.WaterCooledPerformance(wetBulbCelsius + TowerApproachKelvin, ChillerLoadFraction);
        return β / Math.Max(regression, Chiller.TrimPerformance(hall.WaterCelsius, wetBulbCelsius));
    }

    /// <summary>Electric power per heat of tower and chiller; the tower also carries the chiller's work.</summary>
    /// <remarks>(30)  fan .0064, pump .0142 kW per kW at the tower (derived from (27) at mid parameters)</remarks>
    public static double PowerRatio(double wetBulbCelsius, in HallSide hall)
    {
        double compressor = CompressorRatio(wetBulbCelsius, hall);
        return compressor + (FanRatio + PumpRatio) * (1 + compressor);
    }
}
