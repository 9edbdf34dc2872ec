using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Planning;

/// <summary>A training run as a formulation.</summary>
sealed class TrainingPlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        Σ over hours of 1 h · FLOP/s[t] ≥ compute, within its dates
        A run that may not pause holds one rate: run[k,p,t+1] = run[k,p,t]
        """;

    public required TrainingRun Facts { get; init; }
    public required IReadOnlyList<RunPlan> Runs { get; init; }
    public required Tally<Quantities.Compute> Done { get; init; }

    /// <summary>Share of the compute that is not done; only in a year of an expansion.</summary>
    public Variables<Count>? Undone { get; init; }

    /// <summary>Whether other sites do parts of it.</summary>
    public required bool OfFleet { get; init; }

    /// <param name="ofFleet">The fleet sees to it that the run is done; this site does its part.</param>
    public static TrainingPlan AddTo(Frame frame, TrainingRun training, IReadOnlyList<RunPlan> runs, bool ofFleet)
    {
        var hours = new Algebra.Index("hour of the run", training.EndHour - training.FirstHour);
        Tally<Quantities.Compute> done = frame.Program.Tally($"{training.Name} compute", hours,
            i => frame.Step * runs.Select(run => run.Arithmetic(training.FirstHour + i)).Sum());
        Variables<Count>? undone = ofFleet ? null : RequireDone(frame, training, [(1, done)]);
        if (!training.MayPause) HoldRate(frame, training, runs);
        return new TrainingPlan { Facts = training, Runs = runs, Done = done, OfFleet = ofFleet, Undone = undone };
    }

    /// <summary>The run is done, at one site or at several together; in a year of an expansion but for the share that is returned.</summary>
    public static Variables<Count>? RequireDone(YearFrame frame, TrainingRun training, IEnumerable<(double Weight, Tally<Quantities.Compute> Of)> done)
    {
        Variables<Count>? undone = frame.ShortfallOf(training.Name) is { } shortfall ? UndoneOf(frame, training, shortfall) : null;
        if (undone is not null) done = done.Append((1, frame.Program.Tally($"{training.Name} undone", training.Amount * undone[0])));
        Relations<Quantities.Compute> due = frame.Program.Require($"{training.Name} compute", done, Sense.AtLeast, training.Amount, "the run is done by its date");
        frame.MayGive(due, training.Amount.In("EFLOP") / 3600, $"more racks or power for {training.Name}, a later date, or less compute");
        return undone;
    }

    static Variables<Count> UndoneOf(YearFrame frame, TrainingRun training, Shortfall shortfall)
    {
        Variables<Count> undone = frame.Program.Variable($"{training.Name} undone", new Algebra.Index("run", 1), Count.Zero, 1.Items);
        frame.Ledger.Cost(training.Name, "undone training", supply: false, shortfall.PriceOf(training) * undone[0]);
        return undone;
    }

    static void HoldRate(Frame frame, TrainingRun training, IReadOnlyList<RunPlan> runs)
    {
        foreach (RunPlan run in runs)
            for (int p = 0; p < run.Points.Count; p++)
            {
                Variables<Count> racks = run.Racks[p];
                frame.Program.ForEach(new Algebra.Index("hour of the run", run.HourCount - 1),
                    $"{training.Name} steady on {run.Fleet.Name} at {100 * run.Points[p].CapFraction:0} %",
                    i => racks[i + 1] == racks[i], "a run that may not pause holds its rate");
            }
    }
}
