namespace Headroom.Quantities;

/// <summary>Heat of fuel per energy of electricity, a ratio that is never below one.</summary>
public readonly record struct HeatRate : IQuantity<HeatRate>
{
    static readonly Unit[] units =
    [
        new("Btu/kWh", 1055.05585262/3.6e6),
        new("MMBtu/MWh", 1.05505585262e9/3.6e9),
        new("MWh/MWh", 1),
    ];

    readonly double joulesPerJoule;
    HeatRate(double joulesPerJoule) => this.joulesPerJoule = joulesPerJoule;

    public double JoulesPerJoule => joulesPerJoule;
    public double BtuPerKilowattHour => joulesPerJoule / (1055.05585262 / 3.6e6);
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<HeatRate>.Si => joulesPerJoule;
    public static HeatRate FromSi(double joulesPerJoule) => new(joulesPerJoule);
    public override string ToString() => QuantityText.Format(this);
}
