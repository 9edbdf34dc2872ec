namespace Headroom.Solvers.Interior;

/// <summary>Cholesky of a small dense matrix, in place in its lower half.</summary>
static class DenseFactor
{
    public static void Cholesky(double[,] a)
    {
        int n = a.GetLength(0);
        for (int j = 0; j < n; j++)
        {
            double pivot = a[j, j];
            double floor = 1e-14 * Math.Abs(pivot);
            for (int k = 0; k < j; k++) pivot -= a[j, k] * a[j, k];
            a[j, j] = pivot > floor ? Math.Sqrt(pivot) : 1e64;
            for (int i = j + 1; i < n; i++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++) sum -= a[i, k] * a[j, k];
                a[i, j] = sum / a[j, j];
            }
        }
    }

    /// <summary>Solves L Lᵀ x = b in place.</summary>
    public static void Solve(double[,] l, Span<double> x)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            double sum = x[i];
            for (int k = 0; k < i; k++) sum -= l[i, k] * x[k];
            x[i] = sum / l[i, i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) sum -= l[k, i] * x[k];
            x[i] = sum / l[i, i];
        }
    }
}
