namespace Headroom.Solvers.Interior;

/// <summary>A step of x, y and the multipliers, and how far along it all slacks stay positive.</summary>
sealed class Direction(StandardForm form)
{
    public double[] X { get; } = new double[form.Columns];
    public double[] Y { get; } = new double[form.Rows];
    public double[] LowerDual { get; } = new double[form.Columns];
    public double[] UpperDual { get; } = new double[form.Columns];

    public double LongestPrimal(Iterate at)
    {
        double most = 1;
        for (int j = 0; j < form.Columns; j++)
        {
            if (at.HasLower[j] && X[j] < 0) most = Math.Min(most, (form.Lower[j] - at.X[j]) / X[j]);
            if (at.HasUpper[j] && X[j] > 0) most = Math.Min(most, (form.Upper[j] - at.X[j]) / X[j]);
        }
        return most;
    }

    public double LongestDual(Iterate at)
    {
        double most = 1;
        for (int j = 0; j < form.Columns; j++)
        {
            if (at.HasLower[j] && LowerDual[j] < 0) most = Math.Min(most, -at.LowerDual[j] / LowerDual[j]);
            if (at.HasUpper[j] && UpperDual[j] < 0) most = Math.Min(most, -at.UpperDual[j] / UpperDual[j]);
        }
        return most;
    }

    /// <summary>Mean complementarity after a step.</summary>
    public double MeanAfter(Iterate at, double primal, double dual)
    {
        double sum = 0;
        for (int j = 0; j < form.Columns; j++)
        {
            double x = at.X[j] + primal * X[j];
            if (at.HasLower[j]) sum += (x - form.Lower[j]) * (at.LowerDual[j] + dual * LowerDual[j]);
            if (at.HasUpper[j]) sum += (form.Upper[j] - x) * (at.UpperDual[j] + dual * UpperDual[j]);
        }
        return sum / Math.Max(1, at.Complementarities);
    }

    /// <summary>Adds a multiple of another step.</summary>
    public void Add(Direction other, double k)
    {
        for (int j = 0; j < form.Columns; j++)
        {
            X[j] += k * other.X[j];
            LowerDual[j] += k * other.LowerDual[j];
            UpperDual[j] += k * other.UpperDual[j];
        }
        for (int i = 0; i < form.Rows; i++) Y[i] += k * other.Y[i];
    }

    public void Take(Iterate at, double primal, double dual)
    {
        for (int j = 0; j < form.Columns; j++)
        {
            at.X[j] += primal * X[j];
            if (at.HasLower[j]) at.LowerDual[j] += dual * LowerDual[j];
            if (at.HasUpper[j]) at.UpperDual[j] += dual * UpperDual[j];
        }
        for (int i = 0; i < form.Rows; i++) at.Y[i] += dual * Y[i];
    }
}
