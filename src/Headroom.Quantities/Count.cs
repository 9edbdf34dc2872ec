namespace Headroom.Quantities;

/// <summary>A number of like things: racks, modules, accelerators. Relaxed plans make it fractional.</summary>
public readonly record struct Count : IQuantity<Count>
{
    static readonly Unit[] units =
    [
        new("", 1),
    ];

    readonly double items;
    Count(double items) => this.items = items;

    public double Items => items;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Count>.Si => items;
    public static Count FromSi(double items) => new(items);
    public override string ToString() => QuantityText.Format(this);
}
