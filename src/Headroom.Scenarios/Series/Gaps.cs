namespace Headroom.Scenarios.Series;

/// <summary>Hours without a value: named, or filled where the site file asks for it and the gap is short.</summary>
internal static class Gaps
{
    private const int InnerMost = 6, EdgeMost = 12;

    /// <summary>Whether no gap is left. NaN marks a gap.</summary>
    /// <remarks>
    ///   Inside, a line between the neighbours, up to 6 hours; at the ends of the year, the nearest value, up to 12: a local year told
    ///   in
    ///   UTC lacks as many hours as its offset, as the public years of Tokyo (9) and Los Angeles (8) do.
    /// </remarks>
    public static bool Close(double[] values, string column, Func<int, int> lineOf, int? year, bool fill, TableFindings findings,
        ref int filled)
    {
        bool closed = true;
        for (int t = 0; t < values.Length; t++)
        {
            if (!double.IsNaN(values[t])) continue;
            int end = t;
            while (end < values.Length && double.IsNaN(values[end])) end++;
            bool isEdge = t == 0 || end == values.Length;
            if (fill && end - t < values.Length && end - t <= (isEdge ? EdgeMost : InnerMost))
            {
                Fill(values, t, end);
                filled += end - t;
            }
            else
            {
                closed = false;
                Name(t, end, column, lineOf, year, fill, findings);
            }
            t = end;
        }
        return closed;
    }

    private static void Fill(double[] values, int from, int end)
    {
        for (int k = from; k < end; k++)
        {
            if (from == 0) values[k] = values[end];
            else if (end == values.Length) values[k] = values[from - 1];
            else values[k] = values[from - 1] + (values[end] - values[from - 1]) * (k - from + 1) / (end - from + 1);
        }
    }

    private static void Name(int from, int end, string column, Func<int, int> lineOf, int? year, bool fill, TableFindings findings)
    {
        int hours = end - from;
        bool isMissing = lineOf(from) == 0;
        int row = isMissing ? RowBefore(from, lineOf) : lineOf(from);
        string when = year is { } y ? $" from {new DateTime(y, 1, 1).AddHours(from):yyyy-MM-dd HH:mm}Z" : "";
        string count = hours == 1 ? "one hour" : $"{hours:#,0} hours";
        string read = isMissing ? $"{count} missing{when}" : $"no value for {count}{when}";
        bool isShort = hours <= (from == 0 ? EdgeMost : InnerMost);
        string remedy = isMissing && hours == 1 && year is { } at && LooksLikeDaylightSaving(new DateTime(at, 1, 1).AddHours(from))
            ? "This looks like daylight-saving time, a day of 23 hours: write the times in UTC."
            : fill || !isShort ? "Supply the values: gaps over 6 hours (12 at the ends of the year) are never filled."
            : "Supply the values, or allow filling: {file: …, fill: interpolate}.";
        findings.Wrong(row, column, read, "a value for every hour", remedy);
    }

    private static int RowBefore(int hour, Func<int, int> lineOf)
    {
        for (int t = hour - 1; t >= 0; t--)
            if (lineOf(t) > 0) return lineOf(t) + 1;
        return 2;
    }

    /// <summary>Clocks change in a Sunday's first hours in spring and autumn.</summary>
    public static bool LooksLikeDaylightSaving(DateTime hour) =>
        hour.Month is 3 or 4 or 9 or 10 or 11
            && (hour.DayOfWeek == DayOfWeek.Sunday && hour.Hour <= 12 || hour.DayOfWeek == DayOfWeek.Saturday && hour.Hour >= 12);
}
