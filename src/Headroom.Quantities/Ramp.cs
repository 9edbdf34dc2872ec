namespace Headroom.Quantities;

/// <summary>How fast a power may change.</summary>
public readonly record struct Ramp : IQuantity<Ramp>
{
    static readonly Unit[] units =
    [
        new("MW/min", 1e6/60),
        new("kW/s", 1e3),
        new("MW/s", 1e6),
        new("kW/min", 1e3/60),
        new("MW/h", 1e6/3600),
    ];

    readonly double wattsPerSecond;
    Ramp(double wattsPerSecond) => this.wattsPerSecond = wattsPerSecond;

    public double WattsPerSecond => wattsPerSecond;
    public double MegawattsPerMinute => wattsPerSecond / (1e6 / 60);
    public double MegawattsPerHour => wattsPerSecond / (1e6 / 3600);
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Ramp>.Si => wattsPerSecond;
    public static Ramp FromSi(double wattsPerSecond) => new(wattsPerSecond);
    public override string ToString() => QuantityText.Format(this);
}
