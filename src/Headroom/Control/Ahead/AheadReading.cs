using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A solver's answer as a plan.</summary>
internal static class AheadReading
{
    public static AheadPlan Of(AheadFormulation plan, AheadSearch search, Solution best, TimeSpan madeAt)
    {
        int steps = plan.Inputs.Steps;
        T[] Each<T>(Func<int, T> at) => [.. Enumerable.Range(0, steps).Select(at)];
        Q[] Of<Q>(Variables<Q> family) where Q : struct, IQuantity<Q> => Each(t => best.Value(family, t));
        return new()
        {
            MadeAt = madeAt,
            Edges = plan.Inputs.Edges(),
            BatteryInjection = [.. plan.Batteries.Select(battery => Each(t => best.Value(battery.Discharge, t) - best.Value(battery.Charge, t)))],
            Stored = [.. plan.Batteries.Select(battery => Of(battery.Stored))],
            RunPower = [.. plan.Runs.Select(run => Of(run.Power))],
            RunRacks = [.. plan.Runs.Select(run => Each(t => best.Value(run.Up, t).Items))],
            ServicePower = [.. plan.Services.Select(service => Each(t => OverKnots(service, best, t, knot => knot.AboveIdle)))],
            Tokens = [.. plan.Services.Select(service => Each(t => TokensAt(service, best, t)))],
            Lanes = [.. plan.Services.Select(service => Enumerable.Range(0, service.Racks.Count).Select(lane => Each(t => UseOf(service, lane, best, t))).ToArray())],
            Off = [.. plan.Fleets.Select(fleet => Each(t => fleet.Off is { } off ? Restable(fleet.Facts.Racks[t], best.Value(off, t).Items) : 0))],
            Lost = [.. plan.Services.Select(service => Of(service.Lost))],
            Waiting = [.. plan.Services.Select(service => service.Waiting is { } waiting ? Of(waiting) : new TokenCount[steps])],
            PlantOutput = [.. plan.Plants.Select(plant => Of(plant.Output))],
            LoopRise = [.. plan.Loops.Select(loop => Each(t => (best.Value(loop.Warmth, t) / loop.Facts.PerKelvin).Kelvin))],
            Import = Of(plan.Grid.Import),
            Scarcity = search.Scarcity,
            Cost = plan.Costs.Select(best.Value).Sum(),
            Solves = search.Solves,
        };
    }

    /// <summary>Of racks that are on, so many more stay on for what comes in crowds.</summary>
    private const double KeptOnFraction = 0.05;

    private static double Restable(double racks, double off) => Math.Max(0, off - KeptOnFraction * (racks - off));

    /// <summary>Racks of all knots together; their caps in the mean. Without racks, the knot that asks the least for a token.</summary>
    private static LaneUse UseOf(ServiceAhead service, int lane, Solution best, int t)
    {
        double racks = 0, cap = 0, tokens = 0;
        IReadOnlyList<AheadKnot> knots = service.Facts.Lanes[lane].Knots;
        for (int k = 0; k < knots.Count; k++)
        {
            double here = Math.Max(0, best.Value(service.Racks[lane][k], t).Items);
            (racks, cap, tokens) = (racks + here, cap + here * knots[k].CapFraction, tokens + here * knots[k].Tokens.TokensPerSecond);
        }
        return racks > 1e-6 ? new(racks, cap / racks, TokenRate.FromSi(tokens)) : new(0, knots[0].CapFraction, TokenRate.Zero);
    }

    public static TokenRate TokensAt(ServiceAhead service, Solution best, int t) => OverKnots(service, best, t, knot => knot.Tokens);

    private static Q OverKnots<Q>(ServiceAhead service, Solution best, int t, Func<AheadKnot, Q> each) where Q : struct, IQuantity<Q>
    {
        double si = 0;
        for (int lane = 0; lane < service.Racks.Count; lane++)
            for (int k = 0; k < service.Racks[lane].Length; k++)
                si += best.Value(service.Racks[lane][k], t).Items * each(service.Facts.Lanes[lane].Knots[k]).Si;
        return Q.FromSi(si);
    }
}
