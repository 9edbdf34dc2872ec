using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What an order was about.</summary>
public enum OrderKind
{
    /// <summary>Output of a plant.</summary>
    Plant,

    /// <summary>Injection of a battery.</summary>
    Battery,

    /// <summary>Power up to which a service may start work.</summary>
    ServiceMost,

    /// <summary>Share of its power that a service's racks may take.</summary>
    ServiceSlow,

    /// <summary>Tokens per second that a service lets in.</summary>
    ServiceAllowed,

    /// <summary>Power of a training run.</summary>
    RunMost,

    /// <summary>Racks that are switched off.</summary>
    Drop,

    /// <summary>Share of their power that the racks behind a feed may take.</summary>
    BankShare,

    /// <summary>Power of racks that are switched off behind a feed.</summary>
    BankOff,

    /// <summary>The least to which storage lets import fall.</summary>
    ImportLeast,

    /// <summary>The most under which storage holds import.</summary>
    ImportMost,

    /// <summary>Racks of a fleet that rest.</summary>
    Rest,

    /// <summary>How the lanes of a service are laid.</summary>
    Lanes,

    /// <summary>Power that racks which come back may take behind a feed.</summary>
    BankBack,

    /// <summary>A training run that saves and stops: 1, or 0.</summary>
    Pause,
}

/// <summary>Why the envelope changed an order.</summary>
public enum HoldReason
{
    /// <summary>No number, or a number that means nothing.</summary>
    NoNumber,

    /// <summary>The device cannot do it: a rating, a minimum, a store that is empty or full.</summary>
    Reach,

    /// <summary>Import would pass the ceiling.</summary>
    Ceiling,

    /// <summary>Import would change faster than it may.</summary>
    Ramp,

    /// <summary>A feed or a node of the power tree would pass its limit or its rating.</summary>
    Feed,

    /// <summary>Coolant would grow too warm.</summary>
    Heat,
}

/// <summary>One order that the envelope changed.</summary>
/// <param name="Index">In the order of the observation's devices.</param>
/// <param name="Asked">What the policy said, in SI: watts, tokens per second, or a share.</param>
/// <param name="Given">What left instead, in the same unit.</param>
public readonly record struct Change(OrderKind Kind, int Index, double Asked, double Given, HoldReason Reason);

/// <summary>Everything that the envelope changed in one beat. Room is made once; a beat allocates nothing.</summary>
public sealed class Held
{
    private readonly Change[] changes;

    /// <param name="most">Orders that there are; each is changed at most once for each reason.</param>
    public Held(int most) => changes = new Change[most];

    public int Count { get; private set; }
    public ReadOnlySpan<Change> Changes => changes.AsSpan(0, Count);

    /// <summary>IT power above what fits under the ceiling even when all that was ordered has landed; zero where all fits.</summary>
    public Power Excess { get; internal set; }

    internal void Clear() => (Count, Excess) = (0, default);

    internal void Add(OrderKind kind, int index, double asked, double given, HoldReason reason)
    {
        if (asked.Equals(given)) return;
        changes[Count++] = new(kind, index, asked, given, reason);
    }

    /// <summary>Changes once more what may have been changed for the same reason: that is one change.</summary>
    internal void Again(OrderKind kind, int index, double asked, double given, HoldReason reason)
    {
        for (int k = 0; k < Count; k++)
            if (changes[k].Kind == kind && changes[k].Index == index && changes[k].Reason == reason)
            {
                changes[k] = changes[k] with { Given = given };
                return;
            }
        Add(kind, index, asked, given, reason);
    }
}
