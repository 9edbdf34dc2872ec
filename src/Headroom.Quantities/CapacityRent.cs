namespace Headroom.Quantities;

/// <summary>Money per power and year. The year is an accounting period, not a duration, so the inner unit is dollars per watt and year.</summary>
public readonly record struct CapacityRent : IQuantity<CapacityRent>
{
    static readonly Unit[] units =
    [
        new("$/kW-yr", 1e-3),
        new("$/MW-yr", 1e-6),
        new("$/kW-month", 12e-3),
        new("$/MW-day", 365e-6),
    ];

    readonly double dollarsPerWattYear;
    CapacityRent(double dollarsPerWattYear) => this.dollarsPerWattYear = dollarsPerWattYear;

    public double DollarsPerKilowattYear => dollarsPerWattYear / 1e-3;
    public double DollarsPerMegawattYear => dollarsPerWattYear / 1e-6;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<CapacityRent>.Si => dollarsPerWattYear;
    public static CapacityRent FromSi(double dollarsPerWattYear) => new(dollarsPerWattYear);
    public override string ToString() => QuantityText.Format(this);
}
