using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Control;

/// <summary>One product: when, with which notice, for how long, how deep, how sure.</summary>
public sealed record OfferQuestion(TimeSpan From, TimeSpan Notice, TimeSpan Duration, OfferDepth Depth)
{
    public double ConfidenceFraction { get; init; } = OfferConfidence.Usual;
}

/// <summary>How far import can be held down, step by step.</summary>
/// <remarks>
///   floor[t] = import[t] + margin[t] − β⁺[t] − g[t] − min(w[t]/η, fall·(N − 90 s))
///   baseline = min import[t],  level = max(floor[t], 3 % of draw[t]),  cut = min(baseline − level, κ·ramp·N − (import[0] − baseline))        over the steps of the window
///   β⁺   battery beyond what is planned: max(0, min(P, E/(D + ways)) − planned); E what it can give at the start, less what is planned out of it
///   ways   down and back, on which batteries give as well: 10 min, or most import/(fall/2) + most import/ramp where that is longer
///   g    plants beyond what is planned, as far as they climb while import falls: control raises them by what is short then, and no sooner
///   w    training that may pause (N ≥ L + 15 s); work that may wait and what tiers let go (N ≥ L + 5 min)
///   L    latency of caps        fall   half of what racks that smooth their draw can, for they do not all fall at once; work begins to leave 90 s before
///   η    from the meter to the racks        κ = 0.8 of the grid's ramp
///   Batteries and racks that smooth do not carry the same offer: on the way down and back batteries follow what those let fall slowly, and are spent by then.
///   Losses alone follow the racks: cooling follows in its own time and is not promised.
///   Services: power is convex in tokens, so a share φ of the tokens frees the share φ of the power at least.
///   A level near nothing leaves a ceiling no share to keep free, and what requests and waves draw by chance passes it: hence the 3 %.
///   What is less than 0.5 % of the most import is not offered: who meters the site could hardly tell.
///   Every term of the cut rises with N and with depth, and falls with D and with z; so does the cut.
/// </remarks>
internal sealed partial class OfferReach
{
    /// <summary>The longest that import takes to fall where neither the grid's ramp nor racks that smooth ask for more.</summary>
    private static readonly TimeSpan fallMost = TimeSpan.FromMinutes(5);

    /// <summary>An order is a beat late, and a cap that has landed meets the crest of a wave: our choice.</summary>
    private static readonly TimeSpan landing = TimeSpan.FromSeconds(15);

    /// <summary>Of what racks draw at the bus; of the most import; of what racks that smooth can, as control counts on it.</summary>
    private const double FloorShare = 0.03, LeastShare = 0.005, FallShare = 0.5;


    /// <summary>Requests in flight end in this; our choice, thousands of tokens at 50 ms.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromMinutes(5);

    /// <summary>Share of the grid's ramp that an offer uses, and of stored energy that it counts on; the rest is for noise.</summary>
    public const double RampShare = 0.8, EnergyShare = 0.95;
    private readonly OfferInputs inputs;
    private readonly OfferQuestion asked;

    /// <summary>First step of the window and the first after it.</summary>
    public int First { get; }
    public int End { get; }

    public OfferReach(OfferInputs inputs, OfferQuestion asked)
    {
        (this.inputs, this.asked) = (inputs, asked);
        TimeSpan[] edges = inputs.Ahead.Edges();
        First = Math.Max(0, Array.FindLastIndex(edges, edge => edge <= asked.From));
        int end = Array.FindIndex(edges, edge => edge >= asked.From + asked.Duration);
        if (asked.From < edges[0] || end < 0) throw new ArgumentOutOfRangeException(nameof(asked), asked.From, "The offer lies within the inputs.");
        End = Math.Max(end, First + 1);
    }

    private ControlFacts Facts => inputs.Facts;
    private AheadInputs Ahead => inputs.Ahead;
    public bool CapsLand => asked.Notice >= Facts.CapDelay + landing;
    private bool ServicesFollow => asked.Notice >= Facts.CapDelay + Drain;

    /// <summary>Least expected import of the window.</summary>
    public Power Baseline
    {
        get
        {
            Power least = inputs.Import[First];
            for (int t = First + 1; t < End; t++) least = Power.Min(least, inputs.Import[t]);
            return Power.Max(default, least);
        }
    }

    /// <summary>The cut to which the grid's ramp lets import fall within the notice, from where it is expected to be.</summary>
    public Power RampMost => Facts.RampLimit is { } ramp
        ? Power.Max(default, RampShare * (ramp * asked.Notice) - (inputs.Import[First] - Baseline)) : Power.FromSi(double.PositiveInfinity);

    /// <summary>What racks that smooth can have let go.</summary>
    public Power FallMost => !CapsLand ? default
        : Facts.SlowFall is { } fall ? FallShare * (fall * Positive(asked.Notice - LimitSight.Leaving)) : Power.FromSi(double.PositiveInfinity);

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    public Power Battery(int i) => Power.Max(default, Power.Min(Ahead.Batteries[i].Power, Deliverable(i) / (asked.Duration + Bridge)));

    /// <summary>What a battery can give at the start, less what is planned out of it.</summary>
    private Energy Deliverable(int i)
    {
        AheadBattery one = Ahead.Batteries[i];
        Energy energy = EnergyShare * one.DischargeEfficiency * Energy.Max(default, inputs.Stored[i][First] - one.LeastStored);
        for (int t = First; t < End; t++) energy -= Power.Max(default, inputs.BatteryInjection[i][t]) * Ahead.Lengths[t];
        return energy;
    }

    public Power Batteries(int t)
    {
        Power sum = default;
        for (int i = 0; i < Ahead.Batteries.Count; i++) sum += Power.Max(default, Battery(i) - inputs.BatteryInjection[i][t]);
        return sum;
    }

