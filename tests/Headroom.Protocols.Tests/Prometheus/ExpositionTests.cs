using System.Text;
using CsCheck;
using Headroom.Protocols.Prometheus;

namespace Headroom.Protocols.Tests.Prometheus;

public class ExpositionTests
{
    private static Exposition Read(string text) => ExpositionReader.Read(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_page_of_metrics_is_read()
    {
        Exposition page = Read("""
            # HELP vllm:generation_tokens_total Number of generation tokens processed.
            # TYPE vllm:generation_tokens_total counter
            vllm:generation_tokens_total{model_name="m",engine="0"} 12345.0
            # TYPE latency histogram
            latency_bucket{le="0.5"} 3
            latency_bucket{le="+Inf"} 4 1700000000000
            latency_sum 1.5e-1
            temperature NaN
            odd{path="C:\\dir",note="say \"hi\"\nthere",} -Inf
            """);
        Assert.Empty(page.Findings);
        Assert.Equal(MetricKind.Counter, page.Kinds["vllm:generation_tokens_total"]);
        Assert.Equal(new MetricSample("vllm:generation_tokens_total", MetricLabels.Of(("engine", "0"), ("model_name", "m")), 12345), page.Samples[0]);
        Assert.Equal(1_700_000_000_000, page.Samples[2].At);
        Assert.Equal(0.15, page.Samples[3].Value);
        Assert.True(double.IsNaN(page.Samples[4].Value));
        Assert.Equal("C:\\dir", page.Samples[5].Labels["path"]);
        Assert.Equal("say \"hi\"\nthere", page.Samples[5].Labels["note"]);
        Assert.Equal(double.NegativeInfinity, page.Samples[5].Value);
    }

    [Fact]
    public void OpenMetrics_ends_at_its_mark_and_its_exemplars_are_passed_over()
    {
        Exposition page = Read("a_total 3 1700000000.5 # {trace_id=\"x\"} 1\n{\"quoted.name\", b=\"c\"} 2\n# EOF\nb 9\n");
        Assert.Empty(page.Findings);
        Assert.Equal([new("a_total", MetricLabels.None, 3, 1_700_000_000_500), new("quoted.name", MetricLabels.Of(("b", "c")), 2)], page.Samples);
    }

    [Fact]
    public void A_line_that_cannot_be_read_hides_no_other()
    {
        Exposition page = Read("good 1\nbad{\nworse{a=\"b\" 1\nnone\nx{a=\"1\",a=\"2\"} 3\n9name 4\nlate 5 tomorrow\nbetter 2\n");
        Assert.Equal(["good", "better"], page.Samples.Select(one => one.Name));
        Assert.Equal(["line 2", "line 3", "line 4", "line 5", "line 6", "line 7"], page.Findings.Select(one => one.Where));
    }

    private static readonly Gen<MetricSample> anySample = Gen.Select(Gen.String[Gen.Char["abc_:"], 1, 8], Gen.String[Gen.Char["a\"\\\n =,}é"], 0, 6].Array[0, 4],
        Gen.OneOf(Gen.Double, Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity)), Gen.Long.Nullable(),
        (name, values, value, at) => new MetricSample(name, MetricLabels.Of(values.Select((one, k) => KeyValuePair.Create($"l{k}", one))), value, at));

    [Fact]
    public void What_is_written_is_read() => anySample.Array[0, 5].Sample(samples =>
    {
        string text = ExpositionWriter.Write([new("family", MetricKind.Gauge, "with \\ and\nlines", samples)]);
        Exposition page = Read(text);
        Assert.Empty(page.Findings);
        Assert.Equal(samples, page.Samples);
    });

    [Fact]
    public void A_histogram_is_cumulative()
    {
        MetricFamily family = ExpositionWriter.Histogram("wait_seconds", "How long.", MetricLabels.Of(("queue", "a")), [0.1, 1], [2, 3, 4], 12.5);
        Assert.Equal([2, 5, 9, 12.5, 9], family.Samples.Select(one => one.Value));
        Assert.Equal("+Inf", family.Samples[2].Labels["le"]);
    }

    [Fact]
    public void Whatever_comes_is_a_value() => Gen.String[Gen.Char["ab1_:{}=\",\\n# \t\n.+-eTYPE\0é"], 0, 60].Sample(text =>
    {
        Exposition page = Read(text);
        Assert.True(page.Samples.Count + page.Findings.Count <= text.Length + 1);
    }, iter: 100_000);
}

public class CounterTests
{
    [Fact]
    public void A_counter_that_fell_was_reset()
    {
        Assert.Equal(5, CounterTrack.Increase(10, 15));
        Assert.Equal(3, CounterTrack.Increase(10, 3));
    }

    [Fact]
    public void Series_are_counted_apart_and_summed()
    {
        static MetricSample Of(string pod, double value) => new("tokens_total", MetricLabels.Of(("pod", pod)), value);
        var track = new CounterTrack();
        track.Take([Of("a", 100), Of("b", 1_000)], "here");
        Assert.Equal(0, track.Total);
        track.Take([Of("a", 150), Of("b", 10)], "here");
        Assert.Equal(60, track.Total);
        track.Take([Of("a", 150)], "there");
        track.Take([Of("a", 151), Of("c", 7)], "here");
        Assert.Equal(61, track.Total);
        Assert.Equal(1, track.Resets);
    }

    [Fact]
    public void A_value_that_nobody_counts_to_counts_nothing_and_totals_stay_numbers()
    {
        var track = new CounterTrack();
        void Take(double value) => track.Take([new("x", MetricLabels.None, value)], "");
        foreach (double value in (double[])[5, 1.7e308, 1, 1.7e308, 7, double.NaN, double.PositiveInfinity, -1, 8]) Take(value);
        Assert.Equal(1 + 6 + 1, track.Total);
    }

    [Fact]
    public void Labels_of_a_series_are_not_kept()
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Taken(CounterTrack track, double value)
        {
            var labels = MetricLabels.Of(("pod", new string('a', 60_000)));
            track.Take([new("x", labels, value)], "");
            return new(labels);
        }
        var track = new CounterTrack();
        WeakReference kept = Taken(track, 1);
        GC.Collect();
        Assert.False(kept.IsAlive);
        Taken(track, 3);
        Assert.Equal(2, track.Total);
    }

    [Fact]
    public void The_total_never_falls() => Gen.Double[0, 1e9].Array[1, 30].Sample(values =>
    {
        var track = new CounterTrack();
        double before = 0;
        foreach (double value in values)
        {
            track.Take([new("x", MetricLabels.None, value)], "");
            Assert.True(track.Total >= before);
            before = track.Total;
        }
    });
}
