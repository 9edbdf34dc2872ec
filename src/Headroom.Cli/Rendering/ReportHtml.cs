using System.Net;
using System.Text;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>A plan as one HTML file: opens offline, asks nothing of any network (its own policy forbids it), prints, and reads without script.</summary>
static class ReportHtml
{
    public static string Text(PlanReport report, IReadOnlyList<Finding> findings)
    {
        var view = new DispatchView(report.Dispatch);
        var page = new StringBuilder(2_500_000);
        page.Append(Head(report));
        page.Append(ReportSections.Key(report));
        page.Append(ReportSections.Week(report, view));
        page.Append(ReportSections.Year(view));
        page.Append(ReportSections.Build(report));
        page.Append(ReportSections.Cost(report));
        page.Append(ReportSections.Ladder(report.Ladder, "the year"));
        page.Append(ReportSections.Energy(report.Energy, report.Carbon, report.Water, "the year"));
        page.Append(ReportSections.Work(report));
        page.Append(ReportSections.Ceiling(report));
        page.Append(ReportSections.Findings(findings));
        page.Append(ReportSections.Inputs(report.Inputs, hasFilter: true));
        page.Append(Foot(report));
        return HtmlPage.Closed(page, ReportHours.Json(report, view), "report.js");
    }

    /// <summary>Text between tags, or in a quoted attribute.</summary>
    public static string E(string text) => WebUtility.HtmlEncode(text);

    static string Head(PlanReport report) => $"""
        {HtmlPage.Opening($"{report.Site}: plan for {report.Year}")}
        <header>
        <p class="kind">Headroom plan</p>
        <h1>{E(report.Site)}</h1>
        <p class="where">{E(report.Region)}, {report.Year}</p>
        <nav aria-label="Sections"><a href="#week">Week</a><a href="#year">Year</a><a href="#build">Build</a><a href="#cost">Cost</a><a href="#ladder">Tokens per joule</a><a href="#energy">Energy</a><a href="#work">Work</a><a href="#ceiling">Ceiling</a><a href="#findings">Findings</a><a href="#inputs">Inputs</a></nav>
        </header>
        <main>

        """;

    static string Foot(PlanReport report) => $"""
        </main>
        <footer>
        <p>{report.Model.Rows:#,0} rows, {report.Model.Columns:#,0} columns, {report.Model.NonZeros:#,0} non-zeros, solved by {E(report.Model.Algorithm)}; gap {Figure.Percent(report.Objective.GapFraction)}. Times are UTC. Charts by Apache ECharts, Apache License 2.0.</p>
        </footer>

        """;
}
