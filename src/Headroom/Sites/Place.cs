namespace Headroom.Sites;

/// <summary>A point on the globe.</summary>
/// <param name="LatitudeDegrees">North is positive.</param>
/// <param name="LongitudeDegrees">East is positive.</param>
public readonly record struct Place(double LatitudeDegrees, double LongitudeDegrees);

/// <summary>How long light in fibre takes between two places.</summary>
public static class Network
{
    /// <summary>Mean radius of the Earth (IUGG).</summary>
    const double EarthKilometres = 6371.0088;

    /// <summary>Speed of light in vacuum over the group index of standard single-mode fibre at 1,550 nm, 1.4682 (Corning SMF-28).</summary>
    const double FibreKilometresPerSecond = 299_792.458 / 1.4682;

    /// <summary>Length of the cable's way over the great circle: cables follow coasts, rails and straits.</summary>
    public const double PathFactorUsual = 1.5;

    /// <summary>Routers and the last miles, there and back.</summary>
    public static TimeSpan Switching { get; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Distance over the great circle.</summary>
    /// <remarks>
    ///   d = 2 R · asin √( sin²(Δφ/2) + cos φ₁ · cos φ₂ · sin²(Δλ/2) )
    ///   φ        latitude             λ        longitude             R        radius of the Earth, 6,371 km
    ///   Valid    all pairs; on a sphere, within 0.5 % of the ellipsoid.
    ///   Source   haversine formula; R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
    /// </remarks>
    public static double GreatCircleKilometres(Place from, Place to)
    {
        const double radians = Math.PI / 180;
        double φ1 = radians * from.LatitudeDegrees, φ2 = radians * to.LatitudeDegrees;
        double Δφ = φ2 - φ1, Δλ = radians * (to.LongitudeDegrees - from.LongitudeDegrees);
        double h = Math.Pow(Math.Sin(Δφ / 2), 2) + Math.Cos(φ1) * Math.Cos(φ2) * Math.Pow(Math.Sin(Δλ / 2), 2);
        return 2 * EarthKilometres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    /// <summary>Round trip between a user's region and a site.</summary>
    /// <remarks>
    ///   T = 2 · k · d / v + s
    ///   d        great circle         k        path factor           v        c / n in fibre           s        switching
    ///   Valid    fixed networks; congestion and radio access come on top.
    ///   Source   speed in fibre: data sheet of Corning SMF-28 Ultra. k and s are our estimates: I. Bozkurt et al., "Why Is the Internet so
    ///            Slow?!", PAM 2017, find the cables' ways the larger part of what stands between light and the network.
    /// </remarks>
    public static TimeSpan RoundTrip(Place from, Place to, double pathFactor) =>
        TimeSpan.FromSeconds(2 * pathFactor * GreatCircleKilometres(from, to) / FibreKilometresPerSecond) + Switching;
}
