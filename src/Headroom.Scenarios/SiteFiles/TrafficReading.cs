using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Traces;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>The block <c>traffic</c> of a service.</summary>
internal sealed class TrafficReading(Block block, DataFiles files)
{
    private const double RequestsMost = 1e7;    // a second: a hundred campuses

    public ServiceTraffic Read()
    {
        Got<double> times = block.Amount("times");
        if (times.IsGiven && !block.Has("trace"))
            block.Wrong("times", "`times` without `trace`", "a trace to multiply", "Add `trace: file.csv`, or remove the line.");
        Got<double> patience = block.Amount("patience");
        return new()
        {
            GapVariationFraction = block.Amount("gapVariation").Or(ServiceTraffic.Usual.GapVariationFraction),
            InputVariationFraction = block.Amount("inputVariation").Or(ServiceTraffic.Usual.InputVariationFraction),
            OutputVariationFraction = block.Amount("outputVariation").Or(ServiceTraffic.Usual.OutputVariationFraction),
            Patience = patience.IsGiven ? TimeSpan.FromSeconds(patience.Value) : null,
            Trace = Trace(times.IsGiven ? times.Value : null),
        };
    }

    /// <summary>The recording; null where none is named or it is at fault.</summary>
    private ServiceTrace? Trace(double? times)
    {
        const string expected = "a trace beside the site file";
        Got<string> file = block.Text("trace");
        if (!file.IsGiven) return null;
        if (files.Bytes(file.Value!, out string? fault) is not { } bytes)
        {
            block.Wrong("trace", fault!, expected, "Correct the name, or remove the line.");
            return null;
        }
        IReadOnlyList<string> columns = TraceFile.Columns(bytes, file.Value!);
        ServiceTrace? trace = columns.Contains(RequestTraceFile.Mark) ? Requests(bytes, file, times)
            : columns.Contains(LoadTraceFile.Mark) ? Windows(bytes, file, times) : null;
        if (trace is null && !columns.Contains(RequestTraceFile.Mark) && !columns.Contains(LoadTraceFile.Mark))
            block.Wrong("trace", $"{file.Value} has neither a column {RequestTraceFile.Mark} nor {LoadTraceFile.Mark}", expected,
                "Write TIMESTAMP,ContextTokens,GeneratedTokens for requests, or t_s,rate_rps,mean_input_tokens,mean_output_tokens for windows.");
        return trace;
    }

    private ServiceTrace.Requests? Requests(byte[] bytes, Got<string> file, double? times)
    {
        RequestTraceReading reading = RequestTraceFile.Parse(bytes, file.Value!);
        block.Reading.Add(reading.Findings);
        if (reading.Findings.Any(one => one.Severity == Severity.Wrong)) return null;
        if (reading.Duration < TimeSpan.FromSeconds(1))
        {
            block.Wrong("trace", FormattableString.Invariant($"{file.Value} lasts {reading.Duration.TotalSeconds} s"), "requests over a second or more: the trace is repeated",
                "Record for longer.");
            return null;
        }
        if (!Writes(file, reading.Requests.Sum(one => (double)one.OutputTokens)) || !IsServable(reading.Requests.Count / reading.Duration.TotalSeconds, times)) return null;
        block.Reading.Fact(block.PathOf("trace"), $"{reading.Requests.Count} requests in {reading.Duration:d\\.hh\\:mm\\:ss}", file.Line);
        return new(reading.Requests, reading.Duration + reading.Duration / (reading.Requests.Count - 1), times);
    }

    private ServiceTrace.Windows? Windows(byte[] bytes, Got<string> file, double? times)
    {
        LoadTraceReading reading = LoadTraceFile.Parse(bytes, file.Value!);
        block.Reading.Add(reading.Findings);
        if (reading.Shape?.Filled() is not { } shape || !Writes(file, shape.MeanTokens.TokensPerSecond) || !IsServable(shape.MostRequestsPerSecond, times)) return null;
        block.Reading.Fact(block.PathOf("trace"), $"{shape.Windows.Count} windows of {shape.Window.TotalSeconds:0.###} s", file.Line);
        return new(shape, times);
    }

    /// <summary>Sums of requests are kept in whole parts of a request: beyond this, those of a year do not fit.</summary>
    private bool IsServable(double requestsPerSecond, double? times)
    {
        double most = requestsPerSecond * (times ?? 1);
        if (most <= RequestsMost) return true;
        block.Wrong(times is null ? "trace" : "times", FormattableString.Invariant($"{most:0.###e0} requests a second"), $"at most {RequestsMost} requests a second",
            "Correct the rates, or `times`.");
        return false;
    }

    /// <summary>Without output there is nothing to serve, and nothing to scale by.</summary>
    private bool Writes(Got<string> file, double tokens)
    {
        if (tokens > 0) return true;
        block.Wrong("trace", $"{file.Value} has no output tokens", "requests that are answered", "Take another trace.");
        return false;
    }
}
