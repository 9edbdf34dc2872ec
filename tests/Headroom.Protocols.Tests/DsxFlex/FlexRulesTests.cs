using Headroom.Protocols.DsxFlex;
using Headroom.Quantities;

namespace Headroom.Protocols.Tests.DsxFlex;

public class FlexRulesTests
{
    static readonly DateTimeOffset noon = Said.Noon;
    static long order;

    static FlexHeldTarget Held(double? megawatts, double fromHour, double? untilHour, int saidMinute = 0, bool bestEffort = false) =>
        new(noon.AddMinutes(saidMinute), order++, noon.AddHours(fromHour), untilHour is { } end ? noon.AddHours(end) : null,
            megawatts is { } power ? Power.FromSi(power * 1e6) : null, bestEffort, Said.NewId());

    static (double From, double? Until, double Megawatts)[] Pieces(params FlexHeldTarget[] targets) =>
        [.. FlexSchedule.Pieces(targets, noon).Select(one => ((one.From - noon).TotalHours, (one.Until - noon)?.TotalHours,
        one.Constraint.Megawatts))];

    [Fact]
    public void The_newest_target_cuts_a_hole_into_an_older_one() =>
        Assert.Equal([(0, 1, 60), (1, 2, 40), (2, null, 60)], Pieces(Held(60, 0, null), Held(40, 1, 2, saidMinute: 1)));

    [Fact]
    public void A_newer_target_may_be_looser() => Assert.Equal([(0, 1, 60), (1, 2, 80), (2, null, 60)],
        Pieces(Held(60, 0, null), Held(80, 1, 2, saidMinute: 1)));

    [Fact]
    public void Said_later_counts_whichever_came_first() =>
        Assert.Equal([(0, null, 60)], Pieces(Held(60, 0, null, saidMinute: 5), Held(40, 0, null, saidMinute: 1)));

    [Fact]
    public void Null_takes_away_for_its_time_and_is_not_nothing() => Assert.Equal([(0, 1, 60), (2, null, 60)],
        Pieces(Held(60, 0, null), Held(null, 1, 2, saidMinute: 1)));

    [Fact]
    public void Zero_is_a_power() => Assert.Equal([(0, 1, 0)], Pieces(Held(0, 0, 1)));

    [Fact]
    public void What_is_over_or_ends_before_it_starts_is_nothing() => Assert.Empty(Pieces(Held(60, -2, 0), Held(50, 3, 2)));

    [Fact]
    public void Pruning_keeps_what_can_still_matter()
    {
        FlexHeldTarget hidden = Held(60, 0, 5), over = Held(10, -2, -1), newest = Held(40, 0, null, saidMinute: 1);
        Assert.Equal([newest], FlexSchedule.Pruned([hidden, over, newest], noon));
    }

    static IEnumerable<FlexPiece> FromNow(IEnumerable<FlexPiece> pieces) =>
        pieces.Select(one => one.From < noon ? one with { From = noon } : one);

