using Headroom.Sites.Years;

namespace Headroom.Scenarios.Tests.Regions;

/// <summary>How a generated series compares with a real one.</summary>
internal sealed record Fit(string Series, string Unit, YearStatistics Real, YearStatistics Generated)
{
    private static readonly (string Name, string Unit)[] Kinds =
    [
        ("temperature", "°C"), ("humidity", "%"), ("cloud", "%"), ("wind", "m/s"), ("price", "$/MWh"), ("carbon", "g/kWh"),
    ];

    public double MeanError => Generated.Mean / Real.Mean - 1;
    public double DeviationError => Generated.StandardDeviation / Real.StandardDeviation - 1;
    public double DayCorrelation => YearStatistics.Correlation(Real.MeanDay, Generated.MeanDay);
    public double MonthCorrelation => YearStatistics.Correlation(Real.MeanMonth, Generated.MeanMonth);

    public static IReadOnlyList<Fit> Of(HourlyYear real, TypicalYear generated) =>
    [
        .. Kinds.Select((kind, k) => new Fit(kind.Name, kind.Unit,
            YearStatistics.Of(real.Series[k], real.Year), YearStatistics.Of(SeriesOf(generated)[k], generated.Year))),
    ];

    public static double[][] SeriesOf(TypicalYear year) =>
    [
        year.TemperatureCelsius, year.RelativeHumidityPercent, year.CloudCoverPercent, year.WindMetresPerSecond,
        year.PriceDollarsPerMegawattHour, year.CarbonGramsPerKilowattHour,
    ];
}
