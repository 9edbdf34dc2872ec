using CsCheck;
using Headroom.Sites.Years;

namespace Headroom.Tests.Sites.Years;

public class NormalsTests
{
    [Fact]
    public void Learning_a_year_and_drawing_it_again_keeps_each_month()
    {
        double[] hours =
        [
            .. Enumerable.Range(0, 8760).Select(t => 10 + 8 * Math.Sin(t / 8760.0 * Math.Tau)
                + 4 * Math.Sin(t / 24.0 * Math.Tau) + Chance.Normal(1, 0, (uint)t)),
        ];
        SeriesNormals normals = NormalsFromHours.Learn(hours, 2023, utcOffsetHours: 0);
        var calendar = new YearCalendar(2023, 0);
        double[] noise = [.. Enumerable.Range(0, 8760).Select(t => Chance.Normal(2, 0, (uint)t))];
        YearStatistics real = YearStatistics.Of(hours, 2023);
        YearStatistics ours = YearStatistics.Of(MonthlyRanking.Generate(normals, calendar, noise), 2023);
        for (int month = 0; month < 12; month++) Assert.Equal(real.MeanMonth[month], ours.MeanMonth[month], 0.1);
        Assert.Equal(real.StandardDeviation, ours.StandardDeviation, 0.1);
        Assert.True(YearStatistics.Correlation(real.MeanDay, ours.MeanDay) > 0.99);
    }

    [Fact]
    public void Gaps_are_skipped()
    {
        double[] series = [.. Enumerable.Range(0, 8760).Select(t => t % 2 == 0 ? 5.0 : double.NaN)];
        YearStatistics statistics = YearStatistics.Of(series, 2023);
        Assert.Equal((5.0, 0.0), (statistics.Mean, statistics.StandardDeviation));
    }

    [Fact]
    public void A_stretched_series_has_the_mean_and_deviation_asked_for() =>
        Gen.Select(Gen.Double[20, 200], Gen.Double[5, 80]).Sample((mean, deviation) =>
        {
            double[][] rows =
                [.. Enumerable.Range(0, 12).Select(m => (double[])[.. SeriesNormals.Levels.Select(l => m + 50 * l * l)])];
            var (gotMean, gotDeviation) = BorrowedNormals.Moments(
                BorrowedNormals.Stretched(new(rows, [], [], 0, 0, 0), mean, deviation));
            Assert.Equal(mean, gotMean, 1e-9);
            Assert.Equal(deviation, gotDeviation, 1e-9);
        });

    [Fact]
    public void Local_time_is_utc_and_a_fixed_offset()
    {
        var texas = new YearCalendar(2023, -6);
        Assert.Equal((11, 18), (texas[0].Month, texas[0].Hour));     // 31 December, 18 h: counts to December of this year
        Assert.Equal((0, 0), (texas[6].Month, texas[6].Hour));
        Assert.Equal(6, new YearCalendar(2023, 5.5)[0].Hour);
        Assert.True(texas[6].IsWeekend);                             // 1 January 2023 was a Sunday
        Assert.Equal((0, 1, 2, 3), (texas[6].Season, texas[90 * 24].Season, texas[190 * 24].Season, texas[290 * 24].Season));
    }

    [Fact]
    public void Dew_point_and_humidity_are_each_others_inverse() =>
        Gen.Select(Gen.Double[-30, 45], Gen.Double[2, 100]).Sample((air, humidity) =>
            Assert.Equal(humidity, MoistAir.RelativeHumidityPercent(air, MoistAir.DewPointCelsius(air, humidity)), 1e-9));

    [Fact]
    public void Air_of_25_degrees_and_60_percent_has_a_dew_point_of_16_7() =>
        Assert.Equal(16.7, MoistAir.DewPointCelsius(25, 60), 0.05);
}
