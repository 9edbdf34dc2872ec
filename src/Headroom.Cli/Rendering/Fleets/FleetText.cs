using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Fleets;

/// <summary>A fleet's plan on one screen: what stands where, who is served from where, and what each site's ceiling is worth.</summary>
static class FleetText
{
    const int pricesMost = 12;

    public static void Write(Terminal terminal, FleetReport report, IReadOnlyList<Finding> findings, string file)
    {
        foreach (string line in Lines(report, findings, file, terminal.Width, new Ink(terminal.Colour))) terminal.Out.WriteLine(line.TrimEnd());
    }

    static IEnumerable<string> Lines(FleetReport report, IReadOnlyList<Finding> findings, string file, int width, Ink ink) =>
    [
        .. Wording.Wrap(Headline(report), width).Select(ink.Strong),
        "",
        .. new TextTable("What stands", ["grid MW", "own MW", "IT MW", "racks", "draw GWh", "$/MWh", "g/kWh", "M$/yr"], [.. report.Sites.Select(SiteRow)]).Lines(width, ink),
        "",
        .. FlowTable(report).Lines(width, ink),
        "",
        .. Training(report, width, ink),
        .. Totals(report, width),
        "",
        .. Prices(report, width, ink),
        "",
        .. findings.Count > 0 ? [Wording.Cut($"{FindingText.Count(findings)}: headroom check {file}", width)] : Array.Empty<string>(),
        .. Wording.Wrap($"{report.Model.Rows:#,0} rows, {report.Model.Columns:#,0} columns, {report.Model.NonZeros:#,0} non-zeros; {report.Model.Algorithm}; "
            + $"gap {Figure.Percent(report.Objective.GapFraction)}", width).Select(ink.Faint),
    ];

    static string Headline(FleetReport report)
    {
        ObjectiveFigure objective = report.Objective;
        string amount = objective.Kind switch
        {
            "leastCost" => $"{Money.FromSi(objective.Value)} a year, {Figure.AtMost(objective.GapFraction)} above the least possible",
            "mostTokens" => $"{TokenCount.FromSi(objective.Value * 1e9)} a year, {Figure.AtMost(objective.GapFraction)} below the most possible",
            _ => $"{Money.FromSi(objective.Value)} of value less cost a year, {Figure.AtMost(objective.GapFraction)} below the most possible",
        };
        return $"{report.Fleet}, {Wording.Counted(report.Sites.Count, ("site", "sites"))}, {report.Year}: {amount}.";
    }

    static string[] SiteRow(FleetSiteFigure site)
    {
        PlanReport plan = site.Plan;
        double Sum(string group, string unit) => plan.Build.Where(figure => figure.Group == group && figure.Unit == unit).Sum(figure => figure.Total);
        return
        [
            $"{site.Name}, {plan.Region}", Figure.Number(Sum("grid", "MW")), Figure.Number(Sum("supply", "MW")), Figure.Number(plan.Dispatch.Find("IT")?.Values.Max() ?? 0),
            Figure.Number(Sum("racks", "racks")), Figure.Number(plan.Energy.Draw.MegawattHours / 1e3), Figure.Number(plan.Cost.Energy.DollarsPerMegawattHour),
            Figure.Number(plan.Carbon.PerEnergy.GramsPerKilowattHour), Figure.Number(plan.Cost.Total.Dollars / 1e6),
        ];
    }

    /// <summary>Each service by region: how many of its tokens each site serves.</summary>
    static TextTable FlowTable(FleetReport report)
    {
        List<string[]> rows = [];
        foreach (var service in report.Flows.GroupBy(flow => flow.Service))
            foreach (var region in service.GroupBy(flow => flow.Region))
            {
                double all = region.Sum(flow => flow.Tokens.Tokens);
                double milliseconds = region.Sum(flow => flow.Tokens.Tokens * flow.RoundTrip.TotalMilliseconds) / all;
                rows.Add([$"{service.Key} from {region.Key}", .. report.Sites.Select(site => Share(region.FirstOrDefault(flow => flow.Site == site.Name)?.Tokens.Tokens / all)),
                    Figure.Number(all / 1e12), $"{milliseconds:0}"]);
            }
        return new("Who serves whom", [.. report.Sites.Select(site => site.Name), "Ttok", "ms"], rows);
    }

    static string Share(double? share) => share is null or < 5e-4 ? "–" : Figure.Percent(share.Value);

    static IEnumerable<string> Training(FleetReport report, int width, Ink ink)
    {
        if (report.Training.Count == 0) return [];
        return
        [
            .. new TextTable("Where training runs", [.. report.Sites.Select(site => site.Name), "FLOP"], [.. report.Training.Select(run => (string[])
                [run.Name, .. report.Sites.Select(site => Share(Part(site, run.Name) / run.Done.Operations)), $"{run.Done.Operations:0.##e+0}"])]).Lines(width, ink),
            "",
        ];
    }

    static double Part(FleetSiteFigure site, string run) => site.Plan.Tokens.Training.Where(part => part.Name == run).Sum(part => part.Done.Operations);

    static IEnumerable<string> Totals(FleetReport report, int width)
    {
        string unserved = string.Join(", ", report.Services.Where(service => service.HoursShort > 0)
            .Select(service => $"{Figure.Percent(service.Unserved.Tokens / service.Demand.Tokens)} of {service.Name} in {service.HoursShort:#,0} hours"));
        string tokens = report.Ladder.IsEmpty ? "" : $" {Figure.Ratio(report.Ladder.PerSiteJoule.TokensPerJoule)} tokens per joule at the meters, PUE {Figure.Ratio(report.Ladder.PueRatio)}.";
        return Wording.Wrap($"All sites: {report.Cost} a year, spent once {report.Capital}, {Figure.Number(report.Draw.MegawattHours / 1e3)} GWh, {report.Carbon.Total}.{tokens} "
            + (unserved.Length > 0 ? $"Unserved: {unserved}." : "Nothing goes unserved."), width);
    }

    static IEnumerable<string> Prices(FleetReport report, int width, Ink ink)
    {
        yield return ink.Strong("The price of each ceiling");
        if (report.Prices.Count == 0) yield return "Nothing binds: no limit of any site is worth paying to move.";
        foreach (FleetPrice price in report.Prices.Take(pricesMost))
        {
            string mark = "• ";
            foreach (string line in Wording.Wrap(price.Price.Sentence, width - 2))
            {
                yield return mark + line;
                mark = "  ";
            }
        }
        if (report.Prices.Count > pricesMost) yield return ink.Faint($"  {report.Prices.Count - pricesMost} more in {Wording.Written("plan.json")}");
    }
}
