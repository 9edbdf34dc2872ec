namespace Headroom.Solvers.Structured;

/// <summary>A x, block by block: columns of one block write to its rows alone, those that reach the border come after.</summary>
sealed class Products
{
    readonly StandardForm form;
    readonly (int From, int To)[][] own;    // by block, runs of columns all of whose rows are in it
    readonly int[] shared;

    public Products(StandardForm form, Blocks blocks)
    {
        this.form = form;
        var runs = new List<(int From, int To)>[blocks.Count];
        for (int b = 0; b < runs.Length; b++) runs[b] = [];
        List<int> others = [];
        for (int j = 0; j < form.Columns; j++)
        {
            int block = blocks.OfColumn(j);
            if (block == Blocks.Border || blocks.ReachesBorder(j)) others.Add(j);
            else if (runs[block] is [.., (var from, var to)] && to == j) runs[block][^1] = (from, j + 1);
            else runs[block].Add((j, j + 1));
        }
        (own, shared) = ([.. runs.Select(run => run.ToArray())], [.. others]);
    }

    /// <summary>result += factor · A x.</summary>
    public void Add(double factor, double[] x, double[] result)
    {
        form.Pieces.Of(own.Length, b =>
        {
            foreach ((int from, int to) in own[b]) for (int j = from; j < to; j++) Add(factor, x, result, j);
        });
        foreach (int j in shared) Add(factor, x, result, j);
    }

    void Add(double factor, double[] x, double[] result, int j)
    {
        double xj = factor * x[j];
        for (int k = form.Start[j]; k < form.Start[j + 1]; k++) result[form.RowIndex[k]] += form.Value[k] * xj;
    }

    /// <summary>b − A x.</summary>
    public void Residual(double[] x, double[] residual)
    {
        form.RightSide.CopyTo(residual, 0);
        Add(-1, x, residual);
    }

    /// <summary>(A Θ Aᵀ + r) y.</summary>
    /// <param name="scratch">One place for each column.</param>
    public void Normal(double[] theta, double regularisation, double[] y, double[] scratch, double[] result)
    {
        form.Pieces.Each(form.Columns, (from, to) => { for (int j = from; j < to; j++) scratch[j] = theta[j] * form.TransposedProduct(j, y); });
        form.Pieces.Each(form.Rows, (from, to) => { for (int i = from; i < to; i++) result[i] = regularisation * y[i]; });
        Add(1, scratch, result);
    }
}
