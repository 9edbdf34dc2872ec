using Headroom.Algebra;
using Headroom.Planning.Reading;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Planning.Expansion;

/// <summary>From a year's answer to figures.</summary>
static class YearReading
{
    public static YearFigures Of(YearProgram program, Solution shown, IReadOnlyList<Asset> assets)
    {
        Formulation plan = program.Plan;
        YearHours hours = YearHours.Of(plan, shown);
        CostFigures cost = CostReading.Of(plan, shown, hours);
        double missing = 0;
        foreach (double power in shown.PlanValues(plan.Missing!.Lost)) missing += power;
        return new YearFigures
        {
            Year = program.Year,
            Used = [.. program.Uses.Select(use => use.Sum(term => term.Coefficient * shown.Values[term.Column]))],
            Tokens = WorkReading.Of(plan, shown, hours),
            Energy = EnergyReading.Of(plan, shown, hours),
            Running = cost.Items,
            Ladder = LadderReading.Of(plan, shown, hours),
            Carbon = plan.Ledger.Carbon.Select(tally => shown.Value(tally)).Sum(),
            Water = plan.Ledger.Water.Select(tally => shown.Value(tally)).Sum(),
            Missing = missing.MegawattHours,
            Limits = [.. LimitsOf(plan, shown)],
        };
    }

    /// <summary>What is worth less per unit is rounding of an interior answer.</summary>
    const double WorthLeastDollars = 0.01;

    static IEnumerable<YearlyLimit> LimitsOf(Formulation plan, Solution shown) => Scarcities.Of(plan)
        .Where(scarce => scarce is { Row: not null, Constraint: not "reserve" } && !scarce.Constraint.EndsWith(" most", StringComparison.Ordinal))
        .Select(scarce => new YearlyLimit(scarce.Of, scarce.Unit, Math.Abs(shown.RowDuals[scarce.Row!.Value]).Dollars))
        .Where(limit => limit.Worth.Dollars > WorthLeastDollars);
}
