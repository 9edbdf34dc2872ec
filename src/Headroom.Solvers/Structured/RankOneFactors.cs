using System.Numerics;
using System.Runtime.InteropServices;

namespace Headroom.Solvers.Structured;

/// <summary>L (D + Σ_d θ_d w_d w_dᵀ) Lᵀ = L L̃ D̃ L̃ᵀ Lᵀ for a diagonal D and some dense columns a_d with w_d = L⁻¹ a_d, joined one after another.</summary>
/// <remarks>
///   For one column  d̃_j = d_j + α_j w_j²,   β_j = α_j w_j / d̃_j,   α_{j+1} = α_j d_j / d̃_j,   α_1 = θ
///   and L̃ has w_r β_s below its unit diagonal. Adding a column this way is stable even where D alone is nearly singular, as it
///   is in hours in which everything is at a bound; the Sherman–Morrison formula is not.
///   All columns pass each row together: one column after another would wait on its running sum in every row, and would read the
///   columns before it from memory each time.
///   Most rows belong to one capacity, or to those of one site and month: only what can be other than zero is kept and visited. What
///   can be is known before any number is: w_d reaches the rows of a_d and those above them in the elimination tree, and a column fills
///   in where an earlier one stands, after the first row in which both stand. So the columns of the fewest rows join first.
///   Source: Gill, Golub, Murray, Saunders, Math. Comp. 28 (1974), method C1; D. Goldfarb and K. Scheinberg, Math. Programming 99 (2004).
/// </remarks>
sealed class RankOneFactors
{
    /// <summary>A row in which this share of the columns stands is kept whole: it is passed quicker by vectors than by an index.</summary>
    const double FullShare = 0.4;

    readonly int columns;
    readonly int[] rows;            // rows with an entry, in order
    readonly int[] start;           // by row, where its entries stand
    readonly ushort[] index;        // the column of each entry, ascending
    readonly double[] w, β, sums, table, αs, row;
    readonly double[] wLeft;        // of the rows left, all columns
    readonly int left;

    /// <param name="factor">L, whose elimination tree says where an entry may arise.</param>
    /// <param name="rowsOf">Rows of each dense column, those of fewest rows first.</param>
    public RankOneFactors(SparseFactor factor, IReadOnlyList<int[]> rowsOf)
    {
        (int n, columns, left) = (factor.Size, rowsOf.Count, factor.Left);
        int words = (columns + 63) / 64;
        ulong[] pattern = new ulong[n * words];
        for (int d = 0; d < columns; d++)
            foreach (int at in rowsOf[d]) if (at < n) pattern[at * words + d / 64] |= 1UL << (d % 64);
        for (int j = 0; j < n; j++)
            if (factor.Parent(j) is >= 0 and var above && above < n)
                for (int k = 0; k < words; k++) pattern[above * words + k] |= pattern[j * words + k];
        FillIn(pattern, n, words);
        (start, index, rows) = Listed(pattern, n, words);
        (w, β) = (new double[index.Length], new double[index.Length]);
        (sums, αs, row, table) = (new double[columns], new double[columns], new double[columns], new double[columns * columns]);
        wLeft = new double[left * columns];
    }

    /// <summary>Adds to each row the columns that fill in there.</summary>
    void FillIn(ulong[] pattern, int n, int words)
    {
        ulong[] met = new ulong[columns * words]; // later columns that have stood in a row with this one
        for (int r = 0; r < n; r++)
        {
            Span<ulong> row = pattern.AsSpan(r * words, words);
            for (int e = Next(row, 0); e >= 0; e = Next(row, e + 1))
                for (int k = 0; k < words; k++) row[k] |= met[e * words + k];
            for (int e = Next(row, 0); e >= 0; e = Next(row, e + 1))
                for (int k = e / 64; k < words; k++) met[e * words + k] |= k == e / 64 ? row[k] & ~((1UL << (e % 64) << 1) - 1) : row[k];
        }
    }

    static int Next(Span<ulong> bits, int from)
    {
        for (int word = from / 64; word < bits.Length; word++)
        {
            ulong rest = word == from / 64 ? bits[word] & (ulong.MaxValue << (from % 64)) : bits[word];
            if (rest != 0) return word * 64 + BitOperations.TrailingZeroCount(rest);
        }
        return -1;
    }

