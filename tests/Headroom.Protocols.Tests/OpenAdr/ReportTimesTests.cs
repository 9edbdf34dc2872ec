using Headroom.Protocols.OpenAdr;

namespace Headroom.Protocols.Tests.OpenAdr;

/// <summary>The cases of the User Guide, section 7.5.</summary>
public sealed class ReportTimesTests
{
    private static readonly DateTimeOffset noon = TimelineTests.Noon;

    private static readonly AdrEvent six = TimelineTests.Limit("a", noon, TimeSpan.FromHours(1), 1, 2, 3, 4, 5, 6) with
    {
        Intervals = [.. Enumerable.Range(0, 6).Select(i => new AdrInterval(10 + i, null, []))],
    };

    private static string? Due(AdrEvent signal, AdrReportDescriptor descriptor, double hours) =>
        ReportTimes.Latest(signal, descriptor, noon, noon.AddHours(hours)) is { } due
            ? $"{due.Number} at {(due.At - noon).TotalHours}: {string.Join(" ", due.Intervals.Select(one => one.Id))}" : null;

    [Fact]
    public void By_default_one_report_tells_of_all_intervals_at_the_end_of_the_last()
    {
        Assert.Null(Due(six, new("USAGE"), 5.9));
        Assert.Equal("0 at 6: 10 11 12 13 14 15", Due(six, new("USAGE"), 6));
        Assert.Equal("0 at 6: 10 11 12 13 14 15", Due(six, new("USAGE"), 99));
    }

    [Fact]
    public void A_forecast_is_made_at_the_beginning() =>
        Assert.Equal("0 at 0: 10 11 12 13 14 15", Due(six, new("USAGE_FORECAST") { Historical = false }, 0));

    [Fact]
    public void Three_reports_of_two_intervals_each()
    {
        AdrReportDescriptor descriptor = new("USAGE") { StartInterval = 1, NumIntervals = 2, Frequency = 2, Repeat = 3 };
        Assert.Equal("0 at 2: 10 11", Due(six, descriptor, 2.5));
        Assert.Equal("1 at 4: 12 13", Due(six, descriptor, 4));
        Assert.Equal("2 at 6: 14 15", Due(six, descriptor, 50));
    }

    [Fact]
    public void Rolling_forecasts_begin_one_interval_later_each()
    {
        AdrReportDescriptor descriptor = new("USAGE")
        {
            StartInterval = 0,
            NumIntervals = 3,
            Frequency = 1,
            Repeat = 3,
            Historical =
            false
        };
        Assert.Equal("1 at 1: 11 12 13", Due(six, descriptor, 1.5));
        Assert.Equal("2 at 2: 12 13 14", Due(six, descriptor, 5));
    }

    [Fact]
    public void Implied_intervals_go_on_without_end_and_a_late_VEN_tells_of_the_last_only()
    {
        AdrEvent implied = six with { Intervals = [] };
        AdrReportDescriptor descriptor = new("LOAD_SHED_DELTA_AVAILABLE")
        {
            StartInterval = 0,
            NumIntervals = 4,
            Frequency = 1,
            Repeat = -1,
            Historical = false
        };
        Assert.Equal("1000 at 1000: 1000 1001 1002 1003", Due(implied, descriptor, 1000.5));
    }

    [Fact]
    public void Intervals_that_loop_are_told_of_round_by_round()
    {
        AdrEvent loop = six with { Duration = AdrDuration.Forever };
        Assert.Equal("2 at 18: 10 11 12 13 14 15", Due(loop, new("USAGE") { Repeat = -1 }, 20));
    }

    [Theory]
    [InlineData(0, ReportIntervals.Intervals)]
    [InlineData(1, ReportIntervals.OpenIntervals)]
    public void Some_reports_are_made_when_the_VEN_likes(int frequency, ReportIntervals intervals)
    {
        AdrReportDescriptor descriptor = new("READING") { Frequency = frequency, Intervals = intervals };
        Assert.True(ReportTimes.IsVenChosen(six, descriptor));
        Assert.Null(Due(six, descriptor, 100));
    }
}
