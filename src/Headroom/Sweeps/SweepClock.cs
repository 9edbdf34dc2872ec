namespace Headroom.Sweeps;

/// <summary>How long a sweep still takes, from how long its units took.</summary>
/// <remarks>Counts only what was done in this run: what an earlier one left took no time now.</remarks>
public sealed class SweepClock(int workers)
{
    readonly Dictionary<string, (int Count, TimeSpan Took)> done = [];

    /// <summary>Books a unit that ended.</summary>
    public void Book(string group, TimeSpan took)
    {
        (int count, TimeSpan sum) = done.GetValueOrDefault(group);
        done[group] = (count + 1, sum + took);
    }

    /// <summary>Time left; null before the first unit ended.</summary>
    /// <remarks>
    ///   left = Σ over groups of n · mean / w        n units to do, mean of those of its group that are done, else of all
    ///   w        workers, no more than units to do
    /// </remarks>
    /// <param name="open">Units to do, by group.</param>
    public TimeSpan? Left(IReadOnlyDictionary<string, int> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        int count = done.Values.Sum(one => one.Count), todo = open.Values.Sum();
        if (todo == 0) return TimeSpan.Zero;
        if (count == 0) return null;
        double all = done.Values.Sum(one => one.Took.TotalSeconds) / count;
        double work = open.Sum(group => group.Value * (done.TryGetValue(group.Key, out var known) ? known.Took.TotalSeconds / known.Count : all));
        return TimeSpan.FromSeconds(work / Math.Clamp(todo, 1, workers));
    }
}
