using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Looks ahead: from what is known of the time to come to what batteries, plants, runs and services should do in it.</summary>
/// <remarks>
///   Runs off the critical path; the solver is the caller's. The one-second loop takes the last plan that there is, and does without one.
///   Horizon's end: tokens that can still be served before it are, though their window may reach beyond; the next plan sees further.
/// </remarks>
public static class AheadPlanner
{
    /// <summary>Answers further than this from their rows are no plans, relative to each row.</summary>
    private const double ViolationMost = 1e-6;

    /// <summary>Each program ends after so many iterations, far more than the shipped days take, and not after a time: the same plan on every machine, however busy.</summary>
    private const int IterationsMost = 200_000;

    private static SolveOptions Usual { get; } = new() { Algorithm = Algorithm.Simplex, Vertex = true, IterationsMost = IterationsMost };

    /// <param name="madeAt">The moment that the inputs describe; from it the plan ages.</param>
    /// <param name="options">Null for simplex and a bound on iterations; who must not wait states a time as well, and gives up that runs repeat bit for bit.</param>
    public static AheadAnswer Plan(AheadInputs inputs, TimeSpan madeAt, ISolver solver, CancellationToken stop, SolveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(solver);
        if (AheadCheck.Of(inputs) is { Count: > 0 } unfit) return new AheadAnswer.Unfit(unfit);
        AheadFormulation plan = AheadFormulation.Of(inputs);
        var search = new AheadSearch(plan, solver, options ?? Usual, stop);
        (Solution? best, Outcome last) = search.Run();
        if (best is null) return Without(plan, last, solver, options ?? Usual, stop);
        double missed = Certificate.Of(plan.Program.Arrays, best).PrimalViolation;
        return missed > ViolationMost ? new AheadAnswer.Stopped($"the solver's answer misses a row by {missed:0.0e+0} relative: no plan")
            : new AheadAnswer.Planned(AheadReading.Of(plan, search, best, madeAt));
    }

    internal static AheadAnswer Without(AheadFormulation plan, Outcome last, ISolver solver, SolveOptions options, CancellationToken stop) => last switch
    {
        Outcome.Impossible => new AheadAnswer.Impossible(AheadShortage.Of(plan, solver, options, stop)),
        Outcome.Unbounded => new AheadAnswer.Stopped("something is worth more the more there is of it: a price or a worth is wrong"),
        Outcome.OutOfTime or Outcome.Feasible => new AheadAnswer.Stopped("out of time before there was a plan"),
        Outcome.Interrupted => new AheadAnswer.Stopped("stopped before there was a plan"),
        Outcome.Failed { Why: var why } => new AheadAnswer.Stopped($"the solver gave up: {why}"),
        _ => new AheadAnswer.Stopped("the solver ended without a plan"),
    };
}

/// <summary>How looking ahead ended.</summary>
public abstract record AheadAnswer
{
    private AheadAnswer() { }

    public sealed record Planned(AheadPlan Plan) : AheadAnswer;

    /// <summary>No plan keeps all relations; which of them would have to give, and by how much at least.</summary>
    public sealed record Impossible(IReadOnlyList<AheadConflict> Conflicts) : AheadAnswer;

    /// <summary>No plan yet: out of time, stopped, or the solver gave up.</summary>
    public sealed record Stopped(string Why) : AheadAnswer;

    /// <summary>The inputs are no plan's.</summary>
    public sealed record Unfit(IReadOnlyList<string> Why) : AheadAnswer;
}
