using Headroom.Control;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Offers;

/// <summary>Everything a run of <c>offers</c> has to say.</summary>
sealed record OffersDocument
{
    /// <summary>Null where the input is wrong.</summary>
    public string? Site { get; init; }
    public DateTime NowUtc { get; init; }
    public OfferInputs? Inputs { get; init; }
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    /// <summary>Offers that were simulated, by --confirm; fewer than those of <see cref="Now"/> and <see cref="Day"/> where it was stopped.</summary>
    public IReadOnlyList<ConfirmedOffer> Proven { get; init; } = [];

    /// <summary>Offers that were drawn and simulated, by --sample.</summary>
    public IReadOnlyList<ConfirmedOffer> Sampled { get; init; } = [];
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Those that begin as soon as their notice has passed.</summary>
    public IReadOnlyList<Offer> Now => Inputs is { } inputs
        ? [.. Offers.Take(OfferBook.Depths.Count * OfferBook.Notices.Count * OfferBook.Durations.Count).Where(one => one.From == inputs.Now + one.Notice)] : [];

    /// <summary>One for each hour of the next day, as people see it: an hour with half an hour of notice, nothing lost.</summary>
    public IReadOnlyList<Offer> Day => Inputs is { } inputs
        ? [
            .. Offers.Where(one => one.From >= inputs.Now + TimeSpan.FromHours(1) && one.Depth == OfferDepth.NothingLost
                && one.Duration == TimeSpan.FromHours(1) && one.Notice == TimeSpan.FromMinutes(30)),
        ] : [];

    /// <summary>The ending in one word, as in the schema.</summary>
    public string Status => Site is null ? "wrongInput" : Sampled.Any(one => !one.Verdict.IsConfirmed) ? "refuted" : "offered";
}
