using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation.Rules;

namespace Headroom.Simulation;

/// <summary>Rules of the packs on the site's meter.</summary>
internal static class RuleFigures
{
    public static IReadOnlyList<RuleFigure> Of(SimulationOrder order, RunBook book, RollingMinute minute)
    {
        if (order.Rules.Count == 0) return [];
        Power contracted = order.Plan.GridFirm + order.Plan.GridFlexible;
        var site = new RuleSite(contracted, order.Site.Grid?.Kilovolts, DateOnly.FromDateTime(order.StartUtc));
        SiteSeries series = book.Series();
        return [.. order.Rules.SelectMany(pack => pack.Rules.Select(rule => Of(pack.Name, Judge(rule, site, series, order, book, minute))))];
    }

    /// <summary>A long run keeps samples coarser than its steps; rolling minutes were watched step by step all the same.</summary>
    private static RuleVerdict Judge(GridRule rule, RuleSite site, SiteSeries series, SimulationOrder order, RunBook book, RollingMinute minute)
    {
        RuleVerdict verdict = RuleJudge.Judge(rule, site, series);
        bool isRolling = rule.Requires is Requirement.RampLimit { Window: var window } && window == TimeSpan.FromMinutes(1);
        if (book.SampleLength == order.Step || !isRolling || verdict.Verdict is Verdict.NotApplicable or Verdict.CannotBeJudged) return verdict;
        Power most = ((Requirement.RampLimit)rule.Requires).Most * TimeSpan.FromMinutes(1), worst = Power.Max(minute.WorstRise, minute.WorstFall);
        string why = string.Create(CultureInfo.InvariantCulture,
            $"changes by at most {worst.Megawatts:0.####} MW within any rolling minute; {most.Megawatts:0.####} MW allowed");
        return verdict with { Verdict = worst.Watts <= most.Watts * (1 + 1e-9) ? Verdict.Pass : Verdict.Fail, Why = why, WorstSeconds = null };
    }

    private static RuleFigure Of(string pack, RuleVerdict one) => new(pack, one.Rule.Authority, one.Rule.Id, one.Rule.Title, one.Rule.Label, one.Rule.Grade,
        one.Rule.Source, one.Rule.CheckedOn, one.Verdict switch
        {
            Verdict.Pass => "pass",
            Verdict.Fail => "fail",
            Verdict.NotApplicable => "not applicable",
            _ => "cannot be judged",
        }, one.Why);
}
