using System.Globalization;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>Sentences about a plan over years that terminal and report share.</summary>
static class ExpansionWords
{
    public static string Headline(ExpansionReport report) =>
        $"{report.Site}, {report.Region}, {report.FirstYear} to {report.LastYear}: {report.Total} paid and run, in dollars of {report.FirstYear} at {Figure.Percent(report.DiscountFraction)}, "
        + $"{Figure.AtMost(report.GapFraction)} above the least possible.";

    public static string Power(ExpansionReport report) => Power(report.FirstYear, report.LastYear, report.PowerYear, report.Waiting,
        report.Years[0].Tokens.Services.Count + report.Years[0].Tokens.Training.Count == 0 ? "every load" : "everything asked");

    /// <summary>When power is there, and what waiting for it costs.</summary>
    /// <param name="served">What is served once it is there.</param>
    public static string Power(int firstYear, int lastYear, int? powerYear, Money waits, string served)
    {
        if (powerYear == firstYear) return $"Power is there from the first year on: {served} is served.";
        string waiting = waits.Dollars < 1 ? "" : $" Waiting costs {waits}: tokens not sold, training not done, racks that stand without power.";
        return powerYear is { } year
            ? $"Time to power: {Wording.Counted(year - firstYear, ("year", "years"))}. From {year} on everything asked is served.{waiting}"
            : $"Power never catches up: in {lastYear} still not everything asked is served.{waiting}";
    }

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
        return share >= 1 - 1e-6 ? "100 %" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000 * share) / 10:0.0} %"); // short of all is never told as all
    }

    public static Money CostIn(SiteYears report, int y) => report.Payments[y] + report.Years[y].RunningTotal;

    /// <summary>Everything but penalties, per million tokens served; null without tokens.</summary>
    public static double? DollarsPerMillionTokens(SiteYears report, int y)
    {
        YearFigures year = report.Years[y];
        if (year.Tokens.Served.MillionTokens < 1) return null;
        double penalties = year.Running.Where(IsPenalty).Sum(item => item.PerYear.Dollars);
        return (CostIn(report, y).Dollars - penalties) / year.Tokens.Served.MillionTokens;
    }

    public static bool IsPenalty(CostItem item) => item.Kind is "unserved tokens" or "missed tokens" or "undone training" or "power not there";

    public static double? GramsPerKilowattHour(YearFigures year) => year.Energy.Draw.MegawattHours < 1 ? null : year.Carbon.Kilograms / year.Energy.Draw.MegawattHours;
}
