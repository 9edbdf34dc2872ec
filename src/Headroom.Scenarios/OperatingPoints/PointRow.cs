using System.Globalization;
using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary>One row: reads its cells, and keeps count of whether all were sound.</summary>
internal sealed class PointRow(PointTable table, int line, List<string> cells)
{
    /// <summary>Number formats of weights, the precision they are served in, and whether they are a kind of their own.</summary>
    private static readonly Dictionary<string, (Precision Precision, string? Kind)> formats = new(StringComparer.Ordinal)
    {
        ["bf16"] = (Precision.Bf16, null),
        ["bfloat16"] = (Precision.Bf16, null),
        ["fp8"] = (Precision.Fp8, null),
        ["fp4"] = (Precision.Fp4, null),
        ["nvfp4"] = (Precision.Fp4, null),
        ["mxfp4"] = (Precision.Fp4, null),
        ["int4"] = (Precision.Fp4, "int4"),
    };

    /// <summary>False once a cell was at fault: the row gives no point then, and the findings say why.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>File and line, for people.</summary>
    public string Source => $"{table.File}:{line}";

    public bool Has(string header) => Cell(header).Length > 0;

    public string Cell(string header) => table.Header.IndexOf(header) is var at and >= 0 ? cells[at].Trim() : "";

    /// <summary>A text that must be there.</summary>
    public string Text(string header, string expected)
    {
        if (!Has(header)) Wrong(header, "an empty cell", expected, "Fill it in, or remove the row.");
        return Cell(header);
    }

    /// <summary>The value in SI; 1 where it is at fault.</summary>
    public double Number(NumberColumn column)
    {
        string cell = Cell(column.Header), unit = column.Unit.Length > 0 ? $" in {column.Unit}" : "";
        string kind = column.IsWhole ? "a whole number" : $"a number{unit}";
        if (cell.Length == 0)
            return Fault(column, "an empty cell", kind, "Fill it in, or remove the row.");
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            return Fault(column, $"\"{cell}\" is no number", kind, cell.Contains(',')
                ? $"Write {cell.Replace(',', '.')}: the decimal mark is a point."
                : column.IsInHeader ? "Write the number alone, its unit stands in the header; nothing where it was not measured."
                : "Write a number.");
        if (column.IsWhole && value != Math.Floor(value))
            return Fault(column, $"\"{cell}\" is not whole", kind, "Correct it.");
        double si = value * column.ToSi;
        if (si >= column.Least && si <= column.Most) return si;
        string bounds = si < column.Least ? $"at least {Amount(column, column.Least)}" : $"at most {Amount(column, column.Most)}";
        return Fault(column, $"{cell} {column.Unit}".TrimEnd(), bounds,
            column.IsInHeader ? "Correct the value, or the unit in the header." : "Correct the value.");
    }

    /// <summary>The value in SI; null where the file has no such column or the cell is empty.</summary>
    public double? Optional(NumberColumn? column) => column is not null && Has(column.Header) ? Number(column) : null;

    /// <summary>The precision, and the name of a weight format that is never compared with others of its precision.</summary>
    public (Precision Precision, string? WeightFormat) Format(string header, string whenEmpty = "")
    {
        string cell = Has(header) ? Cell(header) : whenEmpty;
        if (formats.TryGetValue(cell.ToLowerInvariant(), out (Precision, string?) known)) return known;
        Wrong(header, cell.Length == 0 ? "an empty cell" : $"\"{cell}\"", "bf16, fp8, fp4 (nvfp4, mxfp4) or int4",
            "Write the number format of the weights.");
        return default;
    }

    public void Wrong(string header, string read, string expected, string remedy)
    {
        IsSound = false;
        table.Findings.Wrong(line, header, read, expected, remedy);
    }

    private double Fault(NumberColumn column, string read, string expected, string remedy)
    {
        Wrong(column.Header, read, expected, remedy);
        return 1;
    }

    private static string Amount(NumberColumn column, double si) =>
        $"{QuantityText.Number(si / column.ToSi)} {column.Unit}".TrimEnd();
}
