namespace Headroom.Quantities;

/// <summary>Money per energy of storage and year; the inner unit is dollars per joule and year.</summary>
public readonly record struct EnergyCapacityRent : IQuantity<EnergyCapacityRent>
{
    static readonly Unit[] units =
    [
        new("$/kWh-yr", 1/3.6e6),
        new("$/MWh-yr", 1/3.6e9),
    ];

    readonly double dollarsPerJouleYear;
    EnergyCapacityRent(double dollarsPerJouleYear) => this.dollarsPerJouleYear = dollarsPerJouleYear;

    public double DollarsPerKilowattHourYear => dollarsPerJouleYear / (1 / 3.6e6);
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<EnergyCapacityRent>.Si => dollarsPerJouleYear;
    public static EnergyCapacityRent FromSi(double dollarsPerJouleYear) => new(dollarsPerJouleYear);
    public override string ToString() => QuantityText.Format(this);
}
