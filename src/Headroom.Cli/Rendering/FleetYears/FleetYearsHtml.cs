using System.Text;
using Headroom.Cli.Rendering.Expanding;
using Headroom.Cli.Rendering.Fleets;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.FleetYears;

/// <summary>A fleet's plan over years as one HTML file without script: all sites together, then each as a site over years has it.</summary>
static class FleetYearsHtml
{
    public static string Text(FleetYearsReport report, IReadOnlyList<Finding> findings)
    {
        var page = new StringBuilder();
        page.Append($"""
            {HtmlPage.Opening($"{report.Fleet}: plan from {report.FirstYear} to {report.LastYear}")}
            <header>
            <p class="kind">Headroom plan</p>
            <h1>{E(report.Fleet)}</h1>
            <p class="where">{E(string.Join(", ", report.Sites.Select(site => site.Site)))}, {report.FirstYear} to {report.LastYear}</p>
            </header>
            <main>
            <section><p>{E(FleetYearsWords.Headline(report))}</p><p>{E(FleetYearsWords.Power(report))}</p></section>

            """);
        page.Append($"<section id=\"map\"><h2>Who serves whom from where, in {report.LastYear}</h2><p>Discs are sites, by peak draw; a red one has a grid that binds. Diamonds are regions of users; arcs grow with the tokens that flow.</p><figure>{FleetMap.Text(MapOf(report))}</figure></section>\n");
        page.Append($"<section id=\"fleet\"><h2>Year by year, all sites together</h2>{Table(["Year", .. FleetYearsWords.Heads], report.Years.Select((_, y) => FleetYearsWords.Row(report, y)))}</section>\n");
        page.Append($"<section id=\"models\"><h2>Where models run</h2>{Table(["Year", "Workload", .. report.Sites.Select(site => site.Site)], Running(report))}</section>\n");
        for (int s = 0; s < report.Sites.Count; s++)
        {
            SiteYears site = report.Sites[s];
            page.Append($"<h2>{E(site.Site)}, {E(site.Region)}: {E(ExpansionWords.Costs(site.Total, site.Penalties))}</h2>\n");
            page.Append($"<section><h2>What stands when</h2>{ExpansionSvg.Timeline(site)}</section>\n<section><h2>Energy by source, and tokens served</h2>{ExpansionSvg.Energy(site)}</section>\n");
            ExpansionHtml.Years(page, site, $"-{s}");
            ExpansionHtml.Built(page, site, $"-{s}");
            ExpansionHtml.Ceilings(page, site, $"-{s}");
        }
        page.Append(ReportSections.Findings(findings));
        page.Append(ReportSections.Inputs(
            [.. report.Inputs, .. report.Sites.SelectMany(site => site.Inputs.Select(input => input with { Path = $"{site.Site}: {input.Path}" }))]));
        page.Append($"""
            </main>
            <footer><p>{FleetYearsWords.Size(report)}, from a bound that holds whatever the solver says.</p></footer>
            </body>
            </html>

            """);
        return page.ToString();
    }

    /// <summary>The last year on a map.</summary>
    static FleetMap.Picture MapOf(FleetYearsReport report)
    {
        return new([.. report.Sites.Select((site, s) => SpotOf(site, report.Places[s]))], report.Regions, report.Years[^1].Flows);

        static FleetMap.Spot SpotOf(SiteYears site, Place place)
        {
            Power peak = site.Years[^1].Energy.Peak;
            CeilingFigure? grid = site.Ceilings.FirstOrDefault(ceiling => ceiling.Asset is "grid firm" or "grid flexible" && ceiling.LastYear == site.LastYear);
            return new(site.Site, place, peak, grid is not null, $"{site.Site}: peak {Figure.Amount(peak.Megawatts, "MW")}. {(grid is null ? "Its grid does not bind." : Wording.Ended(grid.Sentence))}");
        }
    }

    static IEnumerable<string[]> Running(FleetYearsReport report)
    {
        for (int y = 0; y < report.Years.Count; y++)
        {
            string year = $"{report.Years[y].Year}";
            foreach (ServiceFigure service in report.Years[y].Services) yield return [year, service.Name, .. FleetYearsWords.Shares(report, y, service.Name)];
            foreach (TrainingFigure run in report.Years[y].Training) yield return [year, run.Name, .. FleetYearsWords.Shares(report, y, run)];
        }
    }

    static string Table(string[] heads, IEnumerable<string[]> rows) =>
        $"<table><thead><tr>{Cells("th", heads)}</tr></thead><tbody>\n{string.Concat(rows.Select(row => $"<tr><th>{E(row[0])}</th>{Cells("td", row[1..])}</tr>\n"))}</tbody></table>";

    static string Cells(string tag, string[] cells) => string.Concat(cells.Select(cell => $"<{tag}>{E(cell)}</{tag}>"));
}
