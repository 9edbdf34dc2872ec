namespace Headroom.Quantities;

/// <summary>An amount of arithmetic, in floating-point operations.</summary>
public readonly record struct Compute : IQuantity<Compute>
{
    static readonly Unit[] units =
    [
        new("FLOP", 1),
        new("GFLOP", 1e9),
        new("TFLOP", 1e12),
        new("PFLOP", 1e15),
        new("EFLOP", 1e18),
    ];

    readonly double operations;
    Compute(double operations) => this.operations = operations;

    public double Operations => operations;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<Compute>.Si => operations;
    public static Compute FromSi(double operations) => new(operations);
    public override string ToString() => QuantityText.Format(this);
}
