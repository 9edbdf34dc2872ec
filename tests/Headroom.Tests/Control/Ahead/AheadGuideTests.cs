using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Ahead.Hints;

namespace Headroom.Tests.Control.Ahead;

/// <summary>How a look ahead reaches the beat: slowly, as a share of what there is, and not at all once it is stale.</summary>
public sealed class AheadGuideTests
{
    private static readonly TimeSpan beat = 1.Seconds;

    /// <summary>What a beat would be shown without a look ahead, filled anew each time as a site does.</summary>
    private sealed class Site(int services, int batteries)
    {
        public Observation Seen { get; } = new(services, 0, 0, batteries) { Step = beat };
        public Orders Orders { get; } = new(services, 0, 0, batteries);
        public AheadGuide Guide { get; } = new();
        public double[] Planned { get; init; } = new double[batteries];
        public ServiceNeed[] Needs { get; init; } = new ServiceNeed[services];
        public LaneUse[][] Lanes { get; init; } = [.. Enumerable.Repeat<LaneUse[]>([], services)];

        public void Beat(TimeSpan now)
        {
            Seen.Now = now;
            for (int i = 0; i < Planned.Length; i++) Seen.Batteries[i] = new(Planned[i].Megawatts, (-4).Megawatts, 4.Megawatts, 2.MegawattHours, 2.MegawattHours);
            Needs.CopyTo(Seen.Services, 0);
            Lanes.CopyTo(Seen.Lanes, 0);
            Orders.Begin();
            Guide.Guide(Seen, Orders);
        }

        /// <summary>Beats from a moment until another, the last included.</summary>
        public void Beats(TimeSpan from, TimeSpan to)
        {
            for (TimeSpan now = from; now <= to; now += beat) Beat(now);
        }

        public double Shown(int battery = 0) => Seen.Batteries[battery].Planned.Megawatts;
    }

    private static ServiceNeed Need(bool mayWait, TimeSpan lead = default) =>
        new(2, 700.TokensPerSecond, 650.TokensPerSecond, 1, 2000.TokensPerSecond, 1.Megawatts) { MayWait = mayWait, Lead = lead };

    [Theory]
    [InlineData(2)]
    [InlineData(-3.5)]
    public void A_battery_is_shown_the_plan_and_an_offset_that_takes_half_the_ramp(double hint)
    {
        var site = new Site(0, 1) { Planned = [-1] };
        site.Seen.RampLimit = 0.6.MegawattsPerMinute;
        site.Guide.Take(Of([Flat(hint)]));
        int seconds = (int)Math.Round(Math.Abs(hint + 1) / 0.005);
        for (int k = 1; k <= 720; k++)
        {
            site.Beat(k * beat);
            double way = Math.Sign(hint + 1) * 0.005 * Math.Min(k, seconds);
            Assert.Equal(-1 + way, site.Shown(), 1e-9);
        }
        Assert.Equal(hint, site.Shown(), 1e-9);
    }

    [Fact]
    public void Batteries_share_half_the_ramp()
    {
        var site = new Site(0, 2);
        site.Seen.RampLimit = 0.6.MegawattsPerMinute;
        site.Guide.Take(Of([Flat(2.0), Flat(-2.0)]));
        site.Beats(beat, 100 * beat);
        Assert.Equal(0.25, site.Shown(0), 1e-9);
        Assert.Equal(-0.25, site.Shown(1), 1e-9);
    }

    [Fact]
    public void Without_a_ramp_a_battery_goes_from_nothing_to_full_power_in_two_minutes()
    {
        var site = new Site(0, 1);
        site.Guide.Take(Of([Flat(4.0)]));
        site.Beats(beat, 60 * beat);
        Assert.Equal(2, site.Shown(), 1e-9);
        site.Beats(61 * beat, 120 * beat);
        Assert.Equal(4, site.Shown(), 1e-9);
    }

    [Fact]
    public void A_day_ahead_plan_that_moves_is_followed_at_once_and_the_hint_by_and_by()
    {
        var site = new Site(0, 1) { Planned = [1] };
        site.Seen.RampLimit = 0.6.MegawattsPerMinute;
        site.Guide.Take(Of([Flat(1.5)]));
        site.Beats(beat, 200 * beat);
        Assert.Equal(1.5, site.Shown(), 1e-9);
        site.Planned[0] = 0;                         // the offset of 0.5 stays until it has grown to 1.5
        site.Beat(201 * beat);
        Assert.Equal(0.505, site.Shown(), 1e-9);
        site.Beats(202 * beat, 500 * beat);
        Assert.Equal(1.5, site.Shown(), 1e-9);
    }

