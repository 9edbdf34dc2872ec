namespace Headroom.Quantities;

/// <summary>The algebra that every quantity shares, written once.</summary>
public static class QuantityAlgebra
{
    extension<Q>(Q) where Q : struct, IQuantity<Q>
    {
        public static Q Zero => default;
        public static Q operator +(Q a, Q b) => Q.FromSi(a.Si + b.Si);
        public static Q operator -(Q a, Q b) => Q.FromSi(a.Si - b.Si);
        public static Q operator -(Q a) => Q.FromSi(-a.Si);
        public static Q operator *(double k, Q a) => Q.FromSi(k * a.Si);
        public static Q operator *(Q a, double k) => Q.FromSi(k * a.Si);
        public static Q operator /(Q a, double k) => Q.FromSi(a.Si / k);
        public static double operator /(Q a, Q b) => a.Si / b.Si;
        public static bool operator <(Q a, Q b) => a.Si < b.Si;
        public static bool operator >(Q a, Q b) => a.Si > b.Si;
        public static bool operator <=(Q a, Q b) => a.Si <= b.Si;
        public static bool operator >=(Q a, Q b) => a.Si >= b.Si;

        // Math.Min, not a comparison: a battery loop written with ?: ran at half the speed
        public static Q Min(Q a, Q b) => Q.FromSi(Math.Min(a.Si, b.Si));
        public static Q Max(Q a, Q b) => Q.FromSi(Math.Max(a.Si, b.Si));
    }

    /// <summary>Sum of a sequence, in its order.</summary>
    public static Q Sum<Q>(this IEnumerable<Q> terms) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(terms);
        double si = 0;
        foreach (Q term in terms) si += term.Si;
        return Q.FromSi(si);
    }

    /// <summary>The value in a unit named as in <see cref="IQuantity{Q}.Units"/>, such as <c>"kW"</c>.</summary>
    public static double In<Q>(this Q quantity, string symbol) where Q : struct, IQuantity<Q>
    {
        foreach (Unit unit in Q.Units)
            if (unit.Symbol == symbol) return (quantity.Si - unit.Offset) / unit.ToSi;
        throw new ArgumentException($"'{symbol}' is no unit of {typeof(Q).Name}", nameof(symbol));
    }
}
