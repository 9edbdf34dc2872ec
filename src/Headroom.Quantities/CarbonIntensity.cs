namespace Headroom.Quantities;

/// <summary>Carbon dioxide per energy, of electricity or of fuel.</summary>
public readonly record struct CarbonIntensity : IQuantity<CarbonIntensity>
{
    static readonly Unit[] units =
    [
        new("g/kWh", 1e-3/3.6e6),
        new("kg/MWh", 1/3.6e9),
        new("t/MWh", 1e3/3.6e9),
        new("kg/MMBtu", 1/1.05505585262e9),
    ];

    readonly double kilogramsPerJoule;
    CarbonIntensity(double kilogramsPerJoule) => this.kilogramsPerJoule = kilogramsPerJoule;

    public double GramsPerKilowattHour => kilogramsPerJoule / (1e-3 / 3.6e6);
    public double KilogramsPerMillionBtu => kilogramsPerJoule / (1 / 1.05505585262e9);
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<CarbonIntensity>.Si => kilogramsPerJoule;
    public static CarbonIntensity FromSi(double kilogramsPerJoule) => new(kilogramsPerJoule);
    public override string ToString() => QuantityText.Format(this);
}
