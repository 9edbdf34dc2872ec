using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Takes the readings of a beat in: a copy of its own, in which everything is a number.</summary>
/// <remarks>
///   A reading is a number where |x| ≤ 10¹⁸ in SI: no site draws a million terawatts, and sums of such numbers stay numbers.
///   What is none counts as what it was last. What never was one counts to the safe side: draws and energy of tokens zero with caps that do not go up,
///   plants and batteries can do nothing, the draw per IT power is <see cref="RatioNeverRead"/>, a connection carries nothing, a feed is as full as its rating.
///   Meters that may be missing, import, generated, injected and told, are missing then: whoever asks for them does without.
///   Draws that a judge of readings looks at (<see cref="ReadingTrust"/>) are left to him; before him infinity is no number either.
///   What the caller observed is not touched: what a controller makes of it lives here.
/// </remarks>
internal sealed class ReadingDoor(ControlFacts facts)
{
    private const double NumberMost = 1e18, RatioLeast = 0.9, RatioMost = 100;

    /// <summary>Draw per IT power where none was ever read; more than any plant of the catalog takes (grade C).</summary>
    private const double RatioNeverRead = 2;
    private Observation? taken, working;
    private bool isNew, isMended;

    /// <summary>The readings of the last beat as they counted in the end; null before the first.</summary>
    public Observation? Last => working;

    /// <summary>A copy to save.</summary>
    public Observation? Memory => taken is null ? null : Copy(taken);

    public void TakeOver(Observation saved) => (taken, working) = (Copy(saved), Copy(saved));

    private static Observation Copy(Observation one)
    {
        Observation copy = Observation.ShapedLike(one);
        copy.CopyFrom(one);
        for (int i = 0; i < copy.Lanes.Length; i++) copy.Lanes[i] = [.. one.Lanes[i]];
        return copy;
    }

    /// <summary>The readings of a beat, to work on.</summary>
    public Observation Take(Observation seen)
    {
        isNew = taken is null || !taken.IsShapedLike(seen);
        isMended = false;
        if (isNew) (taken, working) = (Observation.ShapedLike(seen), Observation.ShapedLike(seen));
        Mend(seen, taken!);
        working!.CopyFrom(taken!);
        return working;
    }

    private void Mend(Observation seen, Observation own)
    {
        (own.Now, own.Step, own.CapDelay) = (seen.Now, seen.Step, seen.CapDelay);
        (own.CapsStick, own.GridLives) = (seen.CapsStick, seen.GridLives);
        (own.Price, own.PriceMean) = (Kept(seen.Price, own.Price), Kept(seen.PriceMean, own.PriceMean));
        (own.Import, own.Generated, own.GridRamp) = (Maybe(seen.Import), Maybe(seen.Generated), Rate(seen.GridRamp, own.GridRamp));
        // a connection without end is one that nobody bounds, unless it had a bound before
        bool isEndless = double.IsPositiveInfinity(seen.ConnectionMost.Watts) && (isNew || seen.ConnectionMost == own.ConnectionMost);
        own.ConnectionMost = isEndless ? seen.ConnectionMost : Kept(seen.ConnectionMost, own.ConnectionMost);
        (own.Drawn, own.Idle, own.Burned) = (Kept(seen.Drawn, own.Drawn), Mended(seen.Idle, own.Idle), Mended(seen.Burned, own.Burned));
        own.DrawPerItRatio = seen.DrawPerItRatio is >= RatioLeast and <= RatioMost ? seen.DrawPerItRatio : isNew ? RatioNeverRead : own.DrawPerItRatio;
        own.Other = Drawn(seen.Other, own.Other);
        for (int i = 0; i < own.Services.Length; i++) (own.Services[i], own.Lanes[i]) = (Of(seen.Services[i], own.Services[i]), seen.Lanes[i]);
        for (int i = 0; i < own.Runs.Length; i++) own.Runs[i] = Of(seen.Runs[i], own.Runs[i]);
        for (int i = 0; i < own.Plants.Length; i++) own.Plants[i] = Of(seen.Plants[i], own.Plants[i]);
        for (int i = 0; i < own.Batteries.Length; i++) own.Batteries[i] = Of(seen.Batteries[i], own.Batteries[i]);
        for (int f = 0; f < own.Feeds.Length; f++) own.Feeds[f] = Of(seen.Feeds[f], own.Feeds[f], f);
        for (int b = 0; b < own.Banks.Length; b++) own.Banks[b] = seen.Banks[b];            // a temperature that is none leaves the share where it is (CoolantHold)
        for (int b = 0; seen.BankShares is { } shares && b < shares.Length; b++) own.BankShares![b] = shares[b] is >= 0 and <= 1 ? shares[b] : 0;
        // who does not know what racks draw lets no cap of theirs up
        own.RacksAreSilent = seen.RacksAreSilent || isMended;
    }

