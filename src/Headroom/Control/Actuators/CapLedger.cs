using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>How a ledger judges.</summary>
/// <param name="Most">What a device draws without a cap.</param>
/// <param name="AgeMost">Readings older than this are none.</param>
/// <param name="OvershootFraction">Draw beyond the cap by more than this share is no noise.</param>
public sealed record LedgerRules(Power Most, TimeSpan AgeMost, double OvershootFraction)
{
    /// <summary>What a dead man holds at the device when the controller cannot reach it; null where it has none, and may do its most.</summary>
    public Power? FailSafe { get; init; }

    /// <summary>Three periods of the 2 s telemetry, and 5 %; our choice.</summary>
    public static LedgerRules Usual(Power most) => new(most, TimeSpan.FromSeconds(6), 0.05);
}

/// <summary>For each device behind one kind of actuator: what it had, what was requested, what is enforced, what is drawn.</summary>
/// <remarks>
///   Before the first order it keeps what it found, and restores exactly that, not a default of the vendor.
///   counted = max(enforced, drawn)                                  settled: what is in force counts, not what was asked for
///           = max(enforced, drawn, every order that may still land) on the way
///           = max(all of these, fail-safe or else most)             never read, or silent
///   An order that gives power back waits for the hold time; one that takes power never waits.
///   Times are those of <see cref="BeatState.Aged"/>; readings may be taken earlier than they arrive, and must be in order.
/// </remarks>
public sealed class CapLedger
{
    private readonly CapEntry[] entries;

    public CapLedger(Actuator actuator, LedgerRules rules, int devices)
        : this(actuator, rules, new CapEntry[devices])
    {
    }

    private CapLedger(Actuator actuator, LedgerRules rules, CapEntry[] entries)
    {
        ArgumentNullException.ThrowIfNull(actuator);
        ArgumentNullException.ThrowIfNull(rules);
        if (!(rules.Most >= actuator.Least) || rules.AgeMost <= TimeSpan.Zero || !(rules.OvershootFraction >= 0))
            throw new ArgumentException($"{rules}: the most is no less than {actuator.Least}, an age is above zero, a share never below.", nameof(rules));
        (Actuator, Rules, this.entries) = (actuator, rules, entries);
    }

    public Actuator Actuator { get; }
    public LedgerRules Rules { get; }
    public int Devices => entries.Length;
    public CapEntry this[int device] => entries[device];

    /// <summary>What the device will make of an order.</summary>
    /// <remarks>resolved(o) = max(least, min(most, ⌊o/r⌋·r)),     r  resolution</remarks>
    public Power Resolved(Power order)
    {
        double step = Actuator.Resolution.Watts, watts = step > 0 ? Math.Min(Math.Floor(order.Watts / step) * step, order.Watts) : order.Watts;
        return Power.Max(Actuator.Least, Power.Min(Rules.Most, Power.FromSi(watts)));
    }

    /// <summary>Orders a cap, resolved; says whether it leaves.</summary>
    public OrderAnswer Order(int device, Power cap, TimeSpan now)
    {
        if (double.IsNaN(cap.Watts)) throw new ArgumentOutOfRangeException(nameof(cap), cap, "A cap is a power.");
        OrderAnswer answer = Send(device, Resolved(cap), now);
        if (answer is OrderAnswer.Sent or OrderAnswer.Unchanged) entries[device].IsRestoring = false;
        return answer;
    }

    /// <summary>Orders what was found before the first order. Called again until <see cref="Unrestored"/> is zero.</summary>
    public OrderAnswer Restore(int device, TimeSpan now)
    {
        if (!entries[device].IsWritten) return OrderAnswer.Unchanged;
        OrderAnswer answer = Send(device, entries[device].Found, now);
        if (answer is OrderAnswer.Sent or OrderAnswer.Unchanged) entries[device].IsRestoring = true;
        return answer;
    }

