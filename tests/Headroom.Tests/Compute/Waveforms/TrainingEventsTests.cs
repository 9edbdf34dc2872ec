using CsCheck;
using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;

namespace Headroom.Tests.Compute.Waveforms;

/// <summary>Failures and checkpoints from a seed, against the closed forms of Young and Daly.</summary>
public sealed class TrainingEventsTests(ITestOutputHelper report)
{
    static readonly TrainingWaveform wave = TrainingWaveformTests.Simple;
    static readonly Interruptions sixteenThousand = Interruptions.For(16_384, stall: 60.Seconds, restart: 5.Minutes, detection: 30.Seconds);

    [Fact]
    public void A_failure_costs_detection_restart_start_up_and_the_work_since_the_checkpoint()
    {
        // work 100 s, stall 10 s, R 60 s of which 20 s go unnoticed; the first failure of this seed by the job's own chance
        Interruptions costs = new(100.Seconds, 10.Seconds, 60.Seconds, 20.Seconds, MeanTimeBetweenFailures: 1000.Seconds);
        TrainingTimeline run = TrainingEvents.Draw(wave, costs, 4.Hours, seed: 7);
        TrainingFailure failure = run.Failures.First(f => f.Lost > TimeSpan.Zero);
        int at = run.Phases.ToList().FindIndex(phase => phase.Start == failure.At);
        Assert.Equal(
            [TrainingPhaseKind.Failed, TrainingPhaseKind.Restart, TrainingPhaseKind.StartUp],
            run.Phases.Skip(at).Take(3).Select(phase => phase.Kind));
        Assert.Equal([20, 38, 2], run.Phases.Skip(at).Take(3).Select(phase => phase.Duration.TotalSeconds));
        Assert.Equal(0.35 * 40, run.At(failure.At + 1.Seconds).Kilowatts, 1e-9);
        Assert.Equal(0.5 * 40, run.At(run.Phases.First(p => p.Kind == TrainingPhaseKind.Checkpoint).Start).Kilowatts, 1e-9);
        TrainingPhase before = run.Phases[at - 1], again = run.Phases[at + 3];
        double lost = (before.Progress + (before.Kind == TrainingPhaseKind.Checkpoint ? TimeSpan.Zero : before.Duration) - again.Progress).TotalSeconds;
        Assert.Equal(failure.Lost.TotalSeconds, lost, 1e-6);
        Assert.InRange(lost, 0, 100);
    }

    [Fact]
    public void Phases_follow_without_gaps_and_evaluations_stand_where_the_wave_has_them() => Gen.ULong.Sample(seed =>
    {
        TrainingTimeline run = TrainingEvents.Draw(wave, sixteenThousand, 24.Hours, seed);
        Assert.Equal((TimeSpan.Zero, 24.Hours), (run.Phases[0].Start, run.Horizon));
        for (int i = 1; i < run.Phases.Count; i++) Assert.Equal(run.Phases[i - 1].End, run.Phases[i].Start);
        foreach (TrainingPhase phase in run.Phases.Where(p => p.Kind is TrainingPhaseKind.Compute or TrainingPhaseKind.Evaluation))
            Assert.Equal(phase.Kind == TrainingPhaseKind.Evaluation, wave.EvaluatesAtProgress(phase.Progress + phase.Duration / 2));
        Assert.All(run.Failures, failure => Assert.InRange(failure.Lost, TimeSpan.Zero, sixteenThousand.CheckpointInterval));
    }, iter: 20);

    [Fact]
    public void Steps_of_a_second_add_up_to_the_energy_of_the_run()
    {
        TrainingTimeline run = TrainingEvents.Draw(wave, sixteenThousand, 6.Hours, seed: 3);
        Energy stepped = Enumerable.Range(0, 6 * 3600).Select(s => run.Over(s.Seconds, (s + 1).Seconds) * 1.Seconds).Sum();
        Assert.Equal(1, stepped / (run.MeanPower * run.Horizon), 1e-9);
    }

    [Fact]
    public void Without_failures_the_timeline_is_the_wave() => Gen.Select(Gen.Double[0, 3000], Gen.Double[0.1, 100]).Sample((start, length) =>
    {
        TrainingTimeline run = TrainingEvents.Undisturbed(wave, 1.Hours);
        Assert.Equal(1, run.Over(start.Seconds, (start + length).Seconds) / wave.Over(start.Seconds, (start + length).Seconds), 1e-9);
    });

