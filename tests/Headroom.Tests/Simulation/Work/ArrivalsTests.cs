using CsCheck;
using Headroom.Quantities;
using Headroom.Scenarios.Traces;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Tests.Compute;
using Headroom.Workloads;

namespace Headroom.Tests.Simulation.Work;

public sealed class ArrivalsTests
{
    internal static readonly LoadShape Day = new(1.Hours, [.. Enumerable.Range(0, 24).Select(h => new LoadWindow(4 + h % 12, 1000.Tokens, 200.Tokens))]);
    static readonly Gen<TimeSpan> anyStep = OneOf.Const(0.1, 0.7, 1, 3, 60).Select(seconds => TimeSpan.FromSeconds(seconds));

    internal static WorkAmount Total(IArrivals source, TimeSpan horizon, TimeSpan step)
    {
        WorkAmount sum = WorkAmount.None;
        for (TimeSpan at = step; at < horizon; at += step) sum += source.Until(at);
        return sum + source.Until(horizon);
    }

    [Fact]
    public void A_shape_gives_its_totals_in_any_step() => anyStep.Sample(step =>
    {
        WorkAmount came = Total(new ShapeArrivals(Day), 36.Hours, step);
        // 24 h of 4 … 15 twice: 9.5/s, then the first 12 h again
        Assert.Equal(9.5 * 36 * 3600, came.Requests, 1e-5);
        Assert.Equal(9.5 * 36 * 3600 * 200, came.Output.Tokens, 1e-2);
    }, iter: 5);

    [Fact]
    public void Hourly_demand_in_tokens_becomes_requests_of_the_mean_lengths()
    {
        LoadShape shape = LoadShape.Of(Series<TokenRate>.Constant(10240.TokensPerSecond, 24), Known.Chat);
        Assert.Equal(10, shape.MeanRequestsPerSecond, 1e-12);
        Assert.Equal(10240 * 3600.0, Total(new ShapeArrivals(shape), 1.Hours, 7.Seconds).Output.Tokens, 1e-2);
    }

    [Fact]
    public void Chance_depends_on_the_seed_and_not_on_the_steps() => Gen.Select(Gen.ULong, anyStep, OneOf.Const(1.0, 2.0, 10.0), Gen.Bool).Sample(
        (seed, step, c, many) =>
        {
            IArrivals Source(ulong s) => many
                ? new MixedArrivals(Day.Times(20), LengthMix.Conversation, c, s) : new RenewalArrivals(Day, LengthMix.Conversation, c, s);
            WorkAmount once = Total(Source(seed), 10.Minutes, 10.Minutes);
            Assert.Equal(once, Total(Source(seed), 10.Minutes, step));
            Assert.NotEqual(once, Total(Source(seed + 1), 10.Minutes, step));
        }, iter: 30);

    [Theory]
    [InlineData(false, 1.0), InlineData(false, 0.5), InlineData(false, 3.0), InlineData(true, 1.0), InlineData(true, 3.0)]
    public void Mean_and_burstiness_over_long_are_as_asked(bool many, double c)
    {
        LoadShape flat = new(1.Hours, [new(many ? 200 : 10, 1000.Tokens, 200.Tokens)]);
        IArrivals source = many ? new MixedArrivals(flat, LengthMix.Conversation, c, 7) : new RenewalArrivals(flat, LengthMix.Conversation, c, 7);
        const int blocks = 4000;
        double block = many ? 10 : 100, sum = 0, squares = 0, output = 0;
        for (int i = 1; i <= blocks; i++)
        {
            WorkAmount came = source.Until(TimeSpan.FromSeconds(i * block));
            sum += came.Requests;
            squares += came.Requests * came.Requests;
            output += came.Output.Tokens;
        }
        double mean = sum / blocks, expected = flat.MeanRequestsPerSecond * block, variance = squares / blocks - mean * mean;
        // the standard error of the mean is c/√n, that of the dispersion √(2/blocks) of it and a few per cent of bias for single gaps
        Assert.InRange(mean / expected, 1 - 5 * c / Math.Sqrt(sum), 1 + 5 * c / Math.Sqrt(sum));
        Assert.InRange(variance / mean / (c * c), 0.85, 1.15);
        Assert.InRange(output / sum / 200, 0.99, 1.01);
    }

