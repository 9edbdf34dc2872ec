namespace Headroom.Simulation;

/// <summary>What is in force between two changes, looked up by moment. Windows are half open, [from, to).</summary>
internal sealed class ChangeTable<T>
{
    private readonly TimeSpan[] starts;
    private readonly T[][] inForce;
    private readonly (T Item, TimeSpan From, TimeSpan To)[] all;

    public ChangeTable(IEnumerable<T> items, Func<T, (TimeSpan From, TimeSpan To)> window)
    {
        all = [.. items.Select(item => (item, window(item).From, window(item).To)).Where(one => one.To > one.From)];
        starts = [TimeSpan.MinValue, .. all.SelectMany(one => new[] { one.From, one.To }).Distinct().Order()];
        inForce = [.. starts.Select(start => all.Where(one => one.From <= start && one.To > start).Select(one => one.Item).ToArray())];
    }

    /// <summary>In force at any moment of [start, end), in their own order. Without a change in between, nothing is allocated.</summary>
    public IReadOnlyList<T> Within(TimeSpan start, TimeSpan end)
    {
        int k = IndexAt(start);
        if (k + 1 == starts.Length || starts[k + 1] >= end) return inForce[k];
        return [.. all.Where(one => one.From < end && one.To > start).Select(one => one.Item)];
    }

    /// <summary>[start, end) cut where something changes.</summary>
    public IEnumerable<(TimeSpan From, TimeSpan To, IReadOnlyList<T> InForce)> Parts(TimeSpan start, TimeSpan end)
    {
        TimeSpan now = start;
        for (int k = IndexAt(start); now < end; k++)
        {
            TimeSpan until = k + 1 < starts.Length && starts[k + 1] < end ? starts[k + 1] : end;
            yield return (now, until, inForce[k]);
            now = until;
        }
    }

    private int IndexAt(TimeSpan moment)
    {
        int found = Array.BinarySearch(starts, moment);
        return found >= 0 ? found : ~found - 1;
    }
}
