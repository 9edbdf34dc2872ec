using CsCheck;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;

namespace Headroom.Tests.Compute.Waveforms;

/// <summary>Equation (13): hand-worked, and laws for any wave.</summary>
public sealed class TrainingWaveformTests
{
    /// <summary>Steps of 10 s at .9 in the mean, after three of them 5 s of evaluation at .8; 4 nodes of 10 kW; 2 s of start-up at .4.</summary>
    internal static readonly TrainingWaveform Simple = new(
        "simple", Nodes: 4, NodePower: 10.Kilowatts,
        Step: Course.Through((0.Seconds, 1), (8.Seconds, 1), (8.Seconds, 0.5), (10.Seconds, 0.5)), StepsPerEvaluation: 3,
        Evaluation: Course.Flat(5.Seconds, 0.8), StartUp: Course.Flat(2.Seconds, 0.4));

    [Fact]
    public void A_wave_worked_by_hand()
    {
        Assert.Equal(35, Simple.Cycle.TotalSeconds);
        Assert.Equal((3 * 9 + 5 * 0.8) / 35, Simple.MeanFraction, 1e-12);
        Assert.Equal(1 - 0.8 / 0.9, Simple.EvaluationDipFraction, 1e-12);
        Assert.Equal(16, Simple.At(1.Seconds).Kilowatts, 1e-9);                      // start-up
        Assert.Equal(40, Simple.At(2.Seconds).Kilowatts, 1e-9);                      // first step computes
        Assert.Equal(20, Simple.At(11.Seconds).Kilowatts, 1e-9);                     // and communicates
        Assert.Equal(32, Simple.At(33.Seconds).Kilowatts, 1e-9);                     // evaluates at 32–37 s
        Assert.True(Simple.EvaluatesAt(33.Seconds) && !Simple.EvaluatesAt(37.Seconds) && !Simple.EvaluatesAt(1.Seconds));
        Assert.Equal((16 + 40) / 2.0, Simple.Over(1.Seconds, 3.Seconds).Kilowatts, 1e-9);
        Assert.Equal(40 * (0.5 + 0.8) / 2, Simple.Over(31.Seconds, 33.Seconds).Kilowatts, 1e-9);
    }

    [Fact]
    public void The_mean_over_a_cycle_is_the_closed_form() => AnyWave.Sample(wave =>
    {
        TimeSpan from = wave.StartUp.Duration;
        Assert.Equal(1, wave.Over(from, from + wave.Cycle) / wave.MeanPower, 1e-9);
        Assert.Equal(1, wave.Over(from, from + 1000 * wave.Cycle) / wave.MeanPower, 1e-9);
    });

    [Fact]
    public void Windows_add_up() => Gen.Select(AnyWave, Gen.Double[0, 1000], Gen.Double[0.1, 400], Gen.Double[0.1, 400]).Sample((wave, start, first, second) =>
    {
        (TimeSpan a, TimeSpan b, TimeSpan c) = (start.Seconds, (start + first).Seconds, (start + first + second).Seconds);
        Energy parts = wave.Over(a, b) * (b - a) + wave.Over(b, c) * (c - b);
        Assert.Equal(1, wave.Over(a, c) * (c - a) / parts, 1e-9);
    });

    [Fact]
    public void A_window_is_the_mean_of_its_moments() => Gen.Select(AnyWave, Gen.Double[0, 300], Gen.Double[0.5, 5]).Sample((wave, start, length) =>
    {
        const int moments = 4000;
        double mean = Enumerable.Range(0, moments).Average(i => wave.At((start + (i + 0.5) / moments * length).Seconds).Watts);
        Assert.Equal(1, wave.Over(start.Seconds, (start + length).Seconds).Watts / mean, 1e-3);
    }, iter: 50);

    [Fact]
    public void The_wave_repeats_after_a_cycle_and_stays_between_its_levels() => Gen.Select(AnyWave, Gen.Double[0, 500]).Sample((wave, since) =>
    {
        TimeSpan at = wave.StartUp.Duration + since.Seconds;
        Assert.Equal(wave.At(at), wave.At(at + wave.Cycle));
        Assert.Equal(wave.At(at), wave.At(at + 10_000 * wave.Cycle));
        (double least, double most) = wave.Band;
        Assert.InRange(wave.At(at) / wave.ComputePower, least - 1e-12, most + 1e-12);
        Assert.InRange(wave.Over(at, at + 1.Seconds) / wave.ComputePower, least - 1e-12, most + 1e-12);
    });

    [Fact]
    public void Twice_the_nodes_draw_twice_the_power_together() =>
        Assert.Equal(2, (Simple with { Nodes = 8 }).At(17.Seconds) / Simple.At(17.Seconds), 1e-12);

    [Fact]
    public void A_step_that_takes_no_time_is_refused() => Assert.Throws<ArgumentException>(() =>
        new TrainingWaveform("none", 1, 1.Kilowatts, Course.None, 0, Course.None, Course.None));

    internal static readonly Gen<TrainingWaveform> AnyWave =
        Gen.Select(Gen.Double[2, 15], Gen.Double[0.1, 0.4], Gen.Double[0.3, 0.95], Gen.Int[0, 20], Gen.Double[1, 30], Gen.Double[0, 6])
            .Select((period, share, level, steps, evaluation, start) => new TrainingWaveform(
                "any", 3, 7.Kilowatts, new StepShape(period.Seconds, share, level, (0.6 * share * period).Seconds, (0.9 * share * period).Seconds).Course(),
                steps, Course.Through((0.Seconds, 0.8), ((evaluation / 3).Seconds, 0.9), (evaluation.Seconds, 0.9)),
                Course.Through((0.Seconds, 0.35), (start.Seconds, 1))));
}
