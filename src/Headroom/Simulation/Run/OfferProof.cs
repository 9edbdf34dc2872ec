using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>What simulation says of an offer.</summary>
/// <param name="Why">What was broken, in words; empty where it is confirmed.</param>
/// <param name="WorstExcess">Highest import above the limit.</param>
/// <param name="LostFraction">Tokens lost by each service beyond a run without the offer, of those asked for while it lasts.</param>
public sealed record OfferVerdict(bool IsConfirmed, string Why, Power WorstExcess, TimeSpan LongestAbove, IReadOnlyList<double> LostFraction);

/// <summary>Simulates a site with an offer called as a firm limit of its notice, ramp and duration, and the same stretch without it.</summary>
/// <remarks>
///   Confirmed: the limit is kept in every step, to the class of the meter; breakers, ceilings and the grid's ramp hold as they do without it;
///   and no service loses more of its tokens than the depth says, half a percent of noise allowed.
///   Work that stands still may lose more than the window asks for: queues before and after it count too.
///   A confirmation is of one seed: it is evidence, and no bound. Work that waits is followed for six hours after the offer, no further.
/// </remarks>
public sealed class OfferProof(SimulationOrder order)
{
    private const double NoiseFraction = 0.005;
    private static readonly TimeSpan before = TimeSpan.FromMinutes(30), after = TimeSpan.FromHours(6);
    private readonly Dictionary<(int, TimeSpan), SimulationReport> without = [];

    /// <param name="inputs">What the offer was made from; its clock is that of the order.</param>
    public OfferVerdict Judge(OfferInputs inputs, Offer offer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(offer);
        TimeSpan start = offer.From - offer.Notice - before, year = TimeSpan.FromHours(order.Site.Year.Hours - order.FirstHour);
        int skipped = Math.Max(-order.FirstHour, (int)Math.Floor(start.TotalHours));
        TimeSpan end = TimeSpan.FromHours(Math.Ceiling((offer.From + offer.Duration + after).TotalHours)), shift = TimeSpan.FromHours(skipped);
        SimulationOrder run = order with
        {
            FirstHour = order.FirstHour + skipped,
            Length = (end < year ? end : year) - shift,
            Scenario = new() { Name = "offer", Limits = [LimitOf(inputs, offer, shift)] },
        };
        if (Run(run, stop) is not { } called || Without(run, stop) is not { } usual) return new(false, "it could not be simulated", default, default, []);
        LimitFigure limit = called.Limits.Single(one => one.Name == Name);
        TimeSpan[] edges = inputs.Ahead.Edges();
        double[] lost = [.. called.Services.Select((one, i) => Extra(one, usual.Services[i], Asked(inputs, edges, i, offer)))];
        return new(Why(limit, called, usual, lost, offer) is not { } why, Why(limit, called, usual, lost, offer) ?? "", limit.WorstExcess, limit.LongestAbove, lost);
    }

    /// <summary>The largest share of an offer that is confirmed, by bisection to a sixteenth; what is published. It may be nothing.</summary>
    public (Offer Offer, OfferVerdict Verdict) Largest(OfferInputs inputs, Offer offer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var asked = new OfferQuestion(offer.From, offer.Notice, offer.Duration, offer.Depth) { ConfidenceFraction = offer.ConfidenceFraction };
        OfferVerdict whole = Judge(inputs, offer, stop);
        if (whole.IsConfirmed || offer.Cut <= Power.Zero) return (offer, whole);
        (double low, double high) = (0, 1);
        (Offer Offer, OfferVerdict Verdict) best = (OfferBook.One(inputs, asked, 0), whole);
        for (int k = 0; k < 4 && !stop.IsCancellationRequested; k++)
        {
            double share = (low + high) / 2;
            Offer part = OfferBook.One(inputs, asked, share);
            OfferVerdict verdict = Judge(inputs, part, stop);
            if (verdict.IsConfirmed) (low, best) = (share, (part, verdict));
            else high = share;
        }
        return best;
    }

    private const string Name = "offer";

    private static LimitEvent LimitOf(OfferInputs inputs, Offer offer, TimeSpan shift)
    {
        int first = Math.Max(0, Array.FindLastIndex(inputs.Ahead.Edges(), edge => edge <= offer.From));
        Power top = Power.Max(offer.Baseline, inputs.Import[first]);
        TimeSpan up = TimeSpan.FromMinutes(5);
        return new()
        {
            Name = Name,
            From = offer.From - shift,
            Hold = offer.Duration,
            Level = offer.Level,
            Baseline = top,
            Notice = offer.Notice,
            Ramp = new(offer.RampDown, up > offer.RampDown ? up : offer.RampDown, RampAnchor.Ends, null),
            Authority = LimitAuthority.Market,
            Firmness = Firmness.Firm,
        };
    }

    private static TokenCount Asked(OfferInputs inputs, TimeSpan[] edges, int service, Offer offer)
    {
        TokenCount sum = default;
        for (int t = 0; t < inputs.Ahead.Steps; t++)
            if (edges[t + 1] > offer.From && edges[t] < offer.From + offer.Duration) sum += inputs.Ahead.Services[service].Demand[t] * inputs.Ahead.Lengths[t];
        return sum;
    }

    private static double Extra(ServedFigure called, ServedFigure usual, TokenCount asked) =>
        asked > TokenCount.Zero ? Math.Max(0, (called.Shed + called.Expired - usual.Shed - usual.Expired) / asked) : 0;

    private static readonly string[] held = ["ceiling", "ramp", "breaker"];

    private static string? Why(LimitFigure limit, SimulationReport called, SimulationReport usual, double[] lost, Offer offer)
    {
        if (!limit.Kept) return $"import passes the limit by {limit.WorstExcess}, for {limit.LongestAbove.TotalSeconds:0} s at a time";
        foreach (CheckFigure check in called.Checks)
            if (check.Kept == false && held.Any(word => check.What.Contains(word, StringComparison.OrdinalIgnoreCase))
                && usual.Checks.FirstOrDefault(one => one.What == check.What) is not { Kept: false })
                return $"{check.What}: {check.Sentence}";
        for (int i = 0; i < lost.Length; i++)
        {
            int tier = called.Services[i].Tier;
            double most = offer.Depth switch { OfferDepth.NothingLost => 0, OfferDepth.Promises => Service.FlexibleFraction(tier), _ => tier > 0 ? double.PositiveInfinity : 0 };
            if (lost[i] > most + NoiseFraction) return $"{called.Services[i].Name} loses {100 * lost[i]:0.#} % of its tokens, and may lose {100 * most:0} %";
        }
        return null;
    }

    private SimulationReport? Without(SimulationOrder run, CancellationToken stop)
    {
        if (without.TryGetValue((run.FirstHour, run.Length), out SimulationReport? known)) return known;
        SimulationReport? report = Run(run with { Scenario = null }, stop);
        if (report is not null) without[(run.FirstHour, run.Length)] = report;
        return report;
    }

    private static SimulationReport? Run(SimulationOrder run, CancellationToken stop) =>
        Simulator.Run(run, null, null, stop) is SimulationAnswer.Ran { Report: { Run.IsPartial: false } report } ? report : null;
}
