using Headroom.Quantities;

namespace Headroom.Reports;

/// <summary>The same stretch under several policies: same site, plan, scenario, step and seed, so that the same work comes.</summary>
/// <param name="Run">Which run this is, but for its policy.</param>
/// <param name="Weights">By which tokens are weighted, in the order of the site's services.</param>
/// <param name="AreValues">The weights are what the services are worth, in $ a million tokens; all are 1 where not every service says so.</param>
/// <param name="Optimum">Most weighted tokens of somebody who knows the whole run and whom training costs nothing; null where there is none.</param>
/// <param name="WithoutOptimum">Why there is none.</param>
public sealed record PolicyComparison(
    RunFigures Run, IReadOnlyList<ServiceWeight> Weights, bool AreValues, TokenCount? Optimum, string? WithoutOptimum, IReadOnlyList<PolicyFigure> Policies)
{
    /// <summary>The same of somebody who keeps the order of tiers and their promises, as a policy has to; null where there is none.</summary>
    public TokenCount? Ranked { get; init; }
}

/// <summary>Weighted tokens per output token.</summary>
public sealed record ServiceWeight(string Service, int Tier, double Weight);

/// <summary>What a policy did.</summary>
/// <param name="Held">Neither the ceiling nor a firm limit was passed.</param>
/// <param name="WorstExcess">Most above any of them.</param>
/// <param name="LongestAbove">Longest stretch above one.</param>
/// <param name="Weighted">Weighted output tokens that were served.</param>
/// <param name="LostFractionByTier">Of what was asked, turned away or given up: tiers 0 … 3; null where the site has no such tier.</param>
/// <param name="TrainedFraction">Of the planned arithmetic; null where none is planned.</param>
/// <param name="PerSiteJoule">Output tokens, at the site's boundary; null without tokens.</param>
/// <param name="InTimeFraction">Of the tokens of work that may not wait: the lesser share, of first tokens and of tokens, that came in time.</param>
/// <param name="Cost">Running cost: energy, fuel, demand, carbon.</param>
public sealed record PolicyFigure(
    string Policy, bool Held, Power WorstExcess, TimeSpan LongestAbove, TokenCount Weighted, IReadOnlyList<double?> LostFractionByTier, double? TrainedFraction,
    TokenEfficiency? PerSiteJoule, double? InTimeFraction, Money Cost)
{
    /// <summary>Checks that are broken, by name.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];
}
