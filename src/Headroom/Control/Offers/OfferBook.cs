using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A ladder of offers over moments, notices, durations and depths.</summary>
/// <remarks>
///   At one moment: more notice never offers less, longer never more, deeper never less, surer never more; a larger battery never less.
///   Now means as soon as the notice has passed; the hours after it are moments at which the level holds.
/// </remarks>
public static class OfferBook
{
    public static IReadOnlyList<TimeSpan> Notices { get; } =
        [TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    public static IReadOnlyList<TimeSpan> Durations { get; } = [TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4)];

    public static IReadOnlyList<OfferDepth> Depths { get; } = [OfferDepth.NothingLost, OfferDepth.Promises, OfferDepth.AllButTierZero];

    /// <summary>How far inputs have to reach for every hour of the next day.</summary>
    public static TimeSpan Reach { get; } = TimeSpan.FromHours(29);

    /// <summary>Offers from now on, and for each hour of the next day that can still be announced.</summary>
    /// <param name="hours">How many hours beside now.</param>
    public static IReadOnlyList<Offer> For(OfferInputs inputs, double confidence = OfferConfidence.Usual, int hours = 24)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        List<Offer> offers = [];
        for (int hour = 0; hour <= hours; hour++)
            foreach (OfferDepth depth in Depths)
                foreach (TimeSpan notice in Notices)
                    foreach (TimeSpan duration in Durations)
                    {
                        TimeSpan from = inputs.Now + (hour == 0 ? notice : TimeSpan.FromHours(hour));
                        if (from - notice >= inputs.Now) offers.Add(One(inputs, new(from, notice, duration, depth) { ConfidenceFraction = confidence }));
                    }
        return offers;
    }

    /// <summary>The offer of one product.</summary>
    public static Offer One(OfferInputs inputs, OfferQuestion asked) => One(inputs, asked, 1);

    /// <summary>The same with only a share of its cut, where simulation confirms no more.</summary>
    public static Offer One(OfferInputs inputs, OfferQuestion asked, double share)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(asked);
        if (!(asked.ConfidenceFraction is >= OfferConfidence.Least and < OfferConfidence.Most))
            throw new ArgumentOutOfRangeException(nameof(asked), asked.ConfidenceFraction, "A confidence lies between a half and 99.9 %.");
        var reach = new OfferReach(inputs, asked);
        (Power most, bool batteries, bool plants) = reach.Best();
        Power cut = share * most;
        OfferDispatch dispatch = OfferDispatch.Of(inputs, reach, cut, batteries, plants);
        return new()
        {
            From = asked.From,
            Notice = asked.Notice,
            Duration = asked.Duration,
            Depth = asked.Depth,
            Baseline = reach.Baseline,
            Cut = cut,
            RampDown = reach.RampDown(cut),
            RampUp = reach.RampUp(cut),
            ConfidenceFraction = asked.ConfidenceFraction,
            Rebound = dispatch.Rebound,
            Cost = dispatch.Cost,
            Lost = dispatch.Lost,
            Binding = OfferBindings.Of(inputs, asked, most),
        };
    }
}
