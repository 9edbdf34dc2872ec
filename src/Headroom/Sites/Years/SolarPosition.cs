namespace Headroom.Sites.Years;

/// <summary>Where the sun stands: a unit vector towards it, in the observer's frame.</summary>
/// <param name="East">component to the east</param>
/// <param name="North">component to the north</param>
/// <param name="Up">cosine of the zenith angle; negative at night</param>
public readonly record struct SolarPosition(double East, double North, double Up)
{
    /// <summary>The sun at a moment of a year.</summary>
    /// <remarks>
    ///   B = 2π·(n − 81)/365,   δ = 23.45°·sin(2π·(284 + n)/365),   E = 9.87·sin 2B − 7.53·cos B − 1.5·sin B  [min]
    ///   ω = 15°·(UTC hour + longitude/15 + E/60 − 12)
    ///   up = sin φ·sin δ + cos φ·cos δ·cos ω,  east = −cos δ·sin ω,  north = cos φ·sin δ − sin φ·cos δ·cos ω
    ///   n day of the year from 1 · δ declination · E equation of time · ω hour angle · φ latitude, north positive
    ///   Valid    everywhere; within about 0.5° of an ephemeris, which shifts sunrise by two minutes.
    ///   Source   Cooper 1969; Duffie and Beckman, Solar Engineering of Thermal Processes, ch. 1.
    /// </remarks>
    public static SolarPosition At(double latitudeDegrees, double longitudeDegrees, double hourOfYearUtc)
    {
        double day = Math.Floor(hourOfYearUtc / 24) + 1, hour = hourOfYearUtc - 24 * (day - 1);
        double b = 2 * Math.PI * (day - 81) / 365;
        double minutes = 9.87 * PortableMath.Sin(2 * b) - 7.53 * PortableMath.Cos(b) - 1.5 * PortableMath.Sin(b);
        double δ = Radians(23.45) * PortableMath.Sin(2 * Math.PI * (284 + day) / 365);
        double ω = Radians(15 * (hour + longitudeDegrees / 15 + minutes / 60 - 12));
        double φ = Radians(latitudeDegrees);
        double sinφ = PortableMath.Sin(φ), cosφ = PortableMath.Cos(φ);
        double sinδ = PortableMath.Sin(δ), cosδ = PortableMath.Cos(δ), cosω = PortableMath.Cos(ω);
        return new(
            East: -cosδ * PortableMath.Sin(ω),
            North: cosφ * sinδ - sinφ * cosδ * cosω,
            Up: sinφ * sinδ + cosφ * cosδ * cosω);
    }

    internal static double Radians(double degrees) => degrees * (Math.PI / 180);
}