    (int[] Start, ushort[] Index, int[] Rows) Listed(ulong[] pattern, int n, int words)
    {
        int[] start = new int[n + 1];
        List<int> rows = [];
        List<ushort> index = [];
        for (int r = 0; r < n; r++)
        {
            Span<ulong> row = pattern.AsSpan(r * words, words);
            int count = 0;
            foreach (ulong word in row) count += BitOperations.PopCount(word);
            if (count > FullShare * columns) for (int d = 0; d < columns; d++) index.Add((ushort)d);
            else for (int d = Next(row, 0); d >= 0; d = Next(row, d + 1)) index.Add((ushort)d);
            if (count > 0) rows.Add(r);
            start[r + 1] = index.Count;
        }
        return (start, [.. index], [.. rows]);
    }

    /// <summary>Where the entry of a column in a row is kept; behind all others, and counted from the end, where the row is left.</summary>
    public int Place(int row, int column) => row < start.Length - 1
        ? Array.BinarySearch(index, start[row], start[row + 1] - start[row], (ushort)column) : ~((row - start.Length + 1) * columns + column);

    /// <summary>Takes new dense columns and joins them to the pivots, which it changes.</summary>
    /// <param name="place">Where each of their entries is kept.</param>
    /// <param name="θ">Weight of each column.</param>
    public void Join(SparseFactor factor, ReadOnlySpan<int> place, ReadOnlySpan<double> values, ReadOnlySpan<double> θ, double[] pivots)
    {
        Array.Clear(w);
        Array.Clear(wLeft);
        for (int k = 0; k < place.Length; k++)
            if (place[k] >= 0) w[place[k]] = values[k]; else wLeft[~place[k]] = values[k];
        Array.Clear(table);
        θ.CopyTo(αs);
        foreach (int r in rows)
        {
            PushUp(factor, r);
            if (IsFull(r)) JoinFull(r, pivots);
            else JoinFew(r, pivots);
        }
        for (int r = 0; r < left; r++) JoinLeft(wLeft.AsSpan(r * columns, columns));
    }

    /// <summary>Adds what the columns, once they have passed all rows, leave to the rows left: Σ_d α_d w_d w_dᵀ, the lower triangle.</summary>
    public void AddRest(double[] rest)
    {
        for (int r = 0; r < left; r++)
        {
            for (int d = 0; d < columns; d++) row[d] = αs[d] * wLeft[r * columns + d];
            for (int s = 0; s <= r; s++) rest[r * left + s] += Dense.Dot(row, wLeft.AsSpan(s * columns, columns));
        }
    }

    bool IsFull(int r) => start[r + 1] - start[r] == columns;

    /// <summary>One step of L⁻¹ for all columns: takes a row from those that hang on it.</summary>
    void PushUp(SparseFactor factor, int j)
    {
        (int from, int end) = (start[j], start[j + 1]);
        factor.Column(j, out ReadOnlySpan<int> above, out ReadOnlySpan<double> by);
        for (int p = 0; p < above.Length; p++)
        {
            double l = by[p];
            if (above[p] >= start.Length - 1)
            {
                Span<double> below = wLeft.AsSpan((above[p] - start.Length + 1) * columns, columns);
                if (end - from == columns) Dense.Add(below, -l, w.AsSpan(from, columns));
                else for (int k = from; k < end; k++) below[index[k]] -= l * w[k];
                continue;
            }
            (int to, int toEnd) = (start[above[p]], start[above[p] + 1]);
            if (toEnd - to == columns)
            {
                if (end - from == columns) Dense.Add(w.AsSpan(to, columns), -l, w.AsSpan(from, columns));
                else for (int k = from; k < end; k++) w[to + index[k]] -= l * w[k];
            }
            else if (end - from == columns) for (int k = to; k < toEnd; k++) w[k] -= l * w[from + index[k]];
            else
                for (int k = from; k < end; k++)
                {
                    while (to < toEnd && index[to] < index[k]) to++;
                    if (to < toEnd && index[to] == index[k]) w[to] -= l * w[k]; // else it is zero: it would fill in only later
                }
        }
    }

