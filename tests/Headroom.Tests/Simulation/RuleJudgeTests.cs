using Headroom.Quantities;
using Headroom.Scenarios.Rules;
using Headroom.Simulation.Rules;

namespace Headroom.Tests.Simulation;

/// <summary>Rules against series whose verdicts are known by hand: AT-01 and AT-05 of the control reference.</summary>
public sealed class RuleJudgeTests
{
    static readonly RuleSite site = new(100.Megawatts, 138, new DateOnly(2026, 11, 24));
    static GridRule Rule(string pack, string id) => RuleFile.Shipped(pack).Rules.Single(rule => rule.Id == id);
    static RuleVerdict Judge(string pack, string id, SiteSeries series) => RuleJudge.Judge(Rule(pack, id), site, series);
    static SiteSeries Through(params (double Second, double Megawatts)[] points) =>
        new([.. points.Select(one => one.Second)], [.. points.Select(one => one.Megawatts)]) { IsSiteMeter = true };

    [Theory, InlineData(100, 75, 75), InlineData(1000, 750, 750), InlineData(0, 1000, 3000)]
    public void AT_01_a_change_takes_its_least_time_and_not_a_second_less(double from, double to, double seconds)
    {
        if (from == 100) to = 75;
        Requirement.RampLimit ramp = (Requirement.RampLimit)Rule("southern", "ramp").Requires;
        Assert.Equal(seconds, ramp.LeastDuration((to - from).Megawatts).TotalSeconds, 1e-6);
        SiteSeries Ramp(double length) => Through((0, from), (100, from), (100 + length, to), (4000, to));
        Assert.Equal(Verdict.Pass, Judge("southern", "ramp", Ramp(seconds)).Verdict);
        RuleVerdict quick = Judge("southern", "ramp", Ramp(seconds - 1));
        Assert.Equal(Verdict.Fail, quick.Verdict);
        Assert.InRange(quick.WorstSeconds!.Value, 40, 100 + seconds);
    }

    [Fact]
    public void A_swing_there_and_back_within_a_minute_is_a_change_too()
    {
        Assert.Equal(Verdict.Fail, Judge("southern", "ramp", Through((0, 100), (10, 79), (20, 100), (300, 100))).Verdict);
        Assert.Equal(Verdict.Pass, Judge("southern", "ramp", Through((0, 100), (10, 80), (20, 100), (300, 100))).Verdict);
    }

    [Theory, InlineData(59.0, -1.0), InlineData(58.7, 299.0), InlineData(57.0, 299.0), InlineData(61.8, 299.0), InlineData(56.99, 0.0), InlineData(61.81, 0.0)]
    public void AT_05_stay_or_leave_by_frequency(double hertz, double mustStaySeconds)
    {
        TimeSpan? stay = StayDuty.At(((Requirement.FrequencyBand)Rule("spp", "frequency ride-through").Requires).Zones, hertz).For;
        Assert.Equal(mustStaySeconds, stay?.TotalSeconds ?? -1);
        Verdict Tripped(double after) => Judge("spp", "frequency ride-through",
            Through((0, 100), (400, 0)) with { Events = [new(10, 400, null, null, hertz, SiteResponse.Tripped, after)] }).Verdict;
        Assert.Equal(mustStaySeconds == 0 ? Verdict.Pass : Verdict.Fail, Tripped(298));
        Assert.Equal(mustStaySeconds < 0 ? Verdict.Fail : Verdict.Pass, Tripped(299));
    }

