namespace Headroom.Solvers.Structured;

/// <summary>The rows of one block of A Θ Aᵀ, factored, and what they leave to the rows of the border that they touch.</summary>
/// <remarks>
///   A Θ Aᵀ = S + Σ_d θ_d a_d a_dᵀ        S from the sparse columns, factored as L D Lᵀ; rows of many columns are ordered last
///   Each dense column then joins by a rank-one update in product form (see <see cref="RankOneFactors"/>).
///   This is the planner's decomposition: for given capacities the hours fall apart but for what is stored, and the capacities
///   join once every hour has answered.
/// </remarks>
sealed class BlockFactor
{
    readonly StandardForm form;
    readonly int[] rows;            // of the block, in order of elimination
    readonly int[] place;           // shared by all blocks: where each row stands in its block, or in the border
    readonly int[] ofRow;
    readonly int[] borderPlace;     // by place in the border, where it stands behind the block's own rows
    readonly int[] columns, dense, pairTarget, upperStart, densePlace;
    readonly double[] local, denseValue, pivots, weights;
    readonly SparseFactor factor;
    readonly RankOneFactors updates;

    /// <param name="rows">Rows of the block.</param>
    /// <param name="columns">Columns that stand in them.</param>
    /// <param name="border">Rows of the border.</param>
    /// <param name="place">Where each row stands; those of the border are known, those of the block are written here.</param>
    public BlockFactor(StandardForm form, Blocks blocks, int[] rows, int[] columns, int[] border, int[] place)
    {
        (this.form, this.place, ofRow) = (form, place, blocks.OfRow);
        this.columns = [.. columns.Where(j => !blocks.IsDense(j))];
        dense = [.. columns.Where(blocks.IsDense).OrderBy(j => form.Start[j + 1] - form.Start[j])];
        Touched = [.. columns.SelectMany(RowsOf).Where(row => ofRow[row] == Blocks.Border).Distinct().Select(row => place[row]).Order()];
        borderPlace = new int[border.Length];
        for (int k = 0; k < Touched.Length; k++) borderPlace[Touched[k]] = rows.Length + k;
        for (int i = 0; i < rows.Length; i++) place[rows[i]] = i;
        this.rows = Ordered(rows, blocks);
        for (int i = 0; i < rows.Length; i++) place[this.rows[i]] = i;
        int n = rows.Length, all = n + Touched.Length;
        (upperStart, int[] upperRow) = Pattern(all);
        pairTarget = Pairs(upperRow);
        (local, pivots, weights) = (new double[all], new double[n], new double[dense.Length]);
        PairCount = upperRow.Length;
        factor = new SparseFactor(n, Touched.Length, upperStart, upperRow);
        updates = new RankOneFactors(factor, [.. dense.Select(j => RowsOf(j).Select(Local).ToArray())]);
        densePlace = [.. dense.SelectMany((j, d) => RowsOf(j).Select(row => updates.Place(Local(row), d)))];
        denseValue = [.. dense.SelectMany(j => form.Value[form.Start[j]..form.Start[j + 1]])];
    }

    /// <summary>Its rows, and those of the border that it touches.</summary>
    public int RowCount => local.Length;

    /// <summary>Entries above the diagonal.</summary>
    public int PairCount { get; }

    /// <summary>Places in the border of the rows there that the block's columns touch, ascending.</summary>
    public int[] Touched { get; }

    /// <summary>What the last factor leaves to those rows, the lower triangle, row by row.</summary>
    public double[] Rest => factor.Rest;

    int[] RowsOf(int column) => form.RowIndex[form.Start[column]..form.Start[column + 1]];
    int Local(int row) => ofRow[row] == Blocks.Border ? borderPlace[place[row]] : place[row];

    /// <summary>Distinct pairs of places that share a sparse column: the higher in the high bits.</summary>
    List<long> DistinctPairs(Func<int, bool> counts)
    {
        List<long> keys = [];
        foreach (int j in columns)
            for (int a = form.Start[j]; a < form.Start[j + 1]; a++)
                for (int b = a + 1; b < form.Start[j + 1]; b++)
                {
                    (int i, int k) = (form.RowIndex[a], form.RowIndex[b]);
                    if (!counts(i) || !counts(k)) continue;
                    (int p, int q) = (Local(i), Local(k));
                    keys.Add((long)Math.Max(p, q) << 32 | (uint)Math.Min(p, q));
                }
        keys.Sort();
        int kept = 0;
        for (int k = 0; k < keys.Count; k++) if (k == 0 || keys[k] != keys[k - 1]) keys[kept++] = keys[k];
        keys.RemoveRange(kept, keys.Count - kept);
        return keys;
    }

