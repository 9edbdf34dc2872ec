namespace Headroom.Quantities;

/// <summary>Arithmetic per time.</summary>
public readonly record struct ComputeRate : IQuantity<ComputeRate>
{
    static readonly Unit[] units =
    [
        new("FLOP/s", 1),
        new("GFLOP/s", 1e9),
        new("TFLOP/s", 1e12),
        new("PFLOP/s", 1e15),
        new("EFLOP/s", 1e18),
    ];

    readonly double operationsPerSecond;
    ComputeRate(double operationsPerSecond) => this.operationsPerSecond = operationsPerSecond;

    public double OperationsPerSecond => operationsPerSecond;
    public double TeraPerSecond => operationsPerSecond / 1e12;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<ComputeRate>.Si => operationsPerSecond;
    public static ComputeRate FromSi(double operationsPerSecond) => new(operationsPerSecond);
    public override string ToString() => QuantityText.Format(this);
}
