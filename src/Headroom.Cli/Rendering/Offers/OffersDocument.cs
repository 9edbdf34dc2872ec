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

    /// <summary>Offers of now that were simulated, by --confirm; fewer than those of now where it was stopped.</summary>
    public IReadOnlyList<ConfirmedOffer> Proven { get; init; } = [];

    /// <summary>Offers that were drawn and simulated, by --sample.</summary>
    public IReadOnlyList<ConfirmedOffer> Sampled { get; init; } = [];
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Those that begin as soon as their notice has passed.</summary>
    public IReadOnlyList<Offer> Now => Inputs is { } inputs
        ? [.. Offers.Take(OfferBook.Depths.Count * OfferBook.Notices.Count * OfferBook.Durations.Count).Where(one => one.From == inputs.Now + one.Notice)] : [];

    /// <summary>The ending in one word, as in the schema.</summary>
    public string Status => Site is null ? "wrongInput" : Sampled.Any(one => !one.Verdict.IsConfirmed) ? "refuted" : "offered";
}
