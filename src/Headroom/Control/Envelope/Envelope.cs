using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>No order leaves that would break a ceiling, a ramp, a rating or a minimum, whatever a policy says.</summary>
/// <remarks>
///   room(c) = ((1 − μ)·c + Σ plants + Σ carried − other)/κ − idle        IT power above idle that a ceiling c leaves
///   κ   draw per IT power        μ   margin        carried = min(most, deliverable/τ), a battery for the time τ in which work leaves
///   gate     Σ services' most ≤ min(room(ceiling ahead) − Σ runs, room(ramp) − what runs draw): nobody starts work that has no room
///   caps     Σ drawn ≤ room(ceiling soon): what is in flight and passes the ceiling that will hold once caps have landed is slowed
///   band     storage holds import within [ramp's least, min(ceiling, ramp's most)] inside the step
///   off      what passes the room after all that for longer than caps take to land: racks are switched off
///   A run counts with the larger of what it is ordered and what its caps in force let it take: what was taken from one is given to the next
///   only when it has landed. It needs no forecast: gates and caps bound what may be drawn, readings only say how much of that is used.
///   Who gives first: work that may wait, tiers 3 … 0, each only what is missing; a reserve that nobody uses goes before work in flight.
/// </remarks>
public sealed class Envelope
{
    private readonly double marginFraction;
    private readonly FeedHold feeds;
    private readonly LimitSight sight;
    private readonly TimeSpan timeToLive;
    private readonly int banks;

