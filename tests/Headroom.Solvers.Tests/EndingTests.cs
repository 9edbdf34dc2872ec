using System.Diagnostics;
using Headroom.Algebra;
using Headroom.Quantities;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

using Index = Headroom.Algebra.Index;

/// <summary>The ways in which a solve ends besides well.</summary>
public class EndingTests
{
    static readonly SolveOptions[] everyWay = [Simplex, Vertex, Inside];

    [Fact]
    public void Rows_that_contradict_are_impossible()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, LinearProgram.Unlimited<Power>());
        var y = lp.Variable("y", 0.Megawatts, LinearProgram.Unlimited<Power>());
        lp.Require("least", x + y.Expression >= 5.Megawatts);
        lp.Require("most", x + y.Expression <= 4.Megawatts);
        lp.Minimise((1, lp.Tally<Power>("cost", x)));
        Assert.All(everyWay, options => Assert.IsType<Outcome.Impossible>(lp.Arrays.Highs(options)));
    }

    [Fact]
    public void Bounds_that_contradict_are_impossible()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 3.Megawatts, 2.Megawatts);
        lp.Minimise((1, lp.Tally<Power>("cost", x)));
        Assert.All(everyWay, options => Assert.IsType<Outcome.Impossible>(lp.Arrays.Highs(options)));
    }

    [Fact]
    public void Income_without_limit_is_unbounded_and_not_impossible()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, LinearProgram.Unlimited<Power>());
        var y = lp.Variable("y", 0.Megawatts, LinearProgram.Unlimited<Power>());
        lp.Require("row", x - y.Expression <= 4.Megawatts);
        lp.Maximise((1, lp.Tally<Power>("income", x + y.Expression)));
        Assert.All(everyWay, options => Assert.IsType<Outcome.Unbounded>(lp.Arrays.Highs(options)));
    }

    [Fact]
    public void An_empty_program_has_its_constant_as_optimum()
    {
        var lp = new LinearProgram();
        lp.Minimise((1, lp.Tally<Power>("nothing", 7.Megawatts)));
        Assert.Equal(7, lp.Arrays.Best().Objective);
        var x = lp.Variable("x", 2.Megawatts, 5.Megawatts);
        lp.Maximise((1, lp.Tally<Power>("free", x)));
        Assert.All(everyWay, options => Assert.Equal(5, lp.Arrays.Best(options).Objective, 6));
    }

    [Fact]
    public void Time_runs_out_with_an_answer_or_without_and_never_with_a_false_bound()
    {
        ProgramArrays program = Programs.Expansion(4000).Arrays;
        foreach (SolveOptions options in everyWay)
        {
            var watch = Stopwatch.StartNew();
            Outcome outcome = program.Highs(options with { TimeLimit = 0.3.Seconds });
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, 60.Seconds); // a watchdog: the speed itself is no test's business
            if (outcome is Outcome.Feasible feasible) Assert.Equal(double.NegativeInfinity, feasible.Solution.Bound);
            else Assert.IsType<Outcome.OutOfTime>(outcome);
        }
    }

    [Fact]
    public void Iterations_end_a_solve_at_the_same_answer_however_busy_the_machine_is()
    {
        ProgramArrays program = Programs.Expansion(500).Arrays;
        Assert.IsType<Outcome.Best>(program.Highs(Simplex with { IterationsMost = 1_000_000 }));
        foreach (int most in (int[])[0, 10, 100])
        {
            Outcome first = program.Highs(Simplex with { IterationsMost = most }), second = program.Highs(Simplex with { IterationsMost = most });
            Assert.True(first is Outcome.OutOfTime or Outcome.Feasible { Why: "iteration limit" }, $"{first}");
            Assert.Equal(first.GetType(), second.GetType());
            if (first is Outcome.Feasible one && second is Outcome.Feasible other) Assert.Equal(one.Solution.Values, other.Solution.Values);
        }
    }

    [Theory]
    [InlineData(Algorithm.Simplex, 1.0)]
    [InlineData(Algorithm.InteriorPoint, 1.0)]
    [InlineData(Algorithm.InteriorPoint, 0.2)]
    public async Task A_big_program_stops_soon_after_its_caller_asks(Algorithm algorithm, double afterSeconds)
    {
        ProgramArrays program = Programs.Expansion(8760).Arrays;
        using var stop = new CancellationTokenSource();
        Task<Outcome> solve = Task.Run(() => program.Highs(new() { Algorithm = algorithm }, stop.Token));
        await Task.Delay(afterSeconds.Seconds);
        Assert.False(solve.IsCompleted, "solved before it could be stopped: make the program bigger");
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        Assert.IsType<Outcome.Interrupted>(await solve);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, 60.Seconds); // a watchdog; 0.1 s on an idle machine
    }

    [Fact]
    public async Task A_mixed_integer_year_does_not_hold_its_caller()
    {
        ProgramArrays program = Programs.Expansion(8760, modules: true).Arrays;
        using var stop = new CancellationTokenSource(0.7.Seconds);
        var watch = Stopwatch.StartNew();
        Assert.IsType<Outcome.Interrupted>(await Task.Run(() => program.Highs(Simplex with { TimeLimit = 5.Seconds }, stop.Token)));
        Assert.InRange(watch.Elapsed, 0.6.Seconds, 60.Seconds);
    }

    [Fact]
    public void A_caller_who_asked_before_gets_no_solve()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.IsType<Outcome.Interrupted>(Programs.Expansion(24).Arrays.Highs(Simplex, stop.Token));
    }

    [Fact]
    public void Progress_is_a_line_for_people_now_and_then()
    {
        var lines = new Lines(_ => { });
        Programs.Expansion(3000).Arrays.Highs(Inside with { Progress = lines, TimeLimit = 4.Seconds });
        Assert.NotEmpty(lines.Told);
        Assert.All(lines.Told, line => Assert.Matches(@"^interior point, \d s$", line));
    }

    [Fact]
    public void A_progress_report_that_throws_stops_the_solve_and_reaches_the_caller()
    {
        var lines = new Lines(_ => throw new InvalidOperationException("the terminal is gone"));
        var thrown = Assert.Throws<InvalidOperationException>(() => Programs.Expansion(3000)
            .Arrays.Highs(Inside with { Progress = lines }));
        Assert.Equal("the terminal is gone", thrown.Message);
    }

    sealed class Lines(Action<string> then) : IProgress<string>
    {
        public List<string> Told { get; } = [];
        public void Report(string value)
        {
            Told.Add(value);
            then(value);
        }
    }
}
