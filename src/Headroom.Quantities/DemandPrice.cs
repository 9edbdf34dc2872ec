namespace Headroom.Quantities;

/// <summary>Money per power of a month's peak.</summary>
public readonly record struct DemandPrice : IQuantity<DemandPrice>
{
    static readonly Unit[] units =
    [
        new("$/kW-month", 1e-3),
        new("$/MW-month", 1e-6),
    ];

    readonly double dollarsPerWattMonth;
    DemandPrice(double dollarsPerWattMonth) => this.dollarsPerWattMonth = dollarsPerWattMonth;

    public double DollarsPerKilowattMonth => dollarsPerWattMonth / 1e-3;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<DemandPrice>.Si => dollarsPerWattMonth;
    public static DemandPrice FromSi(double dollarsPerWattMonth) => new(dollarsPerWattMonth);
    public override string ToString() => QuantityText.Format(this);
}