    /// <param name="marginFraction">Share of a ceiling that stays free.</param>
    public Envelope(double marginFraction, ControlFacts facts, LimitSight sight)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(sight);
        (this.marginFraction, feeds, banks) = (marginFraction, new(facts, sight), facts.Banks);
        (this.sight, timeToLive) = (sight, facts.TimeToLive);
    }

    /// <summary>After caps have had their time, racks are switched off for what passes the room by more than a little.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What is remembered from beat to beat; a copy, null before the first.</summary>
    public EnvelopeMemory? Memory => !hasBegun ? null : new([.. slow], [.. ordered], excessFor, feeds.Memory.Share, feeds.Memory.Wait);

    /// <summary>Goes on from what was remembered.</summary>
    internal void TakeOver(EnvelopeMemory memory) => (saved, takesOver) = (memory, true);

    /// <summary>Goes on from nothing but what the racks hold: caps are left where they are, and what passes the room has passed it for long enough.</summary>
    internal void TakeOver() => takesOver = true;

    private EnvelopeMemory? saved;
    private bool takesOver;

    /// <summary>Time in which work in flight leaves; a battery counts with what it can give for so long.</summary>
    private static readonly TimeSpan leaving = TimeSpan.FromSeconds(90);

    /// <summary>How fast work that was slowed comes back, per second.</summary>
    private const double RecoveryPerSecond = 0.02;

    /// <summary>Share of the room that work which was slowed takes back in a second: caps land some steps after they are ordered.</summary>
    private const double QuickenShare = 0.3;

    /// <summary>Share of the room of its gate by which the caps of a service go up in a second.</summary>
    private const double UpShare = 0.1;

    /// <summary>A service that stands still counts with this share of its racks when room is shared, or it could never start.</summary>
    private const double StandingShare = 0.02;
    /// <summary>Share of what the ramp leaves that services may take in a beat: runs that come back, and cooling, have the rest.</summary>
    private const double RampShare = 0.5;
    private double[] slow = [], ordered = [];
    private TimeSpan excessFor;
    private TimeSpan[] late = [];
    private bool hasBegun;

    public Held Held { get; private set; } = new(0);

    /// <summary>Changes the orders of a policy until they hold; <see cref="Held"/> tells what it changed.</summary>
    public void Hold(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        if (!hasBegun) Begin(seen);
        Held.Clear();
        Sources(seen, orders);
        Numbers(seen, orders);
        Band(seen, orders);
        HoldUp(seen, orders);
        HoldRuns(seen, orders);
        Power runs = Runs(seen, orders);
        Gate(seen, orders, runs);
        Caps(seen, orders);
        feeds.Hold(seen, orders, Held);
        orders.RunMost.CopyTo(runBefore, 0);
        if (timeToLive > TimeSpan.Zero) FailSafe(seen, orders);
    }

    /// <summary>What may hold at the racks while nobody orders anything: full work at this share fits under the least ceiling that is announced.</summary>
    /// <remarks>share = min(1, room(least announced)/Σ full), of plants only what they cannot help giving, nothing of batteries</remarks>
    private void FailSafe(Observation seen, Orders orders)
    {
        Power ceiling = sight.Announced(seen), fed = (1 - marginFraction) * ceiling, full = default;
        foreach (PlantReach plant in seen.Plants) fed += plant.Follows ? plant.Least : default;
        foreach (ServiceNeed need in seen.Services) full += need.Full;
        foreach (RunNeed run in seen.Runs) full += run.Full;
        Power room = (fed - seen.Other) / seen.DrawPerItRatio - seen.Idle;
        orders.FailSafeImport = ceiling;
        orders.FailSafeFraction = full > Power.Zero ? Math.Clamp(room / full, 0, 1) : 1;
    }

    private void Begin(Observation seen)
    {
        hasBegun = true;
        ordered = [.. Enumerable.Repeat(1.0, seen.Services.Length)];
        slow = [.. Enumerable.Repeat(1.0, seen.Services.Length)];
        runBefore = new Power[seen.Runs.Length];
        late = new TimeSpan[seen.Runs.Length];
        bool knows = saved is not null && saved.Slow.Count == slow.Length;
        if (knows) excessFor = saved!.ExcessFor;
        else if (takesOver) excessFor = leaving;
        if (knows || takesOver)
            for (int i = 0; i < slow.Length; i++)
            {
                // while nobody ordered anything racks may have lowered their caps by themselves: they are let up slowly
                ServiceNeed need = seen.Services[i];
                double held = need.Full > Power.Zero ? Math.Clamp(need.Enforced / need.Full, Lowest(need), 1) : 1;
                (slow[i], ordered[i]) = knows ? (Math.Min(saved!.Slow[i], held), Math.Min(saved.Ordered[i], held)) : (held, held);
            }
        if (knows) feeds.TakeOver([.. saved!.BankShare], [.. saved.Wait]);
        else if (takesOver) feeds.TakeOver(seen.BankShares, default);
        Held = new(4 * seen.Services.Length + 3 * seen.Runs.Length + 2 * seen.Plants.Length + seen.Batteries.Length + banks + 8);
    }

    /// <summary>Plants and batteries within their reach.</summary>
    private void Sources(Observation seen, Orders orders)
    {
        for (int i = 0; i < seen.Plants.Length; i++)
        {
            Power asked = orders.Plants[i], given = Within(asked, seen.Plants[i].Least, seen.Plants[i].Most, seen.Plants[i].Planned);
            orders.Plants[i] = given;
            Held.Add(OrderKind.Plant, i, asked.Watts, given.Watts, double.IsFinite(asked.Watts) ? HoldReason.Reach : HoldReason.NoNumber);
        }
        for (int i = 0; i < seen.Batteries.Length; i++)
        {
            Power asked = orders.Batteries[i], within = Within(asked, seen.Batteries[i].Least, seen.Batteries[i].Most, default);
            Power given = seen.RampAhead is { } ramp ? Stopping(within, seen.Batteries[i], ramp) : within;
            orders.Batteries[i] = given;
            Held.Add(OrderKind.Battery, i, asked.Watts, given.Watts,
                given != within ? HoldReason.Ramp : double.IsFinite(asked.Watts) ? HoldReason.Reach : HoldReason.NoNumber);
        }
    }

    /// <summary>A battery that runs empty, or full, stops no faster than import may change.</summary>
    /// <remarks>P ≤ √(2·r·E)        E   energy that is left to give, or to take        r   share of the ramp</remarks>
    private static Power Stopping(Power injection, BatteryReach battery, Ramp ramp)
    {
        double perSecond = 2 * StoppingShare * ramp.WattsPerSecond;
        Power most = Power.FromSi(Math.Sqrt(perSecond * battery.Deliverable.Joules)), least = Power.FromSi(-Math.Sqrt(perSecond * battery.Takeable.Joules));
        return Power.Max(Power.Min(injection, Power.Max(most, battery.Least)), Power.Min(least, battery.Most));
    }

    /// <summary>Share of the ramp that a battery's own stop takes; work and weather have the rest.</summary>
    private const double StoppingShare = 0.8;

    private static Power Within(Power asked, Power least, Power most, Power otherwise) =>
        Power.Max(least, Power.Min(double.IsNaN(asked.Watts) ? otherwise : asked, most));

    /// <summary>Orders that are no numbers, or beyond what a device takes.</summary>
    private void Numbers(Observation seen, Orders orders)
    {
        for (int i = 0; i < seen.Services.Length; i++)
        {
            double share = orders.SlowFraction[i], kept = double.IsNaN(share) ? 1 : Math.Clamp(share, Lowest(seen.Services[i]), 1);
            orders.SlowFraction[i] = kept;
            Held.Add(OrderKind.ServiceSlow, i, share, kept, double.IsNaN(share) ? HoldReason.NoNumber : HoldReason.Reach);
            if (!(orders.ServiceMost[i] >= Power.Zero))
            {
                Held.Add(OrderKind.ServiceMost, i, orders.ServiceMost[i].Watts, 0, HoldReason.NoNumber);
                orders.ServiceMost[i] = default;
            }
            if (orders.Allowed[i] is { } rate && !(rate >= TokenRate.Zero))
            {
                Held.Add(OrderKind.ServiceAllowed, i, rate.TokensPerSecond, 0, HoldReason.NoNumber);
                orders.Allowed[i] = TokenRate.Zero;
            }
        }
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power asked = orders.RunMost[i], given = double.IsNaN(asked.Watts) ? default : Power.Max(default, Power.Min(asked, seen.Runs[i].Full));
            orders.RunMost[i] = given;
            Held.Add(OrderKind.RunMost, i, asked.Watts, given.Watts, double.IsNaN(asked.Watts) ? HoldReason.NoNumber : HoldReason.Reach);
        }
        if (orders.Drop >= Power.Zero && !double.IsInfinity(orders.Drop.Watts)) return;
        Held.Add(OrderKind.Drop, 0, orders.Drop.Watts, 0, HoldReason.NoNumber);
        orders.Drop = default;
    }

    /// <summary>What storage holds inside the step; a policy may ask for a narrower band, never for a wider one.</summary>
    private static void Band(Observation seen, Orders orders)
    {
        Power most = Power.Min(seen.CeilingNow, seen.ImportMostByRamp);
        most = Power.Max(most, Power.Min(seen.CeilingNow, seen.ImportLeastByRamp));      // a ceiling outranks a ramp
        // no site exports without end: such an order is no number
        bool isNone = double.IsNaN(orders.ImportMost.Watts) || double.IsNegativeInfinity(orders.ImportMost.Watts);
        orders.ImportMost = isNone ? most : Power.Min(orders.ImportMost, most);
        Power least = Power.Min(seen.ImportLeastByRamp, orders.ImportMost);
        orders.ImportLeast = double.IsNaN(orders.ImportLeast.Watts) ? least : Power.Min(Power.Max(orders.ImportLeast, least), orders.ImportMost);
    }

    /// <summary>IT power above idle that a ceiling on import leaves.</summary>
    /// <param name="byOrder">Batteries count with their orders, which stop softly; else with what they can carry while work leaves.</param>
    private static Power Room(Observation seen, Orders orders, Power ceiling, double margin, bool byOrder = false)
    {
        Power fed = seen.GridLives ? (1 - margin) * ceiling : default;
        for (int i = 0; i < seen.Plants.Length; i++) fed += seen.GridLives || !seen.Plants[i].Follows ? orders.Plants[i] : Power.Max(orders.Plants[i], seen.Plants[i].Most);
        for (int i = 0; i < seen.Batteries.Length; i++)
            fed += byOrder ? orders.Batteries[i] : Power.Max(default, Power.Min(seen.Batteries[i].Most, seen.Batteries[i].Deliverable / leaving));
        return (fed - seen.Other) / seen.DrawPerItRatio - seen.Idle;
    }

    /// <summary>No plant goes down, or stays down, while what is drawn passes the ceiling without it.</summary>
    private void HoldUp(Observation seen, Orders orders)
    {
        if (!seen.GridLives) return;
        Power missing = seen.DrawPerItRatio * (Drawn(seen) - Room(seen, orders, seen.CeilingSoon, HoldUpMargin));
        for (int i = 0; i < seen.Plants.Length && missing > Power.Zero; i++)
        {
            Power asked = orders.Plants[i], more = Power.Max(default, Power.Min(missing, seen.Plants[i].Most - asked));
            orders.Plants[i] = Power.Min(asked + more, Power.Max(asked, seen.Plants[i].Most));      // not past it by a rounding
            missing -= more;
            Held.Add(OrderKind.Plant, i, asked.Watts, orders.Plants[i].Watts, HoldReason.Ceiling);
        }
    }

    /// <summary>Plants are held up for so much of the ceiling more, for work that starts within the step.</summary>
    private const double HoldUpMargin = 0.01;

    /// <summary>Runs get no more than the work in flight leaves, each by what it was told.</summary>
    private void HoldRuns(Observation seen, Orders orders)
    {
        Power room = Room(seen, orders, seen.CeilingSoon, marginFraction / 2) - seen.Burned, may = default;
        foreach (ServiceNeed need in seen.Services) room -= need.Drawn;
        for (int i = 0; i < seen.Runs.Length; i++) may += Follows(seen, i) * orders.RunMost[i] + seen.Runs[i].Returning;
        if (!(may > room)) return;
        double share = Math.Max(0, room / may);
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power asked = orders.RunMost[i];
            orders.RunMost[i] = share * asked;
            Held.Add(OrderKind.RunMost, i, asked.Watts, orders.RunMost[i].Watts, HoldReason.Ceiling);
        }
    }

    /// <summary>How much more the caps of a run leave than it was ordered; 1 within the grain of an order.</summary>
    private double Follows(Observation seen, int i)
    {
        double ratio = runBefore[i] > Power.Zero ? seen.Runs[i].Enforced / runBefore[i] : 1;
        return ratio > 1 + OrderGrain ? Math.Min(ratio, FollowsMost) : 1;
    }

    private const double OrderGrain = 0.02, FollowsMost = 1.5;
    private Power[] runBefore = [];

    /// <summary>What runs may draw from now on: the larger of order and caps in force, and at least what their racks draw with what they burn.</summary>
    private Power Runs(Observation seen, Orders orders)
    {
        Power may = default, drawn = seen.Burned;
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            double follows = Follows(seen, i);
            may += follows > 1 ? Power.Max(follows * orders.RunMost[i], seen.Runs[i].Enforced) + seen.Runs[i].Returning : Power.Max(orders.RunMost[i], Power.Min(seen.Runs[i].Enforced, seen.Runs[i].Full)) + seen.Runs[i].Returning;
            drawn += seen.Runs[i].Drawn;
        }
        return Power.Max(may, drawn);
    }

    /// <summary>Nobody starts work that has no room: what is free is shared by what each draws, and none gets more than its racks take.</summary>
    private void Gate(Observation seen, Orders orders, Power runs)
    {
        Power drawn = default;
        double weights = 0;
        for (int i = 0; i < seen.Services.Length; i++)
        {
            drawn += seen.Services[i].Drawn;              // in flight: no gate takes it back
            weights += Weight(seen, i);
        }
        // a run that is down keeps its room under the ceiling; a ramp counts from what is drawn now
        Power byCeiling = Room(seen, orders, seen.CeilingAhead, marginFraction) - runs - drawn, now = Drawn(seen);
        Power byGrid = RampShare * (Room(seen, orders, seen.ImportMostByGrid, marginFraction) - now);
        Power byWay = RampShare * (Room(seen, orders, seen.ImportMostByRamp, marginFraction, byOrder: true) - now);
        byCeiling = Power.Min(byCeiling, feeds.Room(seen) - Power.Max(default, runs - Runs(seen)));
        Power first = Power.Min(byCeiling, byGrid), last = Power.Min(first, byWay);
        if (double.IsInfinity(last.Watts)) return;
        HoldReason reason = byGrid < byCeiling || byWay < byCeiling ? HoldReason.Ramp : HoldReason.Ceiling;
        // a ramp keeps tiers 0 and 1 where they are; only a ceiling sends work of theirs away
        if (last < Power.Zero) Close(seen, orders, -last, byCeiling < Power.Zero ? 0 : PacedRank, reason);
        if (byCeiling >= Power.Zero) Share(seen, orders, Power.Max(default, first), Power.Max(default, last), weights, reason);
    }

    /// <summary>From this rank on work keeps to the way of a limit that ramps; tiers 0 and 1 wait for the grid's own ramp alone.</summary>
    private const int PacedRank = 2;

    private static Power Runs(Observation seen)
    {
        Power drawn = default;
        foreach (RunNeed run in seen.Runs) drawn += run.Drawn;
        return drawn;
    }

    private static double Weight(Observation seen, int i) => Math.Max(seen.Services[i].Drawn.Watts, StandingShare * seen.Services[i].Full.Watts);

    private void Share(Observation seen, Orders orders, Power first, Power last, double weights, HoldReason reason)
    {
        for (int i = 0; i < seen.Services.Length; i++)
        {
            ServiceNeed need = seen.Services[i];
            Power asked = orders.ServiceMost[i], spare = need.Rank < PacedRank ? first : last;
            double weight = Weight(seen, i);
            Power part = weight > 0 ? spare * (weight / weights) : default;       // room may be infinite: who has no racks has no part of it
            Power given = Power.Min(asked, need.Drawn + part);
            orders.ServiceMost[i] = given;
            if (given < Power.Min(asked, need.Full)) Held.Add(OrderKind.ServiceMost, i, asked.Watts, given.Watts, reason);
        }
    }

    /// <summary>Too much is in flight: the last in rank starts nothing new, as far as that helps.</summary>
    private void Close(Observation seen, Orders orders, Power missing, int firstRank, HoldReason reason)
    {
        for (int rank = Shedding.MayWait; rank >= firstRank; rank--)
            for (int i = 0; i < seen.Services.Length; i++)
            {
                if (seen.Services[i].Rank != rank) continue;
                Power asked = orders.ServiceMost[i], held = seen.Services[i].Drawn, less = Power.Max(default, Power.Min(missing, held));
                missing -= less;
                orders.ServiceMost[i] = Power.Min(asked, held - less);
                Held.Add(OrderKind.ServiceMost, i, asked.Watts, orders.ServiceMost[i].Watts, reason);
            }
    }

    /// <summary>Work in flight leaves late; where it would pass the ceiling that holds once caps have landed, they slow it, lowest rank first.</summary>
    private void Caps(Observation seen, Orders orders)
    {
        Power drawn = seen.Burned;
        foreach (ServiceNeed need in seen.Services) drawn += need.Drawn;
        Power leaves = default;                     // what runs were told to give and have not given yet
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            Power less = Power.Max(default, seen.Runs[i].Drawn - Follows(seen, i) * orders.RunMost[i]);
            late[i] = less.Watts > SmallShare * seen.Runs[i].Drawn.Watts ? late[i] + seen.Step : default;
            bool follows = late[i] <= seen.CapDelay + Patience;
            drawn += follows ? seen.Runs[i].Drawn - less : seen.Runs[i].Drawn;
            if (follows) leaves += less;
        }
        Power excess = drawn - Room(seen, orders, seen.CeilingSoon, marginFraction / 2);
        double pace = Math.Min(1, seen.Step.TotalSeconds);            // a second's worth in a second, however short the steps
        Power room = Power.Max(default, -excess - leaves);
        for (int rank = Shedding.MayWait; rank >= 0; rank--)
            for (int i = 0; i < seen.Services.Length; i++)
            {
                ServiceNeed need = seen.Services[i];
                if (need.Rank != rank || excess <= Power.Zero || need.Drawn <= Power.Zero) continue;
                double share = Math.Min(orders.SlowFraction[i], slow[i]), least = share > Lowest(need) ? Lowest(need) / share : 1;
                double left = Math.Max(least, 1 - excess / need.Drawn);
                excess -= (1 - left) * need.Drawn;
                slow[i] = share * (1 - pace * (1 - left));
            }
        Quicken(seen, room);
        for (int i = 0; i < seen.Services.Length; i++)
        {
            double asked = orders.SlowFraction[i];
            orders.SlowFraction[i] = ordered[i] = Math.Clamp(Math.Min(Math.Min(asked, slow[i]), Up(seen, orders, i)), Lowest(seen.Services[i]), 1);
            // the gate counts by the caps that are to come: the same room is not given to caps and to new work
            double inForce = InForce(seen.Services[i]);
            if (ordered[i] > inForce * (1 + OrderGrain)) orders.ServiceMost[i] *= inForce / ordered[i];
            Held.Add(OrderKind.ServiceSlow, i, asked, orders.SlowFraction[i], HoldReason.Ceiling);
        }
        SwitchOff(seen, orders, excess);
    }

    /// <summary>Share to which a service can be slowed; never zero, from where nothing comes back.</summary>
    private static double Lowest(in ServiceNeed need) => Math.Max(need.LeastFraction, 0.02);

    /// <summary>The share up to which caps may go: they let work in flight draw more at once, and no more than its gate leaves.</summary>
    private double Up(Observation seen, Orders orders, int i)
    {
        ServiceNeed need = seen.Services[i];
        if (need.Drawn > StillShare * need.Full)
        {
            double inForce = InForce(need), up = Math.Min(inForce, ordered[i] < inForce ? ordered[i] : 1)
                * (1 + UpShare * Math.Min(1, seen.Step.TotalSeconds) * Math.Max(0, orders.ServiceMost[i] / need.Drawn - 1));
            return double.IsFinite(up) ? Math.Min(up, inForce + RisePerSecond * seen.Step.TotalSeconds) : up;
        }
        return need.Full > Power.Zero ? orders.ServiceMost[i] / need.Full : 1;           // what stands still may come back all at once
    }

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
    private void SwitchOff(Observation seen, Orders orders, Power excess)
    {
        Power small = SmallShare * (seen.Idle + Power.Max(default, Drawn(seen)));
        Held.Excess = Power.Max(default, excess);
        excessFor = excess > Power.Zero ? excessFor + seen.Step : default;
        TimeSpan patience = excess > small ? seen.CapDelay + Patience : leaving;
        if (excessFor <= patience) return;
        Power asked = orders.Drop;
        orders.Drop = Power.Max(asked, excess);
        Held.Add(OrderKind.Drop, 0, asked.Watts, orders.Drop.Watts, HoldReason.Ceiling);
    }

    private static Power Drawn(Observation seen)
    {
        Power sum = seen.Burned;
        foreach (ServiceNeed need in seen.Services) sum += need.Drawn;
        foreach (RunNeed run in seen.Runs) sum += run.Drawn;
        return sum;
    }

    /// <summary>An excess below this share of the draw is left to work that ends by itself, before racks are switched off for it.</summary>
    private const double SmallShare = 0.02;
}
