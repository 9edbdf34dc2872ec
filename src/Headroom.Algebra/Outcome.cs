using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>How a solver ended. The world may say no; a caller handles every case.</summary>
public abstract record Outcome
{
    Outcome() { }

    /// <summary>Optimal to the tolerance asked for.</summary>
    public sealed record Best(Solution Solution) : Outcome;

    /// <summary>A feasible answer with a bound, stopped before the gap closed.</summary>
    public sealed record Feasible(Solution Solution, string Why) : Outcome;

    /// <summary>No point satisfies all relations.</summary>
    public sealed record Impossible : Outcome;

    /// <summary>The objective has no end: a cost or a limit is missing.</summary>
    public sealed record Unbounded : Outcome;

    /// <summary>Time ran out before a feasible answer.</summary>
    public sealed record OutOfTime : Outcome;

    /// <summary>The caller asked to stop.</summary>
    public sealed record Interrupted : Outcome;

    /// <summary>The solver gave up; its own words.</summary>
    public sealed record Failed(string Why) : Outcome;
}

/// <summary>A solver's answer in plan units, read through families that give it its quantities back.</summary>
/// <param name="Values">One value for each column.</param>
/// <param name="RowDuals">d objective / d right side for each row; empty where the solver gives none.</param>
/// <param name="ReducedCosts">d objective / d bound for each column; empty where the solver gives none.</param>
/// <param name="Objective">Value of the objective, constant included.</param>
/// <param name="Bound">No point is better than this.</param>
public sealed record Solution(double[] Values, double[] RowDuals, double[] ReducedCosts, double Objective, double Bound)
{
    /// <summary>Which algorithm found it, for the report.</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>Distance to the bound relative to the objective.</summary>
    public double GapFraction => Objective == Bound ? 0 : Math.Abs(Objective - Bound) / Math.Max(1e-9, Math.Abs(Objective));

    public Q Value<Q>(Variable<Q> variable) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(variable);
        return Scale<Q>.FromPlan(Values[variable.FirstColumn]);
    }

    public Q Value<Q>(Variables<Q> family, int member) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(family);
        return Scale<Q>.FromPlan(Values[family.Column(member)]);
    }

    public Q Value<Q>(Tally<Q> tally) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(tally);
        return tally.At(Values);
    }

    /// <summary>The values of a family in its plan unit, without a copy.</summary>
    public ReadOnlySpan<double> PlanValues(IVariableFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return Values.AsSpan(family.FirstColumn, family.Count);
    }

    /// <summary>d objective / d right side of a family's rows, in the objective's plan unit per plan unit of the family.</summary>
    public ReadOnlySpan<double> PlanDuals(IRelationFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return RowDuals.AsSpan(family.FirstRow, family.Count);
    }
}
