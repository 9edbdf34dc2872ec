using CsCheck;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Protocols.Tests.OpenAdr;

/// <summary>What holds for any set of events.</summary>
public sealed class TimelineLaws
{
    private static readonly DateTimeOffset noon = TimelineTests.Noon;

    private static readonly Gen<AdrEvent> anyLimit = Gen.Select(Gen.Int[-24, 24], Gen.Int[1, 180], Gen.Double[0, 1000].Array[1, 4],
        Gen.Int[-1, 2], Gen.Int[0, 60], Gen.Int[0, 600])
        .SelectMany(plain => Gen.Int[0, 1000].Select(id => (plain, id))).Select((plain, id) =>
        {
            AdrEvent one = TimelineTests.Limit($"e{id}", noon.AddHours(plain.Item1), TimeSpan.FromMinutes(plain.Item2), plain.Item3);
            return one with
            {
                Priority = plain.Item4 < 0 ? null : plain.Item4,
                Period = one.Period! with { RandomizeStart = AdrDuration.Of(TimeSpan.FromMinutes(plain.Item5)) },
                Duration = plain.Item6 < 30 ? null : AdrDuration.Of(TimeSpan.FromMinutes(plain.Item6)),
            };
        });

    private static Lane Lane(AdrEvent[] events, ulong? seed) =>
        Timeline.OfPower(events.Select(one => new KnownEvent(one, noon)), EventTypes.ImportLimit, noon.AddDays(-2), noon.AddDays(3), seed,
            []);

    private static IEnumerable<DateTimeOffset> Moments => Enumerable.Range(-40, 120).Select(i => noon.AddMinutes(37 * i));

    [Fact]
    public void A_lane_says_at_most_one_thing_at_a_time_and_in_order() => anyLimit.Array[1, 6].Sample(events =>
    {
        Lane lane = Lane(events, 3);
        for (int i = 0; i < lane.Stretches.Count; i++)
        {
            Assert.True(lane.Stretches[i].From < lane.Stretches[i].To);
            if (i > 0) Assert.True(lane.Stretches[i - 1].To <= lane.Stretches[i].From);
        }
    });

    [Fact]
    public void What_holds_is_the_most_urgent_and_of_equals_the_least() => anyLimit.Array[1, 6].Sample(events =>
    {
        Lane lane = Lane(events, null);
        Stretch[] alone = [.. events.SelectMany(one => Lane([one], null).Stretches)];
        foreach (DateTimeOffset moment in Moments)
        {
            Stretch[] all = [.. alone.Where(one => one.From <= moment && moment < one.To)];
            Assert.Equal(all.Length > 0, lane.At(moment) is not null);
            if (all.Length == 0) continue;
            long Rank(Stretch one) => one.Event.Priority ?? long.MaxValue;
            long best = all.Min(Rank);
            Assert.Equal(all.Where(one => Rank(one) == best).Min(one => one.Value), lane.At(moment)!.Value);
        }
    });

    [Fact]
    public void The_order_of_events_changes_nothing() => anyLimit.Array[2, 6].Sample(events =>
    {
        Assert.Equal(
            Lane(events, 5).Stretches.Select(one => (one.From, one.To, one.Value)),
            Lane([.. events.Reverse()], 5).Stretches.Select(one => (one.From, one.To, one.Value)));
    });

    [Fact]
    public void A_random_start_never_loosens_a_ceiling_at_either_of_its_two_starts() => Gen.Select(anyLimit.Array[1, 4], Gen.ULong)
        .Sample((events, seed) =>
    {
        IReadOnlyList<CeilingStretch> Ceiling(Lane lane) =>
            CapacityCeiling.Of(lane, nothing, nothing, ReservationMeaning.Ignored, 2000, noon.AddDays(-2), noon.AddDays(3));
        Lane nominal = Lane(events, null), shifted = Lane(events, seed);
        IReadOnlyList<CeilingStretch> least = CapacityCeiling.Least(Ceiling(nominal), Ceiling(shifted));
        foreach (DateTimeOffset moment in Moments)
            Assert.Equal(Math.Min(nominal.At(moment)?.Value ?? 2000, shifted.At(moment)?.Value ?? 2000), At(least, moment));
    });

    [Fact]
    public void A_shift_stays_in_its_range_and_is_drawn_once_for_an_event_as_modified() => Gen.Select(anyLimit, Gen.ULong)
        .Sample((one, seed) =>
    {
        AdrDuration range = AdrDuration.Of(TimeSpan.FromMinutes(10));
        TimeSpan shift = RandomShift.Of(one, 0, range, seed);
        Assert.InRange(shift, -TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        Assert.Equal(shift, RandomShift.Of(one with { Name = "again" }, 0, range, seed));
    });

    [Fact]
    public void A_loop_of_seconds_is_cut_where_it_means_no_schedule_any_more()
    {
        AdrEvent loop = TimelineTests.Limit("a", noon.AddYears(-1), TimeSpan.FromSeconds(1), 1, 2) with { Duration = AdrDuration.Forever };
        Lane lane = Lane([loop], null);
        Assert.InRange(lane.Stretches.Count, EventCourse.PiecesMost - 10, EventCourse.PiecesMost + 10);
        Assert.Equal(2, lane.At(noon.AddDays(-2).AddSeconds(1.5))!.Value);
    }

    [Fact]
    public void Shifts_are_uniform()
    {
        AdrDuration range = AdrDuration.Of(TimeSpan.FromMinutes(10));
        double[] minutes = [.. Enumerable.Range(0, 10_000)
            .Select(i => RandomShift.Of(TimelineTests.Limit($"e{i}", noon, TimeSpan.Zero, 1), 0, range, 42).TotalMinutes)];
        // mean of 10,000 uniform draws in ±10: standard error 0.058; deviation 5.77
        Assert.InRange(minutes.Average(), -0.25, 0.25);
        Assert.InRange(Math.Sqrt(minutes.Average(one => one * one)), 5.6, 5.95);
    }

    [Fact]
    public void Followers_move_by_the_same_shift() => Gen.Select(anyLimit, Gen.ULong).Sample((one, seed) =>
    {
        AdrEvent plain = one with { Duration = null };
        CourseWindow window = new(noon.AddDays(-9), noon.AddDays(9), noon, null);
        IReadOnlyList<CoursePiece> nominal = EventCourse.Of(plain, false, window), shifted =
            EventCourse.Of(plain, false, window with { Seed = seed });
        Assert.Equal(nominal.Count, shifted.Count);
        TimeSpan shift = shifted[0].From - nominal[0].From;
        Assert.All(nominal.Zip(shifted), pair => Assert.Equal((pair.First.From + shift, pair.First.To + shift),
            (pair.Second.From, pair.Second.To)));
    });

    private static readonly Lane nothing = Protocols.OpenAdr.Lane.Empty;
    private static double? At(IReadOnlyList<CeilingStretch> ceiling, DateTimeOffset moment) =>
        ceiling.First(one => one.From <= moment && moment < one.To).Kilowatts;
}
