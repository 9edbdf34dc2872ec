namespace Headroom.Quantities;

/// <summary>Volume, of water for the most part.</summary>
public readonly record struct Volume : IQuantity<Volume>
{
    static readonly Unit[] units =
    [
        new("m³", 1),
        new("m3", 1),
        new("L", 1e-3),
        new("ML", 1e3),
        new("GL", 1e6),
    ];

    readonly double cubicMetres;
    Volume(double cubicMetres) => this.cubicMetres = cubicMetres;

    public double CubicMetres => cubicMetres;
    public double Litres => cubicMetres / 1e-3;
    public double Megalitres => cubicMetres / 1e3;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Volume>.Si => cubicMetres;
    public static Volume FromSi(double cubicMetres) => new(cubicMetres);
    public override string ToString() => QuantityText.Format(this);
}
