using CsCheck;
using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Tests.Workloads;

public sealed class LoadShapeTests
{
    private static readonly int[] lengths = [6, 5, 24, 48];

    private static LoadWindow Window(double rate) => new(rate, TokenCount.FromSi(100), TokenCount.FromSi(50), IsGap: rate == 0);

    private static LoadShape Shape(TimeSpan window, IEnumerable<int> rates) => new(window, [.. rates.Select(rate => Window(rate))]);

    [Fact]
    public void A_gap_takes_the_same_window_of_the_nearest_day_that_has_it_else_the_last_before() =>
        Gen.Select(Gen.Int[0, 3].Select(k => lengths[k]), Gen.Int[0, 4].Select(rate => Math.Max(0, rate - 2)).Array[1, 60]).Sample((hours, rates) =>
        {
            if (rates.All(rate => rate == 0)) return;
            int[] told = [.. rates.Select((rate, k) => rate == 0 ? 0 : 10 * k + rate)];
            int day = 24 % hours == 0 ? 24 / hours : told.Length;
            double[] expected = [.. told.Select((_, k) => (double)Nearest(told, k, day))];
            Assert.Equal(expected, Shape(TimeSpan.FromHours(hours), told).Filled().Windows.Select(one => one.RequestsPerSecond));
        }, iter: 2000);

    private static int Nearest(int[] rates, int k, int day)
    {
        if (rates[k] != 0) return rates[k];
        for (int away = day; away < rates.Length; away += day)
        {
            if (k - away >= 0 && rates[k - away] != 0) return rates[k - away];
            if (k + away < rates.Length && rates[k + away] != 0) return rates[k + away];
        }
        while (rates[k] == 0) k = (k + rates.Length - 1) % rates.Length;
        return rates[k];
    }

    /// <summary>Looked for one by one these would be 5·10¹¹ steps.</summary>
    [Theory]
    [InlineData(10_000)]
    [InlineData(86_400)]
    public void A_million_gaps_are_filled_in_one_pass(int seconds)
    {
        int[] rates = new int[1_000_000];
        (rates[0], rates[1]) = (3, 4);
        LoadShape filled = Shape(TimeSpan.FromSeconds(seconds), rates).Filled();
        Assert.Equal((0, 4), (filled.Gaps, filled.Windows[^1].RequestsPerSecond));
    }
}
