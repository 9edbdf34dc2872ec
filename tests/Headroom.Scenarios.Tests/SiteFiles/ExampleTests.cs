using Headroom.Compute;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Regions;
using Headroom.Scenarios.Tests.Regions;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.Tests.SiteFiles;

/// <summary>The shipped site files, and what <c>headroom new</c> writes.</summary>
public sealed class ExampleTests
{
    [Theory, InlineData(Tier.Edge), InlineData(Tier.Enterprise), InlineData(Tier.Hyperscale), InlineData(Tier.Sovereign)]
    public void An_example_is_the_template_of_its_tier_and_reads_without_a_finding(Tier tier)
    {
        string path = Repository.Path("examples", tier.ToString().ToLowerInvariant() + ".yaml");
        Assert.Equal(File.ReadAllText(path), SiteTemplate.Write(tier));
        SiteReading reading = SiteFile.Read(path);
        Assert.Empty(reading.Findings.Select(one => one.Sentence()));
        Assert.Equal(tier, reading.Site!.Tier);
    }

    [Fact]
    public void The_site_of_Frontier_reads_without_a_finding() =>
        Assert.Empty(SiteFile.Read(Repository.Path("examples", "frontier.yaml")).Findings.Select(one => one.Sentence()));

    [Fact]
    public void A_template_reads_without_a_fault_in_every_region()
    {
        foreach (string region in RegionCatalog.Names)
        {
            SiteReading reading = SiteFile.Parse(SiteTemplate.Write(Tier.Sovereign, region), "site.yaml", ".");
            Assert.Empty(reading.Findings.Select(one => one.Sentence()));
            Assert.Equal(region, reading.Site!.Region);
        }
    }

    [Theory, InlineData(Tier.Edge), InlineData(Tier.Enterprise), InlineData(Tier.Hyperscale), InlineData(Tier.Sovereign)]
    public void The_demand_of_an_example_fits_its_racks_and_halls(Tier tier)
    {
        Site site = SiteFile.Parse(SiteTemplate.Write(tier), "site.yaml", ".").Site!;
        var frontiers = new DefaultFrontier();
        double busy = 0;      // racks of the most able kind that peaks and training keep busy, as a share of what may stand
        foreach (Service service in site.Services) busy +=
            1 / site.Racks.Sum(rack => Capacity(frontiers, rack, service) / service.Demand.Most.TokensPerSecond);
        foreach (TrainingRun run in site.Training)
            busy += run.Amount.Operations / ((run.EndHour - run.FirstHour) * 3600.0)
                / site.Racks.Where(rack => run.Racks.Count == 0 || run.Racks.Contains(rack.Type.Name))
                    .Sum(rack => rack.Size.Most.Items * Training.FrontierOf(rack.Type, run.UtilisationFraction, run.GoodputFraction)
                        .Most.Compute.OperationsPerSecond);
        Assert.InRange(busy, 0.3, 1);
    }

    private static double Capacity(DefaultFrontier model, RackChoice rack, Service service)
    {
        Frontier frontier = model.FrontierOf(rack.Type, service.Model, service.Shape);
        return frontier.IsEmpty ? 0 : rack.Size.Most.Items * frontier.Most.Tokens.TokensPerSecond;
    }

    [Fact]
    public void The_schema_is_the_one_that_the_declarations_give() => Golden(SiteSchema.Write(), "schema", "site.schema.json");

    [Fact]
    public void The_documentation_lists_every_key_that_the_reader_knows()
    {
        string path = Repository.Path("docs", "site-file.md"), text = File.ReadAllText(path);
        const string begin = "<!-- keys: written from the reader's declarations -->\n", end = "<!-- end of keys -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, to = text.IndexOf(end, StringComparison.Ordinal);
        string expected = text[..from] + "\n" + SiteFileKeys.Write() + text[to..];
        if (Repository.Updates("HEADROOM_UPDATE_GOLDEN")) File.WriteAllText(path, expected);
        else Assert.Equal(expected, text);
    }

    private static void Golden(string text, params string[] path)
    {
        string file = Repository.Path(path);
        if (Repository.Updates("HEADROOM_UPDATE_GOLDEN")) File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file), text);
    }
}
