using CsCheck;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

public sealed class MeterHistoryTests
{
    private static readonly DateTimeOffset noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A reading a second for 60 hours, with an hour of silence in between: 49 hours are kept.</summary>
    private static MeterHistory Full()
    {
        MeterHistory history = new();
        for (int second = 0; second < 60 * 3600; second++)
            if (second is < 30 * 3600 or >= 31 * 3600) history.Add(noon.AddSeconds(second), Power.FromSi(second % 600));
        return history;
    }

    [Fact]
    public void Any_window_is_the_sum_of_its_seconds()
    {
        MeterHistory history = Full();
        Gen.Select(Gen.Int[11 * 3600 + 10, 60 * 3600 - 20], Gen.Int[1, 2000]).Sample((from, length) =>
        {
            // whole grains, of which a part counts by its share of the time: a grain of six seconds at most
            int to = Math.Min(from + length, 60 * 3600 - 10);
            if (history.Between(noon.AddSeconds(from), noon.AddSeconds(to)) is not { } sum)
            {
                Assert.InRange(from, 30 * 3600 - 20, 31 * 3600);
                return;
            }
            double joules = 0, seconds = 0;
            for (int second = from; second < to; second++)
            {
                // the last before the silence holds for ten seconds
                if (second is >= 30 * 3600 + 9 and < 31 * 3600) continue;
                joules += second is >= 30 * 3600 and < 31 * 3600 ? (30 * 3600 - 1) % 600 : second % 600;
                seconds++;
            }
            Assert.Equal(seconds, sum.Covered.TotalSeconds, 12.0);
            Assert.Equal(joules, sum.Energy.Joules, 12 * 600.0);
        }, iter: 500);
    }

    [Fact]
    public void What_is_older_than_two_days_and_an_hour_is_gone_and_a_window_ahead_is_empty()
    {
        MeterHistory history = Full();
        Assert.Null(history.Between(noon, noon.AddHours(10)));
        Assert.Null(history.Between(noon.AddHours(61), noon.AddHours(62)));
        Assert.NotNull(history.Between(noon.AddHours(11.1), noon.AddHours(11.2)));
        Assert.Equal(599, history.Between(noon.AddHours(20), noon.AddHours(21))!.Value.Peak.Watts);
    }
}
