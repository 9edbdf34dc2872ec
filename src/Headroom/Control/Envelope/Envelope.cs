using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>No order leaves that would break a ceiling, a ramp, a rating or a minimum, whatever a policy says.</summary>
/// <remarks>
///   room(c) = (c − μ·max(c, fed) + Σ plants + Σ carried − other)/κ − idle        IT power above idle that a ceiling c leaves
///   κ   draw per IT power        μ   margin        carried = min(most, deliverable/τ), a battery for the time τ in which work leaves
///   gate     Σ services' most ≤ min(room(ceiling ahead) − Σ runs, room(ramp) − what runs draw): nobody starts work that has no room
///   caps     Σ drawn ≤ room(ceiling soon): what is in flight and passes the ceiling that will hold once caps have landed is slowed
///   band     storage holds import within [ramp's least, min(ceiling, ramp's most)] inside the step
///   heat     share of a bank's racks that its coolant and its air carry (<see cref="CoolantHold"/>)
///   off      what passes the room after all that for longer than caps take to land: racks are switched off
///   A run counts with the larger of what it is ordered and what its caps in force let it take: what was taken from one is given to the next
///   only when it has landed. It needs no forecast: gates and caps bound what may be drawn, readings only say how much of that is used.
///   Who gives first: work that may wait, tiers 3 … 0, each only what is missing; a reserve that nobody uses goes before work in flight.
/// </remarks>
public sealed partial class Envelope
{
    private readonly double marginFraction, efficiency;
    private readonly FeedHold feeds;
    private readonly CoolantHold coolant;
    private readonly LimitSight sight;
    private readonly TimeSpan timeToLive;
    private readonly int banks;
    private readonly bool isSteady;
    private readonly Power exportMost;

    /// <param name="marginFraction">Share of a ceiling that stays free; none is below zero but for means of hours.</param>
    public Envelope(double marginFraction, ControlFacts facts, LimitSight sight)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(sight);
        (this.marginFraction, feeds, coolant, banks) = (marginFraction, new(facts, sight), new(facts.Banks), facts.Banks);
        efficiency = facts.EfficiencyFraction;
        if (!facts.IsSteady && !(marginFraction >= 0 && marginFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(marginFraction), marginFraction, "a share of the ceiling stays free, none of it is given away");
        (this.sight, timeToLive, isSteady, exportMost) = (sight, facts.TimeToLive, facts.IsSteady, facts.ExportMost);
    }

    /// <summary>After caps have had their time, racks are switched off for what passes the room by more than a little.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What is remembered from beat to beat; a copy, null where there is nothing to remember.</summary>
    public EnvelopeMemory? Memory => !hasBegun ? saved : new([.. slow], [.. ordered], excessFor, feeds.Memory.Share, feeds.Memory.OnTheWay)
    {
        Coolant = coolant.Memory,
        Off = feeds.Off,
        FeedIdle = feeds.IdleBefore,
        FeedCrest = feeds.Crest,
        BatteryMost = [.. batteryMost],
        Work = new([.. gates], [.. recent], runOrders!.Memory, [.. enforcedBefore], [.. late], burnedLately, idleBefore, passesFor, ranLately)
        {
            Lately = [.. lately],
            Follows = [.. follows],
        },
        Cooling = new(ratioBefore, trendPerSecond),
    };

    /// <summary>Goes on from what was remembered.</summary>
    internal void TakeOver(EnvelopeMemory memory) => (saved, takesOver) = (memory, true);

    /// <summary>Nobody knows that it was there all the time: racks may have lowered their caps by themselves.</summary>
    internal bool WasGone { get; set; } = true;

    /// <summary>Goes on from nothing but what the racks hold: caps are left where they are, and what passes the room has passed it for long enough.</summary>
    internal void TakeOver() => takesOver = true;

    private void TakeOver(WorkMemory work)
    {
        (burnedLately, idleBefore, passesFor, ranLately) = (work.BurnedLately, work.Idle, work.PassesFor, work.RanLately);
        if (work.Gates.Count == gates.Length) (gates, recent) = ([.. work.Gates], [.. work.Recent]);
        if (work.Lately.Count == lately.Length) lately = [.. work.Lately];
        if (work.Follows.Count == follows.Length) follows = [.. work.Follows];
        if (work.Late.Count == late.Length && runOrders!.TakeOver(work.RunOrders)) (enforcedBefore, late) = ([.. work.Enforced], [.. work.Late]);
    }

    private EnvelopeMemory? saved;
    private bool takesOver;

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

    /// <summary>What a service drew lately fades so fast.</summary>
    private const double ForgetPerSecond = 0.001;

