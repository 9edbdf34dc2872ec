using CsCheck;
using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>Training: reference/compute.md §1.6 and anchor 4a.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void Eight_H200_at_40_percent_of_bf16_peak_do_3_16_PFLOP_per_second() =>
        Assert.Equal(8 * 0.40 * 989, Training.ComputeOfRack(Known.HgxH200, 700.Watts).TeraPerSecond, 1e-6);

    [Fact]
    public void Eight_H200_in_training_draw_0_97_of_TDP_and_their_host()
    {
        // 8 · (0.97·700 + 269) W = 7.584 kW at the wall, / 0.96 with the network = 7.900 kW
        Assert.Equal(7.900, Training.PowerOfRack(Known.HgxH200, 700.Watts).Kilowatts, 1e-9);
    }

    /// <summary>M, training v4.0, 64×8 H100 in immersion: 438.3 kW, 354,097 tokens/s. Result not verified by MLCommons Association.</summary>
    [Fact]
    public void The_512_H100_run_of_GPT_3_is_met_within_5_percent()
    {
        RackType node = Known.HgxH100 with { HostPower = 200.Watts, NetworkShare = 0 };
        Power power = 64 * Training.PowerOfRack(node, 700.Watts);
        Assert.Equal(1, power.Kilowatts / 438.3, 0.05);
        // .73 of the bf16 peak (FP8 arithmetic): (12) tok/s = n·F·MFU/(6A), A = 175e9
        double tokens = 64 * Training.ComputeOfRack(node, 700.Watts, utilisationFraction: 0.73).OperationsPerSecond / (6 * 175e9);
        Assert.Equal(1, tokens / 354_097, 0.05);
        Assert.Equal(1, tokens / power.Watts / 0.81, 0.05);
    }

    /// <summary>Equation (12) forwards and backwards. Result not verified by MLCommons Association.</summary>
    [Fact]
    public void Tokens_of_the_GPT_3_run_are_37_percent_of_the_FP8_peak()
    {
        ComputeRate peak = Known.HgxH100.Accelerator.Peak[Precision.Fp8];
        TokenRate tokens = Training.TokenRate(512, peak, utilisationFraction: 0.37, 175e9.Items);
        Assert.Equal(1, tokens.TokensPerSecond / 354_097, 0.01);
        Assert.Equal(0.37, Training.UtilisationFraction(354_097.TokensPerSecond, 512, peak, 175e9.Items), 0.005);
        Assert.Equal(0.81, (tokens / ShippedWaveforms.PreTrainingH100.MeanPower).TokensPerJoule, 0.01);
    }

    [Fact]
    public void Tokens_and_utilisation_are_each_other_s_inverse_and_goodput_scales() =>
        Gen.Select(Gen.Int[8, 100_000], Gen.Double[0.1, 0.6], Gen.Double[1e9, 2e12], Gen.Double[0.5, 1]).Sample((n, utilisation, parameters, goodput) =>
        {
            ComputeRate peak = Known.HgxH200.Accelerator.Peak[Precision.Bf16];
            TokenRate tokens = Training.TokenRate(n, peak, utilisation, parameters.Items, goodput);
            Assert.Equal(goodput * utilisation, Training.UtilisationFraction(tokens, n, peak, parameters.Items), 1e-9);
        });

    [Fact]
    public void Training_frontiers_rise_and_are_concave() =>
        Gen.Select(Gen.Int[0, Known.Racks.Length - 1], Gen.Double[0.2, 0.6], Gen.Double[0.7, 1]).Sample((rack, utilisation, goodput) =>
        {
            TrainingFrontier frontier = Training.FrontierOf(Known.Racks[rack], utilisation, goodput);
            Assert.InRange(frontier.Points.Count, 2, 5);
            Assert.InRange(frontier.ReductionErrorFraction, 0, 0.01);
            (double watts, double flops, double slope) = (frontier.Idle.Watts, 0, double.PositiveInfinity);
            foreach (TrainingPoint point in frontier.Points)
            {
                double next = (point.Compute.OperationsPerSecond - flops) / (point.Power.Watts - watts);
                Assert.True(point.Power.Watts > watts && next > 0 && next <= slope * (1 + 1e-9));
                if (point != frontier.Least) slope = next;
                (watts, flops) = (point.Power.Watts, point.Compute.OperationsPerSecond);
            }
        });

    [Fact]
    public void A_job_on_16k_accelerators_fails_every_3_hours_and_on_100k_every_half_hour()
    {
        Assert.Equal(3.1, YoungDaly.MeanTimeBetweenFailures(16_384).TotalHours, 0.05);
        Assert.Equal(0.5, YoungDaly.MeanTimeBetweenFailures(100_000).TotalHours, 0.01);
    }

    [Theory]
    [InlineData(60, 5, 19, 0.13)]
    [InlineData(15, 2, 9.6, 0.06)]
    public void Saving_at_the_best_interval_costs_what_the_reference_says(double stallSeconds, double restartMinutes, double minutes, double loss)
    {
        TimeSpan mtbf = YoungDaly.MeanTimeBetweenFailures(16_384);
        TimeSpan interval = YoungDaly.Interval(stallSeconds.Seconds, mtbf);
        Assert.Equal(minutes, interval.TotalMinutes, 0.5);
        Assert.Equal(loss, 1 - YoungDaly.Goodput(stallSeconds.Seconds, interval, restartMinutes.Minutes, mtbf), 0.005);
    }

    [Fact]
    public void No_interval_beats_that_of_Young_and_Daly() =>
        Gen.Select(Gen.Double[5, 120], Gen.Int[1000, 20_000], Gen.Double[0.3, 3]).Sample((stall, accelerators, factor) =>
        {
            TimeSpan mtbf = YoungDaly.MeanTimeBetweenFailures(accelerators);
            TimeSpan best = YoungDaly.Interval(stall.Seconds, mtbf);
            double at(TimeSpan t) => YoungDaly.Goodput(stall.Seconds, t, 2.Minutes, mtbf);
            Assert.True(at(factor * best) <= at(best) + 1e-9);
        });
}
