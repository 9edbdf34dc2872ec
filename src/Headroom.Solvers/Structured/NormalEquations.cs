namespace Headroom.Solvers.Structured;

/// <summary>Solves <c>A Θ Aᵀ y = r</c>, where a few columns (capacities) stand in thousands of rows and a few rows (yearly sums) hold thousands of columns.</summary>
/// <remarks>
///   A Θ Aᵀ = S + Σ_d θ_d a_d a_dᵀ        S from the sparse columns, factored as L D Lᵀ; dense rows are ordered last
///   Each dense column then joins by a rank-one update in product form (see <see cref="RankOneFactors"/>).
///   This is the planner's decomposition: for given capacities the hours fall apart but for what is stored, and the capacities
///   join once every hour has answered.
/// </remarks>
sealed class NormalEquations
{
    /// <summary>Columns in more rows than this are capacities.</summary>
    const int DenseColumnEntries = 60;

    /// <summary>Rows with more columns than this are yearly sums.</summary>
    const int DenseRowEntries = 400;

    readonly StandardForm form;
    readonly int[] dense, position, columnPairStart, pairTarget, upperStart;
    readonly bool[] isDense;
    readonly double[] upper, diagonal, permuted;
    readonly RankOneFactors updates;
    readonly int[] densePlace;
    readonly double[] denseValue, pivots, weights;
    readonly SparseFactor factor;

    public NormalEquations(StandardForm form)
    {
        this.form = form;
        isDense = new bool[form.Columns];
        int Entries(int j) => form.Start[j + 1] - form.Start[j];
        dense = [.. Enumerable.Range(0, form.Columns).Where(j => isDense[j] = Entries(j) > DenseColumnEntries).OrderBy(Entries)];
        position = OrderRows();
        (upperStart, int[] upperRow) = Pattern();
        (columnPairStart, pairTarget) = Pairs(upperRow);
        upper = new double[upperRow.Length];
        diagonal = new double[form.Rows];
        permuted = new double[form.Rows];
        factor = new SparseFactor(form.Rows, upperStart, upperRow);
        updates = new RankOneFactors(factor, [.. dense.Select(j => form.RowIndex[form.Start[j]..form.Start[j + 1]].Select(row => position[row]).ToArray())]);
        densePlace = [.. dense.SelectMany((j, d) => form.RowIndex[form.Start[j]..form.Start[j + 1]].Select(row => updates.Place(position[row], d)))];
        denseValue = [.. dense.SelectMany(j => form.Value[form.Start[j]..form.Start[j + 1]])];
        (pivots, weights) = (new double[form.Rows], new double[dense.Length]);
    }

    int[] OrderRows()
    {
        int[] entries = new int[form.Rows];
        foreach (int row in form.RowIndex) entries[row]++;
        var adjacency = new HashSet<long>();
        var neighbours = new List<int>[form.Rows];
        for (int i = 0; i < form.Rows; i++) neighbours[i] = [];
        for (int j = 0; j < form.Columns; j++)
        {
            if (isDense[j]) continue;
            for (int a = form.Start[j]; a < form.Start[j + 1]; a++)
                for (int b = a + 1; b < form.Start[j + 1]; b++)
                {
                    (int i, int k) = (form.RowIndex[a], form.RowIndex[b]);
                    if (entries[i] > DenseRowEntries || entries[k] > DenseRowEntries || !adjacency.Add((long)Math.Min(i, k) << 32 | (uint)Math.Max(i, k))) continue;
                    neighbours[i].Add(k);
                    neighbours[k].Add(i);
                }
        }
        int[] order = MinimumDegree.Order(neighbours);
        int[] placeOf = new int[form.Rows];
        int at = 0;
        foreach (int row in order) if (entries[row] <= DenseRowEntries) placeOf[row] = at++;
        foreach (int row in order) if (entries[row] > DenseRowEntries) placeOf[row] = at++;
        return placeOf;
    }

