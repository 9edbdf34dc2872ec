using Index = Headroom.Algebra.Index;

namespace Headroom.Sites;

/// <summary>The calendar year that is planned, hour by hour in UTC: 8,760 hours, or 8,784 in a leap year.</summary>
public sealed record PlanYear(int Year)
{
    static readonly TimeSpan hour = TimeSpan.FromHours(1);
    public static TimeSpan Step => hour;
    public int Hours => DateTime.IsLeapYear(Year) ? 8784 : 8760;
    public Index HourIndex => new("hour", Hours);
    public static Index MonthIndex => new("month", 12);

    /// <summary>First hour of month 0 … 11; of month 12, the end of the year.</summary>
    public int FirstHourOfMonth(int month) =>
        month == 12 ? Hours : (int)(new DateTime(Year, month + 1, 1) - new DateTime(Year, 1, 1)).TotalHours;

    /// <summary>Month 0 … 11 of an hour.</summary>
    public int MonthOf(int hourOfYear) => StartOf(hourOfYear).Month - 1;

    /// <summary>When an hour starts.</summary>
    public DateTime StartOf(int hourOfYear) => new DateTime(Year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(hourOfYear);
}
