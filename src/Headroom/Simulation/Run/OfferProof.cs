using Headroom.Control;
using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>What simulation says of an offer; of several seeds the worst.</summary>
/// <param name="Why">What was broken, in words; empty where it is confirmed.</param>
/// <param name="WorstExcess">Highest import above the limit; within the class of the meter where it is kept.</param>
/// <param name="LostFraction">Tokens lost by each service beyond a run without the offer, of those asked for while it lasts.</param>
/// <param name="Lost">The same as tokens of tiers 0 … 3.</param>
/// <param name="Cost">What it cost, by the terms of the offer.</param>
public sealed record OfferVerdict(
    bool IsConfirmed, string Why, Power WorstExcess, TimeSpan LongestAbove, IReadOnlyList<double> LostFraction, IReadOnlyList<TokenCount> Lost, Money Cost);

/// <summary>Simulates a site with an offer called as a firm limit of its notice, ramps and duration, and the same stretch without it.</summary>
/// <remarks>
///   Confirmed, under every seed: the limit is kept in every step on its way down, at its level and on its way back, to the class of the meter;
///   no breaker trips, no load goes unfed, and import changes no faster than the grid allows, unless it does so without the offer too;
///   and no service loses more of its tokens than the depth says, half a percent of noise allowed.
///   Work that stands still may lose more than the window asks for: queues before and after it count too.
///   A confirmation is of its seeds: it is evidence, and no bound. What waits is followed for <see cref="After"/>, no further.
/// </remarks>
/// <param name="seeds">Chance is drawn anew for each of them.</param>
public sealed class OfferProof(SimulationOrder order, IReadOnlyList<ulong> seeds)
{
    private const double NoiseFraction = 0.005;
    private static readonly TimeSpan before = TimeSpan.FromMinutes(30), grain = TimeSpan.FromHours(2);
    private readonly Dictionary<(int, TimeSpan, ulong), TapedRun> without = [];
    private readonly Dictionary<(TimeSpan, TimeSpan, TimeSpan, TimeSpan, TimeSpan, Power, ulong), OfferTrial> called = [];

    /// <summary>How long what waits is followed after the offer.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromHours(3);

    /// <summary>Two seeds: that of the order and the next.</summary>
    public OfferProof(SimulationOrder order) : this(order, [order.Seed, order.Seed + 1]) { }

    /// <param name="inputs">What the offer was made from; its clock is that of the order.</param>
    /// <returns>Null where it was stopped, which says nothing of the offer.</returns>
    public OfferVerdict? Judge(OfferInputs inputs, Offer offer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(offer);
        List<OfferTrial> trials = [];
        foreach (ulong seed in seeds)
        {
            if (Trial(inputs, offer, seed, stop) is not { } trial)
                return stop.IsCancellationRequested ? null : new(false, "it could not be simulated", default, default, [], new TokenCount[4], default);
            trials.Add(trial);
            if (Why(trial, offer) is { } why) return Verdict(trials, why);
        }
        return Verdict(trials, "");
    }

    private OfferTrial? Trial(OfferInputs inputs, Offer offer, ulong seed, CancellationToken stop)
    {
        // offers of several depths are often the same limit
        var key = (offer.From, offer.Notice, offer.Duration, offer.RampDown, offer.RampUp, offer.Level, seed);
        if (called.TryGetValue(key, out OfferTrial? known)) return known;
        TimeSpan start = offer.From - offer.Notice - before, year = TimeSpan.FromHours(order.Site.Year.Hours - order.FirstHour);
        int skipped = Math.Max(-order.FirstHour, (int)Math.Floor(start.TotalHours));
        TimeSpan shift = TimeSpan.FromHours(skipped), end = offer.From + offer.Duration + offer.RampUp + After;
        // runs without an offer serve many: they end in whole steps
        TimeSpan length = Math.Ceiling((end - shift) / grain) * grain;
        var reading = new OfferTrialReading(order, inputs, offer);
        SimulationOrder run = order with { FirstHour = order.FirstHour + skipped, Length = length < year - shift ? length : year - shift, Scenario = null, Seed = seed };
        if (Without(run, stop) is not { } usual) return null;
        if (TapedRun.Of(run with { Scenario = new() { Name = OfferTrialReading.Name, Limits = [reading.Limit(shift)] } }, stop) is not { } limited) return null;
        return called[key] = reading.Of(limited, usual, shift);
    }

    private TapedRun? Without(SimulationOrder run, CancellationToken stop)
    {
        var key = (run.FirstHour, run.Length, run.Seed);
        if (without.TryGetValue(key, out TapedRun? known)) return known;
        TapedRun? usual = TapedRun.Of(run, stop);
        if (usual is not null) without[key] = usual;
        return usual;
    }

    /// <summary>What breaks the offer; null where nothing does.</summary>
    private static string? Why(OfferTrial trial, Offer offer)
    {
        if (!trial.Limit.Kept) return $"import passes the limit by {trial.Limit.WorstExcess}, for {trial.Limit.LongestAbove.TotalSeconds:0} s at a time";
        if (trial.Broken.Length > 0) return trial.Broken;
        for (int i = 0; i < trial.LostFraction.Length; i++)
        {
            (string name, int tier) = trial.Services[i];
            double most = offer.Depth switch { OfferDepth.NothingLost => 0, OfferDepth.Promises => Service.FlexibleFraction(tier), _ => tier > 0 ? double.PositiveInfinity : 0 };
            if (trial.LostFraction[i] > most + NoiseFraction) return $"{name} loses {100 * trial.LostFraction[i]:0.#} % of its tokens, and may lose {100 * most:0} %";
        }
        return null;
    }

    private static OfferVerdict Verdict(List<OfferTrial> trials, string why)
    {
        TokenCount[] lost = new TokenCount[4];
        for (int tier = 0; tier < lost.Length; tier++)
            lost[tier] = trials.Select(trial => trial.Lost.Where((_, i) => trial.Services[i].Tier == tier).Sum()).Aggregate(TokenCount.Max);
        double[] fractions = [.. trials[0].LostFraction.Select((_, i) => trials.Max(trial => trial.LostFraction[i]))];
        return new(why.Length == 0, why, trials.Select(one => one.Limit.WorstExcess).Aggregate(Power.Max), trials.Max(one => one.Limit.LongestAbove), fractions, lost,
            trials.Select(one => one.Cost).Aggregate(Money.Max));
    }
}
