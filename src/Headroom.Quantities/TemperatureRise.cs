namespace Headroom.Quantities;

/// <summary>A difference between two temperatures.</summary>
public readonly record struct TemperatureRise : IQuantity<TemperatureRise>
{
    static readonly Unit[] units =
    [
        new("K", 1),
    ];

    readonly double kelvin;
    TemperatureRise(double kelvin) => this.kelvin = kelvin;

    public double Kelvin => kelvin;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<TemperatureRise>.Si => kelvin;
    public static TemperatureRise FromSi(double kelvin) => new(kelvin);
    public override string ToString() => QuantityText.Format(this);
}
