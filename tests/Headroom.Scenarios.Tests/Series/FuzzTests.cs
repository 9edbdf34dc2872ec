using System.Text;
using System.Text.RegularExpressions;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.Series;

/// <summary>Whatever stands in a file, reading it ends in a site or in findings.</summary>
public sealed class FuzzTests
{
    private const string Letters = "{}[]:,#&*!|>'\"%@`-?~ \t\n\r0123456789.eE+abcdxyzMWkh$/°\0\uFEFF\u2028\ud800";

    private static readonly string[] words =
        ["\n", "\n  ", ": ", "{", "}", "]", "- ", "1e999", " MW", "&x ", "*x", "!!int ", "\t", "'"];

    /// <summary>A small site that touches every reader; cheap, so that many mutants can be tried.</summary>
    private const string Small = """
        site: juniper
        tier: edge
        objective: leastCost
        weather: 15 °C
        grid:
          firm: {installed: 3 MW, atMost: 9 MW}
          flexible: {capacity: 1 MW, curtailed: 85 h/yr}
          price: 45 $/MWh
          carbon: 380 g/kWh
          export: {atMost: 5 MW}
        supply:
          gasTurbine: {atMost: 150 MW, fuelPrice: 4 $/MMBtu}
          battery: {atMost: 100 MW, hours: 4}
          smr: {module: 77 MW, atMost: 4}
          plain: {kind: other, capital: 900 $/kW, lifetime: 25 yr, availability: 90 %}
        halls:
          - {name: A, power: 3 MW, perRack: 15 kW, retrofit: {to: directLiquid, perRack: 140 kW}}
        racks: {hgx-h200: {installed: 4, hall: A}}
        services:
          - {name: chat, model: llama-3.1-8b, demand: {peak: 9e3 tok/s, shape: business}, tier: 1}
        training:
          - {name: f, compute: 2e20 FLOP, by: 2027-03-31}
        tree: {efficiency: 94 %, nodes: [{name: s, rating: 10 MW, halls: [A]}]}
        """;

    [Fact]
    public void Mutants_of_the_examples_never_throw_while_their_form_is_read()
    {
        var chance = new Random(2027);
        string[] seeds = [Small, .. Enum.GetValues<Tier>().Select(tier => SiteTemplate.Write(tier))];
        for (int k = 0; k < 16_000; k++)
        {
            string text = Mutant(seeds[k % seeds.Length], chance);
            YamlReading reading = YamlText.Read(text, "site.yaml");
            Assert.True(reading.Root is not null || reading.Findings.Count > 0, $"mutant {k} gave neither root nor finding");
            Assert.All(reading.Findings, one => Assert.NotNull(one.Line));
        }
    }

    [Fact]
    public void Mutants_of_a_site_end_in_a_site_or_findings()
    {
        var chance = new Random(31);
        for (int k = 0; k < 1_500; k++)
        {
            SiteReading reading = SiteFile.Parse(Mutant(Small, chance), "site.yaml", ".");
            Assert.Equal(reading.Site is null, reading.Findings.Any(one => one.Severity == Severity.Wrong));
        }
    }

    /// <summary>A reader that counts something out by a number of the file must say how many it takes.</summary>
    [Fact]
    public void Any_number_exchanged_for_an_extreme_ends_in_a_site_or_findings_and_takes_little_memory()
    {
        foreach (string text in new[] { Small, SiteTemplate.Write(Tier.Hyperscale) })
            foreach (Match number in Regex.Matches(text, @"(?<![\w.])\d+(\.\d+)?(e\d+)?"))
                foreach (string extreme in new[] { "0", "-5", "1e-9", "1e6", "9999", "999999999", "1e15", "1e300" })
                {
                    string mutant = text[..number.Index] + extreme + text[(number.Index + number.Length)..];
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    SiteReading reading = SiteFile.Parse(mutant, "site.yaml", ".");
                    Assert.Equal(reading.Site is null, reading.Findings.Any(one => one.Severity == Severity.Wrong));
                    Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
                }
    }

    [Fact]
    public void Mutants_of_a_table_end_in_values_or_findings()
    {
        var chance = new Random(4);
        string seed = "time_utc,load [MW],price_usd_per_mwh\n"
            + string.Concat(Enumerable.Range(0, 30).Select(t => $"2023-01-{1 + t / 24:00}T{t % 24:00}:00Z,5.5,\"40\"\n"));
        for (int k = 0; k < 5_000; k++)
        {
            var findings = new TableFindings("load.csv");
            HourlyTable? table = HourlyTable.Read(Encoding.UTF8.GetBytes(Mutant(seed, chance)), findings);
            if (table is null) Assert.False(findings.IsEmpty);
            foreach (Column column in table?.Columns ?? []) table!.Values(column, new("", 1), double.MinValue, double.MaxValue,
                fill: k % 2 == 0, out _);
            EpwFile.Read(Encoding.UTF8.GetBytes(Mutant(seed, chance)), fill: true, findings);
        }
    }

    [Fact]
    public void Depth_and_length_do_not_kill()
    {
        foreach (string text in new[] { new string('[', 100_000), "a: "
            + new string('{', 50_000), string.Concat(Enumerable.Range(0, 300).Select(k => new string(' ', k) + "a:\n")),
            new string('x', 5_000_000), "!<> a", "&a [*a]", "? a\n: b", "%YAML 1.2\n---\na: b" })
            Assert.NotEmpty(SiteFile.Parse(text, "site.yaml", ".").Findings);
    }

    [Fact]
    public void Random_texts_of_numbers_never_throw()
    {
        var chance = new Random(5);
        for (int k = 0; k < 20_000; k++)
        {
            string text = Mutant("1.5e3 MW", chance);
            foreach (UnitTable units in new[] { UnitTable.Power, UnitTable.Share, UnitTable.Count }) NumberText.Read(text, units,
                out _, out _);
        }
    }

    /// <summary>One to eight edits: letters, words and lines dropped, doubled, exchanged.</summary>
    private static string Mutant(string seed, Random chance)
    {
        var text = new StringBuilder(seed);
        for (int edits = chance.Next(1, 9); edits > 0 && text.Length > 2; edits--)
        {
            int at = chance.Next(text.Length - 1), length = Math.Min(chance.Next(1, 30), text.Length - at);
            switch (chance.Next(6))
            {
                case 0: text.Remove(at, length); break;
                case 1: text.Insert(at, Letters[chance.Next(Letters.Length)]); break;
                case 2: text[at] = Letters[chance.Next(Letters.Length)]; break;
                case 3: text.Insert(at, text.ToString(at, length)); break;
                case 4:
                    string piece = text.ToString(at, length); text.Remove(at, length)
                    .Insert(chance.Next(text.Length + 1), piece); break;
                default: text.Insert(at, words[chance.Next(words.Length)]); break;
            }
        }
        return text.ToString();
    }
}
