using System.Text;
using Headroom.Quantities;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Scenarios.Series;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.Traces;

/// <summary>A load in windows.</summary>
/// <param name="Shape">Null where any finding is wrong. Gaps are marked, not filled: <see cref="LoadShape.Filled"/>.</param>
/// <param name="Findings">A note where windows are gaps.</param>
public sealed record LoadTraceReading(LoadShape? Shape, IReadOnlyList<Finding> Findings);

/// <summary>Reads a load in windows of equal length: t_s, rate_rps, mean_input_tokens, mean_output_tokens.</summary>
/// <remarks>
///   Derived files of ServeGen (Alibaba, Apache-2.0) have windows of 600 s. A window with rate zero, or one that is missing, is a gap in the
///   recording, not an hour without users. Other columns are left alone.
/// </remarks>
public static class LoadTraceFile
{
    private const string Content = "a load with one row for each window";
    private const double WindowsMost = 1e6;

    /// <summary>The column that tells such a file from others.</summary>
    internal const string Mark = "t_s";
    private static readonly NumberColumn at = new(Mark, "s", 1, 0, 1e10), rate = new("rate_rps", "1/s", 1, 0, 1e9),
        input = new("mean_input_tokens", "", 1, 0, 1e7), output = new("mean_output_tokens", "", 1, 0, 1e7);

    public static LoadTraceReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TraceFile.Bytes(path, Content, out Finding? fault) is { } bytes ? Parse(bytes, Path.GetFileName(path)) : new(null, [fault!]);
    }

    /// <summary>Reads the text of a file.</summary>
    public static LoadTraceReading Parse(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text), file);
    }

    internal static LoadTraceReading Parse(byte[] bytes, string file)
    {
        var findings = new TableFindings(file);
        if (TraceFile.Table(bytes, file, findings, Content, at.Header, rate.Header, input.Header, output.Header) is not { } table)
            return new(null, findings.All);
        List<(double Start, LoadWindow Window)> rows = [];
        double window = 0;
        foreach (PointRow row in table.Rows())
        {
            double start = row.Number(at);
            if (rows.Count > 0)
            {
                double step = start - rows[^1].Start;
                if (rows.Count == 1) window = step;
                if (!(step > 0))
                    row.Wrong(at.Header, $"{row.Cell(at.Header)} s is not after the row before", "rows in the order of time", "Sort the rows by time.");
                else if (!(window > 0)) window = step;   // the first two rows were no window, which was told
                else if (Math.Abs(step / window - Math.Round(step / window)) > 1e-6)
                    row.Wrong(at.Header, $"a step of {step} s",
                        $"a whole number of windows of {window} s, as between the first two rows", "Write windows of one length.");
                else if (rows.Count + step / window > WindowsMost)
                {
                    row.Wrong(at.Header, $"a step of {step} s", "at most a million windows in all", "Correct the time.");
                    break;
                }
                else for (double gap = 1; gap < Math.Round(step / window); gap++) rows.Add((rows[^1].Start + window, Gap));
            }
            double requests = row.Number(rate);
            LoadWindow read = requests == 0 ? Gap
                : new(requests, TokenCount.FromSi(row.Number(input)), TokenCount.FromSi(row.Number(output)));
            rows.Add((start, read));
        }
        if (rows.Count < 2)
            findings.Wrong(table.HeaderLine, at.Header, "fewer than two rows", "at least two, whose distance is the window", "Add rows.");
        if (rows.Count > 1 && findings.IsEmpty && window < 0.1)
            findings.Wrong(table.HeaderLine, at.Header, $"windows of {window} s", "windows of at least 0.1 s", "Check the unit of t_s.");
        if (rows.Count > 0 && rows.All(one => one.Window.IsGap) && findings.IsEmpty)
            findings.Wrong(table.HeaderLine, rate.Header, "no window with requests", "rates above zero", "A rate of zero marks a gap; write what was measured.");
        if (!findings.IsEmpty) return new(null, findings.All);
        LoadShape shape = new(TimeSpan.FromSeconds(window), [.. rows.Select(one => one.Window)]);
        return new(shape, shape.Gaps == 0 ? [] :
        [
            new(Severity.Note, rate.Header, $"{shape.Gaps} of {rows.Count} windows are gaps", "a rate above zero in each",
                "They are filled with the same window of the nearest day.") { File = file },
        ]);
    }

    private static LoadWindow Gap => new(0, TokenCount.Zero, TokenCount.Zero, IsGap: true);
}
