namespace Headroom.Quantities;

/// <summary>Water per energy.</summary>
public readonly record struct WaterIntensity : IQuantity<WaterIntensity>
{
    static readonly Unit[] units =
    [
        new("L/kWh", 1e-3/3.6e6),
        new("m³/MWh", 1/3.6e9),
        new("L/MWh", 1e-3/3.6e9),
    ];

    readonly double cubicMetresPerJoule;
    WaterIntensity(double cubicMetresPerJoule) => this.cubicMetresPerJoule = cubicMetresPerJoule;

    public double LitresPerKilowattHour => cubicMetresPerJoule / (1e-3 / 3.6e6);
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<WaterIntensity>.Si => cubicMetresPerJoule;
    public static WaterIntensity FromSi(double cubicMetresPerJoule) => new(cubicMetresPerJoule);
    public override string ToString() => QuantityText.Format(this);
}
