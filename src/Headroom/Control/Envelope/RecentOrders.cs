using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What was ordered lately and may not have landed yet; a beat allocates nothing.</summary>
internal sealed class RecentOrders
{
    private readonly int each, beats;
    private readonly Power[] orders;
    private int next;

    /// <param name="enforced">What is in force for each, by orders that nobody remembers.</param>
    /// <param name="beats">Orders that are remembered of each.</param>
    public RecentOrders(ReadOnlySpan<Power> enforced, int beats)
    {
        (each, this.beats) = (enforced.Length, beats);
        orders = new Power[each * beats];
        for (int k = 0; k < beats; k++) enforced.CopyTo(orders.AsSpan(each * k, each));
    }

    /// <summary>Beats in which an order may be on its way: the latency of caps, and a step to leave and one to land.</summary>
    public static int OnTheWay(TimeSpan capDelay, TimeSpan step) => (int)Math.Min(BeatsMost, Math.Ceiling(capDelay / step) + 2);

    private const int BeatsMost = 1000;

    public Power Last(int who) => orders[each * ((next + beats - 1) % beats) + who];

    public Power Most(int who)
    {
        Power most = default;
        for (int k = 0; k < beats; k++) most = Power.Max(most, orders[each * k + who]);
        return most;
    }

    public void Add(ReadOnlySpan<Power> ordered)
    {
        ordered.CopyTo(orders.AsSpan(each * next, each));
        next = (next + 1) % beats;
    }

    /// <summary>The oldest first; a copy.</summary>
    public IReadOnlyList<Power> Memory => [.. orders.AsSpan(each * next), .. orders.AsSpan(0, each * next)];

    /// <summary>Goes on from what was remembered; false where it is of another site.</summary>
    public bool TakeOver(IReadOnlyList<Power> memory)
    {
        if (memory.Count != orders.Length) return false;
        for (int k = 0; k < orders.Length; k++) orders[k] = memory[k];
        next = 0;
        return true;
    }
}
