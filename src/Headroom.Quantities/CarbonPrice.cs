namespace Headroom.Quantities;

/// <summary>Money per mass of carbon dioxide.</summary>
public readonly record struct CarbonPrice : IQuantity<CarbonPrice>
{
    static readonly Unit[] units =
    [
        new("$/t", 1e-3),
        new("$/kg", 1),
    ];

    readonly double dollarsPerKilogram;
    CarbonPrice(double dollarsPerKilogram) => this.dollarsPerKilogram = dollarsPerKilogram;

    public double DollarsPerTonne => dollarsPerKilogram / 1e-3;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<CarbonPrice>.Si => dollarsPerKilogram;
    public static CarbonPrice FromSi(double dollarsPerKilogram) => new(dollarsPerKilogram);
    public override string ToString() => QuantityText.Format(this);
}
