using Headroom.Cli.Rendering.Expanding;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.FleetYears;

/// <summary>Sentences and sums about a fleet's plan over years that terminal and report share.</summary>
static class FleetYearsWords
{
    public static string Headline(FleetYearsReport report) =>
        $"{report.Fleet}, {Wording.Counted(report.Sites.Count, ("site", "sites"))}, {report.FirstYear} to {report.LastYear}: {ExpansionWords.Costs(report.Total, report.Penalties)}, in dollars of {report.FirstYear} at {Figure.Percent(report.DiscountFraction)}, "
        + $"{Figure.AtMost(report.GapFraction)} above the least possible.";

    public static string Power(FleetYearsReport report) =>
        ExpansionWords.Power(report.FirstYear, report.LastYear, report.PowerYear, report.Waiting,
            ExpansionWords.LastWait(report.FirstYear, report.PowerYear, y => CostIn(report, y)), "everything promised")
        + ExpansionWords.Prices(report.Years.SelectMany(year => year.Running).Concat(report.Sites.SelectMany(site => site.Years).SelectMany(year => year.Running)),
            [.. report.Years.SelectMany(year => year.Services), .. report.Years.SelectMany((year, y) => OwnServices(year, [.. report.Sites.Select(site => site.Years[y])]))],
            [.. report.Years.SelectMany(year => year.Training)]);

    static Money CostIn(FleetYearsReport report, int y) =>
        report.Sites.Select(site => ExpansionWords.CostIn(site, y)).Sum() + report.Years[y].Running.Select(item => item.PerYear).Sum();

    public static string Size(FleetYearsReport report) =>
        $"{Wording.Counted(report.Sites.Count, ("site", "sites"))} over {Wording.Counted(report.Years.Count, ("year", "years"))} in one program of {report.Search.Rows:#,0} rows, {report.Search.Columns:#,0} columns; gap {Figure.Percent(report.GapFraction)}";

    /// <summary>Heads of the figures of a year, all sites together.</summary>
    public static string[] Heads { get; } = ["draw GWh", "served", "M$/yr", "$/Mtok", "tok/J", "g/kWh"];

    public static string[] Row(FleetYearsReport report, int y)
    {
        YearFigures[] sites = [.. report.Sites.Select(site => site.Years[y])];
        IReadOnlyList<CostItem> shared = report.Years[y].Running;
        double cost = CostIn(report, y).Dollars;
        double penalties = sites.SelectMany(site => site.Running).Concat(shared).Where(item => item.IsPenalty).Sum(item => item.PerYear.Dollars);
        double tokens = sites.Sum(site => site.Tokens.Served.MillionTokens), drawn = sites.Sum(site => site.Energy.Draw.MegawattHours);
        Energy serving = sites.Select(site => site.Ladder.SiteEnergy).Sum();
        return
        [
            $"{report.Years[y].Year}",
            Figure.Number(drawn / 1e3),
            ExpansionWords.ServedShare([.. report.Years[y].Services, .. OwnServices(report.Years[y], sites)]),
            Figure.Number(cost / 1e6),
            tokens < 1 ? "–" : Figure.Ratio((cost - penalties) / tokens),
            serving == Energy.Zero ? "–" : Figure.Ratio(1e6 * tokens / serving.Joules),
            drawn < 1 ? "–" : Figure.Number(sites.Sum(site => site.Carbon.Kilograms) / drawn),
        ];
    }

    /// <summary>Services of the sites' own: of the fleet's, a site's figures count what it is sent as asked and served.</summary>
    static IEnumerable<ServiceFigure> OwnServices(FleetYearFigures fleet, YearFigures[] sites) =>
        sites.SelectMany(site => site.Tokens.Services).Where(own => fleet.Services.All(of => of.Name != own.Name));

    /// <summary>Of the tokens of the fleet's services in a year, the share that each site serves.</summary>
    public static string[] Shares(FleetYearsReport report, int y, string? service)
    {
        FlowFigure[] flows = [.. report.Years[y].Flows.Where(flow => service is null || flow.Service == service)];
        double all = flows.Sum(flow => flow.Tokens.Tokens);
        return [.. report.Sites.Select(site => Share(flows.Where(flow => flow.Site == site.Site).Sum(flow => flow.Tokens.Tokens), all))];
    }

    /// <summary>Of a run in a year, the share that each site does.</summary>
    public static string[] Shares(FleetYearsReport report, int y, TrainingFigure run)
    {
        double[] parts = [.. report.Sites.Select(site => site.Years[y].Tokens.Training.Where(part => part.Name == run.Name).Sum(part => part.Done.Operations))];
        return [.. parts.Select(part => Share(part, run.Done.Operations))];
    }

    static string Share(double part, double all) => all <= 0 || part / all < 5e-4 ? "–" : Figure.Percent(part / all);
}
