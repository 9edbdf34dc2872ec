using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>What one rack asks of the place where it stands.</summary>
/// <param name="Power">Nameplate less what its highest cap takes off the boards: the figure that breakers and plant count on.</param>
/// <param name="ToAir">Heat that leaves the rack through air.</param>
/// <param name="IsLiquid">Whether it must be plumbed.</param>
sealed record RackNeed(Power Power, Power ToAir, bool IsLiquid)
{
    /// <summary>A usual rack footprint, 0.6 × 1.2 m, which carries the mass. Source: Headroom estimate, 0.64–0.96 m².</summary>
    public const double FootprintSquareMetres = 0.72;

    /// <summary>Floor of one position with its share of the aisles, over which plates may spread the mass. Source: Headroom estimate, 2–4
    /// m².</summary>
    public const double PositionSquareMetres = 2.5;

    public static RackNeed Of(RackChoice choice)
    {
        Power takenOff = (1 - choice.CapMostFraction) * choice.Type.Accelerators * choice.Type.Accelerator.Tdp;
        Power power = choice.Type.Nameplate - takenOff;
        return new(power, (1 - choice.Type.LiquidShare) * power, choice.Type.LiquidShare > 0);
    }

    /// <summary>How many of a kind stand or must stand.</summary>
    public static double Must(RackChoice choice) => Math.Max(choice.Size.Least.Items, choice.Size.Installed.Items);

    /// <summary>What all of a kind that must stand need together.</summary>
    public static Power OfAll(RackChoice choice) => Must(choice) * Of(choice).Power;

    public static FloorLoad Over(Mass mass, double squareMetres) => FloorLoad.FromSi(mass.Kilograms / squareMetres);
}
