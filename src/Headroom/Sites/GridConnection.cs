using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>The feed from the utility: what it may carry, what it costs, what it emits.</summary>
public sealed record GridConnection
{
    /// <summary>Capacity that is there in every hour.</summary>
    public required Sizing<Power> Firm { get; init; }

    /// <summary>Yearly charge per capacity of the connection, firm and flexible.</summary>
    public CapacityRent CapacityCharge { get; init; }

    /// <summary>Capacity beyond the firm one that the utility may take away.</summary>
    public FlexibleCapacity? Flexible { get; init; }

    /// <summary>Energy price of each hour; may be negative.</summary>
    public required Series<EnergyPrice> Price { get; init; }

    /// <summary>Wires and taxes on top of each imported megawatt-hour.</summary>
    public EnergyPrice Adder { get; init; }

    /// <summary>Price of each month's peak import.</summary>
    public DemandPrice DemandCharge { get; init; }

    /// <summary>How fast import may change from one hour's mean to the next.</summary>
    public Ramp? RampLimit { get; init; }

    /// <summary>The most that may be sold; zero where export is not allowed.</summary>
    public Power ExportMost { get; init; }

    /// <summary>What a sold megawatt-hour earns less than the hour's price.</summary>
    public EnergyPrice ExportFee { get; init; }

    /// <summary>Emissions of an imported megawatt-hour.</summary>
    public required Series<CarbonIntensity> Carbon { get; init; }

    /// <summary>The most that import may be of the year's draw; null without such a cap.</summary>
    public double? EnergyShareMostFraction { get; init; }

    /// <summary>What connecting costs once, per new capacity.</summary>
    public CapacityPrice Capital { get; init; }
    public Repayment Repayment { get; init; } = new(0.07, 30);

    /// <summary>What holding load together that the firm connection does not carry costs; null where that is not counted.</summary>
    public ApartTerms? Apart { get; init; }

    /// <summary>Voltage of the connection, by which some rules choose their sites; null where it is not known.</summary>
    public double? Kilovolts { get; init; }

    /// <summary>When dips of the voltage send the site to its batteries; null where it rides through all of them.</summary>
    public DipLimit? RideThrough { get; init; }

    /// <summary>How the load comes back after it left the grid; null where it comes back at once.</summary>
    public StagedReturn? Return { get; init; }
}

/// <summary>Grid capacity without a promise: the utility curtails it in its worst hours.</summary>
/// <param name="Size">Capacity on top of the firm one.</param>
/// <param name="AvailableFraction">One share for each hour: 1 when it is there, 0 when it is taken away.</param>
public sealed record FlexibleCapacity(Sizing<Power> Size, double[] AvailableFraction);

/// <summary>Controls and integration of load that runs without the utility.</summary>
/// <param name="Load">The load of which the firm connection may carry a part.</param>
/// <param name="Price">Once, per capacity of load that it does not carry.</param>
public sealed record ApartTerms(Power Load, CapacityPrice Price, Repayment Repayment);

/// <summary>A supply that counts dips of the voltage and leaves the grid when there are too many; a setting of the device.</summary>
/// <param name="DipsMost">At this many dips within the time the load goes to battery.</param>
/// <param name="Within">The time over which dips are counted.</param>
public sealed record DipLimit(int DipsMost, TimeSpan Within);

/// <summary>Load that comes back to the grid in stages.</summary>
/// <param name="Delay">From the moment the grid is sound again to the first stage.</param>
/// <param name="Stage">Load that comes back at once.</param>
/// <param name="Every">From one stage to the next.</param>
public sealed record StagedReturn(TimeSpan Delay, Power Stage, TimeSpan Every);
