using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Tests.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.SiteFiles;

/// <summary>Declarations and reader agree: what is declared is read, what is read is declared.</summary>
public sealed class EveryKeyTests
{
    private const string Full = """
        site: full
        region: us-tex-ercot
        weather: 15 °C
        grid: {firm: 10 MW, flexible: {capacity: 5 MW}, export: {atMost: 5 MW},
          rideThrough: {dips: 3, within: 60 s}, return: {after: 5 min, stage: 20 MW, every: 1 min}}
        supply:
          gasTurbine: {atMost: 5 MW}
          battery: {atMost: 5 MW, energy: {atMost: 20 MWh}}
        halls:
          - {name: A, power: 5 MW, perRack: 15 kW, retrofit: {perRack: 140 kW}}
        racks: {hgx-h200: {atMost: 10}}
        services:
          - {name: c, model: llama-3.1-8b, demand: {peak: 1e5 tok/s}, latency: {ttft: 1 s}, traffic: {patience: 30 s}}
        training:
          - {name: t, compute: 1e20 FLOP}
        carbon: {price: 50 $/t}
        water: {atMost: 500 ML}
        budget: {yearly: 900 M$}
        reserve: {margin: 10 %}
        tree: {nodes: [{name: s, rating: 5 MW}]}
        growth:
          inference: {low: 4, mid: 5, high: 6, later: {mid: 3, by: 2032}}
          region: {room: 3 %, wait: 3 yr}
          sitePrice: 33 M$/MW
          siteRent: 9000 $/kW-yr
        years: 2027..2030
        expansion: {demand: 20 %, assets: {gasTurbine: {leadTime: 2 yr}}}
        """;

    [Fact]
    public void Every_declared_key_is_read()
    {
        SiteReading site = SiteFile.Parse(Full, "full.yaml", ".", out Reading reading);
        Assert.Empty(site.Findings.Select(one => one.Sentence()));
        Assert.Empty(Declared(SiteFormat.Site).Distinct().Except(reading.Asked));
    }

    private static IEnumerable<(string Block, string Key)> Declared(BlockShape shape) => shape.Keys.SelectMany(key => key.Form switch
    {
        Nested nested => Declared(nested.Shape),
        ListOf list => Declared(list.Shape),
        MapOf map => Declared(map.Shape),
        _ => [],
    }).Concat(shape.Keys.Select(key => (shape.Name, key.Name)));

    [Fact]
    public void The_example_of_the_documentation_reads_without_a_finding()
    {
        string text = File.ReadAllText(Repository.Path("docs", "site-file.md"));
        int from = text.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        SiteReading reading = SiteFile.Parse(text[from..text.IndexOf("```", from, StringComparison.Ordinal)], "site.yaml", ".");
        Assert.Empty(reading.Findings.Select(one => one.Sentence()));
    }

    [Fact]
    public void Later_findings_find_their_lines()
    {
        SiteReading reading = SiteFile.Parse(Full, "full.yaml", ".");
        Finding later = new(Severity.CannotHost, "halls[0].floor", "a", "b", "c");
        Assert.Equal(("full.yaml", 10), (reading.Lines.Locate(later).File, reading.Lines.Locate(later).Line));
        Assert.Equal(11, reading.Lines.Of("racks.hgx-h200.atMost"));
        Assert.Null(reading.Lines.Of("nothing"));
    }
}
