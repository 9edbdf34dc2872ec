namespace Headroom.Quantities;

/// <summary>Weight on a floor.</summary>
public readonly record struct FloorLoad : IQuantity<FloorLoad>
{
    static readonly Unit[] units =
    [
        new("kg/m²", 1),
        new("kg/m2", 1),
    ];

    readonly double kilogramsPerSquareMetre;
    FloorLoad(double kilogramsPerSquareMetre) => this.kilogramsPerSquareMetre = kilogramsPerSquareMetre;

    public double KilogramsPerSquareMetre => kilogramsPerSquareMetre;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<FloorLoad>.Si => kilogramsPerSquareMetre;
    public static FloorLoad FromSi(double kilogramsPerSquareMetre) => new(kilogramsPerSquareMetre);
    public override string ToString() => QuantityText.Format(this);
}
