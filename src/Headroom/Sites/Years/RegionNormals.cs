namespace Headroom.Sites.Years;

/// <summary>Everything a typical year of a region is generated from.</summary>
/// <param name="Name">the key in the catalog, for messages</param>
/// <param name="UtcOffsetHours">local standard time less UTC; no summer time</param>
/// <param name="DewPointCelsius">says when the air is moist; how moist it then is, the humidity quantiles say</param>
/// <param name="RelativeHumidityQuantilesPercent">[12][levels], see <see cref="SeriesNormals.Levels"/></param>
/// <param name="Correlation">[4] by season, each the fifteen pairs of the six series' noises in the order of
/// <see cref="CorrelationTriangle"/>: dew point–temperature, cloud–temperature, cloud–dew point, wind–temperature …</param>
/// <param name="Solar">the photovoltaic plant whose availability is wanted</param>
/// <param name="SolarCapacityFactor">its published mean output over AC rating</param>
/// <param name="WindCapacityFactor">published mean output of onshore wind over its rating</param>
public sealed record RegionNormals(
    string Name,
    double LatitudeDegrees,
    double LongitudeDegrees,
    double UtcOffsetHours,
    SeriesNormals TemperatureCelsius,
    SeriesNormals DewPointCelsius,
    SeriesNormals CloudCoverPercent,
    SeriesNormals WindMetresPerSecond,
    SeriesNormals PriceDollarsPerMegawattHour,
    SeriesNormals CarbonGramsPerKilowattHour,
    double[][] RelativeHumidityQuantilesPercent,
    double[][] Correlation,
    SolarPlant Solar,
    double SolarCapacityFactor,
    double WindCapacityFactor)
{
    /// <summary>The six series in the order of the correlation triangle.</summary>
    public IReadOnlyList<SeriesNormals> Series =>
    [
        TemperatureCelsius, DewPointCelsius, CloudCoverPercent, WindMetresPerSecond,
        PriceDollarsPerMegawattHour, CarbonGramsPerKilowattHour,
    ];
}
