namespace Headroom.Solvers.Structured;

/// <summary>D + Σ_d θ_d w_d w_dᵀ = L̃ D̃ L̃ᵀ for a diagonal D and a few dense columns, joined one after another: two vectors each.</summary>
/// <remarks>
///   For one column  d̃_j = d_j + α_j w_j²,   β_j = α_j w_j / d̃_j,   α_{j+1} = α_j d_j / d̃_j,   α_1 = θ
///   and L̃ has w_r β_s below its unit diagonal. Adding a column this way is stable even where D alone is nearly singular, as it
///   is in hours in which everything is at a bound; the Sherman–Morrison formula is not.
///   All columns pass each row together: one column after another would wait on its running sum in every row (4 times slower).
///   Source: Gill, Golub, Murray, Saunders, Math. Comp. 28 (1974), method C1; D. Goldfarb and K. Scheinberg, Math. Programming 99 (2004).
/// </remarks>
sealed class RankOneFactors(int rows, int columns)
{
    readonly double[] w = new double[rows * columns], β = new double[rows * columns], sums = new double[columns];

    /// <summary>Joins column d, given L⁻¹ a_d, after the columns before it; updates the pivots in place.</summary>
    public void Join(int d, double[] column, double[] pivots, double θ)
    {
        SolveLower(column, d);
        double α = θ;
        for (int j = 0; j < pivots.Length; j++)
        {
            double wj = column[j], old = pivots[j], updated = old + α * wj * wj;
            int at = j * columns + d;
            w[at] = wj;
            β[at] = α * wj / updated;
            α *= old / updated;
            pivots[j] = updated;
        }
    }

    /// <summary>Solves L̃ x = b in place.</summary>
    public void SolveLower(double[] x) => SolveLower(x, columns);

    void SolveLower(double[] x, int count)
    {
        Array.Clear(sums);
        Span<double> sum = sums.AsSpan(0, count);
        for (int r = 0; r < x.Length; r++)
        {
            ReadOnlySpan<double> wr = w.AsSpan(r * columns, count), βr = β.AsSpan(r * columns, count);
            double xr = x[r];
            for (int d = 0; d < sum.Length; d++)
            {
                xr -= wr[d] * sum[d];
                sum[d] += βr[d] * xr;
            }
            x[r] = xr;
        }
    }

    /// <summary>Solves L̃ᵀ x = b in place.</summary>
    public void SolveUpper(double[] x)
    {
        Array.Clear(sums);
        Span<double> sum = sums;
        for (int r = x.Length - 1; r >= 0; r--)
        {
            ReadOnlySpan<double> wr = w.AsSpan(r * columns, columns), βr = β.AsSpan(r * columns, columns);
            double xr = x[r];
            for (int d = columns - 1; d >= 0; d--)
            {
                xr -= βr[d] * sum[d];
                sum[d] += wr[d] * xr;
            }
            x[r] = xr;
        }
    }
}
