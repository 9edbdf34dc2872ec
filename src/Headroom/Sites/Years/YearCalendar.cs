namespace Headroom.Sites.Years;

/// <summary>The hours of one year in UTC, each with its local standard time.</summary>
/// <remarks>
///   Local time is UTC plus a fixed offset, rounded to whole hours (+5:30 counts as +6): normals are kept by whole local
///   hours. The hours at either end of the year that fall into another local year count to the same month of this one.
/// </remarks>
public sealed class YearCalendar
{
    private readonly LocalHour[] hours;
    private readonly int[][] hoursOfMonth;

    public YearCalendar(int year, double utcOffsetHours)
    {
        if (year is < 1900 or > 2200)
            throw new ArgumentOutOfRangeException(
                nameof(year), year, "Typical years are drawn for calendars of 1900 to 2200.");
        Year = year;
        var start = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        int shift = (int)Math.Floor(utcOffsetHours + 0.5);
        hours = new LocalHour[DateTime.IsLeapYear(year) ? 8784 : 8760];
        for (int t = 0; t < hours.Length; t++) hours[t] = LocalHour.At(start.AddHours(t + shift));
        var byMonth = new List<int>[12];
        for (int month = 0; month < 12; month++) byMonth[month] = new(744);
        for (int t = 0; t < hours.Length; t++) byMonth[hours[t].Month].Add(t);
        hoursOfMonth = [.. byMonth.Select(list => list.ToArray())];
    }

    public int Year { get; }
    public int Length => hours.Length;
    public LocalHour this[int hour] => hours[hour];

    /// <summary>The UTC hours whose local time falls into a month, 0 for January.</summary>
    public ReadOnlySpan<int> HoursOf(int month) => hoursOfMonth[month];
}

/// <summary>Where one hour stands in local standard time. Month 0 is January, hour 0 begins at midnight.</summary>
/// <param name="MonthPositionFraction">from −½ at the first hour of the month to ½ at its last</param>
public readonly record struct LocalHour(int Month, int Hour, bool IsWeekend, double MonthPositionFraction)
{
    /// <summary>0 December–February, 1 March–May, 2 June–August, 3 September–November, in either hemisphere.</summary>
    public int Season => (Month + 1) % 12 / 3;

    internal static LocalHour At(DateTime local) => new(
        local.Month - 1, local.Hour, local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
        (local.Day - 1 + (local.Hour + 0.5) / 24) / DateTime.DaysInMonth(local.Year, local.Month) - 0.5);
}
