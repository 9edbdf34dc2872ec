namespace Headroom.Compute.Calibration;

/// <summary>Who shares a parameter: the whole, a family, a part … with how far it may stray from the level above.</summary>
/// <param name="GroupOf">Name of the group of an observation; equal names share.</param>
/// <param name="Spreads">Prior standard deviation of each parameter's offset; 0 where the level has none.</param>
internal sealed record Level<T>(string Name, Func<T, string> GroupOf, double[] Spreads);

/// <summary>
///   Fits one formula to many groups of observations at once: a parameter is the sum of its levels' offsets, each
///   pulled to zero by a prior, so that groups with few points lean on those with many.
/// </summary>
/// <remarks>
///   least  Σ ρ(ln f(x; p) − ln y) + Σ_k (θ_k/s_k)²        p = p₀ + Σ_levels θ        ρ(e) = 2·(√(1 + (e/c)²) − 1), soft L1
///   Solved by Levenberg–Marquardt with a numeric Jacobian in p, iteratively reweighted. Pure: same observations in
///   the same order, same numbers.
///   Source   partial pooling: Gelman, Hill (2007); the solver: Nocedal, Wright (2006), §10.3.
/// </remarks>
internal sealed class PooledFit<T>
{
    private const double Step = 1e-4;
    private readonly double[] start;
    private readonly IReadOnlyList<Level<T>> levels;
    private readonly Func<T, ReadOnlySpan<double>, double> formula;
    private readonly Dictionary<(int Level, string Group, int Parameter), int> columns = [];
    private readonly List<double> spreads = [];
    private double[] offsets = [];

    private PooledFit(double[] start, IReadOnlyList<Level<T>> levels, Func<T, ReadOnlySpan<double>, double> formula) =>
        (this.start, this.levels, this.formula) = (start, levels, formula);

    /// <summary>Offsets fitted.</summary>
    public int Count => offsets.Length;

    /// <param name="start">p₀.</param>
    /// <param name="formula">f, positive.</param>
    /// <param name="observed">y, positive.</param>
    /// <param name="softness">c: relative errors well below it count as squares, well above as absolute values.</param>
    public static PooledFit<T> To(
        IReadOnlyList<T> observations, double[] start, IReadOnlyList<Level<T>> levels,
        Func<T, ReadOnlySpan<double>, double> formula, Func<T, double> observed, double softness, int iterations = 40)
    {
        PooledFit<T> fit = new(start, levels, formula);
        foreach (T observation in observations) fit.ColumnsOf(observation, add: true);
        fit.OrderColumns();
        int[][] uses = [.. observations.Select(o => fit.ColumnsOf(o, add: false))];
        double[] logs = [.. observations.Select(o => Math.Log(observed(o)))];
        fit.offsets = new double[fit.spreads.Count];
        fit.Solve(observations, uses, logs, softness, iterations);
        return fit;
    }

    /// <summary>p for an observation; groups never seen contribute nothing.</summary>
    public double[] ParametersOf(T observation) => Sum(ColumnsOf(observation, add: false), offsets);

    private int[] ColumnsOf(T observation, bool add)
    {
        int[] uses = new int[levels.Count * start.Length];
        for (int level = 0; level < levels.Count; level++)
        {
            string group = levels[level].GroupOf(observation);
            for (int j = 0; j < start.Length; j++)
                uses[level * start.Length + j] = ColumnOf(level, group, j, add);
        }
        return uses;
    }

    private int ColumnOf(int level, string group, int parameter, bool add)
    {
        double spread = levels[level].Spreads[parameter];
        if (spread <= 0) return -1;
        if (columns.TryGetValue((level, group, parameter), out int column)) return column;
        if (!add) return -1;
        columns[(level, group, parameter)] = column = spreads.Count;
        spreads.Add(spread);
        return column;
    }

    /// <summary>Narrow groups first: their blocks then stay apart in the factor, which keeps it sparse.</summary>
    private void OrderColumns()
    {
        var ordered = columns.Keys.OrderByDescending(key => key.Level).ThenBy(key => key.Group, StringComparer.Ordinal)
            .ThenBy(key => key.Parameter).ToArray();
        for (int k = 0; k < ordered.Length; k++)
        {
            columns[ordered[k]] = k;
            spreads[k] = levels[ordered[k].Level].Spreads[ordered[k].Parameter];
        }
    }

    private double[] Sum(int[] uses, double[] theta)
    {
        double[] p = (double[])start.Clone();
        for (int u = 0; u < uses.Length; u++)
            if (uses[u] >= 0) p[u % start.Length] += theta[uses[u]];
        return p;
    }

