using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What all families of a look ahead share: the program, its steps, what is sought first, and what it costs.</summary>
internal sealed class AheadFrame(AheadInputs inputs)
{
    /// <summary>ε: far below any price, so that it decides only between answers that are equally good.</summary>
    public static EnergyPrice Grain { get; } = 0.01.DollarsPerMegawattHour;

    private readonly List<Tally<Money>> costs = [];
    private readonly List<Giving> givings = [];
    private readonly TimeSpan[] edges = inputs.Edges();

    public AheadInputs Inputs => inputs;
    public LinearProgram Program { get; } = new();
    public Algebra.Index Steps { get; } = new("step", inputs.Steps);
    public IReadOnlyList<Tally<Money>> Costs => costs;

    /// <summary>Families that may give while it is sought why inputs cannot be.</summary>
    public IReadOnlyList<Giving> Givings => givings;

    public TimeSpan Length(int t) => inputs.Lengths[t];

    /// <summary>When a step ends, since the horizon began.</summary>
    public TimeSpan End(int t) => edges[t + 1] - inputs.Start;

    /// <summary>From the middle of the step before to the middle of a step: means of a slope of r differ by r times this; half the first step for the first.</summary>
    public TimeSpan Between(int t) => (inputs.Lengths[t] + (t > 0 ? inputs.Lengths[t - 1] : TimeSpan.Zero)) / 2;

    public void Cost(string name, Func<int, Expr<Money>> cost) => costs.Add(Program.Tally(name, Steps, cost));
    public void Cost(string name, Expr<Money> cost) => costs.Add(Program.Tally(name, cost));

    /// <summary>A relation for each step after the first, and for the first where something is known of before.</summary>
    public IRelationFamily FromBefore<Q>(string name, Q? before, Variables<Q> of, Func<Expr<Q>, int, Relation<Q>> relation, string meaning) where Q : struct, IQuantity<Q>
    {
        int first = before is null ? 1 : 0;
        return Program.ForEach(new("step", inputs.Steps - first), name, i => relation(i + first == 0 ? before!.Value : of[i + first - 1], i + first), meaning);
    }

    public void MayGive(IRelationFamily family, string relief) => givings.Add(new(family, relief));
}

/// <summary>A family that may give, and what would relieve it.</summary>
internal sealed record Giving(IRelationFamily Family, string Relief);
