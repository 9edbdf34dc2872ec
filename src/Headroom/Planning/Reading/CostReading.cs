using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Planning.Reading;

/// <summary>What the plan costs in a year, item by item.</summary>
static class CostReading
{
    /// <summary>Items below this share of the total are grains of an interior answer; the total keeps them.</summary>
    const double GrainShare = 1e-6;

    public static CostFigures Of(Formulation plan, Solution shown, YearHours hours)
    {
        List<CostItem> items =
        [
            .. plan.Ledger.Costs.Select(cost => new CostItem(cost.Asset, cost.Kind, shown.Value(cost.Tally), cost.Supply)),
        ];
        Money total = items.Select(item => item.PerYear).Sum();
        items.RemoveAll(item => Math.Abs(item.PerYear.Dollars) <= GrainShare * Math.Abs(total.Dollars));
        Money supply = items.Where(item => item.Supply).Select(item => item.PerYear).Sum();
        Money penalties = items.Where(item => item.Kind == "unserved tokens").Select(item => item.PerYear).Sum();
        TokenCount served = plan.TokensAt(shown);
        return new(items, total, plan.Ledger.Capital.Select(tally => shown.Value(tally)).Sum(),
            hours.Draw == Energy.Zero ? default : supply / hours.Draw,
            served == TokenCount.Zero ? null : (total - penalties) / served);
    }
}
