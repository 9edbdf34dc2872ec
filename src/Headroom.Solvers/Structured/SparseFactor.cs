namespace Headroom.Solvers.Structured;

/// <summary>L D Lᵀ of a symmetric positive definite matrix whose pattern stays while its numbers change.</summary>
/// <remarks>
///   The last rows may be left: what is left of them once all others are eliminated is their <see cref="Rest"/>.
///   Up-looking: row k of L is a sparse triangular solve along the elimination tree. Source: T. A. Davis, "Algorithm 849: a concise
///   sparse Cholesky factorization package", ACM TOMS 31 (2005); written anew.
/// </remarks>
sealed class SparseFactor
{
    readonly int n, left;
    readonly int[] upperStart, upperRow;     // strictly upper part of the permuted matrix, by column: rows i < k of column k
    readonly int[] parent, start;
    readonly int[] index;
    readonly double[] value;

    /// <param name="size">How many rows are eliminated.</param>
    /// <param name="left">How many more are left, behind them.</param>
    /// <param name="columnStart">Where each column's entries above the diagonal start.</param>
    /// <param name="rowIndex">Their rows.</param>
    public SparseFactor(int size, int left, int[] columnStart, int[] rowIndex)
    {
        (n, this.left, upperStart, upperRow) = (size, left, columnStart, rowIndex);
        parent = new int[n];
        int[] count = Symbolic();
        start = new int[n + 1];
        for (int i = 0; i < n; i++) start[i + 1] = start[i] + count[i];
        index = new int[start[n]];
        value = new double[start[n]];
        Rest = new double[left * left];
    }

    /// <summary>Of the rows that are left, what the last factor left: the lower triangle, row by row.</summary>
    public double[] Rest { get; }

    /// <summary>Finds the elimination tree; returns how many entries each column of L has.</summary>
    int[] Symbolic()
    {
        (int[] count, int[] flag) = (new int[n], new int[n + left]);
        for (int k = 0; k < n + left; k++)
        {
            if (k < n) parent[k] = -1;
            flag[k] = k;
            for (int p = upperStart[k]; p < upperStart[k + 1]; p++)
                for (int i = upperRow[p]; i < n && flag[i] != k; i = parent[i])
                {
                    if (parent[i] == -1) parent[i] = k;
                    count[i]++;
                    flag[i] = k;
                }
        }
        return count;
    }

    /// <summary>Factors new numbers; a pivot below the floor is lifted, which a few steps of refinement mend.</summary>
    /// <param name="numbers">Its new numbers: entries above the diagonal, in the order of the pattern, and the diagonal, regularisation included.</param>
    /// <param name="pivotFloor">No pivot can be smaller but by rounding.</param>
    /// <param name="pivots">D, which a rank-one update changes.</param>
    public void Factor(FactorWork numbers, double pivotFloor, double[] pivots)
    {
        (int[] flag, int[] filled, int[] pattern, int[] stack) = (numbers.Flag, numbers.Filled, numbers.Pattern, numbers.Stack);
        (double[] upper, double[] work, double[] inverse) = (numbers.Upper, numbers.Row, numbers.Inverse);
        Array.Clear(filled);
        Array.Fill(flag, -1);
        for (int k = 0; k < n + left; k++)
        {
            int top = n;
            flag[k] = k;
            for (int p = upperStart[k]; p < upperStart[k + 1]; p++)
            {
                int i = upperRow[p], length = 0;
                work[i] += upper[p];
                for (; i < n && flag[i] != k; i = parent[i]) { stack[length++] = i; flag[i] = k; }
                while (length > 0) pattern[--top] = stack[--length];
            }
            double pivot = numbers.Diagonal[k];
            for (; top < n; top++)
            {
                int i = pattern[top];
                double y = work[i];
                work[i] = 0;
                int end = start[i] + filled[i];
                for (int p = start[i]; p < end; p++) work[index[p]] -= value[p] * y;
                double l = y * inverse[i];
                pivot -= l * y;
                index[end] = k;
                value[end] = l;
                filled[i]++;
            }
            if (k < n)
            {
                pivots[k] = Math.Max(pivot, pivotFloor);
                inverse[k] = 1 / pivots[k];
                continue;
            }
            Span<double> rest = Rest.AsSpan((k - n) * left, k - n + 1);
            work.AsSpan(n, k - n).CopyTo(rest);
            work.AsSpan(n, k - n).Clear();
            rest[^1] = pivot;
        }
    }

    public int Size => n;

    /// <summary>How many rows are left.</summary>
    public int Left => left;

    /// <summary>The row above in the elimination tree; −1 at a root, and <see cref="Size"/> or more where it is one of those left.</summary>
    public int Parent(int row) => parent[row];

    /// <summary>A column of L below its diagonal, as the last factor left it.</summary>
    public void Column(int j, out ReadOnlySpan<int> rows, out ReadOnlySpan<double> values)
    {
        rows = index.AsSpan(start[j]..start[j + 1]);
        values = value.AsSpan(start[j]..start[j + 1]);
    }

    /// <summary>Solves L x = b in place; of the rows left, takes what the others give them.</summary>
    public void SolveLower(Span<double> x)
    {
        for (int j = 0; j < n; j++)
        {
            double xj = x[j];
            if (xj == 0) continue;
            for (int p = start[j]; p < start[j + 1]; p++) x[index[p]] -= value[p] * xj;
        }
    }

    /// <summary>Solves Lᵀ x = b in place, the rows left being known.</summary>
    public void SolveUpper(Span<double> x)
    {
        for (int j = n - 1; j >= 0; j--)
        {
            double sum = x[j];
            for (int p = start[j]; p < start[j + 1]; p++) sum -= value[p] * x[index[p]];
            x[j] = sum;
        }
    }
}
