using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>What one rack asks of the place where it stands.</summary>
/// <param name="Power">The same figure as the plan's: see <see cref="RackProvision"/>.</param>
/// <param name="Nameplate">Nameplate at its highest cap: what breakers count on.</param>
/// <param name="ToAir">Heat that leaves the rack through air.</param>
/// <param name="IsLiquid">Whether it must be plumbed.</param>
sealed record RackNeed(RackChoice Choice, Power Power, Power Nameplate, Power ToAir, bool IsLiquid)
{
    public RackType Type => Choice.Type;

    /// <summary>A usual rack footprint, 0.6 × 1.2 m, which carries the mass. Source: Headroom estimate, 0.64–0.96 m².</summary>
    public const double FootprintSquareMetres = 0.72;

    /// <summary>Floor of one position with its share of the aisles, over which plates may spread the mass. Source: Headroom estimate, 2–4
    /// m².</summary>
    public const double PositionSquareMetres = 2.5;

    /// <summary>How many of the kind stand or must stand.</summary>
    public double Must => Math.Max(Choice.Size.Least.Items, Choice.Size.Installed.Items);

    /// <summary>What all of the kind that must stand need together.</summary>
    public Power OfAll => Must * Power;

    /// <summary>The needs of every kind of rack of a site, in its order.</summary>
    public static IReadOnlyList<RackNeed> Of(Site site)
    {
        var model = new DefaultFrontier();
        return [.. site.Racks.Select(choice => Of(choice, RackProvision.Of(site, choice, model)))];
    }

    static RackNeed Of(RackChoice choice, Power power) =>
        new(choice, power, RackProvision.NameplateAtCap(choice), (1 - choice.Type.LiquidShare) * power, choice.Type.LiquidShare > 0);

    public static FloorLoad Over(Mass mass, double squareMetres) => FloorLoad.FromSi(mass.Kilograms / squareMetres);
}
