using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What somebody who knows the whole day could serve at most: the measure of every policy.</summary>
/// <remarks>
///   The look ahead, fed with what came (not what was forecast) and with ceilings as means over steps (not their least), for one goal alone:
///   <code>max Σ weight · served tokens</code>
///   <see cref="Bound"/> is no less than what any policy serves in the simulator on the same day, at the resolution of the steps, because the program only relaxes:
///   power and tokens are means of a step, so what is gained and lost within it cancels; work comes, moves and leaves without latency; caps land at once;
///   nothing fails; no tier is promised anything; training gives way at no cost; import has no ramp;
///   a rack may be at any point of its curve's hull, in any fraction. It rests on inputs that are optimistic where
///   they have to choose: <c>DrawPerItRatio</c> no higher than the run's, curves no lower than the racks', <c>Window</c> of work that may not wait at least as long as its
///   requests stay (patience and time in flight), <c>Owed</c> what was in flight at the start, <c>MaySwitchOff</c> if the policy switches idle racks off,
///   <c>StoredAtEnd</c> null unless the policy is held to it. Work in flight at the end was not served, by policy or optimum.
///   The bound itself is the dual's, so it does not rest on the solver's last digit.
/// </remarks>
/// <param name="Weighted">Weighted tokens of the best day.</param>
/// <param name="Bound">No day has more; by rank, no more than what was found is claimed.</param>
/// <param name="ByTier">Tokens served and asked, by tier; one such best day of possibly many.</param>
/// <param name="Tokens">[service][step].</param>
public sealed record OfflineOptimum(TokenCount Weighted, TokenCount Bound, IReadOnlyList<TierTokens> ByTier, TokenRate[][] Tokens)
{
    /// <summary>The most weighted tokens.</summary>
    public static OptimumAnswer Of(AheadInputs day, ISolver solver, CancellationToken stop, SolveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(solver);
        if (AheadCheck.Of(day) is { Count: > 0 } unfit) return new OptimumAnswer.None(new AheadAnswer.Unfit(unfit));
        SolveOptions solve = options ?? new() { Algorithm = Algorithm.Simplex, Vertex = true };
        AheadFormulation plan = AheadFormulation.Of(Relaxed(day));
        plan.Program.Maximise(plan.Weighted.Select(tally => (1.0, tally)));
        Outcome outcome = solver.Solve(plan.Program.Arrays, solve, stop);
        if (outcome is not Outcome.Best { Solution: var best }) return new OptimumAnswer.None(AheadPlanner.Without(plan, outcome, solver, solve, stop));
        Certificate certificate = Certificate.Of(plan.Program.Arrays, best);
        TokenCount weighted = plan.Weighted.Select(best.Value).Sum(), dual = TokenCount.FromSi(certificate.Bound * PlanUnit.Of<TokenCount>().Si);
        TokenRate[][] tokens = [.. plan.Services.Select(service => Enumerable.Range(0, day.Steps).Select(t => AheadReading.TokensAt(service, best, t)).ToArray())];
        return new OptimumAnswer.Found(new(weighted, double.IsFinite(dual.Tokens) ? TokenCount.Max(weighted, dual) : weighted, TiersOf(day, tokens), tokens));
    }

    /// <summary>Weighted tokens of the best day of somebody who keeps the order of tiers as well; null where nobody asked.</summary>
    public TokenCount? Ranked { get; init; }

    /// <summary>The most weighted tokens, and the most tier by tier.</summary>
    public static OptimumAnswer Both(AheadInputs day, ISolver solver, CancellationToken stop)
    {
        OptimumAnswer best = Of(day, solver, stop);
        return best is OptimumAnswer.Found { Optimum: var found } && ByRank(day, solver, stop) is OptimumAnswer.Found { Optimum: var ranked }
            ? new OptimumAnswer.Found(found with { Ranked = ranked.Weighted }) : best;
    }

    /// <summary>The same day tier by tier: what tiers are promised over <see cref="AheadInputs.Events"/>, then the rest of each. At most <see cref="Weighted"/>.</summary>
    public static OptimumAnswer ByRank(AheadInputs day, ISolver solver, CancellationToken stop, SolveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(day);
        AheadInputs relaxed = Relaxed(day), ranked = relaxed with { Events = day.Events, Runs = [.. relaxed.Runs.Select(run => run with { Value = EnergyPrice.Zero })] };
        AheadAnswer answer = AheadPlanner.Plan(ranked, day.Start, solver, stop, options);
        if (answer is not AheadAnswer.Planned { Plan: var plan }) return new OptimumAnswer.None(answer);
        TokenCount weighted = TokenCount.Zero;
        for (int s = 0; s < day.Services.Count; s++)
            for (int t = 0; t < day.Steps; t++) weighted += day.Services[s].Weight * (plan.Tokens[s][t] * day.Lengths[t]);
        return new OptimumAnswer.Found(new(weighted, weighted, TiersOf(day, plan.Tokens), plan.Tokens));
    }

    /// <summary>Without what a policy need not keep, or keeps by another rule than that of means: promises, the grid's ramp over rolling minutes, 
    /// and training, which may go at any moment.</summary>
    private static AheadInputs Relaxed(AheadInputs day) => day with
    {
        Events = [],
        RampLimit = null,
        Runs = [.. day.Runs.Select(run => run with { MayPause = true, AtRisk = null, Ramp = null, LeastPerRack = Power.Zero })],
    };

    private static IReadOnlyList<TierTokens> TiersOf(AheadInputs day, TokenRate[][] tokens) =>
    [
        .. Enumerable.Range(0, day.Services.Count).GroupBy(s => day.Services[s].Rank).OrderBy(rank => rank.Key).Select(rank => new TierTokens(
            rank.Key,
            rank.Select(s => Enumerable.Range(0, day.Steps).Select(t => tokens[s][t] * day.Lengths[t]).Sum()).Sum(),
            rank.Select(s => day.Services[s].Asked(day.Lengths)).Sum())),
    ];
}

/// <summary>Tokens of one tier over a day.</summary>
/// <param name="Rank">0 … 3, and 4 for work that may wait.</param>
public readonly record struct TierTokens(int Rank, TokenCount Served, TokenCount Asked);

/// <summary>Whether there is an optimum.</summary>
public abstract record OptimumAnswer
{
    private OptimumAnswer() { }

    public sealed record Found(OfflineOptimum Optimum) : OptimumAnswer;

    /// <summary>The day cannot be, or the solver did not come to an end.</summary>
    public sealed record None(AheadAnswer Why) : OptimumAnswer;
}
