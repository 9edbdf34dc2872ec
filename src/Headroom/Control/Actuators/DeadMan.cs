using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A cap that lives for a while only, and what holds at the rack once it is over.</summary>
public readonly record struct TimedCap
{
    private TimedCap(Power cap, TimeSpan givenAt, TimeSpan timeToLive, Power failSafe) =>
        (Cap, GivenAt, TimeToLive, FailSafe) = (cap, givenAt, timeToLive, failSafe);

    public Power Cap { get; }
    public TimeSpan GivenAt { get; }
    public TimeSpan TimeToLive { get; }

    /// <summary>A cap as well: there is no such thing as uncapped.</summary>
    public Power FailSafe { get; }
    public TimeSpan ExpiresAt => GivenAt + TimeToLive;

    public static TimedCap Of(Power cap, TimeSpan givenAt, TimeSpan timeToLive, Power failSafe)
    {
        if (!(cap.Watts >= 0) || !double.IsFinite(cap.Watts)) throw new ArgumentOutOfRangeException(nameof(cap), cap, "A cap is a finite power, zero or more.");
        if (!(failSafe.Watts >= 0) || !double.IsFinite(failSafe.Watts))
            throw new ArgumentOutOfRangeException(nameof(failSafe), failSafe, "A fail-safe value is a finite power, zero or more: never uncapped.");
        if (timeToLive <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(timeToLive), timeToLive, "An order lives for a while.");
        return new(cap, givenAt, timeToLive, failSafe);
    }
}

/// <summary>What holds at a rack whose controller may be gone.</summary>
/// <remarks>
///   in force = cap                    given ≤ now &lt; given + time to live
///            = fail-safe              after it
///            = min(cap, fail-safe)    before it: an order from the future shows that clocks differ, so how old it is nobody knows
///   Time is that of <see cref="BeatState.Aged"/>, which never goes back: no jump of a clock extends an order.
/// </remarks>
public static class DeadMan
{
    public static Power InForce(in TimedCap order, TimeSpan now) =>
        now >= order.ExpiresAt ? order.FailSafe : now >= order.GivenAt ? order.Cap : Power.Min(order.Cap, order.FailSafe);

    /// <summary>What may be in force by a moment if the order is not renewed: the larger of both from the moment it may have expired.</summary>
    public static Power Counted(in TimedCap order, TimeSpan now) =>
        now >= order.ExpiresAt ? Power.Max(order.Cap, order.FailSafe) : InForce(order, now);

    /// <summary>The moment by which the next order has to leave so that it lands before this one ends.</summary>
    public static TimeSpan RenewBy(in TimedCap order, Actuator actuator)
    {
        ArgumentNullException.ThrowIfNull(actuator);
        return actuator.CommandBy(order.ExpiresAt);
    }

    /// <summary>Which of two orders a rack keeps: the later; of two of the same moment the lower. So neither repeats nor late arrivals change anything.</summary>
    public static TimedCap Kept(in TimedCap held, in TimedCap arrived) =>
        arrived.GivenAt > held.GivenAt || arrived.GivenAt == held.GivenAt && arrived.Cap < held.Cap ? arrived : held;
}
