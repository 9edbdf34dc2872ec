using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>A hall as its heat sees it.</summary>
/// <param name="Name">Of the hall.</param>
/// <param name="Cooling">Kind, supply and rejection.</param>
/// <param name="DesignPower">IT power the hall is built for; its distribution units, handlers and share of the plant follow from it.</param>
/// <param name="Racks">What stands in it, in the order of the rack arrays.</param>
public sealed record HeatHall(string Name, CoolingPlant Cooling, Power DesignPower, IReadOnlyList<HeatRacks> Racks)
{
    /// <summary>Coolant pumps in the hall's distribution units.</summary>
    public Units Pumps { get; init; } = new(Needed: 2, Installed: 3);

    /// <summary>Air handlers.</summary>
    public Units Handlers { get; init; } = new(Needed: 4, Installed: 5);

    /// <summary>Chillers of the plant; where halls share a plant, those of all are added.</summary>
    public Units Chillers { get; init; } = new(Needed: 4, Installed: 4);

    /// <summary>Dry coolers or towers of the plant; added like chillers.</summary>
    public Units Coolers { get; init; } = new(Needed: 8, Installed: 8);

    /// <summary>Share of a rack's heat that this hall's main loop carries; the rest goes through the hall's air.</summary>
    internal double LiquidShareOf(HeatRacks racks) => Cooling.Kind switch
    {
        CoolingKind.Air => 0,
        CoolingKind.DirectLiquid => racks.LiquidShare,
        _ => 1,                                                         // doors and tanks catch all of it, as in plans
    };
}

/// <summary>Racks of one kind in a hall.</summary>
/// <param name="Count">How many.</param>
/// <param name="DesignPower">IT power that its flow and masses are sized for.</param>
/// <param name="LiquidShare">λ, share of the heat that cold plates take; 87 % for GB200 NVL72.</param>
public sealed record HeatRacks(int Count, Power DesignPower, double LiquidShare);

/// <summary>Equal machines in parallel.</summary>
/// <param name="Needed">N, that carry the design heat.</param>
/// <param name="Installed">N, or N+1 and more.</param>
public readonly record struct Units(int Needed, int Installed)
{
    /// <summary>What is left with some failed, of the design.</summary>
    /// <remarks>
    ///   f = min(1, (installed − failed)/needed)
    ///   Parallel pumps on a falling curve lose a little less than their share; the share is the safe side.
    /// </remarks>
    internal double FractionWith(int failed) => Math.Min(1, Math.Max(0, Installed - failed) / (double)Needed);

    public static Units operator +(Units a, Units b) => new(a.Needed + b.Needed, a.Installed + b.Installed);
}
