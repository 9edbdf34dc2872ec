using Headroom.Sites;

namespace Headroom.Tests.Sites;

public class PlanYearTests
{
    [Theory]
    [InlineData(2023, 8760)]
    [InlineData(2024, 8784)]
    [InlineData(2000, 8784)]
    [InlineData(2100, 8760)]
    public void A_leap_year_has_a_day_more(int year, int hours) => Assert.Equal(hours, new PlanYear(year).Hours);

    [Theory]
    [InlineData(2023, new[] { 0, 744, 1416, 2160, 2880, 3624, 4344, 5088, 5832, 6552, 7296, 8016, 8760 })]
    [InlineData(2024, new[] { 0, 744, 1440, 2184, 2904, 3648, 4368, 5112, 5856, 6576, 7320, 8040, 8784 })]
    public void Months_start_where_the_calendar_says(int year, int[] starts) =>
        Assert.Equal(starts, Enumerable.Range(0, 13).Select(new PlanYear(year).FirstHourOfMonth));

    [Fact]
    public void Every_hour_lies_in_the_month_whose_bounds_hold_it()
    {
        foreach (PlanYear year in (PlanYear[])[new(2023), new(2024)])
            for (int t = 0; t < year.Hours; t++)
            {
                int month = year.MonthOf(t);
                Assert.True(year.FirstHourOfMonth(month) <= t && t < year.FirstHourOfMonth(month + 1), $"hour {t}");
            }
    }

    [Fact]
    public void Hours_are_UTC_and_the_last_one_starts_at_23()
    {
        DateTime last = new PlanYear(2024).StartOf(8783);
        Assert.Equal(new DateTime(2024, 12, 31, 23, 0, 0, DateTimeKind.Utc), last);
        Assert.Equal(DateTimeKind.Utc, last.Kind);
        Assert.Equal(("hour", 8784), (new PlanYear(2024).HourIndex.Name, new PlanYear(2024).HourIndex.Count));
    }
}
