using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A point of a curve: power above the floor, and what it yields.</summary>
/// <param name="Weighted">Tokens per second times what a token of this work counts.</param>
public readonly record struct TokenKnot(Power AboveFloor, TokenRate Weighted);

/// <summary>Weighted tokens per second of a leaf over its power above the floor: rising, concave, in straight pieces.</summary>
/// <remarks>
///   f(x) = f_k + slope_k·(x − x_k)        for x_k ≤ x ≤ x_(k+1);  slope_1 ≥ slope_2 ≥ … > 0;  f(x) = f(x_last) beyond
///   Valid    the first knot is at no power above the floor. Curves that rise steeper further up are refused: take their hull first.
/// </remarks>
public sealed class TokenCurve
{
    /// <summary>Slopes nearer than this are one slope: what is lost is below what sums of doubles lose.</summary>
    private const double SameSlopeFraction = 1e-11;

    private readonly TokenKnot[] knots;
    private readonly double[] tokensPerJoule;

    public TokenCurve(params IReadOnlyList<TokenKnot> knots)
    {
        ArgumentNullException.ThrowIfNull(knots);
        if (knots.Count < 2) throw new ArgumentException($"a curve needs two knots, not {knots.Count}", nameof(knots));
        if (knots[0].AboveFloor != Power.Zero || !(knots[0].Weighted >= TokenRate.Zero))
            throw new ArgumentException($"the first knot stands at the floor and yields at least nothing, not {knots[0]}", nameof(knots));
        List<TokenKnot> kept = [knots[0]];
        List<double> slopes = [];
        for (int k = 1; k < knots.Count; k++)
        {
            TokenKnot knot = knots[k];
            if (!(knot.AboveFloor > knots[k - 1].AboveFloor && knot.Weighted > knots[k - 1].Weighted)
                || !double.IsFinite(knot.AboveFloor.Watts) || !double.IsFinite(knot.Weighted.TokensPerSecond))
                throw new ArgumentException($"knot {k} rises in power and in tokens above {knots[k - 1]}, not {knot}", nameof(knots));
            double slope = Slope(kept[^1], knot);
            if (slopes.Count > 0 && slope > slopes[^1] * (1 + SameSlopeFraction))
                throw new ArgumentException($"knot {k} rises steeper than the piece before it: the curve is not concave", nameof(knots));
            if (slopes.Count > 0 && slope >= slopes[^1] * (1 - SameSlopeFraction))
            {
                (kept[^1], slopes[^1]) = (knot, Slope(kept[^2], knot));
                continue;
            }
            kept.Add(knot);
            slopes.Add(slope);
        }
        (this.knots, tokensPerJoule) = ([.. kept], [.. slopes]);
    }

    /// <summary>Of a rack type: the least concave curve over its idle state and its operating points, times what a token counts.</summary>
    /// <remarks>A chord from idle is some racks at rest and some at the lowest point that pays, in the mean over many.</remarks>
    /// <param name="weightFactor">What a token of this work counts; above 0.</param>
    public static TokenCurve Of(Frontier frontier, double weightFactor)
    {
        ArgumentNullException.ThrowIfNull(frontier);
        if (!(weightFactor > 0)) throw new ArgumentOutOfRangeException(nameof(weightFactor), weightFactor, "A token counts something.");
        TokenKnot[] points = [default, .. frontier.Points.Where(point => point.Power > frontier.Idle)
            .Select(point => new TokenKnot(point.Power - frontier.Idle, weightFactor * point.Tokens))];
        double[] watts = [.. points.Select(point => point.AboveFloor.Watts)], tokens = [.. points.Select(point => point.Weighted.TokensPerSecond)];
        return new([.. ConcaveHull.Over(watts, tokens).Select(i => points[i])]);
    }

    /// <summary>Corners of the curve; knots on a straight line are gone.</summary>
    public IReadOnlyList<TokenKnot> Knots => knots;

    /// <summary>Power above the floor beyond which nothing is won.</summary>
    public Power Most => knots[^1].AboveFloor;

    internal int Pieces => tokensPerJoule.Length;
    internal double TokensPerJoule(int piece) => tokensPerJoule[piece];
    internal double StartWatts(int piece) => knots[piece].AboveFloor.Watts;
    internal double LengthWatts(int piece) => (knots[piece + 1].AboveFloor - knots[piece].AboveFloor).Watts;

    public TokenRate At(Power aboveFloor)
    {
        double rate = knots[0].Weighted.TokensPerSecond;
        for (int piece = 0; piece < Pieces; piece++)
            rate += tokensPerJoule[piece] * Math.Clamp(aboveFloor.Watts - StartWatts(piece), 0, LengthWatts(piece));
        return TokenRate.FromSi(rate);
    }

    private static double Slope(TokenKnot from, TokenKnot to) => (to.Weighted - from.Weighted).TokensPerSecond / (to.AboveFloor - from.AboveFloor).Watts;
}
