using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.Series;

/// <summary>A CSV file of hourly values: its columns, and which row each hour of the year stands in.</summary>
internal sealed class HourlyTable
{
    private readonly CsvText text;

    /// <summary>Index into the rows for each hour of the year; −1 where the hour is missing.</summary>
    private readonly int[] rowOfHour;

    private HourlyTable(TableFindings findings, CsvText text, IReadOnlyList<Column> columns, int? year, int[] rowOfHour,
        TimeSpan? step, int timeColumn) =>
        (Findings, this.text, Columns, Year, this.rowOfHour, RelativeStep, TimeColumn) =
            (findings, text, columns, year, rowOfHour, step, timeColumn);

    public TableFindings Findings { get; }

    /// <summary>Columns with data; the time column is not among them.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The UTC year of its times; null where it has no time column.</summary>
    public int? Year { get; }
    public int Hours => rowOfHour.Length;
    public int TimeColumn { get; }

    /// <summary>Seconds from one row to the next where times count from zero, as in a demand shape of two weeks.</summary>
    public TimeSpan? RelativeStep { get; }

    /// <summary>Null where no column can be read; the findings say why.</summary>
    public static HourlyTable? Read(byte[] bytes, TableFindings findings)
    {
        CsvText? text = CsvText.Read(bytes, findings);
        if (text is null) return null;
        List<string> header = text.Cells(text.Rows[0].Text);
        if (header.All(cell => double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _)))
        {
            findings.Wrong(text.Rows[0].Line, "", "the first row holds numbers", "a header with a name and a unit for each column",
                "Add a first line such as time_utc,price_usd_per_mwh or load [MW].");
            return null;
        }
        Column[] columns = [.. header.Select((cell, index) => HeaderUnit.Parse(index, cell))];
        foreach (IGrouping<string, Column> twice in columns.GroupBy(column => column.Header).Where(group => group.Count() > 1))
            findings.Wrong(text.Rows[0].Line, "", $"the column \"{twice.Key}\" stands {twice.Count()} times", "each name once",
                "Rename or remove one.");
        for (int k = 1; k < text.Rows.Count; k++)
        {
            int cells = text.CountCells(text.Rows[k].Text);
            if (cells == header.Count) continue;
            bool comma = cells > header.Count && text.Delimiter == ',';
            findings.Wrong(text.Rows[k].Line, "", $"{cells} cells", $"{header.Count} as in the header",
                comma ? "A decimal comma splits a number: write points, or separate columns by semicolons." : "Complete the row.");
        }
        int time = TimeAxis.FindColumn(columns, text);
        if (time < 0 && text.Rows.Count > 1 && TimeAxis.LooksLikeTime(text, 0)) time = 0;
        (int? year, int[] rows, TimeSpan? step) = time < 0
            ? (null, [.. Enumerable.Range(1, text.Rows.Count - 1)], null)
            : TimeAxis.Read(text, columns[time], findings);
        return new(findings, text, [.. columns.Where(column => column.Index != time)], year, rows, step, time);
    }

    /// <summary>The values of a column in SI, or null where a fault forbids it. Faults go to the table's findings.</summary>
    /// <param name="toSi">What the header's unit means.</param>
    /// <param name="fill">Whether the site file allows short gaps to be filled.</param>
    /// <param name="filled">Hours that were filled.</param>
    public double[]? Values(Column column, Quantities.Unit toSi, double least, double most, bool fill, out int filled)
    {
        filled = 0;
        var values = new double[rowOfHour.Length];
        bool sound = true;
        for (int t = 0; t < values.Length; t++)
        {
            values[t] = double.NaN;
            if (rowOfHour[t] < 0) continue;
            (int line, string row) = text.Rows[rowOfHour[t]];
            if (!text.TryCell(row, column.Index, out ReadOnlySpan<char> cell)) { sound = false; continue; }
            if (IsGap(cell)) continue;
            if (Fault(cell, out double value) is { } fault)
            {
                sound = false;
                Findings.Wrong(line, column.Name, $"\"{cell}\" {fault.What}", "a number", fault.Remedy);
                values[t] = 0;
                continue;
            }
            values[t] = toSi.ToSi * value + toSi.Offset;
            if (values[t] >= least && values[t] <= most) continue;
            sound = false;
            Findings.Wrong(line, column.Name, $"\"{cell}\" {toSi.Symbol}".Trim(), values[t] < least ? $"at least {least}"
                : $"at most {most}",
                toSi.Symbol.Length == 0 && most == 1 ? $"If these are percentages, name the column \"{column.Name} [%]\"."
                    : "Correct the value or the unit in the header.");
        }
        return Gaps.Close(values, column.Name, t => rowOfHour[t] < 0 ? 0
            : text.Rows[rowOfHour[t]].Line, Year, fill, Findings, ref filled) && sound ? values : null;
    }

    /// <summary>Times of a relative axis, row by row, for shapes.</summary>
    public int Rows => text.Rows.Count - 1;

    private static bool IsGap(ReadOnlySpan<char> cell) =>
        cell.Length == 0 || cell is "NaN" or "nan" or "NA" or "N/A" or "n/a" or "null" or "NULL" or "-" or "--";

    private static NumberFault? Fault(ReadOnlySpan<char> cell, out double value)
    {
        if (double.TryParse(cell, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture,
            out value))
            return double.IsFinite(value) ? null : new("is no finite number", "Leave the cell empty where the value is unknown.");
        if (cell.Contains(',')) return new("has a decimal comma",
            $"Write {cell.ToString().Replace(',', '.')}: the decimal mark is a point.");
        return new("is no number", "Write a number; leave the cell empty where the value is unknown.");
    }
}