    private double Objective(IReadOnlyList<T> observations, int[][] uses, double[] logs, double softness, double[] theta)
    {
        double sum = 0;
        for (int i = 0; i < uses.Length; i++)
        {
            double e = (Math.Log(formula(observations[i], Sum(uses[i], theta))) - logs[i]) / softness;
            sum += 2 * (Math.Sqrt(1 + e * e) - 1);
        }
        for (int k = 0; k < theta.Length; k++) sum += theta[k] * theta[k] / (spreads[k] * spreads[k]);
        return sum;
    }

    private void Solve(IReadOnlyList<T> observations, int[][] uses, double[] logs, double softness, int iterations)
    {
        double damping = 1e-2, current = Objective(observations, uses, logs, softness, offsets);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            (double[,] hessian, double[] gradient) = Normal(observations, uses, logs, softness);
            bool better = false;
            for (int attempt = 0; attempt < 8 && !better; attempt++)
            {
                double[] step = DampedStep(hessian, gradient, damping);
                double[] tried = new double[offsets.Length];
                for (int k = 0; k < tried.Length; k++) tried[k] = offsets[k] - Math.Clamp(step[k], -1, 1);
                double objective = Objective(observations, uses, logs, softness, tried);
                better = objective < current;
                if (!better) { damping *= 6; continue; }
                double gained = current - objective;
                (offsets, current, damping) = (tried, objective, Math.Max(1e-6, damping / 5));
                if (gained < 1e-5 * current) return;
            }
            if (!better) return;
        }
    }

    private (double[,] Hessian, double[] Gradient) Normal(
        IReadOnlyList<T> observations, int[][] uses, double[] logs, double softness)
    {
        int n = offsets.Length;
        (double[,] hessian, double[] gradient, double[] slopes) = (new double[n, n], new double[n], new double[start.Length]);
        for (int i = 0; i < uses.Length; i++)
        {
            double[] p = Sum(uses[i], offsets);
            double here = Math.Log(formula(observations[i], p)), error = here - logs[i];
            for (int j = 0; j < slopes.Length; j++)
            {
                p[j] += Step;
                slopes[j] = (Math.Log(formula(observations[i], p)) - here) / Step;
                p[j] -= Step;
            }
            double e = error / softness, weight = 1 / Math.Sqrt(1 + e * e) / (softness * softness);
            for (int u = 0; u < uses[i].Length; u++)
            {
                if (uses[i][u] < 0) continue;
                double slope = slopes[u % slopes.Length];
                gradient[uses[i][u]] += weight * error * slope;
                for (int v = 0; v < uses[i].Length; v++)
                    if (uses[i][v] >= 0) hessian[uses[i][u], uses[i][v]] += weight * slope * slopes[v % slopes.Length];
            }
        }
        for (int k = 0; k < n; k++)
        {
            double prior = 1 / (spreads[k] * spreads[k]);
            gradient[k] += prior * offsets[k];
            hessian[k, k] += prior;
        }
        return (hessian, gradient);
    }

    /// <summary>
    ///   Solves (H + λ·diag H)·x = g by Cholesky over the envelope; H is positive definite through its prior.
    /// </summary>
    private static double[] DampedStep(double[,] hessian, double[] gradient, double damping)
    {
        int n = gradient.Length;
        double[][] rows = new double[n][];
        int[] first = new int[n];
        for (int i = 0; i < n; i++)
        {
            rows[i] = new double[i + 1];
            while (first[i] < i && hessian[i, first[i]] == 0) first[i]++;
            for (int j = first[i]; j <= i; j++) rows[i][j] = hessian[i, j];
            rows[i][i] *= 1 + damping;
        }
        for (int i = 0; i < n; i++)
            for (int j = first[i]; j <= i; j++)
            {
                double sum = rows[i][j] - Dot(rows[i], rows[j], Math.Max(first[i], first[j]), j);
                rows[i][j] = i == j ? Math.Sqrt(sum) : sum / rows[j][j];
            }
        double[] x = (double[])gradient.Clone();
        for (int i = 0; i < n; i++) x[i] = (x[i] - Dot(rows[i], x, first[i], i)) / rows[i][i];
        for (int i = n - 1; i >= 0; i--)
        {
            x[i] /= rows[i][i];
            for (int k = first[i]; k < i; k++) x[k] -= rows[i][k] * x[i];
        }
        return x;
    }

    private static double Dot(double[] a, double[] b, int from, int to)
    {
        double sum = 0;
        for (int k = from; k < to; k++) sum += a[k] * b[k];
        return sum;
    }
}
