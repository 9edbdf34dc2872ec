using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>The products of known quantities and expressions that physics allows; anything else does not compile.</summary>
public static class Products
{
    extension(Expr<Power>)
    {
        public static Expr<Energy> operator *(TimeSpan t, Expr<Power> p) => p.Times<Power, Energy>(t.TotalSeconds);
        public static Expr<Money> operator *(CapacityPrice price, Expr<Power> p) => p.Times<Power, Money>(Si(price));

        /// <summary>One year's rent.</summary>
        public static Expr<Money> operator *(CapacityRent rent, Expr<Power> p) => p.Times<Power, Money>(Si(rent));

        /// <summary>One month's demand charge.</summary>
        public static Expr<Money> operator *(DemandPrice price, Expr<Power> p) => p.Times<Power, Money>(Si(price));
    }

    extension(Expr<Energy>)
    {
        public static Expr<Money> operator *(EnergyPrice price, Expr<Energy> e) => e.Times<Energy, Money>(Si(price));

        /// <summary>One year's rent.</summary>
        public static Expr<Money> operator *(EnergyCapacityRent rent, Expr<Energy> e) => e.Times<Energy, Money>(Si(rent));
        public static Expr<Mass> operator *(CarbonIntensity intensity, Expr<Energy> e) => e.Times<Energy, Mass>(Si(intensity));
        public static Expr<Volume> operator *(WaterIntensity intensity, Expr<Energy> e) => e.Times<Energy, Volume>(Si(intensity));
    }

    extension(Expr<Mass>)
    {
        public static Expr<Money> operator *(CarbonPrice price, Expr<Mass> m) => m.Times<Mass, Money>(Si(price));
    }

    extension(TokenEfficiency)
    {
        /// <summary>Tokens of so much energy.</summary>
        public static Expr<TokenCount> operator *(TokenEfficiency each, Expr<Energy> e) => e.Times<Energy, TokenCount>(Si(each));
    }

    extension(Expr<TokenRate>)
    {
        public static Expr<TokenCount> operator *(TimeSpan t, Expr<TokenRate> rate) => rate.Times<TokenRate, TokenCount>(t.TotalSeconds);
    }

    extension(Expr<TokenCount>)
    {
        public static Expr<Money> operator *(TokenPrice price, Expr<TokenCount> n) => n.Times<TokenCount, Money>(Si(price));
    }

    extension(Expr<ComputeRate>)
    {
        public static Expr<Compute> operator *(TimeSpan t, Expr<ComputeRate> rate) => rate.Times<ComputeRate, Compute>(t.TotalSeconds);
    }

    extension<Q>(Q) where Q : struct, IQuantity<Q>
    {
        /// <summary>So much for each: power per rack times racks, money per module times modules.</summary>
        public static Expr<Q> operator *(Q each, Expr<Count> n) => n.Times<Count, Q>(each.Si);
    }

    /// <summary>Sum of expressions, in their order.</summary>
    public static Expr<Q> Sum<Q>(this IEnumerable<Expr<Q>> terms) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(terms);
        Expr<Q> sum = default;
        foreach (Expr<Q> term in terms) sum += term;
        return sum;
    }

    static Expr<To> Times<From, To>(this Expr<From> e, double si) where From : struct, IQuantity<From> where To : struct, IQuantity<To> =>
        new(Node.Scaled(si * Scale<From>.Si / Scale<To>.Si, e.Root));

    static double Si<Q>(Q quantity) where Q : struct, IQuantity<Q> => quantity.Si;
}
