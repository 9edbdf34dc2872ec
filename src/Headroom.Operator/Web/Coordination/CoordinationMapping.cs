using Headroom.Control;
using Headroom.Protocols.Coordination;
using Headroom.Quantities;

namespace Headroom.Operator.Web.Coordination;

/// <summary>Messages of the coordination protocol to those of the controller, and its answers back. Nothing is lost on the way in.</summary>
internal static class CoordinationMapping
{
    public static LimitSource Source(SpeakerName name) =>
        new((LimitAuthority)CoordinationWords.Authorities.ToList().IndexOf(name.Authority), name.Id);
    public static SpeakerName Speaker(LimitSource source) => new(CoordinationWords.Authorities[(int)source.Authority], source.Id);

    public static LimitMessage Message(CoordinationMessage message)
    {
        LimitSource source = Source(message.Source);
        LimitStamp stamp = new(SiteClock.At(message.Issued), message.Sequence);
        LimitMessage made = message switch
        {
            CoordinationMessage.Limit limit => LimitMessage.Demand(source, stamp, Limit(limit, source.Authority),
                limit.Silence is { } silence ? Silence(silence) : null),
            CoordinationMessage.Cancel cancel => LimitMessage.Cancel(source, stamp, cancel.Name),
            _ => LimitMessage.Heartbeat(source, stamp),
        };
        return made with { Id = message.Id };
    }

    public static Acknowledgement Answer(CoordinationMessage message, LimitReceipt receipt) =>
        new(message.Id, message.Source, receipt.Message.Name, message.Issued, message.Sequence,
        Word(receipt.Outcome.ToString()), SiteClock.At(receipt.Received))
        {
            Refusal = receipt.Refusal is { } refusal ? Word(refusal.ToString()) : null,
            Why = receipt.Why.Length > 0 ? receipt.Why : null,
            LateBySeconds = receipt.LateBy.TotalSeconds,
            Contradicts = receipt.Contradicts,
            Reach = receipt.Reach is { } reach ? new(reach.IsInTime, reach.Why, Kilowatts(reach.Need.Shed), reach.Need.Deadline.TotalSeconds)
        : null,
        };

    public static SiteState State(SiteView view) => new(view.At, view.Beat, Kilowatts(view.Ceiling), Kilowatts(view.Import),
        Kilowatts(view.Draw), Kilowatts(view.Headroom))
    {
        CeilingAhead = [.. view.CeilingAhead.Select(step => new CeilingWords(step.From, Kilowatts(step.Ceiling)))],
    };

    public static LimitList Limits(SiteView view) =>
        new(view.At, [.. view.Limits.Select(one => new LimitWords(one.Name, new(CoordinationWords.Authorities[(int)one.Authority],
        one.Source),
        one.Firmness == Firmness.Firm ? "firm" : "bestEffort", one.Feed, one.State, Kilowatts(one.Level), one.From, one.Until,
        one.KnownSince, one.KeptShare, Kilowatts(one.WorstExcess)))]);

    public static OfferList Offers(SiteView view) =>
        new(view.OffersAt ?? view.At, [.. view.Offers.Where(one => double.IsFinite(one.Cut.Watts)).Select(one => Offer(one))]);

    /// <summary>The ceiling for the site, and for rows of racks what was ordered and what they hold.</summary>
    public static OrderWords Orders(SiteView view) => new(view.At, view.Beat,
    [
        new("site", "import", Kilowatts(view.Ceiling), null, null),
        .. view.Field.Racks.Select(one => new OrderLine("rack", one.Name, null, Share(one.RequestedShare), Share(one.CapShare))),
        .. view.Field.Batteries.Select(one => new OrderLine("storage", one.Name, Kilowatts(one.Injection), null, null)),
        .. view.Field.Plants.Select(one => new OrderLine("plant", one.Name, Kilowatts(one.Most), null, null)),
    ], view.Orders);

    public static double? Kilowatts(Power? power) => power is { } known && double.IsFinite(known.Watts) ? known.Kilowatts : null;

