using Headroom.Compute.Waveforms;
using Headroom.Sites.Years;

namespace Headroom.Simulation;

/// <summary>Numbers by chance from a seed, one after another: the same bits on every machine.</summary>
/// <remarks>Only + − · / √ and <see cref="PortableMath"/>; the source of chance is <see cref="SplitMix"/>.</remarks>
internal struct Draws(ulong seed)
{
    private readonly SplitMix chance = new(seed);
    private ulong drawn;

    /// <summary>Even in (0, 1].</summary>
    public double UniformFraction() => chance.UniformFraction(drawn++);

    /// <summary>Normal, mean 0, variance 1.</summary>
    /// <remarks>Source   the polar method: Marsaglia and Bray, SIAM Review 6 (1964).</remarks>
    public double Normal()
    {
        while (true)
        {
            double x = 2 * UniformFraction() - 1, y = 2 * UniformFraction() - 1, square = x * x + y * y;
            if (square is > 0 and < 1) return x * Math.Sqrt(-2 * PortableMath.Log(square) / square);
        }
    }

    /// <summary>Gamma, scale 1: mean and variance are the shape.</summary>
    /// <remarks>
    ///   Source   Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000); below shape 1 the
    ///            variable of shape + 1 times u^(1/shape).
    /// </remarks>
    public double Gamma(double shape)
    {
        if (!(shape > 0)) return 0;
        double boost = 1;
        if (shape < 1)
        {
            boost = PortableMath.Pow(UniformFraction(), 1 / shape);
            shape++;
        }
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            double u = UniformFraction(), square = x * x;
            if (u < 1 - 0.0331 * square * square || PortableMath.Log(u) < square / 2 + d * (1 - v + PortableMath.Log(v))) return d * v * boost;
        }
    }

    /// <summary>Poisson with a mean.</summary>
    /// <remarks>
    ///   Below 10 by products of uniforms; above, transformed rejection.
    ///   Source   Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance 12 (1993), PTRS.
    /// </remarks>
    public long Poisson(double mean)
    {
        if (!(mean > 0)) return 0;
        if (mean < 10)
        {
            double least = PortableMath.Exp(-mean), product = UniformFraction();
            long count = 0;
            for (; product > least; count++) product *= UniformFraction();
            return count;
        }
        double root = Math.Sqrt(mean), b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
        double inverse = 1.1239 + 1.1328 / (b - 3.4), sure = 0.9277 - 3.6224 / (b - 2), log = PortableMath.Log(mean);
        while (true)
        {
            double u = UniformFraction() - 0.5, v = UniformFraction(), us = 0.5 - Math.Abs(u);
            if (us <= 0) continue;
            double k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= sure) return (long)k;
            if (k < 0 || (us < 0.013 && v > us)) continue;
            if (PortableMath.Log(v * inverse / (a / (us * us) + b)) <= k * log - mean - LogFactorial(k)) return (long)k;
        }
    }

    /// <summary>ln k! by Stirling's series; error below 1e-9 from k = 9 on, and shifted up to there below.</summary>
    internal static double LogFactorial(double k)
    {
        double product = 1, x = k + 1;
        while (x < 10) product *= x++;
        double square = 1 / (x * x);
        return (x - 0.5) * PortableMath.Log(x) - x + 0.91893853320467274178
            + (1.0 / 12 - square * (1.0 / 360 - square / 1260)) / x - PortableMath.Log(product);
    }
}