    /// <summary>Room of work that draws less than it did is given to others within this time.</summary>
    private const double DipSeconds = 10;
    private Power[] recent = [], gates = [], lately = [];
    private double[] slow = [], ordered = [];

    /// <summary>Who remembers nothing orders a little less than it reads in force.</summary>
    private const double ReReadShare = 0.97;
    private TimeSpan excessFor;
    private TimeSpan[] late = [];
    private bool hasBegun, isBare;

    public Held Held { get; private set; } = new(0);

    /// <summary>Changes the orders of a policy until they hold; <see cref="Held"/> tells what it changed.</summary>
    public void Hold(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        isBare = false;
        if (!hasBegun) Begin(seen);
        Held.Clear();
        Rise(seen);
        Fade(seen);
        Expect(seen);
        feeds.Look(seen);
        Follow(seen);
        Sources(seen, orders);
        Numbers(seen, orders);
        Band(seen, orders);
        // hourly means fill the ceiling as the plan does: a grain above it is no second in which anybody gives way
        if (isSteady) return;
        HoldUp(seen, orders);
        HoldRuns(seen, orders);
        Climb(seen, orders);
        Pace(seen, orders);
        Power runs = Runs(seen, orders);
        Gate(seen, orders, runs);
        Caps(seen, orders);
        Await(orders);
        feeds.Hold(seen, orders, Held);
        coolant.Hold(seen, orders, Held);
        feeds.Leave(orders);
        runOrders!.Add(orders.RunMost);
        for (int i = 0; i < seen.Runs.Length; i++) enforcedBefore[i] = seen.Runs[i].Enforced;
        orders.ServiceMost.CopyTo(gates, 0);
        if (timeToLive > TimeSpan.Zero) FailSafe(seen, orders);
    }

    /// <summary>What may hold at the racks while nobody orders anything: full work at this share fits under the least ceiling that is announced.</summary>
    /// <remarks>
    ///   share = min(1, room(least announced)/Σ full, what feeds leave)
    ///   Of plants only what they cannot help giving, nothing of batteries; without the grid nothing is imported.
    /// </remarks>
    private void FailSafe(Observation seen, Orders orders)
    {
        Power ceiling = seen.GridLives ? sight.Announced(seen) : default, fed = (1 - marginFraction) * ceiling, full = default;
        foreach (PlantReach plant in seen.Plants) fed += plant.Follows ? plant.Least : default;
        foreach (ServiceNeed need in seen.Services) full += need.Full;
        foreach (RunNeed run in seen.Runs) full += run.Full;
        Power room = AboveIdle(seen, fed);
        orders.FailSafeImport = ceiling;
        orders.FailSafeFraction = full > Power.Zero ? Math.Min(feeds.FailSafeFraction(seen, full), Math.Clamp(room / full, 0, 1)) : 1;
    }

    private void Begin(Observation seen)
    {
        hasBegun = true;
        (ratioBefore, idleBefore) = (seen.DrawPerItRatio, seen.Idle);
        ordered = [.. Enumerable.Repeat(1.0, seen.Services.Length)];
        slow = [.. Enumerable.Repeat(1.0, seen.Services.Length)];
        (recent, lately, read) = (new Power[seen.Services.Length], new Power[seen.Services.Length], new Power[seen.Services.Length]);
        gates = [.. Enumerable.Repeat(Power.FromSi(double.PositiveInfinity), seen.Services.Length)];
        enforcedBefore = [.. seen.Runs.Select(run => run.Enforced)];
        runOrders = new([.. seen.Runs.Select(run => Power.Min(run.Enforced, run.Full))], RecentOrders.OnTheWay(seen.CapDelay, seen.Step));
        (late, follows) = (new TimeSpan[seen.Runs.Length], new double[seen.Runs.Length]);
        (fading, batteryMost) = (new Power[seen.Batteries.Length], [.. seen.Batteries.Select(one => one.Most)]);
        bool knows = saved is not null && saved.Slow.Count == slow.Length && saved.Ordered.Count == slow.Length;
        bool isTight = seen.Services.Aggregate(default(Power), (sum, need) => sum + need.Enforced) > AboveIdle(seen, seen.CeilingSoon);
        if (knows) excessFor = saved!.ExcessFor;
        else if (takesOver) excessFor = LimitSight.Leaving;
        if (knows || takesOver)
            for (int i = 0; i < slow.Length; i++)
            {
                // while nobody ordered anything racks may have lowered their caps by themselves: they are let up slowly
                ServiceNeed need = seen.Services[i];
                double held = need.Full > Power.Zero ? Math.Clamp(need.Enforced / need.Full, Lowest(need), 1) : 1;
                if (seen.RacksAreSilent && (!knows || WasGone)) held = Lowest(need);           // what they showed last may be of before they lowered them
                if (knows && !WasGone) held = 1;
                // what is read may be what left: who starts anew again and again still comes down
                if (!knows && (held < 1 || isTight)) held = Math.Max(Lowest(need), ReReadShare * held);
                (slow[i], ordered[i]) = knows ? (Math.Min(saved!.Slow[i], held), Math.Min(saved.Ordered[i], held)) : (held, held);
            }
        isBare = takesOver && !knows;
        if (isBare) Array.Fill(follows, seen.RacksAreSilent ? UnreadUnknown : seen.CapsStick ? SticksUnknown : FollowsUnknown);
        if (knows) feeds.TakeOver([.. saved!.BankShare], saved.SharesOnTheWay);
        else if (takesOver) feeds.TakeOver(seen.BankShares);
        if (knows && saved!.Coolant is { } moved) coolant.TakeOver(moved);
        if (knows && saved!.Off is { } off) feeds.TakeOver(off);
        if (knows && saved!.FeedIdle is { } idle) feeds.TakeOver(idle, saved.FeedCrest);
        if (knows && saved!.Cooling is { } cooling) (ratioBefore, trendPerSecond) = (cooling.RatioBefore, cooling.TrendPerSecond);
        if (knows && saved!.Work is { } work) TakeOver(work);
        if (knows && saved!.BatteryMost.Count == batteryMost.Length) batteryMost = [.. saved.BatteryMost];
        Held = new(9 * seen.Services.Length + 6 * seen.Runs.Length + 2 * seen.Plants.Length + 2 * seen.Batteries.Length + 6 * banks + 16);
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
        Export(seen, orders);
    }