    /// <summary>A plant beyond its plan: what it can climb once it has started, while import falls.</summary>
    public Power Plant(int i, int t)
    {
        AheadPlant plant = Ahead.Plants[i];
        TimeSpan start = plant.Planned[First] > Power.Zero ? TimeSpan.Zero : inputs.StartTimes[i] + TimeSpan.FromMinutes(1);
        if (!plant.Follows || asked.Notice < start) return default;
        Power room = PlantRoom(i, t);
        double seconds = Math.Min(fallMost.TotalSeconds, (asked.Notice - Facts.CapDelay).TotalSeconds / 2);
        double climb = Math.Max(0, Math.Min(seconds, Math.Min((asked.Notice - start).TotalSeconds, (asked.Notice - LimitSight.Leaving).TotalSeconds)));
        return plant.Ramp is { } ramp ? Power.Min(room, ramp * TimeSpan.FromSeconds(climb)) : climb > 0 ? room : default;
    }

    /// <summary>What a plant has free above its plan, however long it takes.</summary>
    public Power PlantRoom(int i, int t) => Ahead.Plants[i] is { Follows: true } plant ? Power.Max(default, plant.Most[t] - plant.Planned[t]) : default;

    public Power Plants(int t)
    {
        Power sum = default;
        for (int i = 0; i < Ahead.Plants.Count; i++) sum += Plant(i, t);
        return sum;
    }

    /// <summary>Training that may pause, at the IT boundary.</summary>
    public Power Training(int t)
    {
        Power sum = default;
        if (CapsLand)
            for (int i = 0; i < Ahead.Runs.Count; i++) if (Ahead.Runs[i].MayPause) sum += inputs.RunDraw[i][t];
        return sum;
    }

    /// <summary>Share of a service that gives way: all of it where its window carries the pause and the catching up, else what its tier lets go.</summary>
    public double GivingFraction(int i)
    {
        if (!ServicesFollow) return 0;
        AheadService one = Ahead.Services[i];
        if (one.MayWait)
        {
            TimeSpan oldest = TimeSpan.Zero;
            for (int t = First; t < End; t++) if (inputs.OldestWaiting[i][t] > oldest) oldest = inputs.OldestWaiting[i][t];
            if (oldest + 2 * (asked.Duration + Bridge) <= one.Window) return 1;
        }
        return asked.Depth switch
        {
            OfferDepth.NothingLost => 0,
            OfferDepth.Promises => Service.FlexibleFraction(one.Tier),
            _ => one.Tier > 0 ? 1 : 0,
        };
    }

    /// <summary>The window of a service carries the wait, so that nothing of it is lost.</summary>
    public bool Waits(int i) => Ahead.Services[i].MayWait && new OfferReach(inputs, asked with { Depth = OfferDepth.NothingLost }).GivingFraction(i) > 0;

    public Power Services(int t)
    {
        Power sum = default;
        for (int i = 0; i < Ahead.Services.Count; i++) sum += GivingFraction(i) * inputs.ServiceDraw[i][t];
        return sum;
    }

    /// <summary>What racks let go, at the meter.</summary>
    public Power Racks(int t) => Power.Min((Training(t) + Services(t)) / Facts.EfficiencyFraction, FallMost);

    /// <summary>z·σ·draw of the racks at the bus.</summary>
    public Power Margin(int t, double deviations) => deviations * OfferConfidence.SpreadFraction(asked.From - inputs.Now) * Draw(t);

    /// <summary>What racks draw at the bus, with their cooling and losses.</summary>
    private Power Draw(int t)
    {
        Power it = default;
        for (int f = 0; f < Ahead.Fleets.Count; f++) it += Ahead.Fleets[f].Racks[t] * Ahead.Fleets[f].IdlePerRack;
        foreach (Power[] one in inputs.ServiceDraw) it += one[t];
        foreach (Power[] one in inputs.RunDraw) it += one[t];
        return Ahead.DrawPerItRatio[t] * it;
    }

    /// <summary>The least level that noise leaves a ceiling to be kept at.</summary>
    public Power Least
    {
        get
        {
            Power least = default;
            for (int t = First; t < End; t++) least = Power.Max(least, FloorShare * Draw(t));
            return least;
        }
    }

    /// <summary>The cut that these sources carry; before the grid's ramp.</summary>
    public Power Carried(double deviations, bool batteries, bool plants)
    {
        Power level = Power.FromSi(double.NegativeInfinity);
        for (int t = First; t < End; t++)
        {
            Power floor = inputs.Import[t] + Margin(t, deviations);
            if (!batteries || Facts.SlowFall is null) floor -= Racks(t);
            if (batteries) floor -= Batteries(t);
            if (plants) floor -= Plants(t);
            level = Power.Max(level, floor);
        }
        return Power.Max(default, Baseline - Power.Max(level, Least));
    }

    /// <summary>The largest cut over the sources that the confidence leaves in, and what it leans on.</summary>
    public (Power Cut, bool Batteries, bool Plants) Best()
    {
        (Power Cut, bool Batteries, bool Plants) best = default;
        Power storage = StorageMost;
        for (int k = 0; k < 4; k++)
        {
            (bool batteries, bool plants) = ((k & 1) != 0, (k & 2) != 0);
            double availability = (batteries ? OfferConfidence.BatteryAvailabilityFraction : 1) * (plants ? OfferConfidence.PlantAvailabilityFraction : 1);
            if (OfferConfidence.Deviations(asked.ConfidenceFraction, availability) is not { } deviations) continue;
            Power cut = Power.Min(Carried(deviations, batteries, plants), Power.Min(RampMost, storage));
            if (cut >= LeastShare * ImportMost && cut > best.Cut) best = (cut, batteries, plants);
        }
        return best;
    }
}
