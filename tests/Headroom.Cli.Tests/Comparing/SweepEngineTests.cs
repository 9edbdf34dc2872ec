using System.Collections.Concurrent;
using Headroom.Cli.Sweeping;
using Headroom.Sweeps;

namespace Headroom.Cli.Tests.Comparing;

public class SweepEngineTests
{
    static UnitOfWork[] Units(int count) => [.. Enumerable.Range(0, count).Select(i => new UnitOfWork("test", $"unit {i}", $"{i}"))];

    [Fact]
    public void Every_unit_is_done_once_however_many_workers_there_are()
    {
        var done = new ConcurrentBag<string>();
        using SweepJournal journal = SweepJournal.InMemory();
        UnitOfWork[] units = [.. Units(50), .. Units(50)];
        Assert.True(new SweepEngine(journal, 4).Run(units, (unit, _) => { done.Add(unit.Content); return unit.Content; }, null, CancellationToken.None));
        Assert.Equal(50, done.Count);
        Assert.All(Units(50), unit => Assert.Equal(unit.Content, journal.Find(unit)));
    }

    [Fact]
    public void A_sweep_that_was_stopped_goes_on_where_it_was()
    {
        using var scratch = new Scratch();
        string path = scratch.At("sweep.jsonl");
        using var stop = new CancellationTokenSource();
        int first = 0, second = 0;
        using (var journal = SweepJournal.Open(path, resume: false))
        {
            bool ended = new SweepEngine(journal, 1).Run(Units(10), (unit, until) =>
            {
                if (++first == 4) stop.Cancel();
                return until.IsCancellationRequested ? null : unit.Content;
            }, null, stop.Token);
            Assert.False(ended);
        }
        using var later = SweepJournal.Open(path, resume: true);
        Assert.True(new SweepEngine(later, 2).Run(Units(10), (unit, _) => { Interlocked.Increment(ref second); return unit.Content; }, null, CancellationToken.None));
        Assert.Equal((4, 7), (first, second));        // three were kept, the fourth was under way
    }

    [Fact]
    public void A_fault_of_a_unit_comes_out_as_it_was()
    {
        using SweepJournal journal = SweepJournal.InMemory();
        var fault = Assert.Throws<InvalidOperationException>(() =>
            new SweepEngine(journal, 2).Run(Units(4), (_, _) => throw new InvalidOperationException("the unit's own"), null, CancellationToken.None));
        Assert.Equal("the unit's own", fault.Message);
    }

    [Fact]
    public void Progress_counts_what_an_earlier_run_left()
    {
        using SweepJournal journal = SweepJournal.InMemory();
        journal.Keep(Units(1)[0], "0");
        List<string> told = [];
        new SweepEngine(journal, 1).Run(Units(3), (unit, _) => unit.Content, new Told(told), CancellationToken.None);
        Assert.StartsWith("1 of 3 planned", told[0]);
        Assert.Contains("left", told[1]);
        Assert.StartsWith("3 of 3 planned", told[^1]);
    }

    sealed class Told(List<string> to) : IProgress<string>
    {
        public void Report(string value) => to.Add(value);
    }
}
