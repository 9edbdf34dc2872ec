using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>How requested, enforced and drawn stand to each other.</summary>
public enum LedgerStanding
{
    /// <summary>Never read.</summary>
    Unread,

    /// <summary>Read, and never written by us: the cap is whoever's it was.</summary>
    AsFound,

    /// <summary>Ordered, and its latency is not over.</summary>
    OnTheWay,

    /// <summary>In force as ordered.</summary>
    Agreed,

    /// <summary>Its latency is over and another cap is in force.</summary>
    Disputed,

    /// <summary>It was in force as ordered, and changed without an order of ours.</summary>
    ForeignWriter,

    /// <summary>The cap is in force as it should be, and the device draws more.</summary>
    Ineffective,

    /// <summary>The device is slowed and nothing says by what.</summary>
    UnknownLimiter,

    /// <summary>Its last reading is too old.</summary>
    Silent,
}

/// <summary>What a device says slows it.</summary>
[Flags]
public enum Limiters
{
    None = 0,
    SoftwareCap = 1,
    Brake = 2,
    Heat = 4,

    /// <summary>Idle, or a clock that somebody set: nothing slows it against its will.</summary>
    Wanted = 8,

    /// <summary>Slowed by something that it does not name.</summary>
    Unknown = 16,
}

/// <summary>Reasons for its clock as a board reports them.</summary>
/// <remarks>
///   0x01 idle · 0x02 clocks set by applications · 0x04 software power cap · 0x08 hardware slowdown, unspecific · 0x10 sync boost ·
///   0x20 software thermal · 0x40 hardware thermal · 0x80 hardware power brake · 0x100 display clocks
///   Source   NVIDIA Management Library, nvmlClocksEventReasons. The brake is bit 0x80 and no other: a stock watch that looks at any power reason was seen to
///            flag 69 % of nodes where half had the brake (NVIDIA/NVSentinel, issue 1666).
/// </remarks>
public static class ClockEvents
{
    private const ulong wanted = 0x01 | 0x02 | 0x10 | 0x100, cap = 0x04, hardware = 0x08, heat = 0x20 | 0x40, brake = 0x80;

    public static Limiters Limiters(ulong bits)
    {
        Limiters found = Control.Limiters.None;
        if ((bits & wanted) != 0) found |= Control.Limiters.Wanted;
        if ((bits & cap) != 0) found |= Control.Limiters.SoftwareCap;
        if ((bits & brake) != 0) found |= Control.Limiters.Brake;
        if ((bits & heat) != 0) found |= Control.Limiters.Heat;
        bool isNamed = (bits & (heat | brake)) != 0, isStrange = (bits & ~(wanted | cap | hardware | heat | brake)) != 0;
        return (bits & hardware) != 0 && !isNamed || isStrange ? found | Control.Limiters.Unknown : found;
    }
}

/// <summary>One readback of one device.</summary>
/// <param name="Drawn">Mean over its own averaging time.</param>
public readonly record struct DeviceReading(Power Enforced, Power Drawn, TimeSpan TakenAt, Limiters Limiters = Limiters.None);

/// <summary>What became of an order.</summary>
public enum OrderAnswer
{
    /// <summary>It leaves.</summary>
    Sent,

    /// <summary>The same is in force or on its way: nothing leaves.</summary>
    Unchanged,

    /// <summary>It would give power back before the hold time is over: nothing leaves.</summary>
    Held,

    /// <summary>What the device has now was not read lately, so it could never be restored: nothing leaves.</summary>
    NotRead,
}

/// <summary>A device that needs a look, as data.</summary>
/// <param name="Since">When the reading was taken that showed it first; for one that is silent, when its last reading grew too old.</param>
public readonly record struct CapAlarm(int Device, LedgerStanding Standing, TimeSpan Since, Power Requested, Power Enforced, Power Drawn);

/// <summary>All that the ledger knows of one device; a value, so that a copy is a snapshot.</summary>
/// <remarks>
///   A device carries one order at a time; one that comes meanwhile waits, newer ones in its place. The earlier orders are over at
///   <see cref="FlightDue"/>, and the largest of them is <see cref="FlightMost"/>; all are over at <see cref="Due"/>.
/// </remarks>
public record struct CapEntry
{
    public bool IsRead { get; set; }
    public bool IsWritten { get; set; }
    public bool IsRestoring { get; set; }

    /// <summary>The cap before our first order, to the last bit.</summary>
    public Power Found { get; set; }
    public Power Requested { get; set; }
    public Power Enforced { get; set; }
    public Power Drawn { get; set; }
    public Limiters Limiters { get; set; }
    public TimeSpan TakenAt { get; set; }

    /// <summary>When the last order left, and when one last left that was no repeat.</summary>
    public TimeSpan OrderedAt { get; set; }
    public TimeSpan ChangedAt { get; set; }
    public TimeSpan FlightDue { get; set; }
    public TimeSpan Due { get; set; }
    public Power FlightMost { get; set; }
    public Power WaitingMost { get; set; }

    /// <summary>What the last reading showed.</summary>
    public LedgerStanding Shown { get; set; }
    public TimeSpan Since { get; set; }
}
