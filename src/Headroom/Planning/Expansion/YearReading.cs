using Headroom.Algebra;
using Headroom.Planning.Reading;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Planning.Expansion;

/// <summary>From a year's part of an answer to figures.</summary>
static class YearReading
{
    /// <param name="weight">Of a dollar of the year: prices of the answer are dollars of the first year.</param>
    public static YearFigures Of(Formulation plan, int year, IReadOnlyList<(int Column, double Coefficient)[]> uses, Solution shown, double weight)
    {
        YearHours hours = YearHours.Of(plan, shown);
        CostFigures cost = CostReading.Of(plan, shown, hours);
        double missing = 0;
        if (plan.Missing is { } lacking) foreach (double power in shown.PlanValues(lacking.Lost)) missing += power;
        return new YearFigures
        {
            Year = year,
            Used = [.. uses.Select(use => use.Sum(term => term.Coefficient * shown.Values[term.Column]))],
            Tokens = WorkReading.Of(plan, shown, hours),
            Energy = EnergyReading.Of(plan, shown, hours),
            Running = cost.Items,
            Ladder = LadderReading.Of(plan, shown, hours),
            Carbon = plan.Ledger.Carbon.Select(tally => shown.Value(tally)).Sum(),
            Water = plan.Ledger.Water.Select(tally => shown.Value(tally)).Sum(),
            Missing = missing.MegawattHours,
            Limits = [.. LimitsOf(plan, shown, weight)],
        };
    }

    /// <summary>What is worth less per unit is rounding of an interior answer.</summary>
    const double WorthLeastDollars = 0.01;

    static IEnumerable<YearlyLimit> LimitsOf(Formulation plan, Solution shown, double weight) => Scarcities.Of(plan)
        .Where(scarce => scarce is { Row: not null, Constraint: not "reserve" } && !scarce.Constraint.EndsWith(" most", StringComparison.Ordinal))
        .Select(scarce => new YearlyLimit(scarce.Of, scarce.Unit, Math.Abs(shown.RowDuals[scarce.Row!.Value] / weight).Dollars))
        .Where(limit => limit.Worth.Dollars > WorthLeastDollars);
}
