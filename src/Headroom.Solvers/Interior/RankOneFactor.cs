namespace Headroom.Solvers.Interior;

/// <summary>D + θ w wᵀ = L̃ D̃ L̃ᵀ for a diagonal D and one dense column w: two vectors instead of a matrix.</summary>
/// <remarks>
///   d̃_j = d_j + α_j w_j²,   β_j = α_j w_j / d̃_j,   α_{j+1} = α_j d_j / d̃_j,   α_1 = θ;   L̃ has w_r β_s below its unit diagonal
///   Adding a column this way is stable even where D alone is nearly singular, as it is in hours in which everything is at a
///   bound; the Sherman–Morrison formula is not.
///   Source: Gill, Golub, Murray, Saunders, Math. Comp. 28 (1974), method C1; D. Goldfarb and K. Scheinberg, Math. Programming 99 (2004).
/// </remarks>
sealed class RankOneFactor(int size)
{
    readonly double[] β = new double[size];

    /// <summary>w; filled by the owner before <see cref="Factor"/>.</summary>
    public double[] Column { get; } = new double[size];

    /// <summary>Updates the pivots in place.</summary>
    public void Factor(double[] pivots, double θ)
    {
        double α = θ;
        for (int j = 0; j < pivots.Length; j++)
        {
            double w = Column[j];
            if (w == 0) { β[j] = 0; continue; }
            double d = pivots[j], updated = d + α * w * w;
            pivots[j] = updated;
            β[j] = α * w / updated;
            α *= d / updated;
        }
    }

    /// <summary>Solves L̃ x = b in place.</summary>
    public void SolveLower(double[] x)
    {
        double sum = 0;
        for (int r = 0; r < x.Length; r++)
        {
            double xr = x[r] - Column[r] * sum;
            x[r] = xr;
            sum += β[r] * xr;
        }
    }

    /// <summary>Solves L̃ᵀ x = b in place.</summary>
    public void SolveUpper(double[] x)
    {
        double sum = 0;
        for (int r = x.Length - 1; r >= 0; r--)
        {
            double xr = x[r] - β[r] * sum;
            x[r] = xr;
            sum += Column[r] * xr;
        }
    }
}