    /// <summary>Distinct entries above the diagonal of the permuted S, by column.</summary>
    (int[] Start, int[] Row) Pattern()
    {
        var keys = new List<long>();
        foreach ((int low, int high) in AllPairs()) keys.Add((long)high << 32 | (uint)low);
        keys.Sort();
        int[] start = new int[form.Rows + 1];
        List<int> rows = new(keys.Count);
        long previous = -1;
        foreach (long key in keys)
        {
            if (key == previous) continue;
            previous = key;
            rows.Add((int)(key & 0xffffffff));
            start[(int)(key >> 32) + 1]++;
        }
        for (int k = 0; k < form.Rows; k++) start[k + 1] += start[k];
        return (start, [.. rows]);
    }

    IEnumerable<(int Low, int High)> AllPairs()
    {
        for (int j = 0; j < form.Columns; j++)
        {
            if (isDense[j]) continue;
            for (int a = form.Start[j]; a < form.Start[j + 1]; a++)
                for (int b = a + 1; b < form.Start[j + 1]; b++)
                {
                    (int p, int q) = (position[form.RowIndex[a]], position[form.RowIndex[b]]);
                    yield return p < q ? (p, q) : (q, p);
                }
        }
    }

    /// <summary>For each sparse column, where the product of each pair of its entries lands in S.</summary>
    (int[] Start, int[] Target) Pairs(int[] upperRow)
    {
        int[] start = new int[form.Columns + 1];
        List<int> target = [];
        for (int j = 0; j < form.Columns; j++)
        {
            if (!isDense[j])
                for (int a = form.Start[j]; a < form.Start[j + 1]; a++)
                    for (int b = a + 1; b < form.Start[j + 1]; b++)
                    {
                        (int p, int q) = (position[form.RowIndex[a]], position[form.RowIndex[b]]);
                        (int low, int high) = p < q ? (p, q) : (q, p);
                        target.Add(Array.BinarySearch(upperRow, upperStart[high], upperStart[high + 1] - upperStart[high], low));
                    }
            start[j + 1] = target.Count;
        }
        return (start, [.. target]);
    }

    /// <summary>Takes new weights Θ and factors.</summary>
    /// <param name="theta">One positive weight for each column.</param>
    /// <param name="regularisation">Added to the diagonal, so that rows that depend on others do not stop the work.</param>
    public void Factor(ReadOnlySpan<double> theta, double regularisation)
    {
        Array.Clear(upper);
        Array.Fill(diagonal, regularisation);
        for (int j = 0; j < form.Columns; j++)
        {
            if (isDense[j]) continue;
            double weight = theta[j];
            int pair = columnPairStart[j];
            for (int a = form.Start[j]; a < form.Start[j + 1]; a++)
            {
                double scaled = weight * form.Value[a];
                diagonal[position[form.RowIndex[a]]] += scaled * form.Value[a];
                for (int b = a + 1; b < form.Start[j + 1]; b++) upper[pairTarget[pair++]] += scaled * form.Value[b];
            }
        }
        factor.Factor(upper, diagonal, regularisation);
        factor.Pivots.CopyTo(pivots);
        for (int d = 0; d < dense.Length; d++) weights[d] = theta[dense[d]];
        updates.Join(factor, densePlace, denseValue, weights, pivots);
    }

    /// <summary>y = (A Θ Aᵀ)⁻¹ r.</summary>
    public void Solve(ReadOnlySpan<double> r, Span<double> y)
    {
        for (int i = 0; i < form.Rows; i++) permuted[position[i]] = r[i];
        factor.SolveLower(permuted);
        updates.SolveLower(permuted);
        for (int i = 0; i < permuted.Length; i++) permuted[i] /= pivots[i];
        updates.SolveUpper(permuted);
        factor.SolveUpper(permuted);
        for (int i = 0; i < form.Rows; i++) y[i] = permuted[position[i]];
    }
}
