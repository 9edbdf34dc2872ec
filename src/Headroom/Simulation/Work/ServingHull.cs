using Headroom.Compute;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What a rack serves against what it draws above idle, over all caps and batches: the concave hull from idle on.</summary>
internal static class ServingHull
{
    /// <summary>Knots of a hull: enough for a few tenths of a percent.</summary>
    private const int KnotsMost = 8;

    /// <summary>The operating points that a plan of hours uses, up to the racks' highest cap: never above what racks give.</summary>
    public static IReadOnlyList<AheadKnot> Planned(Frontier frontier, double capMostFraction)
    {
        const double grain = 1e-9;
        IEnumerable<OperatingPoint> points = frontier.Points.Where(point => point.CapFraction <= capMostFraction + grain);
        return Over([.. points.Select(point => (point.Power, point.Tokens, point.CapFraction))], frontier.Idle).Knots;
    }

    /// <summary>No rack gives more, whatever its cap and its batch: what the few knots leave out is added to all of them.</summary>
    /// <remarks>full ≤ chord / (1 − error)        error   of <see cref="ConcaveHull.Reduce"/>, relative to the full hull</remarks>
    public static IReadOnlyList<AheadKnot> Most(ServingCurves curves, double capMostFraction)
    {
        IEnumerable<(Power Power, TokenRate Tokens, double Cap)> points = curves.PointsUpTo(capMostFraction).Select(point => (point.Power, point.Tokens, 1.0));
        (IReadOnlyList<AheadKnot> knots, double error) = Over([.. points], ServerPower.Idle(curves.Rack));
        return [.. knots.Select(knot => knot with { Tokens = knot.Tokens / (1 - error) })];
    }

    private static (IReadOnlyList<AheadKnot> Knots, double ErrorFraction) Over((Power Power, TokenRate Tokens, double CapFraction)[] points, Power idle)
    {
        (double Watts, double Tokens, double CapFraction)[] above =
            [.. points.Select(point => ((point.Power - idle).Watts, point.Tokens.TokensPerSecond, point.CapFraction)).Where(point => point.Item1 > 1)];
        (double Watts, double Tokens, double CapFraction)[] sorted = [(0, 0, 0), .. above.OrderBy(point => point.Watts).ThenBy(point => point.Tokens)];
        double[] watts = [.. sorted.Select(point => point.Watts)], tokens = [.. sorted.Select(point => point.Tokens)];
        List<int> hull = ConcaveHull.Over(watts, tokens);
        (List<int> kept, double error) = ConcaveHull.Reduce([.. hull.Select(i => watts[i])], [.. hull.Select(i => tokens[i])], KnotsMost);
        AheadKnot Knot(int i) => new(Power.FromSi(watts[i]), TokenRate.FromSi(tokens[i])) { CapFraction = sorted[i].CapFraction };
        return ([.. kept.Select(k => hull[k]).Where(i => watts[i] > 0).Select(Knot)], error);
    }
}