    private static LimitEvent Limit(CoordinationMessage.Limit limit, LimitAuthority authority) => new()
    {
        Name = limit.Name,
        Feed = limit.Feed,
        From = SiteClock.At(limit.From),
        To = limit.Until is { } until ? SiteClock.At(until) : null,
        Hold = Span(limit.HoldSeconds),
        Level = Watts(limit.LevelKilowatts),
        BaselineShare = limit.BaselineShare,
        Baseline = Watts(limit.BaselineKilowatts),
        Notice = TimeSpan.FromSeconds(limit.NoticeSeconds),
        Ramp = limit.Ramp is { } ramp
            ? new(TimeSpan.FromSeconds(ramp.DownSeconds), TimeSpan.FromSeconds(ramp.UpSeconds), ramp.StartsAtFrom ? RampAnchor.Starts
            : RampAnchor.Ends,
                ramp.MostKilowattsPerSecond is { } rate ? Headroom.Quantities.Ramp.FromSi(rate * 1e3) : null)
            : LimitRamp.None,
        Recovery = TimeSpan.FromSeconds(limit.RecoverySeconds),
        Authority = authority,
        Firmness = limit.IsBestEffort ? Firmness.BestEffort : Firmness.Firm,
        Priority = limit.Priority,
    };

    private static LimitSilence Silence(LimitSilenceWords words) => new(TimeSpan.FromSeconds(words.IntervalSeconds),
        (OnSilence)CoordinationWords.Silences.ToList().IndexOf(words.Then))
    {
        Misses = words.Misses,
        FailSafe = Watts(words.FailSafeKilowatts),
        RevertAfter = TimeSpan.FromSeconds(words.RevertAfterSeconds),
    };

    private static OfferWords Offer(Offer one) => new(SiteClock.At(one.From), one.Notice.TotalSeconds, one.Duration.TotalSeconds,
        Word(one.Depth.ToString()), one.Baseline.Kilowatts, one.Cut.Kilowatts,
        one.Level.Kilowatts)
    {
        RampDownSeconds = one.RampDown.TotalSeconds,
        RampUpSeconds = one.RampUp.TotalSeconds,
        Rebound = new(one.Rebound.Energy.KilowattHours, one.Rebound.Peak.Kilowatts, one.Rebound.Recovery < TimeSpan.FromDays(3650)
        ? one.Rebound.Recovery.TotalSeconds : null),
        Confidence = one.ConfidenceFraction,
        Cost = new(one.Lost.Sum(tier => tier.Tokens), [.. one.Lost.Select(tier => tier.Tokens)], one.Cost.LostTokens.Dollars,
        one.Cost.Delayed.Dollars, one.Cost.Wear.Dollars, one.Cost.Fuel.Dollars,
            one.Cost.Saved.Dollars, one.Cost.Total.Dollars),
        Binding = new(BindingKind(one.Binding.Constraint), one.Binding.Constraint, one.Binding.Move, one.Binding.Gain.Kilowatts),
    };

    /// <summary>One word for what an offer says in a sentence, for machines that arbitrate between sites.</summary>
    internal static string BindingKind(string constraint) => constraint switch
    {
        _ when constraint.Contains("batter", StringComparison.OrdinalIgnoreCase) => "storage",
        _ when constraint.Contains("too late", StringComparison.Ordinal) || constraint.StartsWith("time ", StringComparison.Ordinal) =>
        "time",
        _ when constraint.Contains("plants", StringComparison.Ordinal) => "generation",
        _ when constraint.Contains("rack", StringComparison.Ordinal) => "rack",
        _ when constraint.Contains("feed", StringComparison.Ordinal) => "feed",
        _ when constraint.Contains("cool", StringComparison.Ordinal) => "coolant",
        _ when constraint.Contains("grid", StringComparison.Ordinal) => "grid",
        _ when constraint.Contains("tier", StringComparison.Ordinal) || constraint.StartsWith("work", StringComparison.Ordinal) => "work",
        _ => "demand",
    };

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
    private static Power? Watts(double? kilowatts) => kilowatts is { } said ? Power.FromSi(said * 1e3) : null;
    private static TimeSpan? Span(double? seconds) => seconds is { } said ? TimeSpan.FromSeconds(said) : null;
    private static double? Share(double share) => double.IsFinite(share) ? share : null;
}
