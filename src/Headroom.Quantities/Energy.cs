namespace Headroom.Quantities;

/// <summary>Energy, electrical or of fuel; joules inside, megawatt-hours and the like outside.</summary>
public readonly record struct Energy : IQuantity<Energy>
{
    static readonly Unit[] units =
    [
        new("MWh", 3.6e9),
        new("J", 1),
        new("kWh", 3.6e6),
        new("GWh", 3.6e12),
        new("TWh", 3.6e15),
        new("MMBtu", 1.05505585262e9),
    ];

    readonly double joules;
    Energy(double joules) => this.joules = joules;

    public double Joules => joules;
    public double KilowattHours => joules / 3.6e6;
    public double MegawattHours => joules / 3.6e9;
    public double GigawattHours => joules / 3.6e12;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Energy>.Si => joules;
    public static Energy FromSi(double joules) => new(joules);
    public override string ToString() => QuantityText.Format(this);
}
