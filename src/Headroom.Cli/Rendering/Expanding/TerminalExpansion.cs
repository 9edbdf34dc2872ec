using System.Globalization;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>A plan over years on one screen: what comes when, what each year serves and costs, and which ceiling binds when.</summary>
static class TerminalExpansion
{
    static readonly string[] heads = ["peak MW", "served", "M$/yr", "$/Mtok", "tok/J", "g/kWh"];

    public static void Write(Terminal terminal, ExpansionReport report, IReadOnlyList<Finding> findings, string file)
    {
        var ink = new Ink(terminal.Colour);
        foreach (string line in Lines(report, findings, file, terminal.Width, ink)) terminal.Out.WriteLine(line);
    }

    static IEnumerable<string> Lines(ExpansionReport report, IReadOnlyList<Finding> findings, string file, int width, Ink ink)
    {
        foreach (string line in Wording.Wrap(ExpansionWords.Headline(report), width)) yield return ink.Strong(line);
        foreach (string line in Wording.Wrap(ExpansionWords.Power(report), width)) yield return line;
        yield return "";
        foreach (string line in new TextTable("Year", heads, Rows(report)).Lines(width, ink)) yield return line.TrimEnd();
        yield return "";
        yield return ink.Strong("What comes when");
        foreach (string line in Coming(report, width)) yield return line;
        yield return "";
        yield return ink.Strong("The ceilings, and what relieves them");
        if (report.Ceilings.Count == 0) yield return "Nothing binds: more of no asset in any year would earn more than it costs.";
        foreach (CeilingFigure ceiling in report.Ceilings)
            foreach (string line in Bulleted(Wording.Ended(ceiling.Sentence), width)) yield return line;
        yield return "";
        if (findings.Count > 0) yield return Wording.Cut($"{FindingText.Count(findings)}: headroom check {file}", width);
        SearchFigures search = report.Search;
        yield return ink.Faint(Wording.Cut($"{Wording.Counted(report.Years.Count, ("year", "years"))} in one program of {search.Rows:#,0} rows, {search.Columns:#,0} columns; gap {Figure.Percent(report.GapFraction)}", width));
    }

    static List<string[]> Rows(ExpansionReport report) =>
    [
        .. report.Years.Select((year, y) => new[]
        {
            year.Year.ToString(CultureInfo.InvariantCulture),
            Figure.Number(year.Energy.Peak.Megawatts),
            ExpansionWords.ServedShare(year),
            Figure.Number(ExpansionWords.CostIn(report, y).Millions),
            ExpansionWords.DollarsPerMillionTokens(report, y) is { } price ? Figure.Ratio(price) : "–",
            ExpansionWords.TokensPerSiteJoule(year) is { } tokens ? Figure.Ratio(tokens) : "–",
            ExpansionWords.GramsPerKilowattHour(year) is { } grams ? Figure.Number(grams) : "–",
        }),
    ];

    /// <summary>Years in which something enters service, and what; the others are not told.</summary>
    public static IEnumerable<string> Coming(SiteYears report, int width)
    {
        bool any = false;
        for (int y = 0; y < report.Years.Count; y++)
        {
            if (report.Assets.All(asset => asset.Built[y] == 0)) continue;
            any = true;
            string[] lines = [.. Wording.Wrap(ExpansionWords.Enters(report, y), width - 6)];
            for (int i = 0; i < lines.Length; i++) yield return (i == 0 ? $"{report.Years[y].Year}  " : "      ") + lines[i];
        }
        if (!any) yield return "Nothing: what stands suffices, or nothing more can stand or pays.";
    }

    public static IEnumerable<string> Bulleted(string text, int width)
    {
        string[] lines = [.. Wording.Wrap(text, width - 2)];
        for (int i = 0; i < lines.Length; i++) yield return (i == 0 ? "• " : "  ") + lines[i];
    }
}
