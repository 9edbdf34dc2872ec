using System.Globalization;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>Sentences about a plan over years that terminal and report share.</summary>
static class ExpansionWords
{
    public static string Headline(ExpansionReport report) =>
        $"{report.Site}, {report.Region}, {report.FirstYear} to {report.LastYear}: {Costs(report.Total, report.Penalties)}, in dollars of {report.FirstYear} at {Figure.Percent(report.DiscountFraction)}, "
        + $"{Figure.AtMost(report.GapFraction)} above the least possible.";

    /// <summary>What is paid, apart from what nobody is paid: "929 M$ paid and run, and 4.567 G$ for what is not served".</summary>
    public static string Costs(Money total, Money penalties) =>
        penalties.Dollars <= 1e-4 * Math.Abs(total.Dollars) ? $"{total} paid and run" : $"{total - penalties} paid and run, and {penalties} for what is not served";

    /// <summary>The prices at which tokens and training that are not served count, where any of them weighs; empty where nothing is missed.</summary>
    /// <param name="items">What running costs, of all years.</param>
    public static string Prices(IEnumerable<CostItem> items, IReadOnlyList<ServiceFigure> services, IReadOnlyList<TrainingFigure> training)
    {
        CostItem[] missed = [.. items.Where(item => item.IsLost)];
        double least = Math.Max(1, 1e-3 * missed.Sum(item => item.PerYear.Dollars));
        // a fleet's service has an item for each region that asks
        double CostOf(string name) => missed.Where(item => item.Asset == name || item.Asset.StartsWith($"{name} from ", StringComparison.Ordinal)).Sum(item => item.PerYear.Dollars);
        var all = services.GroupBy(service => service.Name).Select(one => (Name: one.Key, Unit: "$/Mtok", Amount: one.Sum(service => service.Unserved.MillionTokens)))
            .Concat(training.GroupBy(run => run.Name).Select(one => (Name: one.Key, Unit: "$ an exaFLOP", Amount: one.Sum(run => run.Asked.Operations - run.Done.Operations) / 1e18)));
        string[] told =
        [
            .. all.Where(one => one.Amount > 0 && CostOf(one.Name) > least).GroupBy(one => $"{Figure.Ratio(CostOf(one.Name) / one.Amount)} {one.Unit}")
                .Select(same => $"{same.Key} of {string.Join(" and of ", same.Select(one => one.Name))}"),
        ];
        return told.Length == 0 ? "" : $" What is not served counts at {string.Join(", ", told)}.";
    }

    public static string Power(ExpansionReport report) => Power(report.FirstYear, report.LastYear, report.PowerYear, report.Waiting,
        LastWait(report.FirstYear, report.PowerYear, y => CostIn(report, y)), report.Years[0].Tokens.Services.Count + report.Years[0].Tokens.Training.Count == 0 ? "every load" : "everything promised")
        + Prices(report.Years.SelectMany(year => year.Running),
            [.. report.Years.SelectMany(year => year.Tokens.Services)], [.. report.Years.SelectMany(year => year.Tokens.Training)]);

    /// <summary>When power is there, and what waiting for it costs.</summary>
    /// <param name="lastWait">What the last year without all of it costs beyond the first one with it, dollars of that year.</param>
    /// <param name="served">What is served once it is there.</param>
    public static string Power(int firstYear, int lastYear, int? powerYear, Money waits, Money lastWait, string served)
    {
        if (powerYear == firstYear) return $"Power is there from the first year on: {served} is served.";
        string waiting = waits.Dollars < 1 ? "" : $" Waiting costs {waits}: tokens not sold, training not done, racks that stand without power.";
        string sooner = lastWait.Dollars < 1 ? "" : $" {powerYear - 1} costs {lastWait} more than {powerYear}.";
        return powerYear is { } year
            ? $"Time to power: {Wording.Counted(year - firstYear, ("year", "years"))}. From {year} on everything promised is served.{waiting}{sooner}"
            : $"Power never catches up: in {lastYear} still not everything promised is served.{waiting}";
    }

    /// <param name="costIn">Of a year of the horizon, everything with what is not served.</param>
    public static Money LastWait(int firstYear, int? powerYear, Func<int, Money> costIn) =>
        powerYear is { } year && year > firstYear ? costIn(year - firstYear - 1) - costIn(year - firstYear) : Money.Zero;

    /// <summary>What enters service in a year: "gasEngine 23 MW, racks +195".</summary>
    public static string Enters(SiteYears report, int y)
    {
        string[] parts = [.. report.Assets.Where(asset => asset.Built[y] > 0).Select(asset => $"{asset.Name} {Figure.Amount(asset.Built[y], asset.Unit)}")];
        return parts.Length == 0 ? "–" : string.Join(", ", parts);
    }

    /// <summary>Tokens served per token asked; a dash where none are asked.</summary>
    public static string ServedShare(YearFigures year) => ServedShare(year.Tokens.Services);

    public static string ServedShare(IReadOnlyList<ServiceFigure> services)
    {
        double asked = services.Sum(service => service.Demand.Tokens);
        if (asked == 0) return "–";
        double share = (asked - services.Sum(service => service.Unserved.Tokens)) / asked;
        if (share >= 1 - 1e-6) return "100 %";
        // short of all is never told as all
        return share < 0.999 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000 * share) / 10:0.0} %") : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1e4 * share) / 100:0.00} %");
    }

    public static Money CostIn(SiteYears report, int y) => report.Payments[y] + report.Years[y].RunningTotal;

    /// <summary>Everything but penalties, per million tokens served; null where next to none are.</summary>
    public static double? DollarsPerMillionTokens(SiteYears report, int y)
    {
        YearFigures year = report.Years[y];
        if (!Serves(year)) return null;
        return (CostIn(report, y) - year.Running.Where(item => item.IsPenalty).Select(item => item.PerYear).Sum()).Dollars / year.Tokens.Served.MillionTokens;
    }

    /// <summary>Tokens of a joule at the meter; null where next to none are served.</summary>
    public static double? TokensPerSiteJoule(YearFigures year) => year.Ladder.IsEmpty || !Serves(year) ? null : year.Ladder.PerSiteJoule.TokensPerJoule;

    /// <summary>Whether more is served than the grains that an interior answer leaves, a thousandth of what is asked.</summary>
    static bool Serves(YearFigures year) => year.Tokens.Served.MillionTokens > Math.Max(1, 1e-3 * year.Tokens.Services.Sum(service => service.Demand.MillionTokens));

    public static double? GramsPerKilowattHour(YearFigures year) => year.Energy.Draw.MegawattHours < 1 ? null : year.Carbon.Kilograms / year.Energy.Draw.MegawattHours;
}
