using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Tests;

public partial class SimulationHtmlTests
{
    const string nasty = "</script><b>\"'&";
    static readonly string html = SimulationHtml.Text(SampleSimulation.Report, [SamplePlan.CannotHost, SampleSimulation.Note]);

    /// <summary>The page without its scripts.</summary>
    static readonly string page = Script().Replace(html, "");

    [Fact]
    public void It_opens_offline_nothing_points_outside()
    {
        Assert.DoesNotMatch(@"(?i)\b(src|href|action|data|poster|srcset)\s*=\s*[""'](?!#|data:)", page);
        Assert.DoesNotMatch(@"(?i)@import|url\(", page);
        Assert.DoesNotMatch(@"(?i)<(link|iframe|object|embed|base)\b", page);
        string own = html[html.LastIndexOf("<script>", StringComparison.Ordinal)..];
        Assert.DoesNotMatch(@"https?:|fetch\(|XMLHttpRequest|import\(|WebSocket|sendBeacon|innerHTML", own);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?:", page);
    }

    [Fact]
    public void The_answer_comes_first_and_a_partial_run_says_so()
    {
        int answer = page.IndexOf("It does not hold: firm ceiling and limits are broken, 2 of 7 checks.", StringComparison.Ordinal);
        Assert.InRange(answer, 0, page.IndexOf("<main>", StringComparison.Ordinal));
        string partial = SimulationHtml.Text(SampleSimulation.Partial, []);
        Assert.Contains("Stopped after 5 h 12 min of 24 h (22 %), so this answer is partial. So far it holds as far as this run can tell", partial, StringComparison.Ordinal);
        Assert.Contains("class=\"answer broken\"", partial, StringComparison.Ordinal); // half a day is no green light
        Assert.Contains("class=\"answer kept\"", SimulationHtml.Text(SampleSimulation.Holding, []), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_well_formed_and_every_section_has_its_heading()
    {
        string[] sections = [.. SectionName().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(["checks", "charts", "work", "ladder", "energy", "cost", "limits", "rules", "plan", "plant", "happenings", "findings"], sections);
        Assert.Equal(sections, Anchor().Matches(page).Select(match => match.Groups[1].Value));
        string main = page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + 7)];
        XElement parsed = XElement.Parse(main);
        foreach (XElement table in parsed.Descendants("table").Where(table => table.Element("tfoot") is null))
        {
            int columns = table.Element("thead")!.Element("tr")!.Elements().Count();
            Assert.All(table.Elements("tbody").Elements("tr"), row => Assert.Equal(columns, row.Elements().Sum(cell => (int?)cell.Attribute("colspan") ?? 1)));
        }
    }

    [Fact]
    public void Names_from_a_file_stay_text()
    {
        SimulationReport report = SampleSimulation.Report;
        SimulationReport hostile = report with
        {
            Run = report.Run with { Site = nasty, Region = nasty, Scenario = nasty },
            Checks = [new(nasty, false, nasty)],
            Limits = [.. report.Limits.Select(limit => limit with { Name = nasty, Authority = nasty, Feed = nasty, Clauses = [new(nasty, null, nasty)] })],
            Services = [.. report.Services.Select(service => service with { Name = nasty })],
            Training = [.. report.Training.Select(run => run with { Name = nasty })],
            Energy = report.Energy with { Sources = [new(nasty, 1.MegawattHours)] },
            Costs = [new(nasty, nasty, 1.Dollars, false)],
            Batteries = [.. report.Batteries.Select(battery => battery with { Name = nasty })],
            Generators = [.. report.Generators.Select(plant => plant with { Name = nasty })],
            Breakers = [.. report.Breakers.Select(breaker => breaker with { Node = nasty })],
            Rules = [new(nasty, nasty, nasty, nasty, nasty, nasty, nasty, nasty, "fail", nasty)],
            Plan = [new(nasty, 1.MegawattHours, 1.MegawattHours)],
            Happenings = [new(TimeSpan.Zero, nasty)],
            Buckets = report.Buckets with { Columns = [new(nasty, nasty, nasty, [1, 2], [1, 2], [1, 3])] },
        };
        string text = SimulationHtml.Text(hostile, [SamplePlan.Fault with { Read = nasty, Path = nasty, File = nasty }]);
        Assert.DoesNotContain("<b>\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b", text, StringComparison.Ordinal);
        Assert.Equal(3, Script().Count(text)); // ours and no more
        Assert.Equal(nasty, Data(text).GetProperty("charts")[0].GetProperty("lines")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Charts_follow_the_groups_one_for_each_unit()
    {
        JsonElement charts = Data(html).GetProperty("charts");
        Assert.Equal(["MW", "MW", "Mtok/s", "Mtok", "s", "°C", "$/MWh"], charts.EnumerateArray().Select(chart => chart.GetProperty("unit").GetString()));
        Assert.Equal(["import", "draw", "ceiling"], charts[0].GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("name").GetString()));
        Assert.All(charts.EnumerateArray(), chart =>
        {
            Assert.Contains($"id=\"{chart.GetProperty("id").GetString()}\"", page, StringComparison.Ordinal);
            Assert.All(chart.GetProperty("lines").EnumerateArray(), line => Assert.Equal(288, line.GetProperty("most").GetArrayLength()));
            string?[] colours = [.. chart.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("light").GetString())];
            Assert.Equal(colours.Length, colours.Distinct().Count());
        });
        Assert.Equal(7, page.Split("class=\"run-still\"").Length - 1); // each reads without script
    }

    [Fact]
    public void A_run_without_compute_and_a_bucket_without_a_value_have_a_page_too()
    {
        string bare = Script().Replace(SimulationHtml.Text(SampleSimulation.Bare, []), "");
        Assert.DoesNotContain("NaN", bare, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", bare, StringComparison.Ordinal);
        double[] gaps = [double.NaN, 1, double.NaN];
        SimulationReport holes = SampleSimulation.Bare with { Buckets = new(5.Minutes, [new("chat first token", "s", "latency", gaps, gaps, gaps), new("none", "s", "latency", [double.NaN], [double.NaN], [double.NaN])]) };
        string text = SimulationHtml.Text(holes, []);
        Assert.DoesNotContain("NaN", Script().Replace(text, ""), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Data(text).GetProperty("charts")[0].GetProperty("lines")[0].GetProperty("mean")[0].ValueKind);
    }

    [Fact]
    public void A_sample_is_left_to_look_at()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "sample");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.html"), html);
    }

    static JsonElement Data(string text) => JsonDocument.Parse(DataBlock().Match(text).Groups[1].Value).RootElement;

    [GeneratedRegex("<script[^>]*>.*?</script>", RegexOptions.Singleline)] private static partial Regex Script();
    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)] private static partial Regex DataBlock();
    [GeneratedRegex("<section id=\"([a-z]+)\"><h2>")] private static partial Regex SectionName();
    [GeneratedRegex("href=\"#([a-z]+)\"")] private static partial Regex Anchor();
}