    /// <summary>Batteries give no more than what is drawn and what the grid takes back, by the meters of the last step.</summary>
    /// <remarks>import + injected − Σ ordered ≥ −export most</remarks>
    private void Export(Observation seen, Orders orders)
    {
        if (seen.Import is not { } import || !seen.GridLives || isSteady) return;
        Power left = import + exportMost, gives = default;
        for (int i = 0; i < seen.Batteries.Length; i++)
        {
            if (seen.Batteries[i].Injected is not { } injected) return;
            left += injected - orders.Batteries[i];
            gives += Power.Max(default, orders.Batteries[i]);
        }
        if (left >= Power.Zero || gives <= Power.Zero) return;
        double kept = Math.Max(0, 1 + left / gives);
        for (int i = 0; i < seen.Batteries.Length; i++)
        {
            Power asked = orders.Batteries[i];
            if (asked <= Power.Zero) continue;
            orders.Batteries[i] = Power.Max(kept * asked, seen.Batteries[i].Least);
            Held.Again(OrderKind.Battery, i, asked.Watts, orders.Batteries[i].Watts, HoldReason.Reach);
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
            if (!orders.Pause[i] || seen.Runs[i].MayPause) continue;
            orders.Pause[i] = false;
            Held.Add(OrderKind.Pause, i, 1, 0, HoldReason.Reach);
        }
        Layout(orders);
        if (orders.Drop >= Power.Zero && !double.IsInfinity(orders.Drop.Watts)) return;
        Held.Add(OrderKind.Drop, 0, orders.Drop.Watts, 0, HoldReason.NoNumber);
        orders.Drop = default;
    }

    /// <summary>What storage holds inside the step; a policy may ask for a narrower band, never for a wider one.</summary>
    private void Band(Observation seen, Orders orders)
    {
        (double askedLeast, double askedMost) = (orders.ImportLeast.Watts, orders.ImportMost.Watts);
        // storage goes on with the last order for as long as nobody gives another: it keeps what is announced for that time
        Power ceiling = isSteady || timeToLive == TimeSpan.Zero ? seen.CeilingNow : Power.Min(seen.CeilingNow, seen.CeilingSoon);
        Power most = Power.Min(ceiling, Power.Min(seen.ImportMostByRamp, seen.ImportMostByFall));
        most = Power.Max(most, Power.Min(ceiling, seen.ImportLeastByRamp));      // a ceiling outranks a ramp
        // no site exports without end: such an order is no number
        bool isNone = double.IsNaN(orders.ImportMost.Watts) || double.IsNegativeInfinity(orders.ImportMost.Watts);
        Power byRamp = Power.Min(seen.ImportLeastByRamp, most), lowest = Power.Max(byRamp, -exportMost);
        orders.ImportMost = isNone ? most : Power.Min(Power.Max(orders.ImportMost, lowest), most);
        Power least = Power.Min(seen.ImportLeastByRamp, orders.ImportMost);
        orders.ImportLeast = double.IsNaN(orders.ImportLeast.Watts) ? least : Power.Min(Power.Max(orders.ImportLeast, least), orders.ImportMost);
        // what a policy left free is filled in; what it asked for is changed
        if (!double.IsPositiveInfinity(askedMost))
            Held.Add(OrderKind.ImportMost, 0, askedMost, orders.ImportMost.Watts,
                isNone ? HoldReason.NoNumber : askedMost < orders.ImportMost.Watts ? byRamp < lowest ? HoldReason.Reach : HoldReason.Ramp
                : most < ceiling ? HoldReason.Ramp : HoldReason.Ceiling);
        if (!double.IsNegativeInfinity(askedLeast))
            Held.Add(OrderKind.ImportLeast, 0, askedLeast, orders.ImportLeast.Watts,
                double.IsNaN(askedLeast) ? HoldReason.NoNumber : orders.ImportLeast == orders.ImportMost ? HoldReason.Ceiling : HoldReason.Ramp);
    }

