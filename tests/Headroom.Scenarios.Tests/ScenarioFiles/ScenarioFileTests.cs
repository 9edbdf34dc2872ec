using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Rules;
using Headroom.Scenarios.ScenarioFiles;
using Headroom.Scenarios.Tests.Regions;
using Headroom.Simulation;
using Headroom.Simulation.Rules;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.ScenarioFiles;

/// <summary>Scenario files and rule packs: those that ship, those that are broken, and what documents them.</summary>
public sealed class ScenarioFileTests
{
    private static readonly string folder = Repository.Path("tests", "Headroom.Scenarios.Tests", "ScenarioFiles", "Broken");

    public static TheoryData<string> Broken =>
        new(Directory.GetFiles(folder, "*.yaml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    public static TheoryData<string> Shipped => new(ScenarioFile.Names);
    public static TheoryData<string> Packs => new(RuleFile.Names);

    private static IReadOnlyList<Finding> FindingsOf(string path) =>
        Path.GetFileName(path).Contains("rules", StringComparison.Ordinal) ? RuleFile.Read(path).Findings : ScenarioFile.Read(path).Findings;

    [Theory, MemberData(nameof(Broken))]
    public void Every_fault_is_named_with_its_line_and_nothing_else_is(string file)
    {
        string path = Path.Combine(folder, file);
        string[] told = [.. File.ReadLines(path).First()["# faults in lines ".Length..].Split(", ")];
        Assert.Equal(told, FindingsOf(path).Where(one => one.Severity == Severity.Wrong).Select(one => $"{one.Line}").Distinct());
    }

    [Theory, MemberData(nameof(Broken))]
    public void The_findings_read_as_agreed(string file)
    {
        string path = Path.Combine(folder, file), golden = Path.ChangeExtension(path, ".txt");
        string text = string.Concat(FindingsOf(path).Select(one => one.Sentence() + "\n"));
        if (Repository.Updates("HEADROOM_UPDATE_GOLDEN")) File.WriteAllText(golden, text);
        Assert.Equal(File.ReadAllText(golden), text);
    }

    [Theory, MemberData(nameof(Shipped))]
    public void A_shipped_scenario_reads_without_a_finding_and_fits_a_site(string name)
    {
        ScenarioReading reading = ScenarioFile.Find(name);
        Assert.Empty(reading.Findings.Select(one => one.Sentence()));
        Assert.Equal(name, reading.Scenario!.Name);
        TimelineReading timeline = EventTimeline.Compile(reading.Scenario,
            new(8760.Hours, 200.Megawatts, 100.Megawatts) { Flexible = 80.Megawatts });
        Assert.Empty(timeline.Findings.Select(one => one.Sentence()));
    }

    [Fact]
    public void The_shipped_scenarios_are_those_that_the_issues_name() =>
        Assert.Equal(["campus-restart", "deep-cut", "emerald", "flexible-85h", "grid-loss", "heat-wave-chiller", "rolling-cuts", "six-dips", "two-cuts"], ScenarioFile.Names);

    [Fact]
    public void Six_dips_are_those_of_the_incident()
    {
        IReadOnlyList<VoltageDip> dips = ScenarioFile.Shipped("six-dips").Dips;
        Assert.Equal(6, dips.Count);
        Assert.Equal((0.25, 0.40), (dips.Min(dip => dip.RetainedFraction), dips.Max(dip => dip.RetainedFraction)));
        Assert.Equal((42.0, 66.0), (dips.Min(dip => dip.Duration.TotalMilliseconds), dips.Max(dip => dip.Duration.TotalMilliseconds)));
        Assert.InRange((dips[^1].End - dips[0].At).TotalSeconds, 80, 82);
    }

    [Fact]
    public void A_name_that_is_no_scenario_gets_the_nearest()
    {
        Assert.Contains("Did you mean emerald?", ScenarioFile.Find("emerld").Findings.Single().Remedy, StringComparison.Ordinal);
        Assert.Contains("no such file", ScenarioFile.Find("no/such.yaml").Findings.Single().Read, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_documentation_uses_every_key_and_reads_without_a_finding()
    {
        string text = File.ReadAllText(Repository.Path("docs", "scenarios.md"));
        int from = text.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        ScenarioReading read = ScenarioFile.Parse(text[from..text.IndexOf("```", from, StringComparison.Ordinal)], "s.yaml", out Reading reading);
        Assert.Empty(read.Findings.Select(one => one.Sentence()));
        Assert.Empty(Declared(ScenarioFormat.Scenario).Distinct().Except(reading.Asked));
        Assert.Empty(EventTimeline.Compile(read.Scenario!, new(72.Hours, 200.Megawatts, 150.Megawatts)
        {
            Feeds = new Dictionary<string, FeedContext> { ["north"] = new(100.Megawatts, 80.Megawatts) },
        }).Findings.Select(one => one.Sentence()));
        Assert.All(ScenarioFile.Names.Concat(RuleFile.Names), name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Block, string Key)> Declared(BlockShape shape) => shape.Keys.SelectMany(key => key.Form switch
    {
        Nested nested => Declared(nested.Shape),
        ListOf list => Declared(list.Shape),
        _ => [],
    }).Concat(shape.Keys.Select(key => (shape.Name, key.Name)));

    [Theory, InlineData("scenario.schema.json"), InlineData("rules.schema.json")]
    public void The_schema_is_the_one_that_the_declarations_give(string name)
    {
        string text = name[0] == 's' ? ScenarioFormat.Schema() : RuleFormat.Schema(), file = Repository.Path("schema", name);
        if (Repository.Updates("HEADROOM_UPDATE_GOLDEN")) File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file), text);
    }

    [Theory, MemberData(nameof(Packs))]
    public void Every_rule_has_source_grade_status_and_date(string name)
    {
        RulePack pack = RuleFile.Shipped(name);
        Assert.Equal(name, pack.Name);
        Assert.NotEmpty(pack.Rules);
        Assert.Equal(pack.Rules.Count, pack.Rules.Select(rule => (rule.Authority, rule.Id)).Distinct().Count());
        Assert.All(pack.Rules, rule =>
        {
            Assert.All([rule.Authority, rule.Id, rule.Title, rule.Version, rule.Source, rule.Grade, rule.CheckedOn], Assert.NotEmpty);
            if (rule.Status == RuleStatus.Proposed) Assert.Equal("proposal", rule.Label);
        });
    }

    [Theory]
    [InlineData("us-ga", "nerc southern"), InlineData("us-va-pjm", "dominion nerc pjm"), InlineData("us-oh-aep", "nerc pjm")]
    [InlineData("us-tex-ercot", "ercot nerc"), InlineData("us-cal-caiso", "caiso-pge nerc"), InlineData("us-az", "nerc"), InlineData("us-tn-tva", "nerc")]
    [InlineData("de-lu", "eu-dcc"), InlineData("pl", "eu-dcc"), InlineData("fi", ""), InlineData("gb", ""), InlineData("none", "")]
    public void A_region_has_its_packs(string region, string packs) =>
        Assert.Equal(packs, string.Join(' ', RuleFile.ForRegion(region).Select(pack => pack.Name)));

    [Fact]
    public void Packs_of_no_region_are_chosen_by_name() =>
        Assert.Equal(["ameren", "spp"], RuleFile.Names.Where(name => RuleFile.Shipped(name).Regions.Count == 0));

    [Fact]
    public void Only_one_entity_publishes_a_ramp() => Assert.Equal(["Southern Co."],
        RuleFile.Names.SelectMany(name => RuleFile.Shipped(name).Rules).Where(rule => rule.Requires is Requirement.RampLimit).Select(rule => rule.Authority));
}
