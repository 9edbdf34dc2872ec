using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Headroom.Sweeps;

namespace Headroom.Cli.Sweeping;

/// <summary>Does the units of a sweep on the cores there are, keeps each answer as it comes, and goes on where an earlier run stopped.</summary>
/// <remarks>
///   All it knows of a unit is its key, its kind and a function from unit to answer: a distributed engine needs no more. Units of one
///   key are done once.
/// </remarks>
sealed class SweepEngine(SweepJournal journal, int workers)
{
    /// <summary>How a unit is done: its answer as JSON; null where it was stopped.</summary>
    public delegate string? Work(UnitOfWork unit, CancellationToken stop);

    /// <summary>Groups of units that take about as long, for the estimate.</summary>
    public Func<UnitOfWork, string> GroupOf { get; init; } = unit => unit.Kind;

    /// <returns>Whether every unit has its answer; false where it was stopped.</returns>
    public bool Run(IReadOnlyList<UnitOfWork> units, Work work, IProgress<string>? progress, CancellationToken stop)
    {
        UnitOfWork[] all = [.. units.Distinct()], open = [.. all.Where(unit => journal.Find(unit) is null)];
        if (open.Length == 0) return true;
        var clock = new SweepClock(Math.Min(workers, open.Length));
        Dictionary<string, int> left = open.GroupBy(GroupOf).ToDictionary(group => group.Key, group => group.Count());
        Lock gate = new();
        int done = all.Length - open.Length;
        progress?.Report(Told(done, all.Length, null));
        bool stopped = false;
        // one at a time from a queue: chunks of a range would leave the last worker with all that is slow
        var queue = new Queue<UnitOfWork>(open);
        void Worker()
        {
            while (true)
            {
                UnitOfWork unit;
                lock (gate)
                {
                    if (stopped || stop.IsCancellationRequested || !queue.TryDequeue(out unit!)) return;
                }
                long began = Stopwatch.GetTimestamp();
                string? answer = work(unit, stop);
                if (answer is null)
                {
                    lock (gate) stopped = true;
                    return;
                }
                journal.Keep(unit, answer);
                lock (gate)
                {
                    clock.Book(GroupOf(unit), Stopwatch.GetElapsedTime(began));
                    left[GroupOf(unit)]--;
                    progress?.Report(Told(++done, all.Length, clock.Left(left)));
                }
            }
        }
        Task Start() => Task.Factory.StartNew(Worker, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task[] tasks = [.. Enumerable.Range(0, Math.Min(workers, open.Length)).Select(_ => Start())];
        try { Task.WaitAll(tasks, CancellationToken.None); }
        catch (AggregateException faults) { ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]); }
        return queue.Count == 0 && !stopped && all.All(unit => journal.Find(unit) is not null);
    }

    static string Told(int done, int all, TimeSpan? left) =>
        left is { } time ? $"{done} of {all} planned, about {Rendering.Durations.Text(TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)))} left " : $"{done} of {all} planned ";
}
