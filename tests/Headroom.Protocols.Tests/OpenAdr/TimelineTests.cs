using Headroom.Protocols.OpenAdr;

namespace Headroom.Protocols.Tests.OpenAdr;

/// <summary>Courses and lanes worked by hand.</summary>
public sealed class TimelineTests
{
    internal static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static AdrEvent Limit(string id, DateTimeOffset? start, TimeSpan? duration, params double[] kilowatts) => new()
    {
        Id = id,
        ProgramId = "p",
        Modified = Noon.AddDays(-1),
        Period = new(start is { } at ? AdrMoment.Of(at) : AdrMoment.Now, duration is { } span ? AdrDuration.Of(span) : null),
        Descriptors = [new(EventTypes.ImportLimit) { Units = "KW" }],
        Intervals = [.. kilowatts.Select((value, i) => new AdrInterval(i, null, [AdrPayload.Of(EventTypes.ImportLimit, value)]))],
    };

    private static Lane Lane(params AdrEvent[] events) =>
        Timeline.OfPower(events.Select(one => new KnownEvent(one, Noon)), EventTypes.ImportLimit, Noon.AddDays(-2), Noon.AddDays(2), null,
        []);
    private static string Text(Lane lane) => string.Join("; ", lane.Stretches.Select(one =>
        $"{(one.From - Noon).TotalHours:0.##}..{(one.To == DateTimeOffset.MaxValue ? "" : $"{(one.To - Noon).TotalHours:0.##}")} {one.Value}"));

    [Fact]
    public void Intervals_follow_each_other() => Assert.Equal("0..1 10; 1..2 8", Text(Lane(Limit("a", Noon, 1.Hour(), 10, 8))));

    [Fact]
    public void An_interval_with_its_own_duration_or_start_takes_that()
    {
        AdrEvent one = Limit("a", Noon, 1.Hour(), 10, 8, 6);
        one = one with
        {
            Intervals = [one.Intervals[0], one.Intervals[1] with { Period = new(null, AdrDuration.Of(2.Hour())) },
            one.Intervals[2] with { Period = new(AdrMoment.Of(Noon.AddHours(5)), null) }]
        };
        Assert.Equal("0..1 10; 1..3 8; 5..6 6", Text(Lane(one)));
    }

    [Fact]
    public void Now_is_when_the_event_was_written_so_that_reading_it_again_does_not_move_it()
    {
        Assert.Equal("-24..-23 10", Text(Lane(Limit("a", null, 1.Hour(), 10))));
        Assert.Equal("0..1 10", Text(Lane(Limit("a", null, 1.Hour(), 10) with { Modified = Noon.AddMinutes(30) })));
    }

    [Fact]
    public void The_sentinel_on_a_later_interval_means_after_the_one_before()
    {
        AdrEvent one = Limit("a", Noon, 1.Hour(), 10, 8);
        one = one with { Intervals = [one.Intervals[0], one.Intervals[1] with { Period = new(AdrMoment.Now, AdrDuration.Of(3.Hour())) }] };
        Assert.Equal("0..1 10; 1..4 8", Text(Lane(one)));
    }

    [Fact]
    public void A_longer_event_duration_repeats_and_a_shorter_one_cuts()
    {
        Assert.Equal("0..1 10; 1..2 8; 2..3 10; 3..3.5 8",
            Text(Lane(Limit("a", Noon, 1.Hour(), 10, 8) with { Duration = AdrDuration.Of(3.5.Hours()) })));
        Assert.Equal("0..1 10; 1..1.5 8", Text(Lane(Limit("a", Noon, 1.Hour(), 10, 8) with { Duration = AdrDuration.Of(1.5.Hours()) })));
    }

    [Fact]
    public void An_endless_repetition_that_began_years_ago_is_not_followed_from_its_start()
    {
        Lane lane = Lane(Limit("a", Noon.AddYears(-20), 1.Hour(), 10, 8) with { Duration = AdrDuration.Forever });
        Assert.Equal(96, lane.Stretches.Count(one => one.From >= Noon.AddDays(-2) && one.To <= Noon.AddDays(2)));
    }

    [Fact]
    public void A_limit_without_a_duration_is_open_and_a_grant_without_one_is_nothing()
    {
        AdrEvent limit = Limit("a", Noon, null, 10);
        Assert.Equal("0.. 10", Text(Lane(limit)));
        AdrEvent grant = limit with { Intervals = [new(0, null, [AdrPayload.Of("CAPACITY_RESERVATION", 5)])] };
        Assert.Empty(Timeline.OfPower([new(grant, Noon)], EventTypes.ImportReservation, Noon, Noon.AddDays(1), null, []).Stretches);
    }

    [Fact]
    public void Zero_is_no_duration_where_it_is_not_the_idiom_that_cancels()
    {
        AdrPeriod filled = new(AdrMoment.Of(Noon), AdrDuration.Zero, AdrDuration.Zero), cancel = new(AdrMoment.Now, AdrDuration.Zero);
        AdrEvent With(AdrEvent one, AdrPeriod? own) => one with { Intervals = [one.Intervals[0] with { Period = own }] };
        AdrEvent hour = Limit("a", Noon, 1.Hour(), 10), zero = Limit("a", Noon, TimeSpan.Zero, 10), bare = hour with { Period = null };
        Assert.Equal("0..1 10", Text(Lane(With(hour, filled))));
        Assert.Equal("0..1 10", Text(Lane(With(hour, cancel))));
        Assert.Equal("0.. 10", Text(Lane(zero)));
        Assert.Equal("0.. 10", Text(Lane(With(zero, filled))));
        Assert.Equal("0.. 10", Text(Lane(With(bare, filled))));
        Assert.Equal("", Text(Lane(With(bare, cancel))));
        Assert.Equal("0..2 10", Text(Lane(With(zero, new(null, AdrDuration.Of(2.Hour()))))));
        Assert.All((AdrEvent[])[With(hour, filled), zero, With(bare, filled), With(bare, cancel)], one => Assert.Single(EventCourse.ZeroFindings(one)));
        Assert.All((AdrEvent[])[hour, zero with { Period = cancel }], one => Assert.Empty(EventCourse.ZeroFindings(one)));
        AdrEvent grant = zero with { Intervals = [new(0, filled, [AdrPayload.Of("CAPACITY_RESERVATION", 5)])] };
        Assert.Empty(Timeline.OfPower([new(grant, Noon)], EventTypes.ImportReservation, Noon, Noon.AddDays(1), null, []).Stretches);
        Assert.Empty(EventCourse.ZeroFindings(grant));
    }

    /// <summary>Followed one by one, such a course never came to its end, and the VTN that stated it was heard no more.</summary>
    [Theory]
    [InlineData(0.001, 3_000_000)]
    [InlineData(0.01, 300)]
    [InlineData(0.999, 12)]
    public void Intervals_that_repeat_within_less_than_a_second_hold_throughout_the_least_of_them(double seconds, int days)
    {
        AdrEvent fast = Limit("a", Noon, TimeSpan.FromSeconds(seconds / 2), 10, 8, 9) with { Duration = AdrDuration.Of(TimeSpan.FromDays(days)) };
        fast = fast with { Intervals = [.. fast.Intervals.Take(2)] };
        Assert.Equal(8, Lane(fast).At(Noon.AddHours(13))!.Value);
        Assert.Equal(2, EventCourse.Of(fast, false, new(Noon.AddDays(5), Noon.AddDays(7), Noon, null)).Count);
        Assert.Contains("no schedule", Assert.Single(EventCourse.ZeroFindings(fast)), StringComparison.Ordinal);
        Assert.Empty(EventCourse.ZeroFindings(Limit("b", Noon, TimeSpan.FromSeconds(1), 10) with { Duration = AdrDuration.Of(1.Hour()) }));
    }

    [Fact]
    public void A_loop_begins_where_the_window_does_however_far_that_is()
    {
        AdrEvent fast = Limit("a", Noon.AddYears(-300), TimeSpan.FromSeconds(2), 10) with { Duration = AdrDuration.Of(TimeSpan.FromDays(3_000_000)) };
        IReadOnlyList<CoursePiece> pieces = EventCourse.Of(fast, false, new(Noon, Noon.AddSeconds(10), Noon, null));
        Assert.InRange(pieces.Count, 5, 6);
        Assert.All(pieces, one => Assert.InRange(one.From, Noon.AddSeconds(-2), Noon.AddSeconds(10)));
        // granted for no time in an endless round: no piece, and an end
        AdrEvent none = fast with { Intervals = [new(0, new(null, null, null), [AdrPayload.Of("CAPACITY_RESERVATION", 5)]), new(1, new(AdrMoment.Of(Noon), null), [AdrPayload.Of("CAPACITY_RESERVATION", 5)])], Period = null };
        Assert.Empty(EventCourse.Of(none, true, new(Noon, Noon.AddYears(7000), Noon, null)));
    }

    /// <summary>The draw may be early by more than the window is long.</summary>
    [Fact]
    public void A_loop_that_is_shifted_to_earlier_fills_its_window_to_the_end()
    {
        AdrEvent hourly = Limit("a", Noon.AddDays(-60), 1.Hour(), 10) with { Duration = AdrDuration.Of(TimeSpan.FromDays(300)) };
        hourly = hourly with { Period = hourly.Period! with { RandomizeStart = AdrDuration.Of(TimeSpan.FromDays(20)) } };
        foreach (ulong seed in Enumerable.Range(1, 40).Select(k => (ulong)k))
        {
            IReadOnlyList<CoursePiece> pieces = EventCourse.Of(hourly, false, new(Noon, Noon.AddDays(1), Noon, seed));
            Assert.InRange(pieces.Count, 24, 25);
            Assert.True(pieces[0].From <= Noon && pieces[^1].To >= Noon.AddDays(1), $"seed {seed}: {pieces[0].From} to {pieces[^1].To}");
        }
    }

    [Fact]
    public void A_reservation_that_flickers_grants_nothing()
    {
        AdrEvent flicker = Limit("a", Noon, TimeSpan.FromMilliseconds(5)) with
        {
            Duration = AdrDuration.Of(1.Hour()),
            Intervals = [new(0, null, [AdrPayload.Of(EventTypes.ImportReservation, 0)]), new(1, null, [AdrPayload.Of(EventTypes.ImportReservation, 50)])],
        };
        Assert.Empty(Timeline.OfPower([new(flicker, Noon)], EventTypes.ImportReservation, Noon, Noon.AddDays(1), null, []).Stretches);
        Assert.Contains("nothing is granted", Assert.Single(EventCourse.ZeroFindings(flicker)), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_open_intervals_are_painted_in_their_order()
    {
        AdrEvent many = Limit("a", null, null) with
        {
            Period = null,
            Intervals = [.. Enumerable.Range(0, 10_000).Select(k => new AdrInterval(k, new(AdrMoment.Of(Noon.AddSeconds(k)), null), [AdrPayload.Of("IMPORT_CAPACITY_LIMIT", 20_000 - k)]))],
        };
        Lane lane = Lane(many);
        Assert.Equal(10_000, lane.Stretches.Count);
        Assert.Equal((15_000, 10_001), (lane.At(Noon.AddSeconds(5000))!.Value, lane.At(Noon.AddHours(5))!.Value));
    }

    [Fact]
    public void Of_ten_thousand_faults_two_hundred_are_told()
    {
        AdrEvent many = Limit("a", Noon, 1.Hour()) with { Intervals = [.. Enumerable.Range(0, 10_000).Select(k => new AdrInterval(k, null, [AdrPayload.Of("IMPORT_CAPACITY_LIMIT", -k - 1)]))] };
        List<string> findings = [];
        Timeline.OfPower([new(many, Noon)], EventTypes.ImportLimit, Noon, Noon.AddYears(2), null, findings);
        Assert.Equal(Timeline.FindingsMost, findings.Count);
        Assert.Contains("more to say", findings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_start_of_zero_that_was_filled_in_leaves_that_of_the_event()
    {
        AdrEvent one = Limit("a", Noon, 1.Hour(), 10, 8);
        one = one with { Period = one.Period! with { RandomizeStart = AdrDuration.Of(1.Hour()) } };
        AdrEvent filled = one with
        {
            Intervals = [one.Intervals[0] with { Period = new(AdrMoment.Of(Noon), AdrDuration.Zero, AdrDuration.Zero) },
                one.Intervals[1] with { Period = new(AdrMoment.Of(Noon.AddHours(1)), AdrDuration.Zero, AdrDuration.Zero) }],
        };
        CourseWindow window = new(Noon.AddDays(-1), Noon.AddDays(1), Noon, 7);
        Assert.Equal(EventCourse.Of(one, false, window), EventCourse.Of(filled, false, window));
    }

    [Fact]
    public void Ranks_beyond_an_int_are_ranks() => Assert.Equal("0..2 10; 2..3 20; 3..6 10",
        Text(Lane(Limit("long", Noon, 6.Hour(), 10) with { Priority = 4_000_000_000 },
            Limit("short", Noon.AddHours(2), 1.Hour(), 20) with { Priority = 3_000_000_000 })));

    [Fact]
    public void A_short_urgent_event_cuts_a_hole_and_the_long_one_resumes() => Assert.Equal("0..2 10; 2..3 20; 3..6 10",
        Text(Lane(Limit("long", Noon, 6.Hour(), 10) with { Priority = 5 },
            Limit("short", Noon.AddHours(2), 1.Hour(), 20) with { Priority = 0 })));

    [Fact]
    public void An_absent_priority_ranks_below_every_number() => Assert.Equal("0..2 10; 2..3 20; 3..6 10",
        Text(Lane(Limit("long", Noon, 6.Hour(), 10), Limit("short", Noon.AddHours(2), 1.Hour(), 20) with { Priority = int.MaxValue })));

    [Fact]
    public void Of_equal_limits_the_least_holds_and_the_conflict_is_told()
    {
        Lane lane = Lane(Limit("a", Noon, 2.Hour(), 10), Limit("b", Noon.AddHours(1), 2.Hour(), 7) with { Modified = Noon.AddDays(-9) });
        Assert.Equal("0..1 10; 1..3 7", Text(lane));
        Assert.Equal(("b", "a"), (lane.Conflicts[0].Kept.Id, lane.Conflicts[0].Dropped.Id));
    }

    [Fact]
    public void Of_equal_prices_the_newest_holds_and_packed_values_share_their_interval()
    {
        AdrEvent Price(string id, DateTimeOffset modified, params double[] values) => Limit(id, Noon, 3.Hour(), 0) with
        {
            Modified = modified,
            Intervals = [new(0, null, [new(EventTypes.Price, [.. values.Select(value => AdrValue.Of(value))])])],
        };
        Lane lane = Timeline.OfNumbers([new(Price("new", Noon, 0.17, 0.03, 0.11), Noon), new(Price("old", Noon.AddDays(-1), 9), Noon)],
            EventTypes.Price, Noon, Noon.AddDays(1), null);
        Assert.Equal("0..1 0.17; 1..2 0.03; 2..3 0.11", Text(lane));
    }

    [Fact]
    public void The_cancel_idiom_takes_an_event_back_but_no_report_and_no_reservation()
    {
        AdrPeriod cancel = new(AdrMoment.Now, AdrDuration.Zero);
        AdrEvent limit = Limit("a", Noon, 1.Hour(), 10) with { Period = cancel };
        Assert.True(EventCourse.IsCancelled(limit));
        Assert.Empty(Lane(limit).Stretches);
        Assert.False(EventCourse.IsCancelled(limit with { ReportDescriptors = [new("CAPACITY_RESERVATION")] }));
        Assert.False(EventCourse.IsCancelled(limit with { Intervals = [new(0, cancel, [AdrPayload.Of("CAPACITY_RESERVATION", 242)])] }));
    }

    [Theory]
    [InlineData("W", 0.01)]
    [InlineData("KW", 10)]
    [InlineData("MW", 10_000)]
    public void Units_of_power_are_converted_once(string unit, double kilowatts) =>
        Assert.Equal(kilowatts, Lane(Limit("a", Noon, 1.Hour(), 10) with
        {
            Descriptors =
            [new("CAPACITY_LIMIT") { Units = unit }]
        }).Stretches[0].Value, 9);

    [Fact]
    public void What_is_no_power_is_left_out_and_told()
    {
        List<string> findings = [];
        AdrEvent[] events = [Limit("a", Noon, 1.Hour(), -5),
            Limit("b", Noon, 1.Hour(), 5) with { Descriptors = [new(EventTypes.ImportLimit) { Units = "VOLTS" }] }];
        Assert.Empty(Timeline.OfPower(events.Select(one => new KnownEvent(one, Noon)), EventTypes.ImportLimit, Noon, Noon.AddDays(1), null,
            findings).Stretches);
        Assert.Equal(2, findings.Count);
    }

    [Fact]
    public void The_ceiling_is_the_limit_else_the_subscription_with_its_reservation_else_the_fail_safe()
    {
        KnownEvent[] events =
        [
            new(Limit("limit", Noon.AddHours(1), 1.Hour(), 100), Noon),
            new(Limit("sub", Noon, 6.Hour(), 0) with { Intervals = [new(0, null, [AdrPayload.Of("CAPACITY_SUBSCRIPTION", 240)])] }, Noon),
            new(Limit("res", Noon.AddHours(3), 1.Hour(), 0) with { Intervals =
                [new(0, null, [AdrPayload.Of("CAPACITY_RESERVATION", 30)])] }, Noon),
        ];
        Lane Of(string type) => Timeline.OfPower(events, type, Noon, Noon.AddHours(8), null, []);
        string Ceiling(ReservationMeaning meaning, double? failSafe) => string.Join("; ", CapacityCeiling
            .Of(Of(EventTypes.ImportLimit), Of(EventTypes.ImportSubscription), Of(EventTypes.ImportReservation), meaning, failSafe, Noon,
                Noon.AddHours(8))
            .Select(one => $"{one.Source} {one.Kilowatts}"));
        Assert.Equal("Subscription 240; Limit 100; Subscription 240; Reservation 270; Subscription 240; FailSafe 50",
            Ceiling(ReservationMeaning.Additional, 50));
        Assert.Equal("Subscription 240; Limit 100; Subscription 240; Nothing ", Ceiling(ReservationMeaning.Total, null));
        Assert.Equal("Subscription 240; Limit 100; Subscription 240; Nothing ", Ceiling(ReservationMeaning.Ignored, null));
    }
}

internal static class Spans
{
    public static TimeSpan Hour(this int hours) => TimeSpan.FromHours(hours);
    public static TimeSpan Hours(this double hours) => TimeSpan.FromHours(hours);
}
