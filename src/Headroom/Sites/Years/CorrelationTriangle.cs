namespace Headroom.Sites.Years;

/// <summary>Correlations of several noises, kept as the rows below the diagonal, and their factor.</summary>
public static class CorrelationTriangle
{
    /// <summary>Where the pair (row, column), row &gt; column, is kept.</summary>
    public static int Index(int row, int column) => row * (row - 1) / 2 + column;

    /// <summary>The lower triangular L with L·Lᵀ = the correlations, so that L·ε is correlated when ε is not.</summary>
    /// <remarks>
    ///   L_ij = (c_ij − Σ_{k&lt;j} L_ik·L_jk) / L_jj,   L_ii = √(1 − Σ_{k&lt;i} L_ik²)
    ///   Valid    for positive definite correlations; others throw, for no series has them.
    ///   Source   A.-L. Cholesky's method; any text on linear algebra.
    /// </remarks>
    public static double[][] Factor(double[] below, int size)
    {
        if (below.Length != size * (size - 1) / 2)
            throw new ArgumentException(
                $"{size} series have {size * (size - 1) / 2} pairs, not {below.Length}.", nameof(below));
        var factor = new double[size][];
        for (int i = 0; i < size; i++)
        {
            factor[i] = new double[i + 1];
            double left = 1;
            for (int j = 0; j < i; j++)
            {
                double sum = below[Index(i, j)];
                for (int k = 0; k < j; k++) sum -= factor[i][k] * factor[j][k];
                factor[i][j] = sum / factor[j][j];
                left -= factor[i][j] * factor[i][j];
            }
            if (left <= 0)
                throw new ArgumentException("These correlations contradict each other: not positive definite.", nameof(below));
            factor[i][i] = Math.Sqrt(left);
        }
        return factor;
    }
}
