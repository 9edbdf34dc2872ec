using Headroom.Scenarios.Rules;
using Headroom.Scenarios.ScenarioFiles;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.ScenarioFiles;

/// <summary>Numbers by which a run would count out moments, windows or ramps without end.</summary>
public sealed class BoundsTests
{
    [Theory]
    [InlineData("curtailments:\n  - {hours: 1000 h/yr, length: 1e-9 s, capacity: 0.5 MW}", "length", "60 s")]
    [InlineData("curtailments:\n  - {hours: 1000 h/yr, length: 1 min, capacity: 0.5 MW}", "length", "at most 10000")]
    [InlineData("limits:\n  - {power: 1 MW, from: 10 min, hold: 10 min, ramp: {rate: 1e-13 MW/min}}", "rate", "at least 0.001 MW/min")]
    [InlineData("dips:\n  - {at: 1 min, duration: 1 s, voltage: 0.5 pu, count: 3, spacing: 1e15 s}", "spacing", "at most 24 h")]
    [InlineData("restarts:\n  - {at: 10 min, standstill: 1 min, rampLimit: 1e-13 MW/min}", "rampLimit", "at least 0.001 MW/min")]
    public void A_scenario_says_nothing_that_no_run_comes_to_the_end_of(string block, string key, string expected) =>
        Refuses(ScenarioFile.Parse($"scenario: s\n{block}\n", "s.yaml").Findings, key, expected);

    [Fact]
    public void Curtailments_of_an_hour_may_take_all_year() =>
        Assert.Empty(ScenarioFile.Parse("scenario: s\ncurtailments:\n  - {hours: 8760 h/yr, length: 1 h, capacity: 0.5 MW}\n", "s.yaml").Findings);

    [Theory]
    [InlineData("ramp: {most: 1 MW/min, window: 1e15 s}", "window")]
    [InlineData("averaging: 1e-9 s, ramp: {most: 1 MW/min, window: 1 min}", "averaging")]
    [InlineData("voltageBand: [{least: 0.9 pu, most: 1.1 pu, stay: 1e15 s}]", "stay")]
    [InlineData("recovery: {share: 90 %, within: 1e15 s, voltage: 0.9 pu}", "within")]
    public void Nor_does_a_rule(string requirement, string key) =>
        Refuses(RuleFile.Parse("pack: x\ntitle: x\nrules:\n  - {id: a, authority: x, title: t, version: \"2026-11-24\", status: effective, source: s, grade: C, "
            + $"checkedOn: \"2026-11\", {requirement}}}\n", "r.yaml").Findings, key, " h");

    private static void Refuses(IEnumerable<Finding> findings, string key, string expected)
    {
        Finding one = Assert.Single(findings, finding => finding.Severity == Severity.Wrong);
        Assert.EndsWith(key, one.Path, StringComparison.Ordinal);
        Assert.Contains(expected, one.Expected, StringComparison.Ordinal);
        Assert.NotNull(one.Line);
    }
}