    [Fact]
    public void A_hint_that_changes_with_a_step_is_reached_by_the_ramp_from_that_step_on()
    {
        var site = new Site(0, 1);
        site.Seen.RampLimit = 0.6.MegawattsPerMinute;
        site.Guide.Take(Of([From(1, 0.0, 3.0)]));
        site.Beats(beat, Length - beat);
        Assert.Equal(0, site.Shown(), 1e-9);
        site.Beat(Length);
        Assert.Equal(0.005, site.Shown(), 1e-9);
    }

    [Theory]
    [InlineData(16, 0, 12)]          // older than its quarter of an hour
    [InlineData(11, 0, 2)]           // its steps do not reach so far
    [InlineData(5, 10, 12)]          // made after the moment that asks
    public void A_stale_plan_fades_at_the_same_rate_and_leaves_nothing(double from, double madeAt, int steps)
    {
        var site = new Site(2, 1) { Planned = [1], Needs = [Need(true), Need(false)], Lanes = [[Use(10, 0.8, 100)], [Use(10, 0.8, 100)]] };
        site.Seen.RampLimit = 0.6.MegawattsPerMinute;
        site.Guide.Take(Of([Flat(2.0)], [[Flat(Use(20, 1, 200))], [Flat(Use(20, 1, 200))]], [Flat(5.0)]) with { ValidFor = 1.Hours });
        TimeSpan start = from.Minutes - 5.Minutes;
        site.Beats(start, start + 300 * beat - beat);
        Assert.Equal(2, site.Shown(), 1e-9);
        Assert.NotNull(site.Orders.Lanes[0]);
        Assert.NotNull(site.Orders.Rest);
        site.Guide.Take(Of([Flat(2.0, steps)], [[Flat(Use(20, 1, 200), steps)], [Flat(Use(20, 1, 200), steps)]], [Flat(5.0, steps)], steps) with { MadeAt = madeAt.Minutes });
        site.Beat(from.Minutes);
        Assert.Equal(1.995, site.Shown(), 1e-9);
        Assert.All(site.Orders.Lanes, Assert.Null);
        Assert.Null(site.Orders.Rest);
        Assert.Equal(site.Needs, site.Seen.Services);
        for (int k = 1; k <= 200; k++) site.Beat(from.Minutes + k * TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, site.Shown(), 1e-12);
    }

    [Fact]
    public void Without_a_plan_nothing_changes()
    {
        var site = new Site(1, 1) { Planned = [1.25], Needs = [Need(true)], Lanes = [[Use(10, 0.8, 100)]] };
        site.Beats(beat, 10 * beat);
        Assert.Equal(1.25, site.Shown());
        Assert.Equal(site.Needs, site.Seen.Services);
        Assert.Null(site.Orders.Lanes[0]);
        Assert.Null(site.Orders.Rest);
    }

    [Fact]
    public void Lanes_go_from_how_they_are_laid_to_the_hint_in_a_quarter_of_an_hour_of_their_most()
    {
        // most: 90 racks, a cap of 1, 1,800 tokens/s; so 0.1 racks, 1/900 of a cap and 2 tokens/s a second
        var site = new Site(1, 0) { Needs = [Need(false)], Lanes = [[Use(30, 1, 600), Use(0, 0.5, 0)]] };
        site.Guide.Take(Of(lanes: [[From(6, Use(60, 0.8, 1200), Use(90, 1, 1800)), Flat(Use(0, 0.5, 0))]]));
        for (int k = 1; k <= 600; k++)
        {
            site.Beat(k * beat);
            LaneUse[] laid = site.Orders.Lanes[0]!;
            Assert.Equal(Math.Min(60, 30 + 0.1 * k), laid[0].Racks, 1e-9);
            Assert.Equal(Math.Max(0.8, 1 - k / 900.0), laid[0].CapFraction, 1e-9);
            Assert.Equal(Math.Min(1200, 600 + 2.0 * k), laid[0].Tokens.TokensPerSecond, 1e-6);
            Assert.Equal(Use(0, 0.5, 0), laid[1]);
        }
        Assert.Equal(30, site.Seen.Lanes[0][0].Racks);         // what is shown is not written over
    }

    [Fact]
    public void A_lane_that_has_more_than_any_step_wants_goes_down_by_what_it_has()
    {
        var site = new Site(1, 0) { Needs = [Need(false)], Lanes = [[Use(90, 1, 900)]] };
        site.Guide.Take(Of(lanes: [[Flat(Use(9, 1, 90))]]));
        site.Beat(beat);
        Assert.Equal(89.9, site.Orders.Lanes[0]![0].Racks, 1e-9);
        Assert.Equal(899, site.Orders.Lanes[0]![0].Tokens.TokensPerSecond, 1e-9);
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(2, 180)]
    public void Lanes_are_laid_for_what_is_half_through_when_the_step_comes(double leadMinutes, int firstSecond)
    {
        var site = new Site(1, 0) { Needs = [Need(false, leadMinutes.Minutes)], Lanes = [[Use(0, 1, 0)]] };
        site.Guide.Take(Of(lanes: [[From(1, Use(0, 1, 0), Use(9, 1, 900))]]));
        site.Beats(beat, (firstSecond - 1) * beat);
        Assert.Equal(0, site.Orders.Lanes[0]![0].Racks, 1e-12);
        site.Beat(firstSecond * beat);
        Assert.Equal(0.01, site.Orders.Lanes[0]![0].Racks, 1e-9);
    }

