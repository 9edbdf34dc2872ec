using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>First things first: each goal is sought while those before it are kept, and of all answers that are left the cheapest is taken.</summary>
/// <remarks>
///   goal_1*  = max goal_1;   goal_n* = max goal_n subject to goal_m ≥ (1 − ε) · goal_m* for all m &lt; n;   then min cost        ε = 1e-7
///   A goal that the last answer reaches in full is kept without being sought: with power for all, one program is solved for all goals and
///   one for cost. No weight says what a token of one tier is worth in tokens of another, so nothing overflows and nothing is traded.
/// </remarks>
internal sealed class AheadSearch(AheadFormulation plan, ISolver solver, SolveOptions options, CancellationToken stop)
{
    /// <summary>Given up of each goal, of its size, so that the rows keep an interior.</summary>
    private const double Given = 1e-7;
    private readonly LinearProgram program = plan.Program;

    /// <summary>Programs solved.</summary>
    public int Solves { get; private set; }

    /// <summary>Worth of the ceiling in each step, for the first goal that it holds back; zero where it holds back none.</summary>
    public AheadScarcity[] Scarcity { get; } = new AheadScarcity[plan.Inputs.Steps];

    /// <summary>The answer, or how the solver ended without one.</summary>
    public (Solution? Best, Outcome Last) Run()
    {
        program.Maximise(plan.Goals.Select(goal => (Sign(goal), goal.Of)));
        Outcome outcome = Solve();
        if (outcome is not Outcome.Best { Solution: var best }) return (null, outcome);
        foreach (Goal goal in plan.Goals)
        {
            if (!IsReached(goal, best))
            {
                program.Maximise([(Sign(goal), goal.Of)]);
                outcome = Solve();
                if (outcome is not Outcome.Best { Solution: var better }) return (null, outcome);
                best = better;
                Read(goal, best);
            }
            Keep(goal, best.Value(goal.Of));
        }
        program.Minimise(plan.Costs.Select(cost => (1.0, cost)));
        outcome = Solve();
        if (outcome is not Outcome.Best { Solution: var cheapest }) return (best, outcome);
        ReadPrice(cheapest);
        return (cheapest, outcome);
    }

    private Outcome Solve()
    {
        Solves++;
        return solver.Solve(program.Arrays, options, stop);
    }

    /// <summary>Numbers near one for the solver: a goal is measured against its size.</summary>
    private static double Sign(Goal goal) => (goal.IsMost ? 1 : -1) / PlanSize(goal);
    private static double PlanSize(Goal goal) => goal.Size.Tokens / PlanUnit.Of<TokenCount>().Si;

    private static bool IsReached(Goal goal, Solution best)
    {
        TokenCount missed = goal.IsMost ? goal.Ideal - best.Value(goal.Of) : best.Value(goal.Of) - goal.Ideal;
        return missed <= Given * goal.Size;
    }

    private void Keep(Goal goal, TokenCount got)
    {
        TokenCount kept = goal.IsMost ? got - Given * goal.Size : got + Given * goal.Size;
        program.Require($"{goal.Name} kept", [(1 / PlanSize(goal), goal.Of)], goal.IsMost ? Sense.AtLeast : Sense.AtMost, kept / PlanSize(goal),
            "what was reached is not given up for what comes later");
    }

    /// <summary>d goal / d ceiling of a step is tokens per power; over the step's length it is tokens per joule.</summary>
    private void Read(Goal goal, Solution best)
    {
        if (best.RowDuals.Length == 0) return;
        ReadOnlySpan<double> duals = best.PlanDuals(plan.Grid.Ceiling);
        for (int t = 0; t < duals.Length; t++)
        {
            double perJoule = duals[t] * goal.Size.Tokens / PlanUnit.Of<Power>().Si / plan.Inputs.Lengths[t].TotalSeconds;
            // measured against the goal: a ceiling that is worth less than so small a part of it is a grain of the solver
            if (Scarcity[t].Rank is null && duals[t] > 1e-9) Scarcity[t] = new(goal.Rank, TokenEfficiency.FromSi(perJoule), EnergyPrice.Zero);
        }
    }

    private void ReadPrice(Solution cheapest)
    {
        if (cheapest.RowDuals.Length == 0) return;
        ReadOnlySpan<double> duals = cheapest.PlanDuals(plan.Grid.Ceiling);
        for (int t = 0; t < duals.Length; t++)
            Scarcity[t] = Scarcity[t] with { Price = (-duals[t] / plan.Inputs.Lengths[t].TotalHours).DollarsPerMegawattHour };
    }
}

/// <summary>What one more watt of ceiling is worth in a step.</summary>
/// <param name="Rank">The first goal that it holds back: tiers 0 … 3, work that may wait, training; null for none.</param>
/// <param name="Tokens">Weighted tokens of that rank per joule.</param>
/// <param name="Price">Cost saved per energy, once all goals are kept.</param>
public readonly record struct AheadScarcity(int? Rank, TokenEfficiency Tokens, EnergyPrice Price);
