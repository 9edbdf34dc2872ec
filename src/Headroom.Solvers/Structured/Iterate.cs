namespace Headroom.Solvers.Structured;

/// <summary>A primal-dual point of the standard form: x, y and the multipliers of the bounds that are finite.</summary>
sealed class Iterate
{
    readonly StandardForm form;

    public Iterate(StandardForm form)
    {
        this.form = form;
        (X, LowerDual, UpperDual) = (new double[form.Columns], new double[form.Columns], new double[form.Columns]);
        Y = new double[form.Rows];
        (HasLower, HasUpper) = (new bool[form.Columns], new bool[form.Columns]);
        for (int j = 0; j < form.Columns; j++)
        {
            HasLower[j] = !double.IsInfinity(form.Lower[j]);
            HasUpper[j] = !double.IsInfinity(form.Upper[j]);
            Complementarities += (HasLower[j] ? 1 : 0) + (HasUpper[j] ? 1 : 0);
        }
    }

    public double[] X { get; }
    public double[] Y { get; }
    public double[] LowerDual { get; }
    public double[] UpperDual { get; }
    public bool[] HasLower { get; }
    public bool[] HasUpper { get; }
    public int Complementarities { get; }

    /// <summary>Mean of slack times multiplier: how far the point is from the corner it is heading for.</summary>
    public double Mean => form.Pieces.Sum(form.Columns, (from, to) =>
    {
        double sum = 0;
        for (int j = from; j < to; j++)
        {
            if (HasLower[j]) sum += (X[j] - form.Lower[j]) * LowerDual[j];
            if (HasUpper[j]) sum += (form.Upper[j] - X[j]) * UpperDual[j];
        }
        return sum;
    }) / Math.Max(1, Complementarities);

    public double PrimalObjective => form.Pieces.Sum(form.Columns, (from, to) =>
    {
        double sum = 0;
        for (int j = from; j < to; j++) sum += form.Cost[j] * X[j];
        return sum;
    });

    public double DualObjective => form.Pieces.Sum(form.Rows, (from, to) =>
    {
        double sum = 0;
        for (int i = from; i < to; i++) sum += form.RightSide[i] * Y[i];
        return sum;
    }) + form.Pieces.Sum(form.Columns, (from, to) =>
    {
        double sum = 0;
        for (int j = from; j < to; j++)
        {
            if (HasLower[j]) sum += form.Lower[j] * LowerDual[j];
            if (HasUpper[j]) sum -= form.Upper[j] * UpperDual[j];
        }
        return sum;
    });

    /// <summary>c − Aᵀy − z_l + z_u.</summary>
    public void DualResidual(double[] residual) => form.Pieces.Each(form.Columns, (from, to) =>
    {
        for (int j = from; j < to; j++) residual[j] = form.Cost[j] - form.TransposedProduct(j, Y) - LowerDual[j] + UpperDual[j];
    });
}
