namespace Headroom.Quantities;

/// <summary>Money per power: what a kilowatt of plant costs once.</summary>
public readonly record struct CapacityPrice : IQuantity<CapacityPrice>
{
    static readonly Unit[] units =
    [
        new("$/kW", 1e-3),
        new("$/MW", 1e-6),
        new("M$/MW", 1),
        new("$/W", 1),
    ];

    readonly double dollarsPerWatt;
    CapacityPrice(double dollarsPerWatt) => this.dollarsPerWatt = dollarsPerWatt;

    public double DollarsPerKilowatt => dollarsPerWatt / 1e-3;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<CapacityPrice>.Si => dollarsPerWatt;
    public static CapacityPrice FromSi(double dollarsPerWatt) => new(dollarsPerWatt);
    public override string ToString() => QuantityText.Format(this);
}
