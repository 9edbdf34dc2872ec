namespace Headroom.Quantities;

/// <summary>Bytes per time, of memory.</summary>
public readonly record struct Bandwidth : IQuantity<Bandwidth>
{
    static readonly Unit[] units =
    [
        new("TB/s", 1e12),
        new("GB/s", 1e9),
    ];

    readonly double bytesPerSecond;
    Bandwidth(double bytesPerSecond) => this.bytesPerSecond = bytesPerSecond;

    public double BytesPerSecond => bytesPerSecond;
    public double TerabytesPerSecond => bytesPerSecond / 1e12;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Bandwidth>.Si => bytesPerSecond;
    public static Bandwidth FromSi(double bytesPerSecond) => new(bytesPerSecond);
    public override string ToString() => QuantityText.Format(this);
}
