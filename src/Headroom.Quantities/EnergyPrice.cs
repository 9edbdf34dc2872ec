namespace Headroom.Quantities;

/// <summary>Money per energy: of electricity, of fuel, of storage capacity.</summary>
public readonly record struct EnergyPrice : IQuantity<EnergyPrice>
{
    static readonly Unit[] units =
    [
        new("$/MWh", 1/3.6e9),
        new("$/kWh", 1/3.6e6),
        new("$/MMBtu", 1/1.05505585262e9),
        new("¢/kWh", 0.01/3.6e6),
    ];

    readonly double dollarsPerJoule;
    EnergyPrice(double dollarsPerJoule) => this.dollarsPerJoule = dollarsPerJoule;

    public double DollarsPerMegawattHour => dollarsPerJoule / (1 / 3.6e9);
    public double DollarsPerKilowattHour => dollarsPerJoule / (1 / 3.6e6);
    public double DollarsPerMillionBtu => dollarsPerJoule / (1 / 1.05505585262e9);
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<EnergyPrice>.Si => dollarsPerJoule;
    public static EnergyPrice FromSi(double dollarsPerJoule) => new(dollarsPerJoule);
    public override string ToString() => QuantityText.Format(this);
}
