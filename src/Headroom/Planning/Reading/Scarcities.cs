using Headroom.Algebra;

namespace Headroom.Planning.Reading;

/// <summary>Something of which there may be too little: a size with a limit, or a yearly row.</summary>
/// <param name="Constraint">Family in the model.</param>
/// <param name="Of">What is scarce, in words.</param>
/// <param name="Unit">One more of this.</param>
/// <param name="Column">Column whose reduced cost is the price; −1 where a row has it.</param>
/// <param name="Row">Row whose multiplier is the price.</param>
/// <param name="Sign">1 where more of the limit helps, −1 where less of a demand does.</param>
/// <param name="Hourly">The rows in which the size binds hour by hour.</param>
sealed record Scarcity(string Constraint, string Of, string Unit, int Column, int? Row, int Sign, IRelationFamily? Hourly);

/// <summary>Everything of a plan that may be scarce.</summary>
static class Scarcities
{
    public static IEnumerable<Scarcity> Of(Formulation plan)
    {
        if (plan.Grid is { } grid)
        {
            yield return Size("grid firm", "firm grid", "megawatt", grid.Firm, grid.Ceiling);
            if (grid.Flexible is { } flexible) yield return Size("grid flexible", "flexible grid", "megawatt", flexible, grid.Ceiling);
        }
        foreach (GeneratorPlan g in plan.Generators)
            yield return Size(plan.OwnName(g.Size.Name), g.Facts.Name, g.Facts.Module is null ? "megawatt" : "module", g.Size, g.Limit);
        foreach (BatteryPlan b in plan.Batteries)
        {
            yield return Size(plan.OwnName(b.Power.Name), $"{b.Facts.Name} power", "megawatt", b.Power, null);
            if (b.EnergySize is { } energy) yield return Size(plan.OwnName(energy.Name), $"{b.Facts.Name} energy", "megawatt-hour", energy, null);
        }
        foreach (HallPlan h in plan.Halls) yield return Size(plan.OwnName(h.Power.Name), $"hall {h.Facts.Name}", "megawatt", h.Power, null);
        foreach (Giving giving in plan.Givings)
            if (giving.Family.Count == 1 && RowOf(giving.Family, plan.OwnName(giving.Family.Name)) is { } row) yield return row;
    }

    /// <summary>The budgets that all sites of a fleet share.</summary>
    public static IEnumerable<Scarcity> Shared(IReadOnlyList<Giving> givings) =>
        givings.Where(giving => giving.Family.Count == 1).Select(giving => RowOf(giving.Family, giving.Family.Name)).OfType<Scarcity>();

    static Scarcity Size(string constraint, string of, string unit, IVariableFamily size, IRelationFamily? hourly) =>
        new(constraint, of, unit, size.FirstColumn, null, 1, hourly);

    /// <summary>Yearly rows by their names' endings; hall rows follow the hall's power and would say the same twice.</summary>
    static Scarcity? RowOf(IRelationFamily family, string name)
    {
        Scarcity Row(string of, string unit, int sign = 1) => new(name, of, unit, -1, family.FirstRow, sign, null);
        return name switch
        {
            "carbon cap" => Row("the carbon cap", "tonne"),
            "water cap" => Row("the water permit", "cubic metre"),
            "yearly budget" => Row("the yearly budget", "dollar"),
            "capital budget" => Row("the capital budget", "dollar"),
            "reserve" => Row("the reserve requirement", "megawatt less", -1),
            _ when name.EndsWith(" rating", StringComparison.Ordinal) => Row($"the {name}", "megawatt"),
            _ when name.EndsWith(" positions", StringComparison.Ordinal) => Row($"the {name}", "position"),
            _ when name.EndsWith(" most", StringComparison.Ordinal) => Row(name[..^5], "rack"),
            _ when name.EndsWith(" share", StringComparison.Ordinal) => Row($"the {name} cap", "megawatt-hour"),
            _ when name.EndsWith(" hours", StringComparison.Ordinal) => Row($"the {name} permit", "megawatt-hour"),
            _ => null,
        };
    }
}
