using System.Collections.Concurrent;

namespace Headroom.Solvers.Structured;

/// <summary>Solves <c>A Θ Aᵀ y = r</c>, block by block and side by side; what ties the blocks together comes last.</summary>
/// <remarks>
///   [ B₁       E₁ᵀ ]        each B factored by its <see cref="BlockFactor"/>
///   [     B₂   E₂ᵀ ]        C − Σ Eᵢ Bᵢ⁻¹ Eᵢᵀ, summed in the order of the blocks, as one dense factor
///   [ E₁  E₂   C   ]
/// </remarks>
sealed class NormalEquations
{
    readonly StandardForm form;
    readonly Blocks blocks;
    readonly int[] border, place, borderColumns;
    readonly BlockFactor[] factors;
    readonly ConcurrentBag<FactorWork> idle = [];
    readonly double[] borderValues;
    readonly double[][] borderFactor; // rows of a lower triangle

    public NormalEquations(StandardForm form, Blocks blocks)
    {
        (this.form, this.blocks) = (form, blocks);
        int[][] rows = ByBlock(form.Rows, row => blocks.OfRow[row]), columns = ByBlock(form.Columns, blocks.OfColumn);
        (border, borderColumns) = (rows[^1], columns[^1]);
        place = new int[form.Rows];
        for (int i = 0; i < border.Length; i++) place[border[i]] = i;
        factors = new BlockFactor[blocks.Count];
        form.Pieces.Of(blocks.Count, b => factors[b] = new BlockFactor(form, blocks, rows[b], columns[b], border, place));
        borderFactor = [.. border.Select((_, i) => new double[i + 1])];
        borderValues = new double[border.Length];
    }

    /// <summary>What is in each block, the border last.</summary>
    int[][] ByBlock(int count, Func<int, int> blockOf)
    {
        int[] sizes = new int[blocks.Count + 1], next = new int[blocks.Count + 1];
        int Slot(int i) => blockOf(i) is var block && block == Blocks.Border ? blocks.Count : block;
        for (int i = 0; i < count; i++) sizes[Slot(i)]++;
        int[][] lists = [.. sizes.Select(size => new int[size])];
        for (int i = 0; i < count; i++) lists[Slot(i)][next[Slot(i)]++] = i;
        return lists;
    }

    /// <summary>Takes new weights Θ and factors.</summary>
    /// <param name="theta">One positive weight for each column.</param>
    /// <param name="regularisation">Added to the diagonal, so that rows that depend on others do not stop the work.</param>
    public void Factor(double[] theta, double regularisation)
    {
        form.Pieces.Of(factors.Length, b =>
        {
            if (!idle.TryTake(out FactorWork? work)) work = new FactorWork(factors.Max(block => block.RowCount), factors.Max(block => block.PairCount));
            factors[b].Factor(theta, regularisation, work);
            idle.Add(work);
        });
        for (int i = 0; i < border.Length; i++)
        {
            Array.Clear(borderFactor[i]);
            borderFactor[i][i] = regularisation;
        }
        foreach (int j in borderColumns)
            for (int a = form.Start[j]; a < form.Start[j + 1]; a++)
                for (int b = form.Start[j]; b <= a; b++)
                {
                    (int p, int q) = (place[form.RowIndex[a]], place[form.RowIndex[b]]);
                    borderFactor[Math.Max(p, q)][Math.Min(p, q)] += theta[j] * form.Value[a] * form.Value[b];
                }
        foreach (BlockFactor block in factors)
            for (int r = 0; r < block.Touched.Length; r++)
                for (int s = 0; s <= r; s++) borderFactor[block.Touched[r]][block.Touched[s]] += block.Rest[r * block.Touched.Length + s];
        FactorBorder(regularisation);
    }

    /// <summary>Cholesky, row by row; a pivot below the floor is lifted.</summary>
    void FactorBorder(double pivotFloor)
    {
        for (int i = 0; i < border.Length; i++)
        {
            double[] row = borderFactor[i];
            for (int k = 0; k < i; k++) row[k] = (row[k] - Dense.Dot(row.AsSpan(0, k), borderFactor[k].AsSpan(0, k))) / borderFactor[k][k];
            row[i] = Math.Sqrt(Math.Max(pivotFloor, row[i] - Dense.Dot(row.AsSpan(0, i), row.AsSpan(0, i))));
        }
    }

    /// <summary>y = (A Θ Aᵀ)⁻¹ r.</summary>
    public void Solve(double[] r, double[] y)
    {
        for (int i = 0; i < border.Length; i++) borderValues[i] = r[border[i]];
        form.Pieces.Of(factors.Length, b => factors[b].Forth(r));
        foreach (BlockFactor block in factors)
            for (int k = 0; k < block.Touched.Length; k++) borderValues[block.Touched[k]] += block.Given[k];
        for (int i = 0; i < border.Length; i++)
            borderValues[i] = (borderValues[i] - Dense.Dot(borderFactor[i].AsSpan(0, i), borderValues.AsSpan(0, i))) / borderFactor[i][i];
        for (int i = border.Length - 1; i >= 0; i--)
        {
            borderValues[i] /= borderFactor[i][i];
            Dense.Add(borderValues.AsSpan(0, i), -borderValues[i], borderFactor[i].AsSpan(0, i));
        }
        for (int i = 0; i < border.Length; i++) y[border[i]] = borderValues[i];
        form.Pieces.Of(factors.Length, b => factors[b].Back(borderValues, y));
    }
}
