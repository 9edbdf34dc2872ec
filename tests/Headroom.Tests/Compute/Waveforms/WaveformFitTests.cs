using CsCheck;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;

namespace Headroom.Tests.Compute.Waveforms;

/// <summary>A fit of the log of a known wave gives the wave back.</summary>
public sealed class WaveformFitTests
{
    static PowerLog Grid(double seconds, int rows) => new([.. Enumerable.Range(0, rows).Select(i => i * seconds)], [.. Enumerable.Repeat(1.0, rows)]);

    [Fact]
    public void A_sine_is_found_to_a_thousandth_between_the_frequencies_of_the_grid()
    {
        double[] seconds = [.. Enumerable.Range(0, 600).Select(i => i * 2.0)];
        PowerLog log = new(seconds, [.. seconds.Select(t => 100 + 10 * Math.Sin(2 * Math.PI * t / 11.37))]);
        Rhythm rhythm = LogFigures.Of(log).Rhythm!;
        Assert.Equal(11.37, rhythm.Period.TotalSeconds, 0.01);
        Assert.Equal(1, rhythm.VarianceShare, 0.02);
    }

    [Fact]
    public void Noise_has_no_rhythm() => Gen.ULong.Sample(seed =>
    {
        SplitMix chance = new(seed);
        double[] watts = [.. Enumerable.Range(0, 400).Select(k => 100 + chance.UniformFraction((ulong)k))];
        Assert.Null(LogFigures.Of(new([.. watts.Select((_, i) => (double)i)], watts)).Rhythm);
    }, iter: 50);

    [Fact]
    public void Figures_worked_by_hand()
    {
        PowerLog log = new([0, 2, 4, 6, 8, 10, 12, 14], [90, 100, 110, 100, 90, 100, 80, 80], [false, false, false, false, false, false, true, true]);
        LogFigures figures = LogFigures.Of(log);
        Assert.Equal(750.0 / 8, figures.Mean.Watts, 1e-12);
        Assert.Equal(95, figures.Median.Watts, 1e-12);
        Assert.Equal(1 - 80 / (590.0 / 6), figures.EvaluationDipFraction!.Value, 1e-12);
        Assert.Equal(10, figures.RampMost.WattsPerSecond, 1e-12);
    }

    [Fact]
    public void What_is_no_log_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new PowerLog([0, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new PowerLog([0, 1, 2, 3, 4, 5, 6, 6], [1, 1, 1, 1, 1, 1, 1, 1]));
        Assert.Throws<ArgumentException>(() => new PowerLog([0, 1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 1, 1, 1, 1, double.NaN]));
        Assert.Throws<ArgumentException>(() => new PowerLog([0, 1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 1, 1, 1, 1, 1], [true]));
    }

    /// <summary>Steps of 5–15 s at rows of a second, an hour of them, with and without evaluations. Never whole seconds: a log then
    /// shows few of the step's phases, and percentiles are within 6 %, not 3.</summary>
    [Fact]
    public void A_wave_is_found_again_in_its_own_log() =>
        Gen.Select(Gen.Int[51, 149].Select(tenths => tenths / 10.0 + 0.037), Gen.Double[0.15, 0.3], Gen.Double[0.55, 0.9], Gen.Int[6, 20], Gen.Double[8, 30], Gen.Bool)
            .Sample((period, share, level, steps, evaluation, evaluates) =>
            {
                TrainingWaveform wave = new(
                    "known", 1, 7.Kilowatts, new StepShape(period.Seconds, share, level, (share * period).Seconds, (share * period / 2).Seconds).Course(),
                    evaluates ? steps : 0, Course.Flat(evaluation.Seconds, 0.9 * (1 - share * (1 - level))), Course.None);
                PowerLog log = Grid(1, 3600).Of(wave);
                FittedWaveform fit = WaveformFit.Of(log);
                Assert.Equal(1, fit.StepRhythm!.Period.TotalSeconds / period, 0.01);
                Assert.Equal(wave.StepsPerEvaluation, fit.Waveform.StepsPerEvaluation);
                Assert.Equal(1, fit.Waveform.MeanPower / wave.MeanPower, 0.01);
                Assert.Equal(1, fit.Modelled.Mean / fit.Measured.Mean, 0.002);
                Assert.Equal(1, fit.Modelled.Percentile1 / fit.Measured.Percentile1, 0.03);
                Assert.Equal(1, fit.Modelled.Percentile99 / fit.Measured.Percentile99, 0.03);
                Assert.Equal(wave.EvaluationDipFraction, fit.Waveform.EvaluationDipFraction, 0.02);
            }, iter: 12);
}
