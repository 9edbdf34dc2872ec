using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Planning;

/// <summary>What breaking a promise costs: tokens beyond a tier's share, compute of a training run.</summary>
/// <param name="TimesFactor">How many times what the work is worth.</param>
sealed record Shortfall(double TimesFactor)
{
    /// <summary>What it is worth: to the user who misses it or to the seller, the dearer of the two.</summary>
    public static Shortfall Plain { get; } = new(1);

    /// <summary>What is tried first: a promise broken for an hour of a year costs about as much as the racks that would keep it.</summary>
    /// <remarks>A rack of 1 M$ a year that serves 0.3 Mtok/s in one hour of it: 1e6 $ / (0.3 · 3600 Mtok) = 900 $/Mtok; tokens are worth some dollars a million.</remarks>
    public static Shortfall Dear { get; } = new(500);

    /// <summary>Dearer still, where a promise was broken that could be kept.</summary>
    public Shortfall MadeDearer() => new(20 * TimesFactor);

    /// <summary>Where neither user nor seller states a price.</summary>
    static TokenPrice PriceLeast => 0.1.DollarsPerMillionTokens;

    /// <summary>What an operation not done costs.</summary>
    /// <remarks>
    ///   2.40 $ per accelerator and hour / (989 TFLOP/s · 40 % · 3600 s) = 1.69e-18 $ per operation
    ///   Source  idle accelerators of Newkirk et al. 2025 (doi 10.21203/rs.3.rs-8272920); H100 data sheet, BF16 dense; ours to combine.
    /// </remarks>
    const double DollarsPerOperation = 2.40 / (989e12 * 0.40 * 3600);

    public TokenPrice PriceOf(Service service)
    {
        TokenPrice worth = service.Value > service.Unserved ? service.Value : service.Unserved;
        return TimesFactor * (worth > PriceLeast ? worth : PriceLeast);
    }

    /// <summary>Of the whole run left undone.</summary>
    public Money PriceOf(TrainingRun run) => (TimesFactor * DollarsPerOperation * run.Amount.Operations).Dollars;
}