    private static bool IsNumber(double si) => Math.Abs(si) <= NumberMost;

    private Q Kept<Q>(Q read, Q before) where Q : struct, IQuantity<Q> => IsNumber(read.Si) ? read : isNew ? default : before;

    /// <summary>The same for what racks tell: while it is missing, they are silent.</summary>
    private Q Mended<Q>(Q read, Q before) where Q : struct, IQuantity<Q>
    {
        isMended |= !IsNumber(read.Si);
        return Kept(read, before);
    }

    private static Q? Maybe<Q>(Q? read) where Q : struct, IQuantity<Q> => read is { } some && IsNumber(some.Si) ? some : null;

    /// <summary>A ramp is above zero; one that is no number is the one of before, or what is known of the site.</summary>
    private Ramp? Rate(Ramp? read, Ramp? before) =>
        read is not { } ramp || IsNumber(ramp.WattsPerSecond) && ramp.WattsPerSecond > 0 ? read : isNew ? facts.RampLimit : before ?? facts.RampLimit;

    private Power Drawn(Power read, Power before) => !facts.ChecksReadings ? Mended(read, before) : IsNumber(read.Watts) ? read : Power.FromSi(double.NaN);

    private ServiceNeed Of(in ServiceNeed read, in ServiceNeed before)
    {
        Power full = Mended(read.Full, before.Full);
        return read with
        {
            Asked = Kept(read.Asked, before.Asked),
            Planned = read.Planned is { } planned ? Kept(planned, before.Planned ?? default) : null,
            JoulesPerToken = IsNumber(read.JoulesPerToken) ? Math.Max(0, read.JoulesPerToken) : isNew ? 0 : before.JoulesPerToken,
            Most = Kept(read.Most, before.Most),
            Drawn = Drawn(read.Drawn, before.Drawn),
            Waiting = Kept(read.Waiting, before.Waiting),
            WeightFactor = IsNumber(read.WeightFactor) ? read.WeightFactor : isNew ? 0 : before.WeightFactor,
            Full = full,
            Enforced = isNew && !IsNumber(read.Enforced.Watts) ? full : Mended(read.Enforced, before.Enforced),
            LeastFraction = IsNumber(read.LeastFraction) ? Math.Clamp(read.LeastFraction, 0, 1) : isNew ? 0 : before.LeastFraction,
            LedFraction = IsNumber(read.LedFraction) ? Math.Clamp(read.LedFraction, 0, 1) : isNew ? 0 : before.LedFraction,
        };
    }

    private RunNeed Of(in RunNeed read, in RunNeed before)
    {
        Power full = Power.Max(default, Mended(read.Full, before.Full));
        return read with
        {
            Full = full,
            Mean = Kept(read.Mean, before.Mean),
            Drawn = Drawn(read.Drawn, before.Drawn),
            Enforced = isNew && !IsNumber(read.Enforced.Watts) ? full : Mended(read.Enforced, before.Enforced),
            Returning = Mended(read.Returning, before.Returning),
            Owed = Mended(read.Owed, before.Owed),
        };
    }

    private PlantReach Of(in PlantReach read, in PlantReach before)
    {
        Power least = Kept(read.Least, before.Least);
        return read with { Planned = Kept(read.Planned, before.Planned), Least = least, Most = Power.Max(least, Kept(read.Most, before.Most)) };
    }

    private BatteryReach Of(in BatteryReach read, in BatteryReach before)
    {
        Power least = Kept(read.Least, before.Least);
        return read with
        {
            Planned = Kept(read.Planned, before.Planned),
            Least = least,
            Most = Power.Max(least, Kept(read.Most, before.Most)),
            Deliverable = Energy.Max(default, Kept(read.Deliverable, before.Deliverable)),
            Takeable = Energy.Max(default, Kept(read.Takeable, before.Takeable)),
            Injected = Maybe(read.Injected),
        };
    }

    private FeedReading Of(in FeedReading read, in FeedReading before, int f)
    {
        Power? told = Maybe(read.Told);
        Power rating = f < facts.Feeds.Count && IsNumber(facts.Feeds[f].Rating.Watts) ? facts.Feeds[f].Rating : default;
        Power flow = IsNumber(read.Flow.Watts) ? read.Flow : told ?? (isNew ? rating : before.Flow);
        return read with { Flow = flow, Idle = Kept(read.Idle, before.Idle), Told = told };
    }
}
