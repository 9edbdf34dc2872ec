using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>What a kind of building work costs per power: a usual price between a low and a high one.</summary>
/// <remarks>The catalog's <c>cooling.yaml</c> states the same figures with their sources; they stand here so that the check needs no
/// file.</remarks>
sealed record CostRange(CapacityPrice Low, CapacityPrice Usual, CapacityPrice High)
{
    /// <summary>Air hall to direct liquid cooling. Source: STL Partners, May 2026, about 2 M$/MW; ends estimated.</summary>
    public static CostRange AirToLiquid { get; } = Of(1000, 2000, 4000);

    /// <summary>Rear-door hall to direct liquid cooling: water is at the row already. Source: Headroom estimate.</summary>
    public static CostRange RearDoorToLiquid { get; } = Of(700, 1500, 3500);

    /// <summary>A new hall, shell and plant. Source: Cushman &amp; Wakefield 2025, mean 11.7 M$/MW of IT.</summary>
    public static CostRange NewHall { get; } = Of(9300, 11_700, 15_200);

    /// <summary>Air handlers. Source: Headroom estimate.</summary>
    public static CostRange AirHandlers { get; } = Of(250, 400, 700);

    /// <summary>A price that the site file states.</summary>
    public static CostRange Known(CapacityPrice price) => new(price, price, price);

    /// <summary>"30 MW × 2,000 $/kW = 60 M$ (1,000–4,000 $/kW: 30 M$ to 120 M$)"; without the bracket where the price is known.</summary>
    public string Times(Power power)
    {
        string usual = $"{power} × {PerKilowatt(Usual)} $/kW = {power * Usual}";
        return Low == High ? usual : $"{usual} ({PerKilowatt(Low)}–{PerKilowatt(High)} $/kW: {power * Low} to {power * High})";
    }

    static string PerKilowatt(CapacityPrice price) => QuantityText.Number(price.DollarsPerKilowatt);

    static CostRange Of(double low, double usual, double high) =>
        new(low.DollarsPerKilowatt, usual.DollarsPerKilowatt, high.DollarsPerKilowatt);
}
