using Headroom.Algebra;

namespace Headroom.Solvers.Structured;

/// <summary>A program as <c>min cᵀx, A x = b, l ≤ x ≤ u</c>: fixed columns gone, single-entry rows made bounds, slacks added, scaled.</summary>
/// <remarks>
///   Columns are stored by column. Row i of the standard form is row <see cref="RowOf"/>[i] of the program; column j is column
///   <see cref="ColumnOf"/>[j] of the program, or the slack of a row where it is negative (~row).
/// </remarks>
sealed class StandardForm
{
    public required int Rows { get; init; }
    public required int Columns { get; init; }
    public required int[] Start { get; init; }
    public required int[] RowIndex { get; init; }
    public required double[] Value { get; init; }
    public required double[] Cost { get; init; }
    public required double[] Lower { get; init; }
    public required double[] Upper { get; init; }
    public required double[] RightSide { get; init; }
    public required int[] RowOf { get; init; }
    public required int[] ColumnOf { get; init; }
    /// <summary>Powers of two, which a single holds exactly.</summary>
    public required float[] RowScale { get; init; }
    public required float[] ColumnScale { get; init; }
    public required double CostScale { get; init; }

    /// <summary>Rows of the program in each of its parts.</summary>
    public required IReadOnlyList<(int First, int End)> Parts { get; init; }

    /// <summary>Who works on it.</summary>
    public required Pieces Pieces { get; init; }

    /// <summary>What one of x is in the program's units, on top of its column's scale: edge sites and campuses look alike inside.</summary>
    public double SizeScale { get; set; } = 1;

    /// <summary>Least value of every column of the program, tightened: the value of those that are fixed.</summary>
    public required double[] ProgramLower { get; init; }

    /// <summary>Rows that became bounds, in the order in which they went; their multipliers are found again at the end.</summary>
    public required IReadOnlyList<BoundRow> BoundRows { get; init; }

    /// <summary>(Aᵀ y)[j].</summary>
    public double TransposedProduct(int j, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int k = Start[j]; k < Start[j + 1]; k++) sum += Value[k] * y[RowIndex[k]];
        return sum;
    }
}

/// <summary>A row with one free entry: it bounds that column from below, from above, or both.</summary>
readonly record struct BoundRow(int Row, int Column, double Coefficient, bool SetsLower, bool SetsUpper);

/// <summary>Builds the standard form of a program, or says that its bounds alone contradict each other.</summary>
static class StandardFormBuilder
{
    const double SlitWidth = 1e-9;

    /// <summary>Null where a bound or a single-entry row cannot hold.</summary>
    public static StandardForm? Build(ProgramArrays program, Pieces pieces)
    {
        double[] lower = program.ColumnLower.ToArray(), upper = program.ColumnUpper.ToArray();
        bool[] rowGone = new bool[program.Rows];
        List<BoundRow> boundRows = [];
        if (!Tighten(program, lower, upper, rowGone, boundRows)) return null;

        bool[] isFixed = new bool[program.Columns];
        int[] newColumn = new int[program.Columns];
        List<int> columnOf = [];
        for (int j = 0; j < program.Columns; j++)
        {
            // a slit narrower than rounding has no inside for an interior point
            isFixed[j] = upper[j] - lower[j] <= SlitWidth * Math.Max(1, Math.Abs(lower[j]));
            newColumn[j] = isFixed[j] ? -1 : columnOf.Count;
            if (!isFixed[j]) columnOf.Add(j);
        }
        List<int> rowOf = KeptRows(program, isFixed, lower, rowGone, out bool possible);
        return possible ? Assemble(program, lower, upper, newColumn, columnOf, rowOf, boundRows, pieces) : null;
    }

    /// <summary>Rows with one free entry become bounds, until nothing changes; a night without sun fixes its output this way.</summary>
    static bool Tighten(ProgramArrays program, double[] lower, double[] upper, bool[] rowGone, List<BoundRow> boundRows)
    {
        for (int pass = 0; pass < 3; pass++)
        {
            bool changed = false;
            for (int i = 0; i < program.Rows; i++)
            {
                if (rowGone[i]) continue;
                int free = -1, count = 0;
                double coefficient = 0, known = 0;
                for (int k = program.RowStart[i]; k < program.RowStart[i + 1] && count < 2; k++)
                {
                    int j = program.ColumnIndex[k];
                    if (lower[j] == upper[j]) known += program.Coefficient[k] * lower[j];
                    else (free, coefficient, count) = (j, program.Coefficient[k], count + 1);
                }
                if (count != 1) continue;
                (double low, double high) = ((program.RowLower[i] - known) / coefficient, (program.RowUpper[i] - known) / coefficient);
                if (coefficient < 0) (low, high) = (high, low);
                boundRows.Add(new(i, free, coefficient, low >= lower[free], high <= upper[free]));
                lower[free] = Math.Max(lower[free], low);
                upper[free] = Math.Min(upper[free], high);
                if (lower[free] > upper[free])
                {
                    if (lower[free] - upper[free] > 1e-9 * (1 + Math.Abs(upper[free]))) return false;
                    lower[free] = upper[free];
                }
                rowGone[i] = changed = true;
            }
            if (!changed) break;
        }
        return true;
    }

