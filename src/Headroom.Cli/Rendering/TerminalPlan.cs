using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>A plan on one screen: what to build, what it costs, what a joule buys, and what the ceiling is worth.</summary>
static class TerminalPlan
{
    /// <summary>Tokens sought are stated in Gtok, the unit of the exported model.</summary>
    const double TokensPerGtok = 1e9;

    const int gap = 3;
    const int screen = 46;

    public static void Write(Terminal terminal, PlanReport report, IReadOnlyList<Finding> findings, string file)
    {
        foreach (string line in Lines(report, findings, file, terminal.Width, new Ink(terminal.Colour))) terminal.Out.WriteLine(line);
    }

    static IEnumerable<string> Lines(PlanReport report, IReadOnlyList<Finding> findings, string file, int width, Ink ink)
    {
        int right = (width - gap) * 46 / 100, left = width - gap - right;
        List<string> lines =
        [
            .. Wording.Wrap(Headline(report), width).Select(ink.Strong),
            "",
            .. TextTable.Beside(BuildBlock.Lines(report.Build, left, ink), left, CostBlock.Lines(report.Cost, right, ink), gap),
            "",
            .. TextTable.Beside(EnergyBlock.Lines(report, left, ink), left, LadderBlock.Lines(report.Ladder, right, ink), gap),
            "",
            .. TokenBlock.Lines(report, width, ink),
            "",
        ];
        List<string> closing = [.. Closing(report, findings, file, width, ink)];
        lines.AddRange(CeilingBlock.Lines(report.ShadowPrices, width, screen - lines.Count - closing.Count, ink));
        return [.. lines, .. closing];
    }

    static string Headline(PlanReport report)
    {
        ObjectiveFigure objective = report.Objective;
        (string amount, string edge, string best) = objective.Kind switch
        {
            "leastCost" => ($"{Money.FromSi(objective.Value)} a year", "above", "least possible"),
            "mostTokens" => ($"{TokenCount.FromSi(objective.Value * TokensPerGtok)} a year", "below", "most possible"),
            _ => ($"{Money.FromSi(objective.Value)} of value less cost a year", "below", "most possible"),
        };
        string nearness = objective.GapFraction <= 1e-9 ? $"the {best}" : $"{Figure.AtMost(objective.GapFraction)} {edge} the {best}";
        return $"{report.Site}, {report.Region}, {report.Year}: {amount}, {nearness}.";
    }

    static IEnumerable<string> Closing(PlanReport report, IReadOnlyList<Finding> findings, string file, int width, Ink ink)
    {
        ModelFigures model = report.Model;
        yield return "";
        if (findings.Count > 0) yield return Wording.Cut($"{FindingText.Count(findings)}: headroom check {file}", width);
        foreach (string line in Wording.Wrap($"{model.Rows:#,0} rows, {model.Columns:#,0} columns, {model.NonZeros:#,0} non-zeros; {model.Algorithm}; gap {Figure.Percent(report.Objective.GapFraction)}", width)) yield return ink.Faint(line);
    }
}
