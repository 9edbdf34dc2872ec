namespace Headroom.Sites.Years;

/// <summary>How the panels are carried.</summary>
public enum SolarMounting
{
    /// <summary>tilted towards the equator and still</summary>
    FixedTilt,

    /// <summary>turning from east to west about a level north–south axis, without backtracking</summary>
    SingleAxis,
}

/// <summary>A photovoltaic plant, per watt of AC rating.</summary>
/// <param name="TiltDegrees">of a fixed plant; ignored by a tracker</param>
/// <param name="DirectPerAlternatingRatio">panel rating over inverter rating</param>
public sealed record SolarPlant(SolarMounting Mounting, double TiltDegrees, double DirectPerAlternatingRatio)
{
    private const double SystemEfficiency = 0.86;       // 14 % losses: soiling, mismatch, wiring, availability (PVWatts 5)
    private const double InverterEfficiency = 0.96;
    private const double PerKelvin = -0.0037;           // crystalline modules; PVWatts −0.0047 standard, −0.0035 premium
    private const double RisePerWatt = 25.0 / 800;      // cell above air at NOCT 45 °C: 25 K at 800 W/m²
    private const double Albedo = 0.2;

    /// <summary>Irradiance in the plane of the panels, W/m².</summary>
    /// <remarks>
    ///   G_plane = DNI·cos θ + DHI·(1 + cos β)/2 + GHI·0.2·(1 − cos β)/2      (isotropic sky)
    ///   fixed     cos θ = ∓ north·sin β + up·cos β, minus in the northern half
    ///   tracker   cos θ = √(up² + east²),  cos β = up / cos θ
    ///   Valid     sun above the horizon; below, the result is zero.
    ///   Source    Liu and Jordan, Solar Energy 4, 1960; Duffie and Beckman, ch. 1–2.
    /// </remarks>
    public double PlaneWattsPerSquareMetre(SolarPosition sun, double latitudeDegrees,
        double globalHorizontal, double directNormal, double diffuseHorizontal)
    {
        if (sun.Up <= 0) return 0;
        double cosIncidence, cosTilt;
        if (Mounting == SolarMounting.SingleAxis)
        {
            cosIncidence = Math.Sqrt(sun.Up * sun.Up + sun.East * sun.East);
            cosTilt = sun.Up / cosIncidence;
        }
        else
        {
            double β = SolarPosition.Radians(TiltDegrees);
            cosTilt = PortableMath.Cos(β);
            double towardsEquator = latitudeDegrees >= 0 ? -sun.North : sun.North;
            cosIncidence = Math.Max(0, towardsEquator * PortableMath.Sin(β) + sun.Up * cosTilt);
        }
        return directNormal * cosIncidence
            + diffuseHorizontal * (1 + cosTilt) / 2
            + globalHorizontal * Albedo * (1 - cosTilt) / 2;
    }

    /// <summary>AC output over AC rating.</summary>
    /// <remarks>
    ///   p = min(1, ratio · G/1000 · (1 − 0.0037·(T_cell − 25)) · 0.86 · 0.96),   T_cell = T_air + G·25/800
    ///   Valid     0 ≤ G ≤ 1400 W/m², −40 to 55 °C.
    ///   Source    Dobos, PVWatts Version 5 Manual, NREL/TP-6A20-62641, 2014; NOCT model of Duffie and Beckman.
    /// </remarks>
    public double Output(double planeWattsPerSquareMetre, double airCelsius)
    {
        double cell = airCelsius + planeWattsPerSquareMetre * RisePerWatt;
        double direct = planeWattsPerSquareMetre / 1000 * (1 + PerKelvin * (cell - 25));
        return Math.Clamp(DirectPerAlternatingRatio * direct * SystemEfficiency * InverterEfficiency, 0, 1);
    }
}
