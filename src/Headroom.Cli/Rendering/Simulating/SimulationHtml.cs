using System.Text;
using Headroom.Reports;
using Headroom.Sites;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>A run as one HTML file: opens offline, asks no network (its own policy forbids it), prints, reads without script.</summary>
static class SimulationHtml
{
    public static string Text(SimulationReport report, IReadOnlyList<Finding> findings)
    {
        IReadOnlyList<Chart> charts = Chart.Of(report.Buckets);
        var page = new StringBuilder(2_000_000);
        page.Append(Head(report));
        page.Append(SimulationSections.Key(report));
        page.Append(SimulationSections.Checks(report));
        page.Append(ChartSection.Text(charts, report));
        page.Append(SimulationSections.Work(report));
        page.Append(ReportSections.Ladder(report.Ladder, "the run"));
        page.Append(ReportSections.Energy(report.Energy, report.Carbon, report.Water, "the run"));
        page.Append(SimulationSections.Cost(report));
        page.Append(SimulationSections.Limits(report));
        page.Append(SimulationSections.Rules(report));
        page.Append(SimulationSections.Plan(report));
        page.Append(PlantSections.Text(report));
        page.Append(SimulationSections.Happenings(report));
        page.Append(ReportSections.Findings(findings));
        page.Append(Foot(report));
        return HtmlPage.Closed(page, Chart.Json(charts, report), "simulation.js");
    }

    static string Head(SimulationReport report) => $"""
        {HtmlPage.Opening($"{report.Run.Site}: simulation from {SimulationWords.Start(report.Run)}")}
        <header>
        <p class="kind">Headroom simulation</p>
        <h1>{E(report.Run.Site)}</h1>
        <p class="where">{E(SimulationWords.Which(report.Run))}</p>
        <p class="answer {(report.Holds && !report.Run.IsPartial ? "kept" : "broken")}">{E(SimulationWords.Answer(report))}</p>
        <nav aria-label="Sections"><a href="#checks">Checks</a><a href="#charts">Charts</a><a href="#work">Work</a><a href="#ladder">Tokens per joule</a><a href="#energy">Energy</a><a href="#cost">Cost</a><a href="#limits">Limits</a><a href="#rules">Grid rules</a><a href="#plan">Plan</a><a href="#plant">Plant</a><a href="#happenings">What happened</a><a href="#findings">Findings</a></nav>
        </header>
        <main>

        """;

    static string Foot(SimulationReport report) => $"""
        </main>
        <footer>
        <p>{Figure.Number(report.Run.Accelerators)} accelerators in {report.Run.Rows:#,0} rows, simulated in steps of {E(Durations.Text(report.Run.Step))}. Times are since the start of the run, {E(SimulationWords.Start(report.Run))}, unless they say UTC. Charts by Apache ECharts, Apache License 2.0.</p>
        </footer>

        """;
}
