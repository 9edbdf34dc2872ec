using Headroom.Quantities;
using Headroom.Simulation.Rules;

namespace Headroom.Tests.Simulation;

/// <summary>The six clauses, each broken once.</summary>
public sealed class EmeraldTests
{
    static readonly EmeraldEvent asked = new(100.Megawatts, 2.Hours);
    static readonly TierLoss[] within = [new(0, 0), new(1, 0.1), new(2, 0.2), new(3, 0.5)];

    static SiteSeries Series(params (double Minute, double Megawatts)[] points) =>
        new([.. points.Select(one => one.Minute * 60)], [.. points.Select(one => one.Megawatts)]) { IsSiteMeter = true };

    static readonly (double, double)[] good = [(0, 100), (120, 100), (135, 75), (315, 75), (330, 100), (400, 100)];

    static Verdict[] Verdicts(SiteSeries series, TierLoss[]? losses = null) =>
        [.. EmeraldJudge.Judge(asked, series, losses ?? within).Select(one => one.Verdict)];

    [Fact]
    public void A_faithful_event_passes_all_six() => Assert.Equal(Enumerable.Repeat(Verdict.Pass, 6), Verdicts(Series(good)));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    public void Each_clause_of_power_fails_alone(int clause, int which)
    {
        (double, double)[][] broken =
        [
            [(0, 100), (120, 100), (121, 75), (315, 75), (330, 100), (400, 100)],                               // a cliff
            [(0, 100), (120, 100), (135, 75), (200, 75), (201, 76), (202, 75), (315, 75), (330, 100), (400, 100)],   // a minute over
            [(0, 100), (120, 100), (135, 75), (315, 75), (317, 100), (400, 100)],                               // back at once
            [(0, 100), (120, 100), (135, 75), (315, 75), (330, 100), (350, 100), (351, 101), (352, 100), (400, 100)],  // snap-back
        ];
        IReadOnlyList<ClauseVerdict> verdicts = EmeraldJudge.Judge(asked, Series(broken[which]), within);
        Assert.Equal([clause], verdicts.Where(one => one.Verdict == Verdict.Fail).Select(one => one.Clause));
        double worst = verdicts[clause - 1].WorstSeconds!.Value / 60;
        (double least, double most) = which switch { 0 => (120, 121), 1 => (199, 202), 2 => (315, 317), _ => (349, 352) };
        Assert.InRange(worst, least, most);
    }

    [Fact]
    public void Tiers_and_the_meter_count_too()
    {
        Assert.Equal(Verdict.Fail, Verdicts(Series(good), [new(0, 0.01)])[4]);
        Assert.Equal(Verdict.Fail, Verdicts(Series(good), [new(2, 0.26)])[4]);
        Assert.Equal(Verdict.CannotBeJudged, EmeraldJudge.Judge(asked, Series(good), null)[4].Verdict);
        Assert.Equal(Verdict.Fail, Verdicts(Series(good) with { IsSiteMeter = false })[5]);
        Assert.Equal(Verdict.CannotBeJudged, Verdicts(Series([.. good[..^1], (360, 100)]))[3]);
        Assert.Equal(Verdict.Fail, Verdicts(Series((0, 100), (120, 100), (135, 80), (315, 75), (330, 100), (400, 100)))[0]);
    }

    [Fact]
    public void At_20_megawatts_a_minute_the_cut_is_legal_up_to_1200_megawatts() =>
        Assert.Equal(1200, asked.LargestBaseline(20.MegawattsPerMinute).Megawatts, 1e-9);
}