    [Fact]
    public void Work_that_may_wait_is_asked_for_what_its_lanes_are_laid_for_and_other_work_for_what_comes()
    {
        var site = new Site(2, 0) { Needs = [Need(true), Need(false)], Lanes = [[Use(30, 1, 300), Use(10, 1, 90)], [Use(30, 1, 300)]] };
        // in half a passage the first goes half of its way of 300 tokens/s, the second all of its way of 90
        site.Guide.Take(Of(lanes: [[From(10, Use(0, 1, 0), Use(30, 1, 300)), Flat(Use(20, 1, 180))], [Flat(Use(0, 1, 0))]]));
        site.Beats(beat, 450 * beat);
        ServiceNeed waits = site.Seen.Services[0];
        Assert.Equal(300 - 150 + 180, waits.Asked.TokensPerSecond, 1e-6);
        Assert.Equal(waits.Asked, waits.Planned);
        Assert.Equal(site.Needs[1], site.Seen.Services[1]);
        Assert.NotNull(site.Orders.Lanes[1]);
    }

    [Fact]
    public void After_a_stale_plan_lanes_begin_where_they_are_laid_then()
    {
        var site = new Site(1, 0) { Needs = [Need(true)], Lanes = [[Use(90, 1, 900)]] };
        site.Guide.Take(Of(lanes: [[From(11, Use(0, 1, 0), Use(90, 1, 900))]]));
        site.Beats(beat, 900 * beat);
        Assert.Equal(0, site.Seen.Services[0].Asked.TokensPerSecond, 1e-6);
        site.Beat(16.Minutes);
        Assert.Equal(site.Needs[0], site.Seen.Services[0]);
        site.Guide.Take(Of(lanes: [[Flat(Use(0, 1, 0))]]) with { MadeAt = 16.Minutes });
        site.Beat(16.Minutes + beat);
        Assert.Equal(899, site.Seen.Services[0].Asked.TokensPerSecond, 1e-6);
    }

    [Theory]
    [InlineData(1, 8, 3)]          // the first fleet at one minute and at seven: 8 and 9; the second 3 and 3
    [InlineData(3.9, 8, 3)]
    [InlineData(4.1, 8, 1)]        // ten minutes begin to be within reach, in which only one of the second fleet may rest
    [InlineData(9.1, 9, 0)]        // nor that one: all are needed from fifteen minutes on
    [InlineData(19, 20, 0)]
    [InlineData(20.5, 20, 4)]
    public void Racks_rest_that_are_needed_neither_now_nor_in_six_minutes(double minute, double first, double second)
    {
        // from 0, 5, 10, 15, 20 … minutes on
        double[] one = [8, 9, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20], other = [3, 3, 1, 0, 4, 4, 4, 4, 4, 4, 4, 4];
        var site = new Site(0, 0);
        site.Guide.Take(Of(off: [one, other]) with { ValidFor = 1.Hours });
        site.Beat(minute.Minutes);
        Assert.Equal([first, second], site.Orders.Rest!);
    }

    [Fact]
    public void Where_every_rack_is_needed_soon_no_rest_is_ordered()
    {
        var site = new Site(0, 0);
        site.Guide.Take(Of(off: [From(2, 7.0, 0.0)]));
        site.Beat(3.Minutes);
        Assert.NotNull(site.Orders.Rest);
        site.Beat(4.Minutes);
        Assert.Null(site.Orders.Rest);
    }

    [Fact]
    public void A_beat_allocates_nothing_once_the_first_has_been()
    {
        var site = new Site(2, 2) { Needs = [Need(true), Need(false)], Lanes = [[Use(30, 1, 300)], [Use(30, 1, 300)]] };
        site.Seen.RampLimit = 0.6.MegawattsPerMinute;
        site.Guide.Take(Of([Flat(1.0), Flat(-1.0)], [[Flat(Use(20, 1, 180))], [Flat(Use(0, 1, 0))]], [Flat(5.0)]));
        site.Beats(beat, 60 * beat);
        long before = GC.GetAllocatedBytesForCurrentThread();
        site.Beats(61 * beat, 400 * beat);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
