using Headroom.Algebra;

namespace Headroom.Control;

/// <summary>A relation that cannot be kept.</summary>
/// <param name="Family">Its name in the program: "grid ceiling".</param>
/// <param name="FirstStep">The first step in which it gives.</param>
/// <param name="Most">By how much it gives at most, in <paramref name="Unit"/>.</param>
/// <param name="Relief">What would help.</param>
public readonly record struct AheadConflict(string Family, int FirstStep, double Most, string Unit, string Relief);

/// <summary>Why inputs cannot be: the least that the relations which may give would have to.</summary>
internal static class AheadShortage
{
    /// <summary>Less than this, in plan units, is rounding.</summary>
    private const double Grain = 1e-6;

    public static IReadOnlyList<AheadConflict> Of(AheadFormulation plan, ISolver solver, SolveOptions options, CancellationToken stop)
    {
        double[] price = new double[plan.Program.Arrays.Rows];
        foreach (Giving giving in plan.Givings) Array.Fill(price, 1, giving.Family.FirstRow, giving.Family.Count);
        ProgramArrays elastic = plan.Program.Arrays.Elastic(price, out int[] slackOfRow);
        if (solver.Solve(elastic, options, stop) is not Outcome.Best { Solution: var least }) return [];
        List<AheadConflict> conflicts = [];
        foreach (Giving giving in plan.Givings)
        {
            (int first, double most) = (-1, 0);
            for (int i = 0; i < giving.Family.Count; i++)
            {
                double gives = least.Values[slackOfRow[giving.Family.FirstRow + i]];
                if (gives <= Grain) continue;
                (first, most) = (first < 0 ? i : first, Math.Max(most, gives));
            }
            if (first >= 0) conflicts.Add(new(giving.Family.Name, first, most, giving.Family.Unit.Symbol, giving.Relief));
        }
        return conflicts;
    }
}
