using System.Text;
using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>A program printed as maths: <c>state of charge[1]: stored[1] − stored[0] − 0.95 charge[1] = 0   [MWh]</c>.</summary>
public static class ProgramText
{
    /// <summary>One row of a family, with its unit.</summary>
    /// <param name="termsMost">Of a longer row the first terms and the last are printed, and how many stand between them.</param>
    public static string Row(LinearProgram program, IRelationFamily family, int member, int termsMost = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(family);
        ArgumentOutOfRangeException.ThrowIfNegative(member);
        if (member >= family.Count)
            throw new ArgumentOutOfRangeException(nameof(member), member, $"'{family.Name}' ranges over {family.Over.Name} 0 … {family.Count - 1}");
        ProgramArrays a = program.Arrays;
        int row = family.FirstRow + member;
        var text = new StringBuilder(family.Name);
        if (family.Over.Name.Length > 0) text.Append('[').Append(member).Append(']');
        text.Append(": ");
        int first = a.RowStart[row], end = a.RowStart[row + 1];
        AppendTerms(text, program, a.ColumnIndex[first..end], a.Coefficient[first..end], termsMost);
        (double lower, double upper) = (a.RowLower[row], a.RowUpper[row]);
        string relation = lower == upper ? "=" : double.IsInfinity(lower) ? "≤" : "≥";
        text.Append(' ').Append(relation).Append(' ').Append(Number(double.IsInfinity(lower) ? upper : lower));
        return family.Unit.Symbol.Length == 0 ? text.ToString() : text.Append("   [").Append(family.Unit.Symbol).Append(']').ToString();
    }

    /// <summary>The name of a column: its family and, where the family has an index, its member.</summary>
    public static string ColumnName(LinearProgram program, int column)
    {
        ArgumentNullException.ThrowIfNull(program);
        IReadOnlyList<IVariableFamily> families = program.VariableFamilies;
        int low = 0, high = families.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (families[middle].FirstColumn <= column) low = middle; else high = middle - 1;
        }
        IVariableFamily family = families[low];
        return !family.IsIndexed ? family.Name : $"{family.Name}[{column - family.FirstColumn}]";
    }

    /// <summary>The bounds of one member of a family, as maths: <c>0 ≤ import[0] ≤ 120   [MW]</c>.</summary>
    public static string Bounds(LinearProgram program, IVariableFamily family, int member)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(family);
        int column = family.FirstColumn + member;
        (double lower, double upper) = (program.Arrays.ColumnLower[column], program.Arrays.ColumnUpper[column]);
        string name = ColumnName(program, column);
        string text = (double.IsInfinity(lower), double.IsInfinity(upper)) switch
        {
            (true, true) => $"{name} free",
            (true, false) => $"{name} ≤ {Number(upper)}",
            (false, true) => $"{Number(lower)} ≤ {name}",
            _ when lower == upper => $"{name} = {Number(lower)}",
            _ => $"{Number(lower)} ≤ {name} ≤ {Number(upper)}",
        };
        if (program.Arrays.IsWhole(column)) text += ", whole";
        return family.UnitSymbol.Length == 0 ? text : $"{text}   [{family.UnitSymbol}]";
    }

    /// <summary>A tally as a sum, with its unit.</summary>
    public static string Amount<Q>(LinearProgram program, Tally<Q> tally, int termsMost = int.MaxValue) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(tally);
        var text = new StringBuilder();
        int[] real = [.. Enumerable.Range(0, tally.Columns.Length).Where(k => tally.Coefficients[k] != 0)];
        AppendTerms(text, program, [.. real.Select(k => tally.Columns[k])], [.. real.Select(k => tally.Coefficients[k])], termsMost);
        if (tally.Constant != 0) text.Append(tally.Constant < 0 ? " − " : " + ").Append(Number(Math.Abs(tally.Constant)));
        return text.Append("   [").Append(PlanUnit.Of<Q>().Symbol).Append(']').ToString();
    }

    static void AppendTerms(
        StringBuilder text, LinearProgram program, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, int termsMost)
    {
        int shown = Math.Min(columns.Length, termsMost);
        for (int k = 0; k < shown; k++) AppendTerm(text, coefficients[k], ColumnName(program, columns[k]), k == 0);
        if (columns.Length == 0) text.Append('0');
        if (shown == columns.Length) return;
        text.Append(" + … ").Append(QuantityText.Number(columns.Length - shown - 1, 9)).Append(" terms …");
        AppendTerm(text, coefficients[^1], ColumnName(program, columns[^1]), first: false);
    }

    static void AppendTerm(StringBuilder text, double coefficient, string name, bool first)
    {
        if (first) text.Append(coefficient < 0 ? "−" : "");
        else text.Append(coefficient < 0 ? " − " : " + ");
        double size = Math.Abs(coefficient);
        if (size != 1) text.Append(Number(size)).Append(' ');
        text.Append(name);
    }

    static string Number(double value) => QuantityText.Number(value == 0 ? 0 : value, 5).Replace('-', '−');
}
