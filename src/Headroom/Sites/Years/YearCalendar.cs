namespace Headroom.Sites.Years;

/// <summary>The hours of one year in UTC, each with its local standard time.</summary>
/// <remarks>
///   Local time is UTC plus a fixed offset, rounded to whole hours (+5:30 counts as +6): normals are kept by whole local
///   hours. The hours at either end of the year that fall into another local year count to the same month of this one.
/// </remarks>
public sealed class YearCalendar
{
    private readonly LocalHour[] hours;

    public YearCalendar(int year, double utcOffsetHours)
    {
        if (year is < 1 or > 9998) throw new ArgumentOutOfRangeException(nameof(year), year, "A year is 1 to 9998.");
        Year = year;
        var start = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        int shift = (int)Math.Floor(utcOffsetHours + 0.5);
        hours = new LocalHour[DateTime.IsLeapYear(year) ? 8784 : 8760];
        for (int t = 0; t < hours.Length; t++)
        {
            // the day before year 1 does not exist; shift forward from a safe day instead of back
            DateTime local = year == 1 && t + shift < 0 ? start : start.AddHours(t + shift);
            hours[t] = LocalHour.At(local);
        }
    }

    public int Year { get; }
    public int Length => hours.Length;
    public LocalHour this[int hour] => hours[hour];
    public ReadOnlySpan<LocalHour> Hours => hours;
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