    /// <summary>Devices that we wrote and that no readback has shown at what they had.</summary>
    public int Unrestored
    {
        get
        {
            int count = 0;
            foreach (ref readonly CapEntry entry in entries.AsSpan())
                if (entry.IsWritten) count++;
            return count;
        }
    }

    private OrderAnswer Send(int device, Power cap, TimeSpan now)
    {
        ref CapEntry entry = ref entries[device];
        if (!entry.IsWritten && (!entry.IsRead || IsOld(entry, now))) return OrderAnswer.NotRead;
        Power before = entry.IsWritten ? entry.Requested : entry.Enforced;
        bool isRepeat = entry.IsWritten && cap == before;
        if (isRepeat && !IsAdrift(entry.Shown)) return OrderAnswer.Unchanged;
        if (entry.IsWritten && cap > before && now - entry.ChangedAt < Actuator.Hold) return OrderAnswer.Held;
        if (!entry.IsWritten) (entry.IsWritten, entry.Found) = (true, entry.Enforced);
        Launch(ref entry, cap, now);
        if (!isRepeat) entry.ChangedAt = now;
        (entry.Requested, entry.OrderedAt) = (cap, now);
        Show(ref entry, LedgerStanding.OnTheWay, now);
        return OrderAnswer.Sent;
    }

    /// <summary>Notes what may land, and until when.</summary>
    /// <remarks>
    ///   free:  over at now + latency
    ///   busy:  over at now + 2·latency + telemetry; the order in flight may have left just now, and the device may be a telemetry delay late to take the next
    /// </remarks>
    private void Launch(ref CapEntry entry, Power cap, TimeSpan now)
    {
        bool isOnTheWay = entry.Shown == LedgerStanding.OnTheWay;
        if (!isOnTheWay || now > entry.Due)
        {
            // what no reading has confirmed may be in force unseen
            entry.FlightMost = isOnTheWay ? Power.Max(cap, Power.Max(entry.FlightMost, entry.WaitingMost)) : cap;
            (entry.WaitingMost, entry.FlightDue, entry.Due) = (default, now + Actuator.Latency, now + Actuator.Latency);
            return;
        }
        if (entry.TakenAt > entry.FlightDue) (entry.FlightMost, entry.FlightDue, entry.WaitingMost) = (entry.WaitingMost, entry.Due, cap);
        else entry.WaitingMost = Power.Max(entry.WaitingMost, cap);
        entry.Due = now + Actuator.Latency + Actuator.Reach;
    }

    /// <summary>Takes a readback; false where it is no newer than the last.</summary>
    public bool ReadBack(int device, in DeviceReading reading)
    {
        ref CapEntry entry = ref entries[device];
        if (!(reading.Enforced.Watts >= 0) || !(reading.Drawn.Watts >= 0) || entry.IsRead && reading.TakenAt <= entry.TakenAt) return false;
        Power before = entry.Enforced;
        bool wasRead = entry.IsRead;
        (entry.IsRead, entry.TakenAt) = (true, reading.TakenAt);
        (entry.Enforced, entry.Drawn, entry.Limiters) = (reading.Enforced, reading.Drawn, reading.Limiters);
        LedgerStanding caps = Caps(entry, wasRead && before != entry.Enforced);
        if (caps == LedgerStanding.Agreed)
        {
            entry.FlightDue = entry.Due = Earlier(entry.Due, entry.TakenAt);
            if (entry.IsRestoring) (entry.IsRestoring, entry.IsWritten, caps) = (false, false, LedgerStanding.AsFound);
        }
        Show(ref entry, caps is LedgerStanding.Agreed or LedgerStanding.AsFound ? Effect(entry, caps) : caps, reading.TakenAt);
        return true;
    }

