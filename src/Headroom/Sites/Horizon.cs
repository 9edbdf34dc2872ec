namespace Headroom.Sites;

/// <summary>The years over which a site grows: how demand, prices and software move, and when each asset can stand.</summary>
/// <remarks>Every year is planned on the hours of the site's own year: one weather, one shape of demand. What moves is stated here.</remarks>
public sealed record Horizon
{
    public required int FirstYear { get; init; }

    /// <summary>The last year planned, itself included.</summary>
    public required int LastYear { get; init; }

    /// <summary>Discount rate per year, real; a dollar of the first year counts whole.</summary>
    public double DiscountFraction { get; init; } = 0.07;

    /// <summary>Tokens asked for, from one year to the next; 1.3 is a third more each year.</summary>
    public double DemandFactor { get; init; } = 1;

    /// <summary>The same for services that grow at their own pace, by name.</summary>
    public IReadOnlyDictionary<string, double> DemandFactorOf { get; init; } = new Dictionary<string, double>();

    /// <summary>Compute asked of training runs that come back every year, from one year to the next.</summary>
    public double TrainingFactor { get; init; } = 1;

    /// <summary>Tokens that the same racks serve at the same power, from one year to the next.</summary>
    public double SoftwareFactor { get; init; } = 1;

    /// <summary>Price of grid energy from one year to the next, real.</summary>
    public double EnergyPriceFactor { get; init; } = 1;

    /// <summary>Price of fuel from one year to the next, real.</summary>
    public double FuelPriceFactor { get; init; } = 1;

    /// <summary>When each asset can stand, by name: "grid", "gasTurbine", "hall national", "gb300-nvl72".</summary>
    public IReadOnlyDictionary<string, AssetTiming> Timing { get; init; } = new Dictionary<string, AssetTiming>();

    public int Years => LastYear - FirstYear + 1;

    public AssetTiming TimingOf(string asset) => Timing.TryGetValue(asset, out AssetTiming? timing) ? timing : AssetTiming.AtOnce;

    /// <summary>First year that can be served by what is decided at the start of the horizon.</summary>
    /// <remarks>
    ///   first = max(calendar, start + ⌈lead⌉): what comes within a year serves from the next one on; nothing is half there.
    /// </remarks>
    public int FirstServiceYear(AssetTiming timing)
    {
        ArgumentNullException.ThrowIfNull(timing);
        return Math.Max(timing.FromYear ?? FirstYear, FirstYear + (int)Math.Ceiling(timing.LeadYears - 1e-9));
    }

    /// <summary>Weight of a year's dollars in the sum.</summary>
    /// <remarks>w = (1 + r)^−(y − first)    (planning reference, equation 13)</remarks>
    public double WeightOf(int year) => Math.Pow(1 + DiscountFraction, FirstYear - year);
}

/// <summary>When an asset can stand, how fast more of it can come, how its price moves, and how long it lasts.</summary>
public sealed record AssetTiming
{
    public static AssetTiming AtOnce { get; } = new();

    /// <summary>From the order, or the application, to service: queue, licence and construction together.</summary>
    public double LeadYears { get; init; }

    /// <summary>The first calendar year in which any can stand: a licence, a new generation; null without one.</summary>
    public int? FromYear { get; init; }

    /// <summary>The most that can enter service in one year, in the unit of the size in SI; null without a limit.</summary>
    public double? MostPerYear { get; init; }

    /// <summary>Price of new capacity from one year to the next, real: learning.</summary>
    public double PriceFactor { get; init; } = 1;

    /// <summary>The first year in which what stands today stands no more; null where it outlasts the horizon.</summary>
    public int? RetiresInYear { get; init; }

    /// <summary>Where the lead time came from.</summary>
    public string Source { get; init; } = "";
}
