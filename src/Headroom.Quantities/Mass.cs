namespace Headroom.Quantities;

/// <summary>Mass: of carbon dioxide, of a rack, of coolant.</summary>
public readonly record struct Mass : IQuantity<Mass>
{
    static readonly Unit[] units =
    [
        new("t", 1e3),
        new("g", 1e-3),
        new("kg", 1),
        new("kt", 1e6),
        new("Mt", 1e9),
    ];

    readonly double kilograms;
    Mass(double kilograms) => this.kilograms = kilograms;

    public double Kilograms => kilograms;
    public double Tonnes => kilograms / 1e3;
    public double Kilotonnes => kilograms / 1e6;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Mass>.Si => kilograms;
    public static Mass FromSi(double kilograms) => new(kilograms);
    public override string ToString() => QuantityText.Format(this);
}