    /// <summary>Share of a ceiling that new work leaves free. Where caps stick, nothing takes away what chance adds: more is left.</summary>
    private double Margin(Observation seen) => marginFraction + (seen.CapsStick ? StickMargin : 0);

    private const double StickMargin = 0.02;

    /// <summary>Nobody starts work that has no room: what is free is shared by what each draws, and none gets more than its racks take.</summary>
    private void Gate(Observation seen, Orders orders, Power runs)
    {
        Power drawn = default;
        double weights = 0;
        for (int i = 0; i < seen.Services.Length; i++)
        {
            // in flight: no gate takes it back; and what a dip held up for a moment is in flight still
            lately[i] = Fading(seen, lately[i], read[i], DipSeconds);
            drawn += Power.Max(seen.Services[i].Drawn, lately[i]);
            recent[i] = Power.Max(read[i], (1 - ForgetPerSecond * seen.Step.TotalSeconds) * recent[i]);
            weights += Weight(seen, i);
        }
        // a run that is down keeps its room under the ceiling; a ramp counts from what is drawn now
        Power byCeiling = Room(seen, orders, seen.CeilingAhead, Margin(seen)) - runs - drawn, now = Drawn(seen);
        Power whole = Room(seen, orders, seen.ImportMostByGrid, marginFraction) - now, byGrid = RampShare * whole;
        Power byWay = RampShare * (Room(seen, orders, seen.ImportMostByRamp, marginFraction, byOrder: true) - now);
        byCeiling = Power.Min(byCeiling, feeds.Room(seen) - Power.Max(default, runs - Runs(seen)));
        Power first = Power.Min(byCeiling, byGrid), last = Power.Min(first, byWay);
        if (double.IsInfinity(last.Watts)) return;
        HoldReason reason = byGrid < byCeiling || byWay < byCeiling ? HoldReason.Ramp : HoldReason.Ceiling;
        // a ramp keeps tiers 0 and 1 where they are; only a ceiling sends work of theirs away
        if (last < Power.Zero) Close(seen, orders, -last, byCeiling < Power.Zero ? 0 : PacedRank, reason);
        if (byCeiling < Power.Zero) return;
        Share(seen, orders, new(Power.Max(default, Power.Min(byCeiling, whole)), Power.Max(default, first), Power.Max(default, last)), weights, reason);
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

    /// <summary>Room to share: what ceiling and grid's ramp leave at all, and of it the share for what is new, of tiers 0 and 1 and of all others.</summary>
    private readonly record struct Spare(Power Back, Power First, Power Last);

    private void Share(Observation seen, Orders orders, in Spare room, double weights, HoldReason reason)
    {
        for (int i = 0; i < seen.Services.Length; i++)
        {
            ServiceNeed need = seen.Services[i];
            Power asked = orders.ServiceMost[i], spare = need.Rank < PacedRank ? room.First : room.Last;
            double weight = Weight(seen, i);
            Power part = weight > 0 ? spare * (weight / weights) : default;       // room may be infinite: who has no racks has no part of it
            Power given = Power.Min(asked, need.Drawn + part);
            // a gate at what is drawn would follow every dip of chance down: what was drawn lately may be drawn again, as far as the grid's ramp goes
            if (need.Rank < PacedRank && weight > 0) given = Power.Max(given, Power.Min(asked, Power.Min(recent[i], need.Drawn + room.Back * (weight / weights))));
            orders.ServiceMost[i] = given;
            if (given < asked && (given < need.Full || double.IsFinite(asked.Watts))) Held.Add(OrderKind.ServiceMost, i, asked.Watts, given.Watts, reason);
        }
    }
}
