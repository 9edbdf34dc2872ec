using Headroom.Scenarios.OperatingPoints;
using Headroom.Scenarios.Series;
using Headroom.Sites;

namespace Headroom.Scenarios.Traces;

/// <summary>What every trace file goes through before its rows are read; faults of the disk are findings too.</summary>
internal static class TraceFile
{
    private const long BytesMost = 64L << 20;

    public static byte[]? Bytes(string path, string content, out Finding? fault)
    {
        string why;
        fault = null;
        try
        {
            if (Directory.Exists(path)) why = "this is a folder";
            else if (!File.Exists(path)) why = "there is no such file";
            else if (new FileInfo(path).Length > BytesMost) why = "the file is larger than 64 MB";
            else return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            why = $"the file cannot be opened: {problem.Message.TrimEnd('.')}";
        }
        fault = new(Severity.Wrong, "", why, content, "Check the path; a longer trace can be split.") { File = path };
        return null;
    }

    /// <summary>The columns of a file, for a first look; none where it is no text.</summary>
    public static IReadOnlyList<string> Columns(byte[] bytes, string file) =>
        CsvText.Read(bytes, new TableFindings(file)) is { } text ? [.. text.Cells(text.Rows[0].Text).Select(cell => cell.Trim())] : [];

    /// <summary>The table, if it has these columns once each.</summary>
    public static PointTable? Table(byte[] bytes, string file, TableFindings findings, string content, params string[] columns)
    {
        string header = $"a header {string.Join(",", columns)}";
        if (CsvText.Read(bytes, findings, content, $"Write {header}.") is not { } text) return null;
        var table = new PointTable(file, text, findings);
        for (int i = 0; i < table.Header.Count; i++) table.Header[i] = table.Header[i].Trim();
        foreach (string column in columns)
        {
            int times = table.Header.Count(one => one == column);
            if (times == 1) continue;
            findings.Wrong(table.HeaderLine, column, times == 0 ? "no such column" : $"the column stands {times} times", header,
                "Rename the column, or export the trace again.");
        }
        if (table.RowCount == 0) findings.Wrong(table.HeaderLine, "", "no rows below the header", content, "Add rows.");
        return findings.IsEmpty ? table : null;
    }
}
