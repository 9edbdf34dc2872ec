namespace Headroom.Quantities;

/// <summary>A point on the temperature scale; a difference is a TemperatureRise. <c>default</c> is absolute zero.</summary>
public readonly record struct Temperature : IQuantity<Temperature>
{
    static readonly Unit[] units =
    [
        new("°C", 1, 273.15),
    ];

    readonly double kelvin;
    Temperature(double kelvin) => this.kelvin = kelvin;

    public double Kelvin => kelvin;
    public double Celsius => kelvin - 273.15;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Temperature>.Si => kelvin;
    public static Temperature FromSi(double kelvin) => new(kelvin);
    public override string ToString() => QuantityText.Format(this);
}
