using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>Storage on the bus; power and energy are sized apart.</summary>
public sealed record Battery
{
    public required string Name { get; init; }
    public required Sizing<Power> Power { get; init; }
    public required Sizing<Energy> Energy { get; init; }

    /// <summary>Energy per power where the file fixes the duration; null where both are free.</summary>
    public TimeSpan? Duration { get; init; }
    public CapacityPrice CapitalOfPower { get; init; }
    public EnergyPrice CapitalOfEnergy { get; init; }
    public CapacityRent Fixed { get; init; }
    public EnergyCapacityRent FixedOfEnergy { get; init; }
    public EnergyPrice Variable { get; init; }
    public Repayment Repayment { get; init; } = new(0.07, 15);

    /// <summary>One way, bus to store.</summary>
    public double ChargeEfficiency { get; init; } = 1;

    /// <summary>One way, store to bus.</summary>
    public double DischargeEfficiency { get; init; } = 1;

    /// <summary>Share of what is stored that is lost in an hour.</summary>
    public double LossPerHourFraction { get; init; }

    /// <summary>The store is never emptier than this share of its energy.</summary>
    public double LeastStoredFraction { get; init; }
}