    /// <summary>Enforced against requested.</summary>
    private static LedgerStanding Caps(in CapEntry entry, bool hasChanged)
    {
        if (!entry.IsWritten) return LedgerStanding.AsFound;
        bool isAsOrdered = entry.Enforced == entry.Requested;
        if (entry.TakenAt <= entry.Due)
        {
            // landed early: only where nothing else is on its way, and the change is seen
            bool hasLanded = isAsOrdered && hasChanged && entry.Due == entry.FlightDue && entry.TakenAt >= entry.OrderedAt;
            return hasLanded ? LedgerStanding.Agreed : LedgerStanding.OnTheWay;
        }
        if (isAsOrdered) return LedgerStanding.Agreed;
        bool wasSettled = entry.Shown is LedgerStanding.Agreed or LedgerStanding.ForeignWriter or LedgerStanding.Ineffective or LedgerStanding.UnknownLimiter;
        return wasSettled ? LedgerStanding.ForeignWriter : LedgerStanding.Disputed;
    }

    /// <summary>Drawn against enforced, and what slows it.</summary>
    private LedgerStanding Effect(in CapEntry entry, LedgerStanding caps) =>
        entry.Drawn > (1 + Rules.OvershootFraction) * entry.Enforced ? LedgerStanding.Ineffective
            : (entry.Limiters & Limiters.Unknown) != 0 ? LedgerStanding.UnknownLimiter : caps;

    private static void Show(ref CapEntry entry, LedgerStanding standing, TimeSpan at)
    {
        if (entry.Shown != standing) entry.Since = at;
        entry.Shown = standing;
    }

    public LedgerStanding Standing(int device, TimeSpan now)
    {
        ref readonly CapEntry entry = ref entries[device];
        return entry.IsRead && IsOld(entry, now) ? LedgerStanding.Silent : entry.Shown;
    }

    /// <summary>What the controller has to count with, whatever it asked for.</summary>
    public Power Counted(int device, TimeSpan now)
    {
        ref readonly CapEntry entry = ref entries[device];
        if (!entry.IsRead) return Rules.Most;
        Power seen = Power.Max(entry.Enforced, entry.Drawn);
        if (entry.Shown == LedgerStanding.OnTheWay)
            seen = Power.Max(seen, entry.TakenAt <= entry.FlightDue ? Power.Max(entry.FlightMost, entry.WaitingMost) : entry.WaitingMost);
        return IsOld(entry, now) ? Power.Max(seen, Rules.FailSafe ?? Rules.Most) : seen;
    }

    /// <summary>The sum of all devices.</summary>
    public Power Counted(TimeSpan now)
    {
        Power sum = default;
        for (int device = 0; device < entries.Length; device++) sum += Counted(device, now);
        return sum;
    }

    /// <summary>Devices that need a look, in their order, as many as there is room for; how many there are.</summary>
    public int Alarms(TimeSpan now, Span<CapAlarm> into)
    {
        int count = 0;
        for (int device = 0; device < entries.Length; device++)
        {
            LedgerStanding standing = Standing(device, now);
            if (!IsAlarming(standing)) continue;
            ref readonly CapEntry entry = ref entries[device];
            TimeSpan since = standing == LedgerStanding.Silent ? entry.TakenAt + Rules.AgeMost : entry.Since;
            if (count < into.Length) into[count] = new(device, standing, since, entry.Requested, entry.Enforced, entry.Drawn);
            count++;
        }
        return count;
    }

    /// <summary>A copy of all that is known, for a restart.</summary>
    public IReadOnlyList<CapEntry> Snapshot() => [.. entries];

    public static CapLedger From(Actuator actuator, LedgerRules rules, IReadOnlyList<CapEntry> snapshot) => new(actuator, rules, [.. snapshot]);

    private bool IsOld(in CapEntry entry, TimeSpan now) => now - entry.TakenAt > Rules.AgeMost;
    private static bool IsAdrift(LedgerStanding standing) => standing is LedgerStanding.Disputed or LedgerStanding.ForeignWriter;
    private static bool IsAlarming(LedgerStanding standing) => standing is not (LedgerStanding.AsFound or LedgerStanding.OnTheWay or LedgerStanding.Agreed);
    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
