using CsCheck;
using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>Beyond the first order: equation (14) of reference/compute.md, Daly 2006.</summary>
public sealed class YoungDalyTests
{
    static readonly TimeSpan sixteenThousand = YoungDaly.MeanTimeBetweenFailures(16_384);

    [Fact]
    public void Worked_by_hand_for_a_failure_an_hour()
    {
        // δ 30 s, t 360 s, R 60 s, M 3600 s: (0.1)·e^(−1/60)/(e^(390/3600) − 1) = 0.1·0.983471/0.114419 = 0.85954
        Assert.Equal(0.85954, YoungDaly.ExactGoodput(30.Seconds, 360.Seconds, 60.Seconds, 1.Hours), 1e-4);
        Assert.Equal(1 - 30.0 / 360 - (180.0 + 60) / 3600, YoungDaly.Goodput(30.Seconds, 360.Seconds, 60.Seconds, 1.Hours), 1e-12);
    }

    [Theory]
    [InlineData(60, 5, 0.13)]
    [InlineData(15, 2, 0.06)]
    public void The_losses_of_the_reference_hold_beyond_the_first_order(double stallSeconds, double restartMinutes, double loss)
    {
        TimeSpan interval = YoungDaly.ExactInterval(stallSeconds.Seconds, sixteenThousand);
        Assert.Equal(loss, 1 - YoungDaly.ExactGoodput(stallSeconds.Seconds, interval, restartMinutes.Minutes, sixteenThousand), 0.01);
        Assert.True(YoungDaly.IsFirstOrderValid(stallSeconds.Seconds, interval, sixteenThousand));
    }

    [Fact]
    public void No_interval_beats_the_exact_one() =>
        Gen.Select(Gen.Double[1, 2000], Gen.Int[1000, 200_000], Gen.Double[0.2, 5]).Sample((stall, accelerators, factor) =>
        {
            TimeSpan mtbf = YoungDaly.MeanTimeBetweenFailures(accelerators), best = YoungDaly.ExactInterval(stall.Seconds, mtbf);
            double At(TimeSpan t) => YoungDaly.ExactGoodput(stall.Seconds, t, 3.Minutes, mtbf);
            Assert.True(At(factor * best) <= At(best) * (1 + 1e-9));
            Assert.InRange(At(best), 0, 1);
            Assert.InRange(best, TimeSpan.Zero, mtbf);
        });

    [Fact]
    public void Daly_s_formula_is_the_exact_optimum_within_one_percent_and_the_first_order_within_its_stall() =>
        Gen.Select(Gen.Double[1, 300], Gen.Int[100, 20_000]).Sample((stall, accelerators) =>
        {
            TimeSpan mtbf = YoungDaly.MeanTimeBetweenFailures(accelerators), exact = YoungDaly.ExactInterval(stall.Seconds, mtbf);
            Assert.Equal(1, YoungDaly.HigherOrderInterval(stall.Seconds, mtbf) / exact, 0.01);
            Assert.InRange(YoungDaly.Interval(stall.Seconds, mtbf) - exact, TimeSpan.Zero, stall.Seconds);
        });

    [Fact]
    public void The_first_order_is_trusted_only_where_its_orders_are_apart()
    {
        Assert.True(YoungDaly.IsFirstOrderValid(60.Seconds, 19.Minutes, sixteenThousand));
        Assert.False(YoungDaly.IsFirstOrderValid(10.Minutes, 19.Minutes, sixteenThousand));     // the stall is half the interval
        Assert.False(YoungDaly.IsFirstOrderValid(60.Seconds, 19.Minutes, 30.Minutes));          // 100,000 accelerators
    }

    [Fact]
    public void Where_it_is_trusted_its_goodput_is_at_most_three_points_too_low() =>
        Gen.Select(Gen.Double[1, 300], Gen.Int[100, 100_000], Gen.Double[0, 2]).Sample((stall, accelerators, restart) =>
        {
            TimeSpan mtbf = YoungDaly.MeanTimeBetweenFailures(accelerators), t = YoungDaly.Interval(stall.Seconds, mtbf);
            if (!YoungDaly.IsFirstOrderValid(stall.Seconds, t, mtbf)) return;
            double exact = YoungDaly.ExactGoodput(stall.Seconds, t, (restart * stall).Seconds, mtbf);
            Assert.InRange(exact - YoungDaly.Goodput(stall.Seconds, t, (restart * stall).Seconds, mtbf), 0, 0.03);
        });
}
