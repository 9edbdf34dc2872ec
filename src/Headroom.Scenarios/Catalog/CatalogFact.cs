using Headroom.Quantities;
using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.Catalog;

/// <summary>Which column of a range a plan takes.</summary>
public enum CostColumn { Low, Mid, High }

/// <summary>One number of the catalog with its range and where it comes from. The texts carry units.</summary>
/// <param name="Path">Where it stands, such as <c>supply.gasTurbine.capital</c>.</param>
/// <param name="Source">Full citations.</param>
/// <param name="Kind">measured, published, fitted or estimated</param>
/// <param name="Grade">P primary, S secondary, E estimate, U to be verified; empty for measured and fitted</param>
public sealed record CatalogFact(string Path, string Low, string Mid, string High, string Source, int Year, string Kind, string Grade,
    int Line)
{
    public string In(CostColumn column) => column switch { CostColumn.Low => Low, CostColumn.High => High, _ => Mid };

    public Q Quantity<Q>(CostColumn column = CostColumn.Mid) where Q : struct, IQuantity<Q> =>
        QuantityText.TryParse(In(column), out Q quantity) ? quantity
            : throw new CatalogException($"{Path} (line {Line}): \"{In(column)}\" is no {typeof(Q).Name} in {QuantityText.UnitsOf<Q>()}.");

    /// <summary>The value in the SI unit of a table that is no quantity: shares, years, hours.</summary>
    public double Si(UnitTable units, CostColumn column = CostColumn.Mid)
    {
        ArgumentNullException.ThrowIfNull(units);
        return NumberText.Read(In(column), units, out double si, out _) is { } fault
            ? throw new CatalogException($"{Path} (line {Line}): \"{In(column)}\", {fault.What}; expected {units.Noun} in {units.Words}.")
            : si;
    }

    /// <summary>For the list of inputs: <c>1158 $/kW (885 $/kW … 1600 $/kW)</c>.</summary>
    public string Text(CostColumn column) => Low == High ? In(column) : $"{In(column)} ({Low} … {High})";

    /// <summary>For the list of inputs.</summary>
    public string Citation => $"{Source} ({Year}, {Kind}{(Grade.Length > 0 ? " " + Grade : "")})";
}

/// <summary>A fault in the catalog that ships with the product: our bug, never the user's.</summary>
public sealed class CatalogException(string message) : InvalidOperationException(message);
