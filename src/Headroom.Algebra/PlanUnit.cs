using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>The one place where scale exists: what one of a quantity's plan unit is in SI, and how it prints.</summary>
/// <remarks>
///   Solvers like numbers near one, physics likes SI. Everything that enters a plan is divided by
///   <see cref="Si"/>, everything that leaves it is multiplied again.
/// </remarks>
public sealed record PlanUnit(string Symbol, double Si)
{
    static readonly Dictionary<Type, PlanUnit> units = new()
    {
        [typeof(Power)] = new("MW", 1e6),
        [typeof(Energy)] = new("MWh", 3.6e9),
        [typeof(Ramp)] = new("MW/h", 1e6 / 3600),
        [typeof(Money)] = new("$", 1),
        [typeof(Mass)] = new("t", 1e3),
        [typeof(Volume)] = new("m³", 1),
        [typeof(TokenRate)] = new("Mtok/s", 1e6),
        [typeof(TokenCount)] = new("Gtok", 1e9),
        [typeof(ComputeRate)] = new("EFLOP/s", 1e18),
        [typeof(Compute)] = new("EFLOP·h", 3.6e21),
        [typeof(Count)] = new("", 1),
    };

    /// <summary>The plan unit of a quantity; a quantity without one cannot stand in a plan.</summary>
    public static PlanUnit Of<Q>() where Q : struct, IQuantity<Q> =>
        units.TryGetValue(typeof(Q), out PlanUnit? unit) ? unit
            : throw new NotSupportedException($"{typeof(Q).Name} has no plan unit; add one to {nameof(PlanUnit)}");
}

/// <summary>The same scale, looked up once per quantity and kept.</summary>
static class Scale<Q> where Q : struct, IQuantity<Q>
{
    public static readonly double Si = PlanUnit.Of<Q>().Si;
    public static double ToPlan(Q quantity) => quantity.Si / Si;
    public static Q FromPlan(double value) => Q.FromSi(value * Si);
}