    static List<int> KeptRows(ProgramArrays program, bool[] isFixed, double[] lower, bool[] rowGone, out bool possible)
    {
        List<int> rowOf = [];
        possible = true;
        for (int i = 0; i < program.Rows; i++)
        {
            if (rowGone[i]) continue;
            bool any = false;
            double known = 0;
            for (int k = program.RowStart[i]; k < program.RowStart[i + 1]; k++)
                if (isFixed[program.ColumnIndex[k]]) known += program.Coefficient[k] * lower[program.ColumnIndex[k]];
                else any = true;
            bool infinite = double.IsInfinity(program.RowLower[i]) && double.IsInfinity(program.RowUpper[i]);
            if (any && !infinite) rowOf.Add(i);
            double tolerance = 1e-9 * (1 + Math.Abs(known));
            if (!any && (known < program.RowLower[i] - tolerance || known > program.RowUpper[i] + tolerance)) possible = false;
        }
        return rowOf;
    }

    static StandardForm Assemble(ProgramArrays program, double[] lower, double[] upper, int[] newColumn, List<int> columnOf, List<int> rowOf, List<BoundRow> boundRows,
        Pieces pieces)
    {
        double[] rightSide = new double[rowOf.Count];
        List<(int Row, double Lower, double Upper)> slacks = [];
        int[] counts = new int[columnOf.Count];
        for (int i = 0; i < rowOf.Count; i++)
        {
            int row = rowOf[i];
            double known = 0;
            for (int k = program.RowStart[row]; k < program.RowStart[row + 1]; k++)
            {
                int j = newColumn[program.ColumnIndex[k]];
                if (j < 0) known += program.Coefficient[k] * lower[program.ColumnIndex[k]];
                else counts[j]++;
            }
            (double low, double high) = (program.RowLower[row] - known, program.RowUpper[row] - known);
            if (low == high) rightSide[i] = low;
            else if (double.IsInfinity(high)) { rightSide[i] = low; slacks.Add((i, double.NegativeInfinity, 0)); }   // a x + s = low, s ≤ 0
            else { rightSide[i] = high; slacks.Add((i, 0, high - low)); }                                            // a x + s = high, 0 ≤ s
        }
        int n = columnOf.Count + slacks.Count;
        var form = new StandardForm
        {
            Rows = rowOf.Count,
            Columns = n,
            Start = new int[n + 1],
            RowIndex = new int[counts.Sum() + slacks.Count],
            Value = new double[counts.Sum() + slacks.Count],
            Cost = new double[n],
            Lower = new double[n],
            Upper = new double[n],
            RightSide = rightSide,
            RowOf = [.. rowOf],
            ColumnOf = [.. columnOf, .. slacks.Select(slack => ~rowOf[slack.Row])],
            RowScale = new float[rowOf.Count],
            ColumnScale = new float[n],
            CostScale = CostScaleOf(program),
            BoundRows = boundRows,
            ProgramLower = lower,
            Parts = program.Parts,
            Pieces = pieces,
        };
        FillColumns(program, form, newColumn, counts, rowOf, slacks, lower, upper);
        Scaling.Apply(form);
        return form;
    }

    static void FillColumns(ProgramArrays program, StandardForm form, int[] newColumn, int[] counts, List<int> rowOf,
        List<(int Row, double Lower, double Upper)> slacks, double[] lower, double[] upper)
    {
        for (int j = 0; j < counts.Length; j++) form.Start[j + 1] = form.Start[j] + counts[j];
        int[] next = form.Start[..counts.Length];
        for (int i = 0; i < rowOf.Count; i++)
            for (int k = program.RowStart[rowOf[i]]; k < program.RowStart[rowOf[i] + 1]; k++)
            {
                int j = newColumn[program.ColumnIndex[k]];
                if (j < 0) continue;
                form.RowIndex[next[j]] = i;
                form.Value[next[j]++] = program.Coefficient[k];
            }
        double sign = program.Maximise ? -1 : 1;
        for (int j = 0; j < counts.Length; j++)
        {
            int column = form.ColumnOf[j];
            (form.Lower[j], form.Upper[j]) = (lower[column], upper[column]);
            form.Cost[j] = sign * program.Cost[column] / form.CostScale;
        }
        for (int s = 0; s < slacks.Count; s++)
        {
            int j = counts.Length + s, at = form.Start[j];
            form.Start[j + 1] = at + 1;
            (form.RowIndex[at], form.Value[at]) = (slacks[s].Row, 1);
            (form.Lower[j], form.Upper[j]) = (slacks[s].Lower, slacks[s].Upper);
        }
    }

    /// <summary>Costs near one help as much as coefficients near one.</summary>
    static double CostScaleOf(ProgramArrays program)
    {
        double most = 0;
        foreach (double cost in program.Cost) most = Math.Max(most, Math.Abs(cost));
        return most == 0 ? 1 : Math.Pow(2, Math.Round(Math.Log2(most) / 2));
    }
}