    /// <summary>In a row that is left, the columns pass each other as in any other, but meet no pivot.</summary>
    void JoinLeft(Span<double> wr)
    {
        for (int e = 0; e < columns; e++)
            if (wr[e] != 0) Dense.Add(wr[(e + 1)..], -wr[e], table.AsSpan(e * columns + e + 1, columns - e - 1));
    }

    void JoinFull(int r, double[] pivots)
    {
        Span<double> wr = w.AsSpan(start[r], columns), βr = β.AsSpan(start[r], columns);
        wr.CopyTo(row);
        double pivot = pivots[r];
        for (int e = 0; e < columns; e++)
        {
            double we = row[e];
            βr[e] = Update(e, we, ref pivot);
            if (we == 0) continue;
            Pass(row.AsSpan(e + 1), table.AsSpan(e * columns + e + 1, columns - e - 1), we, βr[e]);
        }
        row.AsSpan(0, columns).CopyTo(wr);
        pivots[r] = pivot;
    }

    /// <summary>Takes one joined column from all that come after it, in one row.</summary>
    static void Pass(Span<double> later, Span<double> sum, double we, double βe)
    {
        Span<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(later), s = MemoryMarshal.Cast<double, Vector<double>>(sum);
        for (int k = 0; k < x.Length; k++)
        {
            Vector<double> value = x[k] - we * s[k];
            x[k] = value;
            s[k] += βe * value;
        }
        for (int k = x.Length * Vector<double>.Count; k < later.Length; k++)
        {
            later[k] -= we * sum[k];
            sum[k] += βe * later[k];
        }
    }

    void JoinFew(int r, double[] pivots)
    {
        double pivot = pivots[r];
        for (int k = start[r]; k < start[r + 1]; k++)
        {
            int e = index[k];
            double we = w[k], βe = Update(e, we, ref pivot);
            β[k] = βe;
            for (int later = k + 1; later < start[r + 1]; later++)
            {
                ref double sum = ref table[e * columns + index[later]];
                double value = w[later] - we * sum;
                w[later] = value;
                sum += βe * value;
            }
        }
        pivots[r] = pivot;
    }

    double Update(int column, double wj, ref double pivot)
    {
        double α = αs[column], old = pivot, updated = old + α * wj * wj;
        αs[column] = α * (old / updated);
        pivot = updated;
        return α * wj / updated;
    }

    /// <summary>Solves L̃ x = b in place; of the rows left, takes what the others give them.</summary>
    public void SolveLower(double[] x)
    {
        Array.Clear(sums);
        foreach (int r in rows)
        {
            double xr = x[r];
            (int from, int count) = (start[r], start[r + 1] - start[r]);
            ReadOnlySpan<double> wr = w.AsSpan(from, count), βr = β.AsSpan(from, count);
            if (count == columns)
                for (int e = 0; e < sums.Length; e++)
                {
                    xr -= wr[e] * sums[e];
                    sums[e] += βr[e] * xr;
                }
            else
                for (int k = 0; k < count; k++)
                {
                    ref double sum = ref sums[index[from + k]];
                    xr -= wr[k] * sum;
                    sum += βr[k] * xr;
                }
            x[r] = xr;
        }
        for (int r = 0; r < left; r++) x[start.Length - 1 + r] -= Dense.Dot(sums, wLeft.AsSpan(r * columns, columns));
    }

    /// <summary>Solves L̃ᵀ x = b in place, the rows left being known.</summary>
    public void SolveUpper(double[] x)
    {
        Array.Clear(sums);
        for (int r = 0; r < left; r++) Dense.Add(sums, x[start.Length - 1 + r], wLeft.AsSpan(r * columns, columns));
        for (int at = rows.Length - 1; at >= 0; at--)
        {
            int r = rows[at];
            double xr = x[r];
            (int from, int count) = (start[r], start[r + 1] - start[r]);
            ReadOnlySpan<double> wr = w.AsSpan(from, count), βr = β.AsSpan(from, count);
            if (count == columns)
                for (int e = sums.Length - 1; e >= 0; e--)
                {
                    xr -= βr[e] * sums[e];
                    sums[e] += wr[e] * xr;
                }
            else
                for (int k = count - 1; k >= 0; k--)
                {
                    ref double sum = ref sums[index[from + k]];
                    xr -= βr[k] * sum;
                    sum += wr[k] * xr;
                }
            x[r] = xr;
        }
    }
}
