using System.Diagnostics;

namespace Headroom.Mutation;

internal enum Outcome { Killed, Stuck, Survived, Uncovered, Equivalent }

/// <summary>What became of a mutant.</summary>
/// <param name="By">The test that told it from the original, or the reason why none can.</param>
internal sealed record Verdict(Mutant Mutant, Outcome Outcome, string By);

/// <summary>Tries every mutant with the tests that enter its member, the quickest first, until one fails.</summary>
internal sealed class Trials(Tests tests)
{
    /// <summary>A test may go round so many times more often than with the original code, and take so much longer by the clock, before it counts as stuck.</summary>
    private const int RoundsFactor = 20, ClockFactor = 50;
    private const long RoundsLeast = 100_000;
    private static readonly TimeSpan clockLeast = TimeSpan.FromSeconds(20);

    /// <summary>Runs the unchanged code; the tests that fail then, which none may.</summary>
    public IReadOnlyList<string> Baseline()
    {
        List<string> failed = [];
        tests.Activate(0);
        foreach (TestCase one in tests.Cases) tests.Run(one, long.MaxValue);      // compiles, and fills what is made once
        foreach (TestCase one in tests.Cases)
        {
            Array.Clear(tests.Entered);
            long start = Stopwatch.GetTimestamp();
            if (tests.Run(one, long.MaxValue) is { } why) failed.Add($"{one.Name}: {why.Message}");
            (one.Took, one.Rounds) = (Stopwatch.GetElapsedTime(start), tests.Rounds);
            for (int member = 0; member < tests.Entered.Length; member++) if (tests.Entered[member]) one.Entered.Add(member);
        }
        return failed;
    }

    public Verdict Try(Mutant mutant)
    {
        TestCase[] cases = [.. tests.Cases.Where(one => one.Entered.Contains(mutant.Member)).OrderBy(one => one.Rounds).ThenBy(one => one.Name, StringComparer.Ordinal)];
        if (cases.Length == 0) return new(mutant, Outcome.Uncovered, "");
        var verdict = new Verdict(mutant, Outcome.Survived, "");
        TestCase? running = null;
        // a thread of its own: a loop that never comes by a counter cannot be stopped, only left behind
        var thread = new Thread(() =>
        {
            tests.Activate(mutant.Number);
            foreach (TestCase one in cases)
            {
                running = one;
                if (tests.Run(one, RoundsFactor * one.Rounds + RoundsLeast) is not { } thrown) continue;
                verdict = new(mutant, thrown.ToString().Contains("MutantStuckException", StringComparison.Ordinal) ? Outcome.Stuck : Outcome.Killed, one.Name);
                return;
            }
        }, maxStackSize: 16 << 20)
        { IsBackground = true };
        thread.Start();
        bool ended = thread.Join(clockLeast + ClockFactor * cases.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Took));
        tests.Activate(0);
        return ended ? verdict : new(mutant, Outcome.Stuck, running!.Name + ", by the clock");
    }
}
