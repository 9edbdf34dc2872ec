namespace Headroom.Quantities;

/// <summary>Rate of energy flow.</summary>
public readonly record struct Power : IQuantity<Power>
{
    static readonly Unit[] units =
    [
        new("MW", 1e6),
        new("W", 1),
        new("kW", 1e3),
        new("GW", 1e9),
    ];

    readonly double watts;
    Power(double watts) => this.watts = watts;

    public double Watts => watts;
    public double Kilowatts => watts / 1e3;
    public double Megawatts => watts / 1e6;
    public double Gigawatts => watts / 1e9;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Power>.Si => watts;
    public static Power FromSi(double watts) => new(watts);
    public override string ToString() => QuantityText.Format(this);
}
