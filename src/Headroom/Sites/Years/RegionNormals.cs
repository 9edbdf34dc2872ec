namespace Headroom.Sites.Years;

/// <summary>Everything a typical year of a region is generated from.</summary>
/// <param name="Name">the key in the catalog, for messages</param>
/// <param name="UtcOffsetHours">local standard time less UTC; no summer time</param>
/// <param name="Correlation">[4] by season, each the fifteen pairs of the six series' noises in the order of
/// <see cref="CorrelationTriangle"/>: humidity–temperature, cloud–temperature, cloud–humidity, wind–temperature …</param>
/// <param name="Solar">the photovoltaic plant whose availability is wanted</param>
/// <param name="SolarCapacityFactor">its published mean output over AC rating</param>
/// <param name="WindCapacityFactor">published mean output of onshore wind over its rating</param>
public sealed record RegionNormals(
    string Name,
    double LatitudeDegrees,
    double LongitudeDegrees,
    double UtcOffsetHours,
    SeriesNormals TemperatureCelsius,
    SeriesNormals RelativeHumidityPercent,
    SeriesNormals CloudCoverPercent,
    SeriesNormals WindMetresPerSecond,
    SeriesNormals PriceDollarsPerMegawattHour,
    SeriesNormals CarbonGramsPerKilowattHour,
    double[][] Correlation,
    SolarPlant Solar,
    double SolarCapacityFactor,
    double WindCapacityFactor)
{
    /// <summary>The six series in the order of the correlation triangle.</summary>
    public IReadOnlyList<SeriesNormals> Series =>
    [
        TemperatureCelsius, RelativeHumidityPercent, CloudCoverPercent, WindMetresPerSecond,
        PriceDollarsPerMegawattHour, CarbonGramsPerKilowattHour,
    ];
}
