using System.Text;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Scenarios.Series;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.Traces;

/// <summary>Requests of a trace.</summary>
/// <param name="Requests">In the order of time, from the first one's moment on; empty where any finding is wrong.</param>
/// <param name="Start">Moment of the first request as the file writes it; null where there is none.</param>
public sealed record RequestTraceReading(IReadOnlyList<TracedRequest> Requests, DateTime? Start, IReadOnlyList<Finding> Findings)
{
    /// <summary>From the first request to the last.</summary>
    public TimeSpan Duration => Requests.Count > 0 ? Requests[^1].At : TimeSpan.Zero;
}

/// <summary>Reads a trace with one row for each request: TIMESTAMP, ContextTokens, GeneratedTokens.</summary>
/// <remarks>
///   Format of the Azure LLM inference traces of 2023 and 2024 (CC-BY-4.0; Patel et al., "Splitwise: Efficient generative LLM inference
///   using phase splitting", ISCA 2024). Reports that use them must cite it. Plain or gzip, 64 MB at most.
/// </remarks>
public static class RequestTraceFile
{
    private const string Content = "a trace with one row for each request";

    /// <summary>The column that tells such a file from others.</summary>
    internal const string Mark = "TIMESTAMP";

    private static readonly NumberColumn input = new("ContextTokens", "", 1, 0, 10_000_000, IsWhole: true);
    private static readonly NumberColumn output = new("GeneratedTokens", "", 1, 0, 10_000_000, IsWhole: true);

    public static RequestTraceReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TraceFile.Bytes(path, Content, out Finding? fault) is { } bytes ? Parse(bytes, Path.GetFileName(path)) : new([], null, [fault!]);
    }

    /// <summary>Reads the text of a file.</summary>
    public static RequestTraceReading Parse(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text), file);
    }

    internal static RequestTraceReading Parse(byte[] bytes, string file)
    {
        var findings = new TableFindings(file);
        if (TraceFile.Table(bytes, file, findings, Content, Mark, input.Header, output.Header) is not { } table)
            return new([], null, findings.All);
        List<TracedRequest> requests = [];
        (DateTime? start, DateTime before) = (null, DateTime.MinValue);
        foreach (PointRow row in table.Rows())
        {
            string cell = row.Cell(Mark);
            if (Moment(cell) is not { } at)
            {
                row.Wrong(Mark, $"\"{cell}\" is no time", "a moment such as 2023-11-16 18:15:46.6805900", "Write times as ISO 8601.");
                continue;
            }
            if (at < before) row.Wrong(Mark, $"{cell} is earlier than the row before", "rows in the order of time", "Sort the rows by time.");
            (int read, int written) = ((int)row.Number(input), (int)row.Number(output));
            before = at;
            start ??= at;
            if (row.IsSound) requests.Add(new(at - start.Value, read, written));
        }
        return findings.IsEmpty ? new(requests, start, []) : new([], null, findings.All);
    }

    /// <summary>A moment with its fraction of a second, to 100 ns.</summary>
    private static DateTime? Moment(string text)
    {
        if (!IsoTime.TryParse(text, out IsoTime time)) return null;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        long ticks = 0, worth = TimeSpan.TicksPerSecond / 10;
        for (int i = point + 1; point > 0 && i < text.Length && char.IsAsciiDigit(text[i]) && worth > 0; i++, worth /= 10)
            ticks += (text[i] - '0') * worth;
        return time.Utc.AddTicks(ticks);
    }
}
