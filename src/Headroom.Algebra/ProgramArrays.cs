using System.Runtime.InteropServices;

namespace Headroom.Algebra;

/// <summary>A linear program as flat arrays in plan units: rows in compressed form, bounds on both sides, costs, integrality.</summary>
public sealed class ProgramArrays
{
    readonly List<double> columnLower = [], columnUpper = [], cost = [];
    readonly List<bool> whole = [];
    readonly List<double> rowLower = [], rowUpper = [], value = [];
    readonly List<int> rowStart = [0], index = [];

    readonly List<(int First, int End)> parts = [];

    public int Columns => columnLower.Count;
    public int Rows => rowLower.Count;
    public int NonZeros => index.Count;
    public bool Maximise { get; private set; }
    public double ObjectiveConstant { get; private set; }

    /// <summary>The unit of the objective; null until there is one.</summary>
    public PlanUnit? ObjectiveUnit { get; private set; }

    public Span<double> ColumnLower => CollectionsMarshal.AsSpan(columnLower);
    public Span<double> ColumnUpper => CollectionsMarshal.AsSpan(columnUpper);
    public Span<double> Cost => CollectionsMarshal.AsSpan(cost);
    public Span<double> RowLower => CollectionsMarshal.AsSpan(rowLower);
    public Span<double> RowUpper => CollectionsMarshal.AsSpan(rowUpper);

    /// <summary>Where each row starts in <see cref="ColumnIndex"/>; one more entry than rows.</summary>
    public ReadOnlySpan<int> RowStart => CollectionsMarshal.AsSpan(rowStart);
    public ReadOnlySpan<int> ColumnIndex => CollectionsMarshal.AsSpan(index);
    public ReadOnlySpan<double> Coefficient => CollectionsMarshal.AsSpan(value);

    /// <summary>Rows of each part that was written within a name of its own, a year or a site: from its first to before its end. All other rows tie parts together.</summary>
    public IReadOnlyList<(int First, int End)> Parts => parts;

    public bool IsWhole(int column) => whole[column];
    public IEnumerable<int> WholeColumns => Enumerable.Range(0, Columns).Where(column => whole[column]);

    internal void AddColumn(double lower, double upper, bool whole)
    {
        columnLower.Add(lower);
        columnUpper.Add(upper);
        cost.Add(0);
        this.whole.Add(whole);
    }

    internal void AddRow(Flattener row, Sense sense, double bound)
    {
        for (int k = 0; k < row.Columns.Count; k++)
        {
            if (row.Coefficients[k] == 0) continue;
            index.Add(row.Columns[k]);
            value.Add(row.Coefficients[k]);
        }
        rowStart.Add(index.Count);
        rowLower.Add(sense == Sense.AtMost ? double.NegativeInfinity : bound);
        rowUpper.Add(sense == Sense.AtLeast ? double.PositiveInfinity : bound);
    }

    /// <summary>The same rows, some of which may give: each at a price, and only what they give is minimised.</summary>
    /// <remarks>A row that is an equation gives both ways. The slacks stand behind the columns, in the order of the rows.</remarks>
    /// <param name="pricePerUnit">Price of each row's giving, by row; 0 for rows that do not give.</param>
    /// <param name="slackOfRow">First slack column of each row that gives, −1 for the others.</param>
    public ProgramArrays Elastic(ReadOnlySpan<double> pricePerUnit, out int[] slackOfRow)
    {
        var copy = new ProgramArrays();
        for (int j = 0; j < Columns; j++) copy.AddColumn(columnLower[j], columnUpper[j], whole: false);
        copy.ObjectiveUnit = ObjectiveUnit;
        slackOfRow = new int[Rows];
        for (int i = 0; i < Rows; i++)
        {
            for (int k = rowStart[i]; k < rowStart[i + 1]; k++) { copy.index.Add(index[k]); copy.value.Add(value[k]); }
            slackOfRow[i] = -1;
            if (pricePerUnit[i] > 0)
            {
                slackOfRow[i] = copy.Columns;
                if (!double.IsInfinity(rowLower[i])) copy.AddSlack(1, pricePerUnit[i]);
                if (!double.IsInfinity(rowUpper[i])) copy.AddSlack(-1, pricePerUnit[i]);
            }
            copy.rowStart.Add(copy.index.Count);
            copy.rowLower.Add(rowLower[i]);
            copy.rowUpper.Add(rowUpper[i]);
        }
        return copy;
    }

    void AddSlack(double coefficient, double price)
    {
        index.Add(Columns);
        value.Add(coefficient);
        AddColumn(0, double.PositiveInfinity, whole: false);
        cost[^1] = price;
    }

    /// <summary>Gives back what the lists hold beyond what stands in them: up to half of a program's memory.</summary>
    public void Trim()
    {
        foreach (List<double> list in (List<double>[])[columnLower, columnUpper, cost, rowLower, rowUpper, value]) list.TrimExcess();
        foreach (List<int> list in (List<int>[])[rowStart, index]) list.TrimExcess();
        whole.TrimExcess();
    }

    internal void EndPart(int first) => parts.Add((first, Rows));

    internal void RemoveLastRow()
    {
        rowStart.RemoveAt(rowStart.Count - 1);
        int keep = rowStart[^1];
        index.RemoveRange(keep, index.Count - keep);
        value.RemoveRange(keep, value.Count - keep);
        rowLower.RemoveAt(rowLower.Count - 1);
        rowUpper.RemoveAt(rowUpper.Count - 1);
    }

    internal void ClearObjective(bool maximise, PlanUnit unit)
    {
        Cost.Clear();
        (Maximise, ObjectiveConstant, ObjectiveUnit) = (maximise, 0, unit);
    }

    internal void AddCost(int[] columns, double[] coefficients, double weight, double constant)
    {
        for (int k = 0; k < columns.Length; k++) cost[columns[k]] += weight * coefficients[k];
        ObjectiveConstant += constant;
    }
}
