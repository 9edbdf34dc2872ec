using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Planning.Reading;

/// <summary>The price of the ceiling: what one more unit of everything scarce is worth.</summary>
/// <remarks>value of one more unit = −∂cost/∂limit, read from reduced costs of sizes at their limit and from multipliers of yearly rows</remarks>
static class ShadowReading
{
    /// <summary>Worth less than this per unit and year is noise of an interior answer.</summary>
    const double DollarsLeast = 1, TokensLeast = 1e6, SharedLeast = 1e-6;

    public static IReadOnlyList<ShadowPrice> Of(Formulation plan, Solution best, LadderFigures ladder)
    {
        if (best.RowDuals.Length == 0) return [];
        var words = new ShadowWords(plan, ladder);
        List<ShadowPrice> prices = [];
        string[] idle = [.. plan.Generators.Where(g => BuildReading.CapacityOf(g, best).Megawatts < 1e-3).Select(g => g.Facts.Name)];
        foreach (Scarcity scarce in Scarcities.Of(plan))
        {
            // the permit of a plant that is not built limits nothing, whatever its multiplier says
            if (scarce.Row is not null && idle.Any(name => scarce.Constraint.StartsWith($"{name} ", StringComparison.Ordinal))) continue;
            // a size below its own limit is not scarce, whatever price a search's bound has left on it
            if (scarce.Row is null && IsBelowLimit(plan.Program.Arrays, best, scarce.Column)) continue;
            double worth = scarce.Row is { } row ? best.RowDuals[row] : best.ReducedCosts[scarce.Column];
            // a larger limit lowers a cost (negative derivative) or raises a gain (positive one); demands work the other way
            double gain = (plan.Program.Arrays.Maximise ? 1 : -1) * worth * scarce.Sign;
            (double perUnit, string unit) = words.PerYear(gain);
            if (perUnit <= (unit == "$/yr" ? DollarsLeast : TokensLeast)) continue;
            int? binding = scarce.Hourly is { } hourly ? Binding(best, hourly) : null;
            prices.Add(new(scarce.Constraint, scarce.Of, scarce.Unit, perUnit, unit, binding, words.Sentence(scarce, perUnit, unit, binding)));
        }
        return [.. prices.OrderByDescending(price => price.Worth)];
    }

    /// <summary>The prices of what all sites of a fleet share: their budgets, in dollars saved per dollar more.</summary>
    public static IEnumerable<ShadowPrice> Shared(ProgramArrays program, IReadOnlyList<Giving> givings, Solution best)
    {
        if (best.RowDuals.Length == 0) yield break;
        foreach (Scarcity scarce in Scarcities.Shared(givings).Where(scarce => scarce.Unit == "dollar"))
        {
            (double worth, string unit) = ((program.Maximise ? 1 : -1) * best.RowDuals[scarce.Row!.Value], "$/yr");
            if (program.ObjectiveUnit!.Symbol != "$") (worth, unit) = (worth * program.ObjectiveUnit.Si, "tok/yr");
            if (worth > SharedLeast)
                yield return new(scarce.Constraint, scarce.Of, scarce.Unit, worth, unit, null,
                    $"One more dollar of {scarce.Of} is worth {QuantityText.Number(worth, 3)} {(unit == "$/yr" ? "$" : "tokens")} a year.");
        }
    }

    static bool IsBelowLimit(ProgramArrays program, Solution best, int column) =>
        best.Values[column] < program.ColumnUpper[column] - 1e-6 * Math.Max(1, Math.Abs(program.ColumnUpper[column]));

    static int Binding(Solution best, IRelationFamily family)
    {
        double most = 0;
        foreach (double dual in best.PlanDuals(family)) most = Math.Max(most, Math.Abs(dual));
        int count = 0;
        foreach (double dual in best.PlanDuals(family)) if (Math.Abs(dual) > 1e-6 * most && Math.Abs(dual) > 1e-6) count++;
        return count;
    }
}
