using CsCheck;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Protocols.Tests.OpenAdr;

public sealed class TimeTests
{
    [Theory]
    [InlineData("2026-03-01T09:15:00Z", "2026-03-01T09:15:00Z")]
    [InlineData("2026-03-01 09:15:00", "2026-03-01T09:15:00Z")]
    [InlineData("2026-03-01T09:15:00", "2026-03-01T09:15:00Z")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01t10:15:00.25+01:00", "2026-03-01T09:15:00.250Z")]
    [InlineData("2026-03-01T14:45:00+05:30", "2026-03-01T14:45:00+05:30")]
    [InlineData("2026-03-01T09:15:00.5Z", "2026-03-01T09:15:00.5Z")]
    [InlineData("2026-03-01 09:15:00.123456+0000", "2026-03-01T09:15:00.123456Z")]
    [InlineData("2026-03-01T09:15-08", "2026-03-01T17:15:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00", "0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00Z")]
    [InlineData("0000-12-31T23:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("0000-12-31T23:00:00Z", "0001-01-01T00:00:00Z")]
    public void Instants_are_read_as_peers_write_them_and_written_after_RFC_3339(string wire, string written)
    {
        Assert.True(AdrMoment.TryParse(wire, out AdrMoment moment));
        Assert.Equal(written, moment.ToString());
        Assert.Equal(wire.StartsWith("000", StringComparison.Ordinal), moment.IsNow);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12:22:12")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-13-01")]
    [InlineData("0000-13-31T23:00Z")]
    [InlineData("2026-03-01T25:00:00Z")]
    [InlineData("2026-03-01T09:15:00Q")]
    [InlineData("2026-03-01T09:15:00.Z")]
    [InlineData("yesterday at noon")]
    public void What_is_no_instant_is_refused(string wire) => Assert.False(AdrMoment.TryParse(wire, out _));

    [Fact]
    public void An_instant_written_is_read_as_itself() => Gen.Long[TimeSpan.TicksPerDay * 2, DateTimeOffset.MaxValue.UtcTicks]
        .Sample(ticks =>
    {
        DateTimeOffset moment = new(ticks, TimeSpan.Zero);
        Assert.True(AdrMoment.TryParse(AdrMoment.Of(moment).ToString(), out AdrMoment read));
        Assert.Equal(moment, read.At);
    });

    [Theory]
    [InlineData("PT1H", 3600, 0)]
    [InlineData("PT0S", 0, 0)]
    [InlineData("PT0H", 0, 0)]
    [InlineData("P2W", 14 * 86_400, 0)]
    [InlineData("P1DT12H", 36 * 3600, 0)]
    [InlineData("PT1.5S", 1.5, 0)]
    [InlineData("-PT15M", -900, 0)]
    [InlineData("P1Y2M", 0, 14)]
    [InlineData("P1Y2M3DT4H5M6S", 3 * 86_400 + 4 * 3600 + 5 * 60 + 6, 14)]
    public void Durations_of_the_pattern_are_read(string wire, double seconds, int months)
    {
        Assert.True(AdrDuration.TryParse(wire, out AdrDuration duration));
        Assert.Equal(seconds, duration.Span.TotalSeconds);
        Assert.Equal(months, duration.Months);
        Assert.True(AdrDuration.TryParse(duration.ToString(), out AdrDuration again));
        Assert.Equal(duration, again);
        Assert.Equal(wire, duration.ToString());
    }

    [Theory]
    [InlineData("P1W", "P7D")]
    [InlineData("PT36H", "P1DT12H")]
    [InlineData("PT60M", "PT1H")]
    [InlineData("P9999Y", "P2000Y")]
    public void A_duration_is_the_same_however_it_is_written(string one, string other)
    {
        Assert.True(AdrDuration.TryParse(one, out AdrDuration a));
        Assert.True(AdrDuration.TryParse(other, out AdrDuration b));
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.Equal((one, other), (a.ToString(), b.ToString()));
    }

    [Theory]
    [InlineData("pt36h", "PT36H")]
    [InlineData("PT.5S", "PT0.5S")]
    [InlineData(" P2D ", "P2D")]
    public void A_duration_is_written_after_the_pattern(string wire, string written)
    {
        Assert.True(AdrDuration.TryParse(wire, out AdrDuration duration));
        Assert.Equal(written, duration.ToString());
    }

    [Fact]
    public void A_span_is_written_in_hours_since_a_day_of_the_calendar_may_have_23() =>
        Assert.Equal("PT36H5M", AdrDuration.Of(new(36, 5, 0)).ToString());

    [Theory]
    [InlineData(0, "2026-03-01T09:15:00.000Z")]
    [InlineData(2_500_000, "2026-03-01T09:15:00.250Z")]
    [InlineData(2_500_010, "2026-03-01T09:15:00.250001Z")]
    public void Stamps_have_a_form_that_strict_readers_know(long ticks, string written) =>
        Assert.Equal(written, AdrMoment.WriteStamp(new DateTimeOffset(2026, 3, 1, 9, 15, 0, TimeSpan.Zero).AddTicks(ticks)));

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("1H")]
    [InlineData("PT1")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PT1M1H")]
    [InlineData("P1.5D")]
    [InlineData("P1DT")]
    [InlineData("P1W1D")]
    [InlineData("-P9999Y")]
    public void What_is_no_duration_is_refused(string wire) => Assert.False(AdrDuration.TryParse(wire, out _));

    [Fact]
    public void A_duration_of_9999_years_is_for_ever_and_never_overflows()
    {
        Assert.True(AdrDuration.TryParse("P9999Y", out AdrDuration duration));
        Assert.True(duration.IsForever);
        Assert.Equal(DateTimeOffset.MaxValue, duration.After(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal("P9999Y", duration.ToString());
        Assert.True(AdrDuration.TryParse("P99999999999999D", out AdrDuration huge));
        Assert.True(huge.IsForever);
    }

    [Fact]
    public void A_month_is_a_month_of_the_calendar()
    {
        Assert.True(AdrDuration.TryParse("P1M", out AdrDuration month));
        Assert.Equal(new(2026, 2, 28, 0, 0, 0, TimeSpan.Zero), month.After(new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Any_span_written_is_read_as_itself() => Gen.Long[-TimeSpan.TicksPerDay * 10_000, TimeSpan.TicksPerDay * 10_000]
        .Sample(ticks =>
    {
        AdrDuration duration = AdrDuration.Of(new(ticks));
        Assert.True(AdrDuration.TryParse(duration.ToString(), out AdrDuration read));
        Assert.Equal(duration, read);
    });
}
