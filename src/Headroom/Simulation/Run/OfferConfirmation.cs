using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>An offer and what simulation said.</summary>
/// <param name="Computed">As it was computed.</param>
/// <param name="Published">As much of it as simulation confirmed; with a cut of zero it promises nothing.</param>
/// <param name="Verdict">Of what is published; where that is nothing, of what was refuted.</param>
public sealed record ConfirmedOffer(Offer Computed, Offer Published, OfferVerdict Verdict);

/// <summary>From a ladder of offers to what simulation confirms of it, so that no more is published than that.</summary>
/// <remarks>
///   Of each offer the largest share that is confirmed, by bisection to a sixteenth. Longer is never given more than shorter, nor a shallower depth more than a
///   deeper one, at one moment and notice: what was lowered is simulated again as it is published.
/// </remarks>
public sealed class OfferConfirmation(OfferProof proof, OfferInputs inputs)
{
    private const int Halvings = 4;
    private readonly List<ConfirmedOffer> published = [];

    /// <summary>In the order that comes first: deep before shallow, short before long.</summary>
    public static IEnumerable<Offer> Ordered(IEnumerable<Offer> offers) =>
        offers.OrderByDescending(one => one.Depth).ThenBy(one => one.Notice).ThenBy(one => one.From).ThenBy(one => one.Duration);

    /// <summary>Simulates an offer and publishes what holds; null where it was stopped.</summary>
    public ConfirmedOffer? Confirm(Offer computed, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(computed);
        Power most = computed.Cut;
        foreach (ConfirmedOffer one in published)
            if (one.Published.From == computed.From && one.Published.Notice == computed.Notice
                && one.Published.Duration <= computed.Duration && one.Published.Depth >= computed.Depth)
                most = Power.Min(most, one.Published.Cut);
        ConfirmedOffer? confirmed = Largest(computed, most, stop);
        if (confirmed is not null) published.Add(confirmed);
        return confirmed;
    }

    private ConfirmedOffer? Largest(Offer computed, Power most, CancellationToken stop)
    {
        var asked = new OfferQuestion(computed.From, computed.Notice, computed.Duration, computed.Depth) { ConfidenceFraction = computed.ConfidenceFraction };
        Offer Part(Power cut) => cut >= computed.Cut ? computed : OfferBook.One(inputs, asked, computed.Cut > Power.Zero ? cut / computed.Cut : 0);
        Offer first = Part(most);
        if (first.Cut <= Power.Zero) return new(computed, first, new(true, "", default, default, [], new TokenCount[4], default));
        if (proof.Judge(inputs, first, stop) is not { } whole) return null;
        ConfirmedOffer best = whole.IsConfirmed ? new(computed, first, whole) : new(computed, Part(default), whole);
        (double low, double high) = (0, 1);
        for (int k = 0; k < Halvings && !whole.IsConfirmed; k++)
        {
            double share = (low + high) / 2;
            Offer part = Part(share * most);
            if (proof.Judge(inputs, part, stop) is not { } verdict) return null;
            if (verdict.IsConfirmed) (low, best) = (share, new(computed, part, verdict));
            else high = share;
        }
        return best;
    }
}
