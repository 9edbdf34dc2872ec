namespace Headroom.Algebra;

/// <summary>What we checked ourselves of a solver's answer, on the original rows: is it feasible, and how far from optimal can it
/// be?</summary>
/// <remarks>
///   Lagrangian bound, for minimising c·x + k with rows L ≤ A·x ≤ U and l ≤ x ≤ u, and any y:
///   <code>bound = k + Σ_i (y_i &gt; 0 ? y_i·L_i : y_i·U_i) + Σ_j min over l_j ≤ x_j ≤ u_j of d_j·x_j,   d = c − Aᵀ·y</code>
///   It holds whatever y is, so it does not rest on the solver's word. A y of the wrong sign is set to zero first. A tiny d of the
///   wrong sign on a column without a bound would make it worthless; there the column is taken to stay within twice its value,
///   and what that assumption carries is told as <see cref="Residual"/>. A d that is not tiny gives an infinite bound, honestly.
///   Maximising is minimising the negative.
/// </remarks>
/// <param name="PrimalViolation">Most that a row, a bound or wholeness is missed, relative to the larger of 1 and the row's largest
/// term.</param>
/// <param name="DualViolation">Most that a price or reduced cost has the wrong sign, relative to the larger of 1 and its largest
/// term.</param>
/// <param name="Objective">The objective of the values, summed here.</param>
/// <param name="Bound">No point is better than this.</param>
/// <param name="Residual">How much worse the bound would be per "twice its value" that we assume of columns without a bound; 0 is a
/// proof.</param>
public sealed record Certificate(double PrimalViolation, double DualViolation, double Objective, double Bound, double Residual)
{
    /// <summary>Largest relative size of a reduced cost that counts as rounding.</summary>
    const double tiny = 1e-6;

    /// <summary>Distance from the objective to the bound relative to the objective.</summary>
    public double GapFraction => Objective == Bound ? 0 : Math.Abs(Objective - Bound) / Math.Max(1e-9, Math.Abs(Objective));

    public static Certificate Of(ProgramArrays program, Solution solution)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(solution);
        double sign = program.Maximise ? -1 : 1;
        double[] x = solution.Values;
        double objective = sign * program.ObjectiveConstant;
        for (int j = 0; j < x.Length; j++) objective += sign * program.Cost[j] * x[j];
        double primal = PrimalViolationOf(program, x);
        if (solution.RowDuals.Length != program.Rows) return new(primal, double.PositiveInfinity, sign * objective,
            sign * double.NegativeInfinity, 0);

        var prices = Prices(program, solution.RowDuals, sign);
        var columns = Columns(program, prices.Values, x, sign);
        double bound = sign * program.ObjectiveConstant + prices.Bound + columns.Bound;
        return new(primal, Math.Max(prices.Violation, columns.Violation), sign * objective, sign * bound, columns.Residual);
    }

    /// <summary>Row prices without wrong signs, and their part of the bound.</summary>
    static (double[] Values, double Bound, double Violation) Prices(ProgramArrays program, double[] duals, double sign)
    {
        double[] y = new double[duals.Length];
        double bound = 0, violation = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double price = sign * duals[i];
            double side = price > 0 ? program.RowLower[i] : program.RowUpper[i];
            if (price == 0) continue;
            if (double.IsInfinity(side))
            {
                violation = Math.Max(violation, Math.Abs(price));
                continue;
            }
            y[i] = price;
            bound += price * side;
        }
        return (y, bound, violation / Math.Max(1, Largest(y)));
    }

    /// <summary>What the columns add to the bound at given row prices.</summary>
    static (double Bound, double Violation, double Residual) Columns(ProgramArrays program, double[] y, double[] x, double sign)
    {
        (double[] reduced, double[] size) = ReducedCosts(program, y, sign);
        double bound = 0, violation = 0, residual = 0;
        for (int j = 0; j < reduced.Length; j++)
        {
            double d = reduced[j];
            if (d == 0) continue;
            double side = d > 0 ? program.ColumnLower[j] : program.ColumnUpper[j];
            if (!double.IsInfinity(side))
            {
                bound += d * side;
                continue;
            }
            double wrong = Math.Abs(d) / Math.Max(1, size[j]);
            violation = Math.Max(violation, wrong);
            double slack = wrong <= tiny ? Math.Abs(d) * Math.Max(1, Math.Abs(x[j])) : double.PositiveInfinity;
            residual += slack;
            bound += double.IsInfinity(slack) ? double.NegativeInfinity : d * x[j] - slack;
        }
        return (bound, violation, residual);
    }

    /// <summary>c − Aᵀ·y for each column, and the largest term in it.</summary>
    static (double[] Reduced, double[] Size) ReducedCosts(ProgramArrays program, double[] y, double sign)
    {
        double[] reduced = new double[program.Columns], size = new double[program.Columns];
        for (int j = 0; j < reduced.Length; j++) (reduced[j], size[j]) = (sign * program.Cost[j], Math.Abs(program.Cost[j]));
        ReadOnlySpan<int> start = program.RowStart, index = program.ColumnIndex;
        ReadOnlySpan<double> value = program.Coefficient;
        for (int i = 0; i < y.Length; i++)
        {
            if (y[i] == 0) continue;
            for (int k = start[i]; k < start[i + 1]; k++)
            {
                double term = value[k] * y[i];
                reduced[index[k]] -= term;
                size[index[k]] = Math.Max(size[index[k]], Math.Abs(term));
            }
        }
        return (reduced, size);
    }

    static double PrimalViolationOf(ProgramArrays program, double[] x)
    {
        double worst = 0;
        for (int j = 0; j < x.Length; j++)
        {
            double missed = Math.Max(program.ColumnLower[j] - x[j], x[j] - program.ColumnUpper[j]);
            if (program.IsWhole(j)) missed = Math.Max(missed, Math.Abs(x[j] - Math.Round(x[j])));
            worst = Math.Max(worst, missed / Math.Max(1, Math.Abs(x[j])));
        }
        ReadOnlySpan<int> start = program.RowStart, index = program.ColumnIndex;
        ReadOnlySpan<double> value = program.Coefficient;
        for (int i = 0; i < program.Rows; i++)
        {
            double sum = 0, size = 1;
            for (int k = start[i]; k < start[i + 1]; k++)
            {
                double term = value[k] * x[index[k]];
                sum += term;
                size = Math.Max(size, Math.Abs(term));
            }
            worst = Math.Max(worst, Math.Max(program.RowLower[i] - sum, sum - program.RowUpper[i]) / size);
        }
        return worst;
    }

    static double Largest(double[] values)
    {
        double most = 0;
        foreach (double value in values) most = Math.Max(most, Math.Abs(value));
        return most;
    }
}
