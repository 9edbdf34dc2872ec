using System.Globalization;

namespace Headroom.Scenarios.Series;

/// <summary>Reads the time column: which row holds which hour of the UTC year.</summary>
internal static class TimeAxis
{
    private static readonly string[] names =
        ["time_utc", "time", "timestamp", "datetime", "date", "utc", "hour", "datetime_utc", "timestamp_utc", "utc_time", "t_s",
            "t_min", "t_h", "date_time", "period", "snapshot"];

    public static int FindColumn(IReadOnlyList<Column> columns, CsvText text)
    {
        foreach (Column column in columns)
            if (names.Contains(column.Header.ToLowerInvariant())
                || column.Header.StartsWith("time", StringComparison.OrdinalIgnoreCase)) return column.Index;
        return -1;
    }

    public static bool LooksLikeTime(CsvText text, int column) =>
        text.TryCell(text.Rows[1].Text, column, out ReadOnlySpan<char> cell) && IsoTime.TryParse(cell, out _);

    /// <summary>The year, and the row of each hour (−1 where none); or the step where times count from zero.</summary>
    public static (int? Year, int[] RowOfHour, TimeSpan? Step) Read(CsvText text, Column column, TableFindings findings)
    {
        if (Relative(text, column) is { } step)
            return (null, [.. Enumerable.Range(1, text.Rows.Count - 1)], step);
        var times = new DateTime?[text.Rows.Count];
        bool saysUtc = column.Header.Contains("utc", StringComparison.OrdinalIgnoreCase);
        for (int k = 1; k < text.Rows.Count; k++) times[k] = Time(text, column, k, ref saysUtc, findings);
        DateTime?[] known = [.. times.Where(time => time is not null)];
        if (known.Length == 0) return (null, [], null);
        int year = known[known.Length / 2]!.Value.Year;
        if (known.Length > 2 && StepOf(known) is { } between && between != TimeSpan.FromHours(1))
        {
            findings.Wrong(text.Rows[1].Line, column.Name, $"rows are {between.TotalMinutes:0.##} minutes apart",
                "one row for each hour",
                between < TimeSpan.FromHours(1) ? "Average them to hours." : "Supply hourly values.");
            return (year, [], null);
        }
        return (year, Place(text, column, times, year, findings), null);
    }

    private static DateTime? Time(CsvText text, Column column, int k, ref bool saysUtc, TableFindings findings)
    {
        (int line, string row) = text.Rows[k];
        if (!text.TryCell(row, column.Index, out ReadOnlySpan<char> cell)) return null;
        if (!IsoTime.TryParse(cell, out IsoTime time))
        {
            findings.Wrong(line, column.Name, $"\"{cell}\" is no time", "ISO 8601 such as 2023-01-01T00:00Z",
                "Write year-month-day, T, hour:minute and Z.");
            return null;
        }
        if (!time.HasOffset && !saysUtc)
        {
            findings.Wrong(line, column.Name, $"\"{cell}\" has no offset from UTC", "2023-01-01T00:00Z or …+01:00",
                "Write UTC and end each time with Z, or name the column time_utc if it is UTC already.");
            saysUtc = true;      // said once for the file
        }
        if (time.Utc.Minute == 0 && time.Utc.Second == 0) return time.Utc;
        return time.Utc;
    }

    /// <summary>The most frequent step.</summary>
    private static TimeSpan? StepOf(DateTime?[] times)
    {
        var counts = new Dictionary<TimeSpan, int>();
        for (int k = 1; k < times.Length; k++)
        {
            TimeSpan step = times[k]!.Value - times[k - 1]!.Value;
            if (step > TimeSpan.Zero) counts[step] = counts.GetValueOrDefault(step) + 1;
        }
        return counts.Count == 0 ? null : counts.MaxBy(pair => pair.Value).Key;
    }

    private static int[] Place(CsvText text, Column column, DateTime?[] times, int year, TableFindings findings)
    {
        var rowOfHour = new int[DateTime.IsLeapYear(year) ? 8784 : 8760];
        Array.Fill(rowOfHour, -1);
        var start = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        int last = -1;
        for (int k = 1; k < times.Length; k++)
        {
            if (times[k] is not { } time) continue;
            int line = text.Rows[k].Line;
            string clock = $"{time:yyyy-MM-dd HH:mm}Z";
            double hours = (time - start).TotalHours;
            int hour = (int)Math.Floor(hours);
            if (hours != hour)
                findings.Wrong(line, column.Name, $"{clock} is no full hour", "full hours",
                    "Give one row for each hour, starting at minute 0.");
            else if (hour < 0 || hour >= rowOfHour.Length)
                findings.Wrong(line, column.Name, $"{clock} is outside {year}", $"{year}-01-01T00:00Z to {year}-12-31T23:00Z",
                    "A year starts at 00:00 UTC: shift a local year to UTC with its neighbours' hours.");
            else if (rowOfHour[hour] >= 0)
                findings.Wrong(line, column.Name, $"{clock} stands twice, here and in row {text.Rows[rowOfHour[hour]].Line}",
                    "each hour once",
                    Gaps.LooksLikeDaylightSaving(time)
                        ? "This looks like daylight-saving time, a day of 25 hours: write the times in UTC."
                        : "Remove one of the rows.");
            else
            {
                if (hour < last) findings.Wrong(line, column.Name, $"{clock} stands after a later hour", "rows in order of time",
                    "Sort the rows by time.");
                rowOfHour[hour] = k;
                last = Math.Max(last, hour);
            }
        }
        return rowOfHour;
    }

    /// <summary>The step of a column such as <c>t_s</c> that counts from zero; null for calendar times.</summary>
    private static TimeSpan? Relative(CsvText text, Column column)
    {
        double seconds = column.Header.ToLowerInvariant() switch { "t_s" => 1, "t_min" => 60, "t_h" => 3600, _ => 0 };
        if (seconds == 0 || text.Rows.Count < 3) return null;
        if (!Number(text, column, 1, out double first) || !Number(text, column, 2, out double second)) return null;
        double step = (second - first) * seconds;
        for (int k = 2; k < text.Rows.Count; k++)
        {
            if (!Number(text, column, k, out double here)
                || Math.Abs((here - first) * seconds - step * (k - 1)) > 1e-6 * Math.Abs(step * k)) return null;
        }
        return step is > 0 and < 1e7 ? TimeSpan.FromSeconds(step) : null;
    }

    private static bool Number(CsvText text, Column column, int k, out double value)
    {
        value = 0;
        return text.TryCell(text.Rows[k].Text, column.Index, out ReadOnlySpan<char> cell)
            && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}