    [Fact]
    public void Gaps_have_the_mean_and_variation_asked_for()
    {
        Draws draws = new(3);
        foreach (double shape in (double[])[0.01, 0.11, 1, 4, 250])
        {
            double sum = 0, squares = 0;
            const int n = 400_000;
            for (int i = 0; i < n; i++)
            {
                double x = draws.Gamma(shape);
                sum += x;
                squares += x * x;
            }
            double mean = sum / n, variance = squares / n - mean * mean;
            Assert.InRange(mean / shape, 1 - 5 / Math.Sqrt(n * shape), 1 + 5 / Math.Sqrt(n * shape));
            Assert.InRange(variance / shape, 1 - 6 * Math.Sqrt((2 + 6 / shape) / n), 1 + 6 * Math.Sqrt((2 + 6 / shape) / n));
        }
    }

    [Theory]
    [InlineData(0.3), InlineData(9.9), InlineData(10.1), InlineData(50), InlineData(2000)]
    public void Counts_have_the_mean_and_variance_of_Poisson(double mean)
    {
        Draws draws = new(11);
        const int n = 200_000;
        double sum = 0, squares = 0;
        for (int i = 0; i < n; i++)
        {
            double x = draws.Poisson(mean) - mean;
            sum += x;
            squares += x * x;
        }
        Assert.InRange(sum / n, -5 * Math.Sqrt(mean / n), 5 * Math.Sqrt(mean / n));
        Assert.InRange(squares / n / mean, 1 - 6 * Math.Sqrt((2 + 1 / mean) / n), 1 + 6 * Math.Sqrt((2 + 1 / mean) / n));
        Assert.Equal(Math.Log(3628800), Draws.LogFactorial(10), 1e-9);
    }

    [Fact]
    public void The_Azure_trace_gives_all_its_requests_whatever_the_step()
    {
        string? path = SharedData.Find("traces/azure_llm_2023_conversation.csv");
        Assert.SkipWhen(path is null, "SKIPPED, NOT PASSED: shared/data/traces is not beside the checkout");
        RequestTraceReading trace = RequestTraceFile.Read(path!);
        Assert.Empty(trace.Findings);
        Assert.Equal(19_366, trace.Requests.Count);
        Assert.Equal(3501.721937, trace.Duration.TotalSeconds, 1e-6);
        foreach (double step in (double[])[0.1, 1, 60])
            Assert.Equal(WorkAmount.Of(19_366, 22_361_870, 4_088_665), Total(new TraceArrivals(trace.Requests), 1.Hours, step.Seconds));
        Assert.Equal(WorkAmount.Of(2 * 19_366, 2 * 22_361_870, 2 * 4_088_665),
            Total(new TraceArrivals(trace.Requests, repeatAfter: 1.Hours), 2.Hours - 1.Seconds, 1.Seconds));
    }

    [Theory]
    [InlineData("m-large", 2016, 195.844, 924.252, 142.315, 0), InlineData("m-mid", 2016, 1790.06, 328.223, 52.1233, 84)]
    [InlineData("deepseek-r1", 144, 16.0147, 1268.25, 1527.42, 0)]
    public void The_shared_loads_give_the_files_rates_and_lengths(string name, int windows, double rate, double input, double output, int gaps)
    {
        string? path = SharedData.Find($"traces/{name}_load_600s.csv");
        Assert.SkipWhen(path is null, "SKIPPED, NOT PASSED: shared/data/traces is not beside the checkout");
        LoadTraceReading read = LoadTraceFile.Read(path!);
        LoadShape shape = read.Shape!;
        Assert.Equal((windows, gaps), (shape.Windows.Count, shape.Gaps));
        Assert.Equal(gaps > 0, read.Findings.Any(one => one.Severity == Severity.Note));
        Assert.Equal((rate, input, output), (shape.MeanRequestsPerSecond, shape.MeanInput.Tokens, shape.MeanOutput.Tokens),
            (a, b) => Near(a.Item1, b.Item1) && Near(a.Item2, b.Item2) && Near(a.Item3, b.Item3));
        WorkAmount all = Total(new ShapeArrivals(shape), shape.Duration, 60.Seconds);
        Assert.Equal(shape.MeanRequestsPerSecond * shape.Duration.TotalSeconds, all.Requests, 1e-3);
        Assert.Equal(0, shape.Filled().Gaps);
        Assert.True(shape.Filled().MeanRequestsPerSecond >= shape.MeanRequestsPerSecond);
    }

    static bool Near(double a, double b) => Math.Abs(a / b - 1) < 1e-5;
}

internal static class OneOf
{
    public static Gen<double> Const(params double[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
