using System.Text;
using Headroom.Reports;
using Headroom.Sites;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>A plan over years as one HTML file without script: opens offline, prints.</summary>
static class ExpansionHtml
{
    public static string Text(ExpansionReport report, IReadOnlyList<Finding> findings)
    {
        var page = new StringBuilder();
        page.Append($"""
            {HtmlPage.Opening($"{report.Site}: plan from {report.FirstYear} to {report.LastYear}")}
            <header>
            <p class="kind">Headroom plan</p>
            <h1>{E(report.Site)}</h1>
            <p class="where">{E(report.Region)}, {report.FirstYear} to {report.LastYear}</p>
            </header>
            <main>
            <section><p>{E(ExpansionWords.Headline(report))}</p><p>{E(ExpansionWords.Power(report))}</p></section>
            <section id="energy"><h2>Energy by source, and tokens served</h2>{ExpansionSvg.Energy(report)}</section>
            <section id="timeline"><h2>What stands when</h2>{ExpansionSvg.Timeline(report)}</section>

            """);
        Years(page, report);
        Built(page, report);
        Ceilings(page, report);
        page.Append(ReportSections.Findings(findings)).Append(ReportSections.Inputs(report.Inputs));
        page.Append($"""
            </main>
            <footer><p>{Wording.Counted(report.Years.Count, ("year", "years"))} in one program of {report.Search.Rows:#,0} rows and {report.Search.Columns:#,0} columns; gap {Figure.Percent(report.GapFraction)}, from a bound that holds whatever the solver says.</p></footer>
            </body>
            </html>

            """);
        return page.ToString();
    }

    /// <param name="of">What its section's name ends with, where a page has several sites.</param>
    public static void Years(StringBuilder page, SiteYears report, string of = "")
    {
        page.Append($"<section id=\"years{of}\"><h2>Year by year</h2><table><thead><tr><th>Year</th><th>peak MW</th><th>served</th><th>payments M$</th><th>running M$</th><th>$/Mtok</th><th>tok/J at the site</th><th>g/kWh</th></tr></thead><tbody>\n");
        for (int y = 0; y < report.Years.Count; y++)
        {
            YearFigures year = report.Years[y];
            string price = ExpansionWords.DollarsPerMillionTokens(report, y) is { } dollars ? Figure.Ratio(dollars) : "–";
            string grams = ExpansionWords.GramsPerKilowattHour(year) is { } g ? Figure.Number(g) : "–";
            page.Append($"<tr><th>{year.Year}</th><td>{Figure.Number(year.Energy.Peak.Megawatts)}</td><td>{ExpansionWords.ServedShare(year)}</td><td>{Figure.Number(report.Payments[y].Millions)}</td><td>{Figure.Number(year.RunningTotal.Millions)}</td><td>{price}</td><td>{(ExpansionWords.TokensPerSiteJoule(year) is { } tokens ? Figure.Ratio(tokens) : "–")}</td><td>{grams}</td></tr>\n");
        }
        page.Append("</tbody></table></section>\n");
    }

    public static void Built(StringBuilder page, SiteYears report, string of = "")
    {
        page.Append($"<section id=\"built{of}\"><h2>What comes when</h2><table><thead><tr><th>Asset</th><th>first possible</th><th>lead time from</th><th>enters service</th></tr></thead><tbody>\n");
        foreach (AssetPath asset in report.Assets)
        {
            string[] comings = [.. asset.Built.Select((units, y) => (units, y)).Where(one => one.units > 0).Select(one => $"{report.FirstYear + one.y}: {Figure.Amount(one.units, asset.Unit)}")];
            page.Append($"<tr><th>{E(asset.Name)}</th><td>{asset.FirstServiceYear}</td><td>{E(asset.LeadSource)}</td><td>{(comings.Length == 0 ? "–" : E(string.Join(", ", comings)))}</td></tr>\n");
        }
        page.Append("</tbody></table></section>\n");
    }

    public static void Ceilings(StringBuilder page, SiteYears report, string of = "")
    {
        page.Append($"<section id=\"ceilings{of}\"><h2>The ceilings, and what relieves them</h2><ul>");
        if (report.Ceilings.Count == 0) page.Append("<li>Nothing binds.</li>");
        foreach (CeilingFigure ceiling in report.Ceilings) page.Append($"<li>{E(Wording.Ended(ceiling.Sentence))}</li>");
        page.Append("</ul></section>\n");
    }
}
