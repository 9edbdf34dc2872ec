namespace Headroom.Control;

/// <summary>What was ordered lately and may not have landed yet; a beat allocates nothing.</summary>
/// <typeparam name="T">A power, or a share.</typeparam>
internal sealed class RecentOrders<T> where T : struct
{
    private readonly int each, beats;
    private readonly T[] orders;
    private int next;

    /// <param name="enforced">What is in force for each, by orders that nobody remembers.</param>
    /// <param name="beats">Orders that are remembered of each.</param>
    public RecentOrders(ReadOnlySpan<T> enforced, int beats)
    {
        (each, this.beats) = (enforced.Length, beats);
        orders = new T[each * beats];
        for (int k = 0; k < beats; k++) enforced.CopyTo(orders.AsSpan(each * k, each));
    }

    public T Last(int who) => orders[each * ((next + beats - 1) % beats) + who];

    /// <summary>What has landed by now, as far as latency tells.</summary>
    public T Oldest(int who) => orders[each * next + who];

    public T Most(int who, Func<T, T, T> max)
    {
        T most = default;
        for (int k = 0; k < beats; k++) most = max(most, orders[each * k + who]);
        return most;
    }

    public void Add(ReadOnlySpan<T> ordered)
    {
        ordered.CopyTo(orders.AsSpan(each * next, each));
        next = (next + 1) % beats;
    }

    /// <summary>The oldest first; a copy.</summary>
    public IReadOnlyList<T> Memory => [.. orders.AsSpan(each * next), .. orders.AsSpan(0, each * next)];

    /// <summary>Goes on from what was remembered; false where it is of another site.</summary>
    public bool TakeOver(IReadOnlyList<T> memory)
    {
        if (memory.Count != orders.Length) return false;
        for (int k = 0; k < orders.Length; k++) orders[k] = memory[k];
        next = 0;
        return true;
    }
}

/// <summary>How many orders may be on their way.</summary>
internal static class RecentOrders
{
    /// <summary>Beats in which one may be: the latency of caps, and a step to leave and one to land.</summary>
    public static int OnTheWay(TimeSpan capDelay, TimeSpan step) => (int)Math.Min(BeatsMost, Math.Ceiling(capDelay / step) + 2);

    private const int BeatsMost = 1000;
}
