using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>Floor space with a power, a density and a cooling kind.</summary>
public sealed record Hall
{
    public required string Name { get; init; }

    /// <summary>IT power that the hall can feed and cool.</summary>
    public required Sizing<Power> Power { get; init; }

    /// <summary>The most that one position can feed and cool.</summary>
    public required Power PerRack { get; init; }
    public required CoolingPlant Cooling { get; init; }

    /// <summary>Number of positions; null where power limits it first.</summary>
    public Count? Positions { get; init; }
    public FloorLoad? FloorRating { get; init; }
    public CapacityPrice Capital { get; init; }
    public Repayment Repayment { get; init; } = new(0.07, 20);
    public Retrofit? Retrofit { get; init; }
}

/// <summary>How a hall's heat leaves it.</summary>
/// <param name="Kind">What carries the heat from the rack.</param>
/// <param name="Supply">Temperature of the air or facility water that reaches the rack.</param>
/// <param name="Rejection">What gives the heat to the weather.</param>
public sealed record CoolingPlant(CoolingKind Kind, Temperature Supply, Rejection Rejection);

/// <summary>Rebuilding part of a hall for another density and cooling kind.</summary>
/// <param name="To">The plant of the rebuilt part.</param>
/// <param name="PerRack">Density of the rebuilt part.</param>
/// <param name="Capital">Price per IT power rebuilt.</param>
/// <param name="Repayment">How the price is repaid.</param>
public sealed record Retrofit(CoolingPlant To, Power PerRack, CapacityPrice Capital, Repayment Repayment);
