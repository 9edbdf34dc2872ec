namespace Headroom.Solvers.Structured;

/// <summary>A step of x, y and the multipliers, and how far along it all slacks stay positive.</summary>
sealed class Direction(StandardForm form)
{
    const int Weights = 9;

    public double[] X { get; } = new double[form.Columns];
    public double[] Y { get; } = new double[form.Rows];
    public double[] LowerDual { get; } = new double[form.Columns];
    public double[] UpperDual { get; } = new double[form.Columns];

    public double LongestPrimal(Iterate at) => form.Pieces.Least(form.Columns, (from, to) =>
    {
        double most = 1;
        for (int j = from; j < to; j++)
        {
            if (at.HasLower[j] && X[j] < 0) most = Math.Min(most, (form.Lower[j] - at.X[j]) / X[j]);
            if (at.HasUpper[j] && X[j] > 0) most = Math.Min(most, (form.Upper[j] - at.X[j]) / X[j]);
        }
        return most;
    });

    public double LongestDual(Iterate at) => form.Pieces.Least(form.Columns, (from, to) =>
    {
        double most = 1;
        for (int j = from; j < to; j++)
        {
            if (at.HasLower[j] && LowerDual[j] < 0) most = Math.Min(most, -at.LowerDual[j] / LowerDual[j]);
            if (at.HasUpper[j] && UpperDual[j] < 0) most = Math.Min(most, -at.UpperDual[j] / UpperDual[j]);
        }
        return most;
    });

    /// <summary>Mean complementarity after a step.</summary>
    public double MeanAfter(Iterate at, double primal, double dual) => form.Pieces.Sum(form.Columns, (from, to) =>
    {
        double sum = 0;
        for (int j = from; j < to; j++)
        {
            double x = at.X[j] + primal * X[j];
            if (at.HasLower[j]) sum += (x - form.Lower[j]) * (at.LowerDual[j] + dual * LowerDual[j]);
            if (at.HasUpper[j]) sum += (form.Upper[j] - x) * (at.UpperDual[j] + dual * UpperDual[j]);
        }
        return sum;
    }) / Math.Max(1, at.Complementarities);

    /// <summary>Adds another step with the weight, from least to 1, that allows the longest step; primal and dual side apart.</summary>
    public void AddBest(Iterate at, Direction other, double least)
    {
        double[] weights = [.. Enumerable.Range(0, Weights).Select(k => least + (1 - least) * k / (Weights - 1))];
        double primal = weights[Best(LongestPrimal(at, other, weights))], dual = weights[Best(LongestDual(at, other, weights))];
        form.Pieces.Each(form.Columns, (from, to) =>
        {
            for (int j = from; j < to; j++)
            {
                X[j] += primal * other.X[j];
                LowerDual[j] += dual * other.LowerDual[j];
                UpperDual[j] += dual * other.UpperDual[j];
            }
        });
        for (int i = 0; i < form.Rows; i++) Y[i] += dual * other.Y[i];
    }

    double[] LongestPrimal(Iterate at, Direction other, double[] weights) => Longest((from, to) =>
    {
        double[] most = Ones();
        for (int j = from; j < to; j++)
        {
            double below = at.HasLower[j] ? form.Lower[j] - at.X[j] : double.NegativeInfinity, above = at.HasUpper[j] ? form.Upper[j] - at.X[j] : double.PositiveInfinity;
            for (int k = 0; k < Weights; k++)
            {
                double dx = X[j] + weights[k] * other.X[j];
                if (dx * most[k] < below) most[k] = below / dx;
                else if (dx * most[k] > above) most[k] = above / dx;
            }
        }
        return most;
    });

    double[] LongestDual(Iterate at, Direction other, double[] weights) => Longest((from, to) =>
    {
        double[] most = Ones();
        for (int j = from; j < to; j++)
            for (int k = 0; k < Weights; k++)
            {
                double lower = LowerDual[j] + weights[k] * other.LowerDual[j], upper = UpperDual[j] + weights[k] * other.UpperDual[j];
                if (at.HasLower[j] && lower * most[k] < -at.LowerDual[j]) most[k] = -at.LowerDual[j] / lower;
                if (at.HasUpper[j] && upper * most[k] < -at.UpperDual[j]) most[k] = -at.UpperDual[j] / upper;
            }
        return most;
    });

    /// <summary>The least of all pieces, by weight.</summary>
    double[] Longest(Func<int, int, double[]> piece)
    {
        double[] least = Ones();
        foreach (double[] part in form.Pieces.Parts(form.Columns, piece))
            for (int k = 0; k < Weights; k++) least[k] = Math.Min(least[k], part[k]);
        return least;
    }

    static double[] Ones() => [.. Enumerable.Repeat(1.0, Weights)];

    /// <summary>The largest weight among those that allow the longest step.</summary>
    static int Best(double[] lengths)
    {
        int best = Weights - 1;
        for (int k = Weights - 2; k >= 0; k--) if (lengths[k] > 1.01 * lengths[best]) best = k;
        return best;
    }

    public void Take(Iterate at, double primal, double dual)
    {
        form.Pieces.Each(form.Columns, (from, to) =>
        {
            for (int j = from; j < to; j++)
            {
                at.X[j] += primal * X[j];
                if (at.HasLower[j]) at.LowerDual[j] += dual * LowerDual[j];
                if (at.HasUpper[j]) at.UpperDual[j] += dual * UpperDual[j];
            }
        });
        for (int i = 0; i < form.Rows; i++) at.Y[i] += dual * Y[i];
    }
}
