using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Planning;

/// <summary>What a cooling plant rejects in hot weather, shared by all racks behind it.</summary>
/// <remarks>Σ over the fleets on a plant of it[f,t] / capacity[f,t] ≤ power of its halls, in the hours in which a capacity is below 1.</remarks>
static class HeatPlan
{
    public static void AddTo(Frame frame, IReadOnlyList<FleetPlan> fleets)
    {
        foreach (var behind in fleets.GroupBy(fleet => fleet.Plant))
        {
            FleetPlan[] here = [.. behind];
            int[] hot = [.. frame.Hours.Members.Where(t => here.Any(fleet => fleet.Cooling[t].CapacityFraction < 1))];
            if (hot.Length == 0) continue;
            HallPart[] parts = [.. here.SelectMany(fleet => fleet.Placed).Select(place => place.Part).Distinct()];
            Expr<Power> plant = parts.Select(part => part.Power).Sum();
            frame.Program.ForEach(new Algebra.Index("hot hour", hot.Length), $"{string.Join("+", parts.Select(part => part.Name))} heat limit",
                i => here.Select(fleet => Weight(fleet, here, hot[i]) * fleet.ItDraw(hot[i])).Sum() <= Scarcest(here, hot[i]) * plant,
                "heat stays under what the cooling plant rejects in this weather");
        }
    }

    /// <summary>The row is written times the scarcest capacity, which may be zero in a heat that the plant was not built for.</summary>
    static double Weight(FleetPlan fleet, FleetPlan[] here, int t)
    {
        (double own, double scarcest) = (fleet.Cooling[t].CapacityFraction, Scarcest(here, t));
        return own == scarcest ? 1 : scarcest / own;
    }

    static double Scarcest(FleetPlan[] here, int t) => here.Min(fleet => fleet.Cooling[t].CapacityFraction);
}
