using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Caps on work in flight, and racks that are switched off where no cap helps.</summary>
public sealed partial class Envelope
{
    /// <summary>Work in flight leaves late; where it would pass the ceiling that holds once caps have landed, they slow it, lowest rank first.</summary>
    private void Caps(Observation seen, Orders orders)
    {
        Power drawn = seen.Burned;
        foreach (ServiceNeed need in seen.Services) drawn += need.Drawn;
        Power leaves = default;                     // what runs were told to give and have not given yet
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power less = Power.Max(default, seen.Runs[i].Drawn - Follows(i) * orders.RunMost[i]);
            // where caps stick, one that leaves more than all that was ordered is taken for one of them: its wave and orders that go down hide that it stands still
            bool isStuck = seen.CapsStick && Strays(seen, i), isSmall = less.Watts <= SmallShare * seen.Runs[i].Drawn.Watts;
            late[i] = isStuck || !isSmall && IsForeign(seen, i) ? seen.CapDelay + Patience + seen.Step : isSmall ? default : late[i] + seen.Step;
            bool follows = late[i] <= seen.CapDelay + Patience;
            drawn += follows ? seen.Runs[i].Drawn - less : Crest(seen, i);
            if (follows) leaves += less;
        }
        Power room = Room(seen, orders, seen.CeilingSoon, marginFraction / 2), lasting = drawn - room;
        Power excess = lasting + Lag(seen, room);
        if (Passes(seen, orders) > Power.Zero) excess += Overshoot * Power.Max(default, lasting);
        // caps have landed and too much is drawn nevertheless: new work fills what they took
        passesFor = excess > Power.Zero ? passesFor + seen.Step : default;
        bool isFilled = passesFor > seen.CapDelay + 2 * seen.Step;
        Power asked = excess;
        double pace = Math.Min(1, seen.Step.TotalSeconds);            // a second's worth in a second, however short the steps
        Power spare = Power.Max(default, -excess - leaves);
        for (int rank = Shedding.MayWait; rank >= 0; rank--)
            for (int i = 0; i < seen.Services.Length; i++)
            {
                ServiceNeed need = seen.Services[i];
                // on racks of others it keeps to their caps, not to its own
                if (need.Rank != rank || excess <= Power.Zero || need.Drawn <= Power.Zero || need.Full <= Power.Zero) continue;
                // what is in force is given already: no cap can give it again
                double share = Math.Min(Math.Min(orders.SlowFraction[i], slow[i]), Math.Max(ordered[i], InForce(need))), least = share > Lowest(need) ? Lowest(need) / share : 1;
                // racks that keep to the caps of others give nothing for its order
                Power own = (1 - need.LedFraction) * need.Drawn;
                double left = own > Power.Zero ? Math.Max(least, 1 - excess / own) : least;
                excess -= (1 - left) * own;
                slow[i] = share * (1 - pace * (1 - left));
                if (isFilled) Shut(orders, i, left * need.Drawn);
            }
        Starve(seen, orders, Power.Max(excess, Unread(seen)));
        Quicken(seen, spare);
        for (int i = 0; i < seen.Services.Length; i++)
        {
            double share = orders.SlowFraction[i];
            orders.SlowFraction[i] = ordered[i] = Math.Clamp(Math.Min(Math.Min(share, slow[i]), Calm(Up(seen, orders, i), i, seen.Step)), Lowest(seen.Services[i]), 1);
            // the gate counts by the caps that are to come: the same room is not given to caps and to new work
            double inForce = InForce(seen.Services[i]);
            if (ordered[i] > inForce * (1 + OrderGrain) && orders.ServiceMost[i] > seen.Services[i].Drawn)
            {
                Power gate = orders.ServiceMost[i];
                orders.ServiceMost[i] = Power.Max(seen.Services[i].Drawn, inForce / ordered[i] * gate);
                Held.Again(OrderKind.ServiceMost, i, gate.Watts, orders.ServiceMost[i].Watts, HoldReason.Ceiling);
            }
            Held.Add(OrderKind.ServiceSlow, i, share, orders.SlowFraction[i], HoldReason.Ceiling);
        }
        // what eats into the margin may leave by itself; what passes the ceiling may not
        Power margin = Room(seen, orders, seen.CeilingSoon, 0) - room;
        excess = Power.Min(excess, Power.Max(default, lasting - (asked - excess)));
        SwitchOff(seen, orders, excess, passes: excess > Power.Zero && excess > margin);
    }

    /// <summary>What has to leave at once beyond what has to leave for good: cooling goes down after the heat has, not with it.</summary>
    /// <remarks>lag = (drawn − room)·(κ·η − 1)        κ   draw per IT power        η   efficiency from the bus to the racks</remarks>
    private Power Lag(Observation seen, Power room) =>
        Math.Max(0, (seen.DrawPerItRatio + rise) * efficiency - 1) * Power.Max(default, Drawn(seen) - room);

    /// <summary>IT power by which the ceiling of this moment is passed.</summary>
    private Power Passes(Observation seen, Orders orders) => Power.Max(default, Drawn(seen) - Room(seen, orders, seen.CeilingNow, 0));

    /// <summary>Where a ceiling is passed already, caps take so much more than is missing: racks that share their caps with others give less than their share.</summary>
    private const double Overshoot = 0.5;

    /// <summary>Its caps rose in this beat, above all that was ordered: nobody knows when they follow again.</summary>
    private bool IsForeign(Observation seen, int i) => Strays(seen, i) && seen.Runs[i].Enforced > (1 + OrderGrain) * enforcedBefore[i];

    private TimeSpan passesFor;

    /// <summary>What lower caps take from a service, new work does not give it back.</summary>
    private void Shut(Orders orders, int i, Power most)
    {
        Power asked = orders.ServiceMost[i];
        orders.ServiceMost[i] = Power.Min(asked, most);
        Held.Again(OrderKind.ServiceMost, i, asked.Watts, orders.ServiceMost[i].Watts, HoldReason.Ceiling);
    }

    /// <summary>What the lowest caps leave above the room ends by itself: nothing new starts, last in rank first, in as many as lose so much within seconds.</summary>
    private void Starve(Observation seen, Orders orders, Power excess)
    {
        Power grain = Rounding * (seen.Idle + Power.Max(default, Drawn(seen)));
        for (int rank = Shedding.MayWait; rank >= 0; rank--)
            for (int i = 0; i < seen.Services.Length; i++)
            {
                if (seen.Services[i].Rank != rank || excess <= grain) continue;
                Shut(orders, i, default);
                excess -= EndsShare * seen.Services[i].Drawn;
            }
    }

    /// <summary>Nobody reads the racks, and the meter shows what eats into the margin: work grows under gates that are too wide, on racks that nobody knew to be on.</summary>
    private Power Unread(Observation seen) =>
        seen.RacksAreSilent && seen.Import is { } import && seen.GridLives ? (import - (1 - marginFraction) * seen.CeilingSoon) / seen.DrawPerItRatio : default;

    /// <summary>Of what is in flight so much ends within a few seconds.</summary>
    private const double EndsShare = 0.05, Rounding = 1e-9;

    /// <summary>Share to which a service can be slowed; never zero, from where nothing comes back.</summary>
    private static double Lowest(in ServiceNeed need) => Math.Max(need.LeastFraction, 0.02);

    /// <summary>The share up to which caps may go: they let work in flight draw more at once, and no more than its gate leaves.</summary>
    private double Up(Observation seen, Orders orders, int i)
    {
        ServiceNeed need = seen.Services[i];
        // racks that come back find the lowest cap, and so do those of which nobody knows what they hold
        if (need.Full <= Power.Zero) return Lowest(need);
        if (seen.RacksAreSilent) return ordered[i];
        double back = Math.Min(1, orders.ServiceMost[i] / need.Full);           // what stands still may come back all at once
        if (need.Drawn <= StillShare * need.Full) return back;
        double inForce = InForce(need), up = Math.Min(inForce, ordered[i] < inForce ? ordered[i] : 1)
            * (1 + UpShare * Math.Min(1, seen.Step.TotalSeconds) * Math.Max(0, orders.ServiceMost[i] / need.Drawn - 1));
        if (!double.IsFinite(up)) return up;
        // from the one to the other without a step, or what draws about so much is capped to and fro
        double moves = Math.Min(1, (need.Drawn / need.Full - StillShare) / StillShare);
        return back + moves * (Math.Min(up, inForce + RisePerSecond * seen.Step.TotalSeconds) - back);
    }

    /// <summary>
    ///   What caps may rise to follows what is in force, which is a step late: where other caps keep it below the order, every second order starts from every second reading,
    ///   and two orders would take turns for hours. A little less than was ordered is met half way.
    /// </summary>
    private double Calm(double up, int i, TimeSpan step) =>
        !isBare && up < ordered[i] && ordered[i] - up <= 2 * RisePerSecond * Math.Min(1, step.TotalSeconds) ? (up + ordered[i]) / 2 : up;

    /// <summary>Where room is short, caps go up by no more than this share in a second: the meter shows what that did before they go on.</summary>
    private const double RisePerSecond = 0.05;

    /// <summary>Share of full power that the caps in force leave.</summary>
    private static double InForce(in ServiceNeed need) => need.Full > Power.Zero && need.Enforced > Power.Zero ? need.Enforced / need.Full : 1;

    /// <summary>A service that draws less than this share of its racks stands still.</summary>
    private const double StillShare = 0.01;

    /// <summary>Work that was slowed comes back into the room there is, highest rank first.</summary>
    private void Quicken(Observation seen, Power room)
    {
        double pace = Math.Min(1, seen.Step.TotalSeconds);
        for (int rank = 0; rank <= Shedding.MayWait; rank++)
            for (int i = 0; i < seen.Services.Length; i++)
            {
                ServiceNeed need = seen.Services[i];
                if (need.Rank != rank || slow[i] >= 1) continue;
                double more = Math.Min(1 - slow[i], RecoveryPerSecond * seen.Step.TotalSeconds);
                if (need.Drawn > Power.Zero) more = Math.Min(more, slow[i] * QuickenShare * pace * (room / need.Drawn));
                room -= more / slow[i] * need.Drawn;
                slow[i] += more;
            }
    }

    /// <summary>What no cap can take away is switched off, once caps have had their time; a little may also leave by itself.</summary>
    private void SwitchOff(Observation seen, Orders orders, Power excess, bool passes)
    {
        Power all = seen.Idle + Power.Max(default, Drawn(seen)), small = SmallShare * all;
        if (excess <= Rounding * all) excess = default;             // any order above nothing takes a whole rack off
        Held.Excess = Power.Max(default, excess);
        // who starts anew with nothing knows no order of his that caps which stick could still follow
        bool waited = isBare && seen.CapsStick && Passes(seen, orders) > Power.Zero;
        excessFor = excess > Power.Zero ? excessFor + seen.Step : waited ? excessFor : default;
        TimeSpan patience = excess > small || passes ? seen.CapDelay + Patience : LimitSight.Leaving;
        if (excessFor <= patience) return;
        Power asked = orders.Drop;
        orders.Drop = Power.Max(asked, excess);
        Held.Add(OrderKind.Drop, 0, asked.Watts, orders.Drop.Watts, HoldReason.Ceiling);
    }

    /// <summary>What a run draws; where caps stick, what they let it come back to in its wave.</summary>
    private static Power Crest(Observation seen, int i) =>
        seen.CapsStick ? Power.Max(seen.Runs[i].Drawn, Power.Min(seen.Runs[i].Enforced, seen.Runs[i].Full)) : seen.Runs[i].Drawn;

    internal static Power Drawn(Observation seen)
    {
        Power sum = seen.Burned;
        foreach (ServiceNeed need in seen.Services) sum += need.Drawn;
        foreach (RunNeed run in seen.Runs) sum += run.Drawn;
        return sum;
    }

    /// <summary>An excess below this share of the draw is left to work that ends by itself, before racks are switched off for it.</summary>
    private const double SmallShare = 0.02;

    /// <summary>What runs drew within the last minute and draw no more.</summary>
    private Power Fallen(Observation seen)
    {
        Power drawn = Runs(seen);
        ranLately = Fading(seen, ranLately, drawn, BurstSeconds);
        return ranLately - drawn;
    }

    private Power ranLately;
}