    [Fact]
    public void Pruning_changes_no_piece_from_now_on()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            FlexHeldTarget[] all = [.. Enumerable.Range(0, 8).Select(_ => Held(random.Next(4) == 0 ? null : random.Next(10, 90),
                random.Next(-4, 9),
                random.Next(3) == 0 ? null : random.Next(0, 12), random.Next(20)))];
            Assert.Equal(FromNow(FlexSchedule.Pieces(all, noon)), FromNow(FlexSchedule.Pieces(FlexSchedule.Pruned(all, noon), noon)));
            // and pieces say what the newest target says, moment by moment
            for (double hour = 0.25; hour < 12; hour += 0.5)
            {
                DateTimeOffset at = noon.AddHours(hour);
                FlexHeldTarget? newest = all.Where(one => one.From <= at && !(one.Until <= at)).OrderBy(one => one.Said).ThenBy(one =>
                    one.Order).LastOrDefault();
                Assert.Equal(newest?.Constraint, FlexSchedule.At(FlexSchedule.Pieces(all, noon), at)?.Constraint);
            }
        }
    }

    [Fact]
    public void Over_several_parties_the_least_counts_and_where_nobody_speaks_the_default()
    {
        IReadOnlyList<FlexPiece> acme = FlexSchedule.Pieces([Held(60, 0, 2)], noon), other = FlexSchedule.Pieces([Held(40, 1, 3)], noon);
        Assert.Equal([60, 40, 40, null], ((double[])[0.5, 1.5, 2.5, 3.5]).Select(hour =>
            FlexSchedule.Least([acme, other], noon.AddHours(hour))?.Constraint.Megawatts));
        Assert.Equal([(noon.AddHours(3), null)], FlexSchedule.Gaps([acme, other], noon));
        Assert.Equal([(noon, null)], FlexSchedule.Gaps([], noon));
        Assert.Equal([(noon, noon.AddHours(1))], FlexSchedule.Gaps([FlexSchedule.Pieces([Held(40, 1, null)], noon)], noon));
    }

    [Fact]
    public void Silence_takes_whichever_is_less()
    {
        Assert.Equal(50, FlexSchedule.WhenSilent(Power.FromSi(80e6), Power.FromSi(50e6)).Megawatts);
        Assert.Equal(80, FlexSchedule.WhenSilent(Power.FromSi(80e6), null).Megawatts);
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(102, null)]
    [InlineData(102.1, BreachSeverity.Warning)]
    [InlineData(119, BreachSeverity.Warning)]
    [InlineData(120, BreachSeverity.Warning)]
    [InlineData(120.01, BreachSeverity.Critical)]
    [InlineData(121, BreachSeverity.Critical)]
    public void Exactly_twenty_percent_is_still_a_warning(double megawatts, BreachSeverity? severity) =>
        Assert.Equal(severity, BreachLadder.Severity(Power.FromSi(megawatts * 1e6), Power.FromSi(100e6), 0.02));

    [Fact]
    public void Exactly_twenty_percent_is_a_warning_at_every_target()
    {
        for (int k = 1; k <= 5000; k++)
            Assert.Equal(BreachSeverity.Warning, BreachLadder.Severity(Power.FromSi(1.2 * k * 1013.7), Power.FromSi(k * 1013.7), 0.02));
    }

    [Fact]
    public void A_breach_goes_up_its_ladder_under_one_id_and_never_back()
    {
        var target = (Power.FromSi(100e6), Said.NewId());
        OpenBreach? open = null;
        List<(BreachStatus, BreachSeverity)> told = [];
        HashSet<string> ids = [];
        foreach ((int second, double megawatts) in ((int, double)[])[(0, 119), (31, 119), (32, 119), (33, 121), (34, 119), (400, 119),
            (401, 99), (402, 99)])
        {
            (open, bool tell) = BreachLadder.Next(open, target, noon, Power.FromSi(megawatts * 1e6), noon.AddSeconds(second),
                BreachSetting.Usual, Said.NewId);
            if (!tell) continue;
            told.Add((open!.Status, open.Severity));
            ids.Add(open.Id);
        }
        Assert.Equal([(BreachStatus.Active, BreachSeverity.Warning), (BreachStatus.Escalated, BreachSeverity.Critical),
            (BreachStatus.Resolved, BreachSeverity.Critical)], told);
        Assert.Single(ids);
        Assert.Null(open);
    }

    [Fact]
    public void A_breach_that_lasts_is_escalated_and_a_meter_that_is_silent_changes_nothing()
    {
        var target = (Power.FromSi(100e6), Said.NewId());
        (OpenBreach? open, _) = BreachLadder.Next(null, target, noon.AddHours(-1), Power.FromSi(110e6), noon, BreachSetting.Usual,
            Said.NewId);
        Assert.Equal((open, false), BreachLadder.Next(open, target, noon.AddHours(-1), null, noon.AddHours(1), BreachSetting.Usual,
            Said.NewId));
        (OpenBreach? later, bool tell) = BreachLadder.Next(open, target, noon.AddHours(-1), Power.FromSi(110e6), noon.AddMinutes(5),
            BreachSetting.Usual, Said.NewId);
        Assert.True(tell);
        Assert.Equal((BreachStatus.Escalated, BreachSeverity.Warning), (later!.Status, later.Severity));
    }
}
