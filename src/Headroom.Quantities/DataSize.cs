namespace Headroom.Quantities;

/// <summary>An amount of memory; GB are 10⁹ bytes.</summary>
public readonly record struct DataSize : IQuantity<DataSize>
{
    static readonly Unit[] units =
    [
        new("GB", 1e9),
        new("MB", 1e6),
        new("TB", 1e12),
        new("B", 1),
    ];

    readonly double bytes;
    DataSize(double bytes) => this.bytes = bytes;

    public double Bytes => bytes;
    public double Gigabytes => bytes / 1e9;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<DataSize>.Si => bytes;
    public static DataSize FromSi(double bytes) => new(bytes);
    public override string ToString() => QuantityText.Format(this);
}