    int[] Ordered(int[] rows, Blocks blocks)
    {
        var neighbours = new List<int>[rows.Length];
        for (int i = 0; i < rows.Length; i++) neighbours[i] = [];
        foreach (long key in DistinctPairs(row => ofRow[row] != Blocks.Border && !blocks.IsHeavy[row]))
        {
            (int high, int low) = ((int)(key >> 32), (int)(key & 0xffffffff));
            neighbours[high].Add(low);
            neighbours[low].Add(high);
        }
        int[] order = MinimumDegree.Order(neighbours);
        return [.. order.Select(i => rows[i]).Where(row => !blocks.IsHeavy[row]), .. order.Select(i => rows[i]).Where(row => blocks.IsHeavy[row])];
    }

    /// <summary>Distinct entries above the diagonal of the permuted S, by column.</summary>
    (int[] Start, int[] Row) Pattern(int size)
    {
        List<long> keys = DistinctPairs(_ => true);
        (int[] start, int[] row) = (new int[size + 1], new int[keys.Count]);
        for (int k = 0; k < keys.Count; k++)
        {
            row[k] = (int)(keys[k] & 0xffffffff);
            start[(int)(keys[k] >> 32) + 1]++;
        }
        for (int k = 0; k < size; k++) start[k + 1] += start[k];
        return (start, row);
    }

    /// <summary>Where the product of each pair of entries of each sparse column lands in S, one column after another.</summary>
    int[] Pairs(int[] upperRow)
    {
        int[] target = new int[columns.Sum(j => (form.Start[j + 1] - form.Start[j]) * (form.Start[j + 1] - form.Start[j] - 1) / 2)];
        int pair = 0;
        foreach (int j in columns)
            for (int a = form.Start[j]; a < form.Start[j + 1]; a++)
                for (int b = a + 1; b < form.Start[j + 1]; b++)
                {
                    (int p, int q) = (Local(form.RowIndex[a]), Local(form.RowIndex[b]));
                    (int low, int high) = (Math.Min(p, q), Math.Max(p, q));
                    target[pair++] = Array.BinarySearch(upperRow, upperStart[high], upperStart[high + 1] - upperStart[high], low);
                }
        return target;
    }

    /// <summary>Takes new weights Θ and factors.</summary>
    public void Factor(ReadOnlySpan<double> theta, double regularisation, FactorWork work)
    {
        (double[] upper, double[] diagonal) = (work.Upper, work.Diagonal);
        Array.Clear(upper);
        Array.Clear(diagonal);
        diagonal.AsSpan(0, rows.Length).Fill(regularisation);
        int pair = 0;
        foreach (int j in columns)
        {
            double weight = theta[j];
            for (int a = form.Start[j]; a < form.Start[j + 1]; a++)
            {
                double scaled = weight * form.Value[a];
                diagonal[Local(form.RowIndex[a])] += scaled * form.Value[a];
                for (int b = a + 1; b < form.Start[j + 1]; b++) upper[pairTarget[pair++]] += scaled * form.Value[b];
            }
        }
        factor.Factor(work, regularisation, pivots);
        for (int d = 0; d < dense.Length; d++) weights[d] = theta[dense[d]];
        updates.Join(factor, densePlace, denseValue, weights, pivots);
        updates.AddRest(factor.Rest);
    }

    /// <summary>What its rows give to the right sides of the rows that it touches, in their order, after the way forth.</summary>
    public ReadOnlySpan<double> Given => local.AsSpan(rows.Length);

    /// <summary>The way forth.</summary>
    public void Forth(ReadOnlySpan<double> right)
    {
        for (int i = 0; i < rows.Length; i++) local[i] = right[rows[i]];
        Array.Clear(local, rows.Length, Touched.Length);
        factor.SolveLower(local);
        updates.SolveLower(local);
        for (int i = 0; i < rows.Length; i++) local[i] /= pivots[i];
    }

    /// <summary>And back, once the border is known.</summary>
    public void Back(ReadOnlySpan<double> border, Span<double> y)
    {
        for (int k = 0; k < Touched.Length; k++) local[rows.Length + k] = border[Touched[k]];
        updates.SolveUpper(local);
        factor.SolveUpper(local);
        for (int i = 0; i < rows.Length; i++) y[rows[i]] = local[i];
    }
}
