using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Headroom.Cli.Rendering;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Tests;

public partial class ReportHtmlTests
{
    static readonly string html = ReportHtml.Text(SamplePlan.Report, [SamplePlan.CannotHost, SamplePlan.Note]);

    /// <summary>The page without its scripts, and what our own script says.</summary>
    static readonly string page = Script().Replace(html, "");

    [Fact]
    public void It_opens_offline_nothing_points_outside()
    {
        Assert.DoesNotMatch(@"(?i)\b(src|href|action|data|poster|srcset)\s*=\s*[""'](?!#|data:)", page);
        Assert.DoesNotMatch(@"(?i)@import|url\(", page);
        Assert.DoesNotMatch(@"(?i)<(link|iframe|object|embed|base)\b", page);
        string own = html[html.LastIndexOf("<script>", StringComparison.Ordinal)..];
        Assert.DoesNotMatch(@"https?:|fetch\(|XMLHttpRequest|import\(|WebSocket|sendBeacon", own);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_address_in_the_chart_library_is_the_name_of_a_namespace() =>
        Assert.All(Address().Matches(html).Select(match => match.Value), address => Assert.StartsWith("http://www.w3.org/", address, StringComparison.Ordinal));

    [Fact]
    public void Its_data_is_json_with_every_hour()
    {
        using JsonDocument data = JsonDocument.Parse(DataBlock().Match(html).Groups[1].Value);
        JsonElement root = data.RootElement;
        Assert.Equal(8760, root.GetProperty("draw").GetArrayLength());
        Assert.Equal(["import", "gasTurbine", "solar", "battery discharge"], root.GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("name").GetString()));
        Assert.Equal("battery charge", root.GetProperty("below")[0].GetProperty("name").GetString());
        int t = root.GetProperty("tightest").GetInt32();
        Assert.InRange(t - root.GetProperty("week").GetInt32(), 0, 167);
        double sources = root.GetProperty("sources").EnumerateArray().Sum(source => source.GetProperty("values")[t].GetDouble());
        Assert.Equal(root.GetProperty("draw")[t].GetDouble(), sources - root.GetProperty("below")[0].GetProperty("values")[t].GetDouble(), 0.1);
    }

    [Fact]
    public void Text_from_a_site_file_stays_text()
    {
        const string nasty = "</script><script>alert(1)</script>";
        PlanReport report = SamplePlan.Report with { Site = nasty, Dispatch = new([.. SamplePlan.Report.Dispatch.Columns, new(nasty, "MW", ColumnRole.Source, [.. SamplePlan.Report.Dispatch.Columns[0].Values])]) };
        string text = ReportHtml.Text(report, [SamplePlan.Fault with { Read = nasty }]);
        Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_well_formed_and_every_section_has_its_heading()
    {
        string[] sections = [.. SectionName().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(["week", "year", "build", "cost", "ladder", "energy", "work", "ceiling", "findings", "inputs"], sections);
        Assert.All(Anchor().Matches(page).Select(match => match.Groups[1].Value), anchor => Assert.Contains(anchor, sections));
        string main = page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + 7)];
        XElement.Parse(Void().Replace(main, "$0</$1>").Replace(" selected", "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_picture_of_the_week_is_well_formed_and_says_what_it_shows()
    {
        XElement svg = XElement.Parse(WeekSvg.Text(SamplePlan.Report));
        Assert.Contains("ceiling", (string?)svg.Attribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(), element => (string?)element.Attribute("class") == "ceiling");
    }

    [Fact]
    public void A_site_without_compute_still_has_a_report()
    {
        PlanReport plain = SamplePlan.Report with
        {
            Tokens = new([], [], default, default),
            Ladder = new(default, default, default, default, default, 1),
            Cost = SamplePlan.Report.Cost with { Tokens = null },
            ShadowPrices = [],
            Findings = [],
            Inputs = [],
            Dispatch = new([.. SamplePlan.Report.Dispatch.Columns.Where(column => column.Role is ColumnRole.Source or ColumnRole.Use)]),
        };
        string text = ReportHtml.Text(plain, []);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Contains("No tokens are served", text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"headroom\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_map_offers_what_the_hours_hold()
    {
        Assert.Contains("<option value=\"price\">price</option>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{E(", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_is_left_to_look_at()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "sample");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.html"), html);
        File.WriteAllText(Path.Combine(folder, "week.svg"), WeekSvg.Text(SamplePlan.Report));
    }

    [GeneratedRegex("<script[^>]*>.*?</script>", RegexOptions.Singleline)] private static partial Regex Script();
    [GeneratedRegex("https?://[A-Za-z0-9./_-]+(?=[\"'`])")] private static partial Regex Address();
    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)] private static partial Regex DataBlock();
    [GeneratedRegex("<section id=\"([a-z]+)\"><h2>")] private static partial Regex SectionName();
    [GeneratedRegex("href=\"#([a-z]+)\"")] private static partial Regex Anchor();
    [GeneratedRegex("<(input|br|meta)\\b[^>]*>")] private static partial Regex Void();
}