    /// <summary>800 failures in each of 20 seeds; the standard error of the goodput is about .1 points.</summary>
    [Theory]
    [InlineData(60, 5)]
    [InlineData(15, 2)]
    public void Goodput_and_mean_power_of_many_seeds_are_their_closed_forms(double stallSeconds, double restartMinutes)
    {
        Interruptions costs = Interruptions.For(16_384, stallSeconds.Seconds, restartMinutes.Minutes, detection: 30.Seconds);
        TimeSpan horizon = 800 * costs.MeanTimeBetweenFailures;
        TrainingWaveform fewEvaluations = wave with { StepsPerEvaluation = 0 };
        TrainingTimeline[] runs = [.. Enumerable.Range(1, 20).Select(seed => TrainingEvents.Draw(fewEvaluations, costs, horizon, (ulong)seed))];
        double goodput = runs.Average(run => run.GoodputFraction);
        double firstOrder = YoungDaly.Goodput(costs.Stall, costs.CheckpointInterval, costs.Restart, costs.MeanTimeBetweenFailures);
        report.WriteLine($"drawn {goodput:0.0000}, exact {costs.GoodputFraction:0.0000}, first order {firstOrder:0.0000}");
        Assert.Equal(costs.GoodputFraction, goodput, 0.003);
        Assert.Equal(firstOrder, goodput, 0.01);
        Assert.Equal(800, runs.Average(run => run.Failures.Count), 800 * 0.03);
        Power mean = runs.Select(run => run.MeanPower).Sum() / runs.Length;
        Assert.Equal(1, mean / costs.MeanPower(fewEvaluations), 0.002);
        (double _, double checkpoint, double down) = costs.Shares;
        Assert.Equal(checkpoint, runs.Average(run => run.Spent(TrainingPhaseKind.Checkpoint) / horizon), 0.002);
        Assert.Equal(down, runs.Average(run => (run.Spent(TrainingPhaseKind.Failed) + run.Spent(TrainingPhaseKind.Restart)
            + run.Spent(TrainingPhaseKind.StartUp)) / horizon), 0.002);
    }

    [Fact]
    public void The_same_seed_draws_the_same_run_and_another_seed_another()
    {
        TrainingTimeline[] runs = [.. ((ulong[])[1, 1, 2]).Select(seed => TrainingEvents.Draw(wave, sixteenThousand, 48.Hours, seed))];
        Assert.Equal(runs[0].Phases, runs[1].Phases);
        Assert.NotEqual(runs[0].Phases, runs[2].Phases);
    }

    /// <summary>Ticks of 100 ns: another machine that draws another run fails here.</summary>
    [Fact]
    public void The_first_failures_of_a_seed_are_pinned_to_the_tick() => Assert.Equal(
        [63371539814L, 96087628427L, 99369693557L],
        TrainingEvents.Draw(wave, sixteenThousand, 48.Hours, seed: 1).Failures.Take(3).Select(failure => failure.At.Ticks));

    [Fact]
    public void A_restart_too_short_for_its_parts_is_refused() => Assert.Throws<ArgumentException>(() =>
        TrainingEvents.Draw(wave, sixteenThousand with { Restart = 10.Seconds }, 1.Hours, seed: 1));

    /// <summary>First outputs of the published generator for seed 0.</summary>
    [Fact]
    public void Chance_is_SplitMix64()
    {
        Assert.Equal(0xE220A8397B1DCDAFUL, new SplitMix(0).Bits(0));
        Assert.Equal(0x6E789E6AA1B965F4UL, new SplitMix(0).Bits(1));
        Assert.Equal(0x06C45D188009454FUL, new SplitMix(0).Bits(2));
    }

    [Fact]
    public void Exponential_gaps_have_mean_one_and_spread_one()
    {
        double[] gaps = [.. Enumerable.Range(0, 100_000).Select(k => new SplitMix(5).ExponentialFactor((ulong)k))];
        Assert.Equal(1, gaps.Average(), 0.01);
        Assert.Equal(2, gaps.Average(gap => gap * gap), 0.04);
        for (int k = 0; k < 1000; k++)
            Assert.Equal(-Math.Log(new SplitMix(5).UniformFraction((ulong)k)), gaps[k], 1e-14);
    }
}
