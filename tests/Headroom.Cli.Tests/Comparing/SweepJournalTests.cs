using Headroom.Cli.Sweeping;
using Headroom.Sweeps;

namespace Headroom.Cli.Tests.Comparing;

public class SweepJournalTests
{
    static UnitOfWork Unit(int number) => new("test", $"unit {number} \"quoted\"", $"{{\"number\":{number}}}");

    [Fact]
    public void What_was_kept_is_there_in_the_next_run()
    {
        using var scratch = new Scratch();
        using (var journal = SweepJournal.Open(scratch.At("sweep.jsonl"), resume: false)) journal.Keep(Unit(1), "{\"answer\":1}");
        using var later = SweepJournal.Open(scratch.At("sweep.jsonl"), resume: true);
        Assert.Equal("{\"answer\":1}", later.Find(Unit(1)));
        Assert.Null(later.Find(Unit(2)));
    }

    [Fact]
    public void Without_resume_a_sweep_begins_anew()
    {
        using var scratch = new Scratch();
        using (var journal = SweepJournal.Open(scratch.At("sweep.jsonl"), resume: false)) journal.Keep(Unit(1), "1");
        using var later = SweepJournal.Open(scratch.At("sweep.jsonl"), resume: false);
        Assert.Equal(0, later.Count);
    }

    /// <summary>A kill in the middle of a write, at every byte of the last line.</summary>
    [Fact]
    public void A_torn_last_line_is_dropped_and_the_sweep_goes_on_behind_the_whole_ones()
    {
        using var scratch = new Scratch();
        string path = scratch.At("sweep.jsonl");
        using (var journal = SweepJournal.Open(path, resume: false))
            for (int i = 0; i < 3; i++) journal.Keep(Unit(i), $"{{\"answer\":{i}}}");
        byte[] whole = File.ReadAllBytes(path);
        int last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (int length = last; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using (var journal = SweepJournal.Open(path, resume: true))
            {
                Assert.Equal((2, 0), (journal.Count, journal.Unreadable));
                journal.Keep(Unit(2), "{\"answer\":2}");
            }
            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void A_line_that_somebody_spoiled_is_told_and_its_unit_done_again()
    {
        using var scratch = new Scratch();
        string path = scratch.At("sweep.jsonl");
        using (var journal = SweepJournal.Open(path, resume: false))
            for (int i = 0; i < 2; i++) journal.Keep(Unit(i), $"{i}");
        string[] lines = File.ReadAllLines(path);
        File.WriteAllText(path, "spoiled\n" + lines[1] + "\n");
        using var later = SweepJournal.Open(path, resume: true);
        Assert.Equal((1, 1), (later.Count, later.Unreadable));
        Assert.Null(later.Find(Unit(0)));
    }

    /// <summary>The answer is on the disk when a unit ends: another process reads it while the sweep still runs.</summary>
    [Fact]
    public void An_answer_is_on_the_disk_at_once()
    {
        using var scratch = new Scratch();
        string path = scratch.At("sweep.jsonl");
        using var journal = SweepJournal.Open(path, resume: false);
        journal.Keep(Unit(1), "{\"answer\":1}");
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.EndsWith("}\n", reader.ReadToEnd());
    }
}
