namespace Headroom.Quantities;

/// <summary>Rate of flow of a liquid.</summary>
public readonly record struct VolumeFlow : IQuantity<VolumeFlow>
{
    static readonly Unit[] units =
    [
        new("L/min", 1e-3/60),
        new("m³/h", 1.0/3600),
        new("L/s", 1e-3),
    ];

    readonly double cubicMetresPerSecond;
    VolumeFlow(double cubicMetresPerSecond) => this.cubicMetresPerSecond = cubicMetresPerSecond;

    public double LitresPerMinute => cubicMetresPerSecond / (1e-3 / 60);
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<VolumeFlow>.Si => cubicMetresPerSecond;
    public static VolumeFlow FromSi(double cubicMetresPerSecond) => new(cubicMetresPerSecond);
    public override string ToString() => QuantityText.Format(this);
}
