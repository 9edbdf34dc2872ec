namespace Headroom.Quantities;

/// <summary>A physical or monetary amount: one double in SI behind a type that names what it is.</summary>
/// <remarks>
///   The representation is private on purpose: a value enters and leaves through names that state its unit.
///   <c>default</c> is zero for every quantity. Equality is exact equality of the SI double.
/// </remarks>
public interface IQuantity<Q> where Q : struct, IQuantity<Q>
{
    /// <summary>The value in the coherent SI unit of this quantity; for generic code only.</summary>
    double Si { get; }

    /// <summary>A quantity from its SI value; for generic code only.</summary>
    static abstract Q FromSi(double si);

    /// <summary>Every unit a file or a person may write, the one that we print first.</summary>
    static abstract IReadOnlyList<Unit> Units { get; }
}

/// <summary>A unit as people write it, and what one of it is in SI: <c>value_SI = ToSi · value + Offset</c>.</summary>
public sealed record Unit(string Symbol, double ToSi, double Offset = 0);
