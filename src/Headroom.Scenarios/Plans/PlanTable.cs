using System.Globalization;
using Headroom.Scenarios.Series;
using Headroom.Sites;

namespace Headroom.Scenarios.Plans;

/// <summary>Columns of a dispatch.csv by their header, one value for each hour of the year.</summary>
internal static class PlanTable
{
    const string Again = "Write the plan again with `headroom plan FILE --out DIR`, and keep its files together.";
    const string Time = "time_utc";

    /// <summary>The columns asked for; others are left alone. Null with any fault.</summary>
    public static IReadOnlyDictionary<string, double[]>? Read(byte[] csv, IReadOnlyList<string> needed, PlanYear year, TableFindings findings)
    {
        if (CsvText.Read(csv, findings, "a header and a row for each hour of a plan", Again) is not { } text) return null;
        List<string> header = text.Cells(text.Rows[0].Text);
        Dictionary<int, (string Name, double[] Values)> columns = Columns(header, [.. needed.Distinct()], year.Hours, text.Rows[0].Line, findings);
        int rows = text.Rows.Count - 1;
        if (rows != year.Hours)
            findings.Wrong(text.Rows[^1].Line, "", $"{rows} rows below the header", $"{year.Hours}, one for each hour of {year.Year}", Again);
        int time = header.IndexOf(Time);
        for (int t = 0; t < Math.Min(rows, year.Hours); t++)
        {
            (int line, string row) = text.Rows[t + 1];
            List<string> cells = text.Cells(row);
            if (cells.Count != header.Count) findings.Wrong(line, "", $"{cells.Count} cells", $"{header.Count} as in the header", Again);
            else ReadRow(cells, columns, t, line, time, year, findings);
        }
        return findings.IsEmpty ? columns.Values.ToDictionary(column => column.Name, column => column.Values, StringComparer.Ordinal) : null;
    }

    static Dictionary<int, (string, double[])> Columns(List<string> header, IReadOnlyList<string> needed, int hours, int line, TableFindings findings)
    {
        Dictionary<int, (string, double[])> columns = [];
        foreach (string name in needed.Prepend(Time))
        {
            int at = header.IndexOf(name);
            if (at < 0) findings.Wrong(line, name, $"no column \"{name}\"", "a column for each order of plan.json", Again);
            else if (header.LastIndexOf(name) != at) findings.Wrong(line, name, $"the column \"{name}\" stands twice", "each name once", "Rename or remove one.");
            else if (name != Time) columns[at] = (name, new double[hours]);
        }
        return columns;
    }

    static void ReadRow(List<string> cells, Dictionary<int, (string Name, double[] Values)> columns, int t, int line, int time, PlanYear year, TableFindings findings)
    {
        if (time >= 0 && year.StartOf(t).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) is var start && cells[time] != start)
            findings.Wrong(line, Time, $"\"{cells[time]}\"", start, "The rows are the hours of the plan's year in their order, as the plan wrote them.");
        foreach ((int at, (string name, double[] values)) in columns)
        {
            if (double.TryParse(cells[at], NumberStyles.Float, CultureInfo.InvariantCulture, out values[t]) && double.IsFinite(values[t])) continue;
            findings.Wrong(line, name, $"\"{cells[at]}\" is no number", "a number", Again);
        }
    }
}
