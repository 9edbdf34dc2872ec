using System.Text;
using Headroom.Compute;
using Headroom.Scenarios.Series;
using Headroom.Sites;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary>
///   Reads a CSV file of measured operating points, in our own format or as two public sources publish them. Every fault
///   is reported at once, with line and column; nothing throws, and no row is left out unsaid.
/// </summary>
public static class OperatingPointFile
{
    private const long BytesMost = 64L << 20;
    private static readonly PointFormat[] formats = [new OwnPoints(), new ServingPoints(), new MlEnergyPoints()];

    /// <summary>Reads a file; it may be compressed with gzip.</summary>
    public static OperatingPointReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string fault;
        try
        {
            if (Directory.Exists(path)) fault = "this is a folder";
            else if (!File.Exists(path)) fault = "there is no such file";
            else if (new FileInfo(path).Length > BytesMost) fault = "the file is larger than 64 MB";
            else return Parse(File.ReadAllBytes(path), Path.GetFileName(path));
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            fault = $"the file cannot be opened: {problem.Message.TrimEnd('.')}";
        }
        return new(null, [], 0, [], [], [new(Severity.Wrong, "", fault, "a CSV file of operating points", "Check the path.") { File = path }]);
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="file">Its name, for findings and sources.</param>
    public static OperatingPointReading Parse(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text), file);
    }

    internal static OperatingPointReading Parse(byte[] bytes, string file)
    {
        var findings = new TableFindings(file);
        const string content = "a header and one row for each operating point";
        if (CsvText.Read(bytes, findings, content, Remedy) is not { } text) return Failed(null, 0, findings);
        var table = new PointTable(file, text, findings);
        if (FormatOf(table) is not { } format) return Failed(null, table.RowCount, findings);
        format.CheckHeader(table);
        if (!findings.IsEmpty) return Failed(format.Kind, table.RowCount, findings);
        Func<PointRow, MeasuredPoint?> read = format.Reader(table);
        List<MeasuredPoint> points = [];
        foreach (PointRow row in table.Rows())
            if (read(row) is { } point) points.Add(point);
        if (points.Count == 0 && findings.IsEmpty)
            findings.Wrong(table.HeaderLine, "", $"{table.RowCount} rows below the header, none of them an operating point",
                content, "Add rows, or see docs/operating-points.md for those that are skipped.");
        return findings.IsEmpty
            ? new(format.Kind, points, table.RowCount, table.Skipped, format.Notices, [])
            : new(format.Kind, [], table.RowCount, table.Skipped, format.Notices, findings.All);
    }

    /// <summary>The format with the largest share of its columns here; null, with one finding, where they are not all here.</summary>
    private static PointFormat? FormatOf(PointTable table)
    {
        if (table.Header.Where(header => header.Trim().Length > 0).GroupBy(header => header.Trim()).FirstOrDefault(group => group.Count() > 1)
            is { } twice)
        {
            table.Findings.Wrong(table.HeaderLine, "", $"the column \"{twice.Key}\" stands {twice.Count()} times", "each name once",
                "Rename or remove one.");
            return null;
        }
        PointFormat best = formats.MaxBy(format => 1 - Missing(format, table).Count / (double)format.Required.Count)!;
        List<string> missing = Missing(best, table);
        if (missing.Count == 0) return best;
        if (missing.Count > best.Required.Count / 2)
            table.Findings.Wrong(table.HeaderLine, "", $"a header of no known format: {Shortened(string.Join(", ", table.Header))}",
                string.Join("; or ", formats.Select(format => $"{format.Title} ({string.Join(", ", format.Required)})")), Remedy);
        else
            table.Findings.Wrong(table.HeaderLine, "",
                $"{best.Title} without {(missing.Count == 1 ? "the column" : "the columns")} {string.Join(", ", missing)}",
                $"{string.Join(", ", best.Required)}", "Add what is missing; docs/operating-points.md says what each column means.");
        return null;
    }

    private const string Remedy = "Columns and units of the formats stand in docs/operating-points.md.";

    private static List<string> Missing(PointFormat format, PointTable table)
    {
        HashSet<string> names = [.. table.Header.Select(format.NameOf)];
        return [.. format.Required.Where(name => !names.Contains(name))];
    }

    private static string Shortened(string text) => text.Length <= 120 ? text : text[..119] + "…";

    private static OperatingPointReading Failed(OperatingPointFormat? format, int rows, TableFindings findings) =>
        new(format, [], rows, [], [], findings.All);
}
