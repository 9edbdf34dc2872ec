namespace Headroom.Quantities;

/// <summary>An amount of money in US dollars of the plan's year.</summary>
public readonly record struct Money : IQuantity<Money>
{
    static readonly Unit[] units =
    [
        new("$", 1),
        new("k$", 1e3),
        new("M$", 1e6),
        new("G$", 1e9),
    ];

    readonly double dollars;
    Money(double dollars) => this.dollars = dollars;

    public double Dollars => dollars;
    public double Millions => dollars / 1e6;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Money>.Si => dollars;
    public static Money FromSi(double dollars) => new(dollars);
    public override string ToString() => QuantityText.Format(this);
}
