using System.Globalization;
using Headroom.Cli.Rendering.Expanding;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.FleetYears;

/// <summary>A fleet's plan over years on one screen: what each year serves and costs, where models run, what comes where and when, and which ceiling binds.</summary>
static class FleetYearsText
{
    public static void Write(Terminal terminal, FleetYearsReport report, IReadOnlyList<Finding> findings, string file)
    {
        foreach (string line in Lines(report, findings, file, terminal.Width, new Ink(terminal.Colour))) terminal.Out.WriteLine(line.TrimEnd());
    }

    static IEnumerable<string> Lines(FleetYearsReport report, IReadOnlyList<Finding> findings, string file, int width, Ink ink) =>
    [
        .. Wording.Wrap(FleetYearsWords.Headline(report), width).Select(ink.Strong),
        .. Wording.Wrap(FleetYearsWords.Power(report), width),
        "",
        .. new TextTable("Year", FleetYearsWords.Heads, [.. report.Years.Select((_, y) => FleetYearsWords.Row(report, y))]).Lines(width, ink),
        "",
        .. new TextTable("Where models run", [.. report.Sites.Select(site => site.Site)], [.. Running(report)]).Lines(width, ink),
        "",
        .. report.Sites.SelectMany(site => (IEnumerable<string>)[ink.Strong($"What comes when at {site.Site}, {site.Region}"), .. TerminalExpansion.Coming(site, width), ""]),
        ink.Strong("The ceilings, and what relieves them"),
        .. Ceilings(report, width),
        "",
        .. findings.Count > 0 ? [Wording.Cut($"{FindingText.Count(findings)} in {file} and the files of its sites", width)] : Array.Empty<string>(),
        ink.Faint(Wording.Cut(FleetYearsWords.Size(report), width)),
    ];

    static IEnumerable<string[]> Running(FleetYearsReport report)
    {
        for (int y = 0; y < report.Years.Count; y++)
        {
            if (report.Years[y].Services.Count > 0) yield return [report.Years[y].Year.ToString(CultureInfo.InvariantCulture), .. FleetYearsWords.Shares(report, y, service: null)];
            foreach (TrainingFigure run in report.Years[y].Training) yield return [$"{report.Years[y].Year} {run.Name}", .. FleetYearsWords.Shares(report, y, run)];
        }
    }

    static IEnumerable<string> Ceilings(FleetYearsReport report, int width)
    {
        if (report.Sites.All(site => site.Ceilings.Count == 0)) return ["Nothing binds: more of no asset at any site would earn more than it costs."];
        return report.Sites.SelectMany(site => site.Ceilings.SelectMany(ceiling => TerminalExpansion.Bulleted(Wording.Ended($"{site.Site}: {ceiling.Sentence}"), width)));
    }
}