    [Fact]
    public void AT_05_an_unbalanced_dip_is_judged_by_the_packs_definition()
    {
        // positive sequence 0.60 pu must be ridden through for 0.15 s; the worst phase, 0.40 pu, lies under the curve
        SiteSeries tripped = Through((0, 100), (10, 0)) with { Events = [new(1, 1.1, 0.60, 0.40, null, SiteResponse.Tripped, 0.05)] };
        GridRule rule = Rule("spp", "voltage ride-through");
        Verdict By(VoltageDefinition definition) => RuleJudge.Judge(rule with { Voltage = definition }, site, tripped).Verdict;
        Assert.Equal((Verdict.Fail, Verdict.Pass, Verdict.CannotBeJudged),
            (By(VoltageDefinition.PositiveSequence), By(VoltageDefinition.WorstPhase), By(VoltageDefinition.NotStated)));
        Assert.Contains("by positive sequence it fails, by the worst phase it passes",
            RuleJudge.Judge(rule with { Voltage = VoltageDefinition.WorstPhase }, site, tripped).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_is_back_within_a_second_or_not()
    {
        GridEvent dip = new(10, 10.066, 0.25, 0.25, null, SiteResponse.Stayed);
        SiteSeries Back(double after) => Through((0, 100), (10, 100), (10.01, 25), (10.066, 25), (10.066 + after, 95), (11.2, 95), (12, 95)) with { Events = [dip] };
        RuleVerdict good = Judge("ercot", "recovery", Back(0.9));
        Assert.Equal(Verdict.Pass, good.Verdict);
        Assert.Contains("[proposal, grade Q]", good.Sentence, StringComparison.Ordinal);
        Assert.Equal(11.066, good.WorstSeconds!.Value, 1e-9);
        Assert.Equal(Verdict.Fail, Judge("ercot", "recovery", Through((0, 100), (10, 100), (10.01, 25), (11, 60), (12, 95), (13, 95)) with { Events = [dip] }).Verdict);
        Assert.Equal(Verdict.CannotBeJudged, Judge("ercot", "recovery", Through((0, 100), (60, 100)) with { Events = [dip] }).Verdict);
        Assert.Equal(Verdict.CannotBeJudged, Judge("ercot", "recovery", Through((0, 100), (1, 100))).Verdict);
    }

    [Fact]
    public void Loss_is_the_greatest_fall_and_a_rise_is_none()
    {
        SiteSeries fall = Through((0, 3000), (10, 3000), (10.5, 100), (600, 100)), rise = Through((0, 100), (10, 100), (10.5, 3000), (600, 3000));
        Assert.Equal(Verdict.Fail, Judge("ercot", "simultaneous loss", fall).Verdict);
        Assert.Equal(Verdict.Pass, Judge("ercot", "simultaneous loss", rise).Verdict);
        Assert.Contains("study value", Judge("ercot", "simultaneous loss", fall).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_voltage_and_date_decide_whether_a_rule_applies()
    {
        SiteSeries flat = Through((0, 10), (60, 10));
        Verdict Of(string pack, string id, RuleSite one) => RuleJudge.Judge(Rule(pack, id), one, flat).Verdict;
        Assert.Equal(Verdict.NotApplicable, Of("southern", "ramp", site with { Power = 49.Megawatts }));
        Assert.Equal(Verdict.NotApplicable, Of("southern", "ramp", site with { Kilovolts = 40 }));
        Assert.Equal(Verdict.CannotBeJudged, Of("southern", "ramp", site with { Kilovolts = null }));
        Assert.Equal(Verdict.Pass, Of("southern", "ramp", site));
        Assert.Equal(Verdict.NotApplicable, Of("spp", "HILL", site with { Power = 20.Megawatts }));
        Assert.Equal(Verdict.CannotBeJudged, Of("spp", "HILL", site with { Power = 20.Megawatts, Kilovolts = 69 }));     // a duty
        Assert.Equal(Verdict.NotApplicable, Of("pjm", "202(c) order 202-26-23", site));
        Assert.Equal(Verdict.CannotBeJudged, Of("pjm", "202(c) order 202-26-23", site with { On = new(2026, 5, 19) }));
        Assert.Contains("none published", RuleJudge.Judge(Rule("ameren", "ramp"), site, flat).Why, StringComparison.Ordinal);
    }
}
