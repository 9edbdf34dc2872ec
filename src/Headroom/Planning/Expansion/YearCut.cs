using Headroom.Algebra;

namespace Headroom.Planning.Expansion;

/// <summary>A plane under a year's cost: f(x) ≥ constant + slope · x, for every design x within its bounds.</summary>
/// <remarks>
///   For any row prices y, with d = c − Aᵀy:
///   constant = k + Σ_i (y_i > 0 ? y_i·L_i : y_i·U_i) + Σ over columns of the hours of min(d_j·l_j, d_j·u_j),   slope_j = d_j of design columns
///   It is the Lagrangian bound of <see cref="Certificate"/> with the design left open, so it holds whatever the solver's prices are.
///   Source: J. F. Benders, Numer. Math. 4 (1962); A. M. Geoffrion, J. Optim. Theory Appl. 10 (1972).
/// </remarks>
/// <param name="Constant">In dollars.</param>
/// <param name="Slope">Dollars per plan unit of each design column.</param>
sealed record YearCut(double Constant, double[] Slope)
{
    /// <summary>Reduced costs below this share of their largest term are rounding; a column without a bound is then taken within twice its value.</summary>
    const double Rounding = 1e-6;

    public double At(ReadOnlySpan<double> design)
    {
        double sum = Constant;
        for (int j = 0; j < Slope.Length; j++) sum += Slope[j] * design[j];
        return sum;
    }

    /// <summary>The plane that row prices prove; null where they prove nothing.</summary>
    /// <param name="cost">Cost of the year's own columns; what was added behind them to plan it alone is not part of f.</param>
    /// <param name="rows">The year's own rows.</param>
    public static YearCut? Of(YearProgram year, ReadOnlySpan<double> cost, int rows, Solution solution)
    {
        ProgramArrays program = year.Arrays;
        (double[] reduced, double[] size) = (new double[program.Columns], new double[program.Columns]);
        cost.CopyTo(reduced);
        for (int j = 0; j < cost.Length; j++) size[j] = Math.Abs(cost[j]);
        double constant = program.ObjectiveConstant + PriceRows(program, solution.RowDuals.AsSpan(0, rows), reduced, size);
        bool[] isDesign = new bool[program.Columns];
        foreach ((int column, _) in year.Design) isDesign[column] = true;
        for (int j = 0; j < cost.Length; j++)
        {
            if (isDesign[j] || reduced[j] == 0) continue;
            double side = reduced[j] > 0 ? program.ColumnLower[j] : program.ColumnUpper[j];
            if (!double.IsInfinity(side)) constant += reduced[j] * side;
            else if (Math.Abs(reduced[j]) > Rounding * Math.Max(1, size[j])) return null;
            else constant += reduced[j] * solution.Values[j] - Math.Abs(reduced[j]) * Math.Max(1, Math.Abs(solution.Values[j]));
        }
        return new(constant, [.. year.Design.Select(one => reduced[one.Column])]);
    }

    /// <summary>Takes the rows' prices off the columns; returns their part of the constant.</summary>
    static double PriceRows(ProgramArrays program, ReadOnlySpan<double> duals, double[] reduced, double[] size)
    {
        double constant = 0;
        for (int i = 0; i < duals.Length; i++)
        {
            double price = duals[i], side = price > 0 ? program.RowLower[i] : program.RowUpper[i];
            if (price == 0 || double.IsInfinity(side)) continue; // a price of the wrong sign proves nothing and is left out
            constant += price * side;
            for (int k = program.RowStart[i]; k < program.RowStart[i + 1]; k++)
            {
                double term = program.Coefficient[k] * price;
                reduced[program.ColumnIndex[k]] -= term;
                size[program.ColumnIndex[k]] = Math.Max(size[program.ColumnIndex[k]], Math.Abs(term));
            }
        }
        return constant;
    }
}
