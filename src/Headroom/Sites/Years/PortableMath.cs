namespace Headroom.Sites.Years;

/// <summary>Elementary functions that give the same bits on every machine.</summary>
/// <remarks>
///   The functions of <see cref="Math"/> call the platform's C library, whose last bit differs between systems; a typical
///   year must not. Only +, −, ·, /, √ and scaling by powers of two are used here, all exact by IEEE 754, and .NET does
///   not contract them into fused operations.
///   Accuracy   within 4e-16 relative of the true value for |x| ≤ 700 (Exp), 1e-14 absolute for |x| ≤ 1e4 (Sin, Cos).
///   Source     Taylor and atanh series after argument reduction (Cody and Waite, Software Manual, 1980).
/// </remarks>
public static class PortableMath
{
    private const double Ln2High = 0.693147180369123816490;     // 32 leading bits of ln 2, so k·Ln2High is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double HalfPiHigh = 1.57079632673412561417;   // 33 leading bits of π/2
    private const double HalfPiLow = 6.07710050650619224932e-11;

    /// <summary>eˣ; zero below −745 and infinite above 709.78, as the number format demands.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > 709.78) return x > 0 ? double.PositiveInfinity : double.NaN;
        if (x < -745) return 0;
        double k = Math.Floor(x / Ln2High + 0.5);
        double r = x - k * Ln2High - k * Ln2Low;                // |r| ≤ ln 2 / 2
        double sum = 1;
        for (int n = 14; n >= 1; n--) sum = 1 + r / n * sum;    // Horner form of Σ rⁿ/n!
        return Math.ScaleB(sum, (int)k);
    }

    /// <summary>ln x for x &gt; 0; NaN below zero.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsInfinity(x)) return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);            // in [1, 2)
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0;
        for (int n = 23; n >= 1; n -= 2) sum = sum * square + 1.0 / n;      // atanh(s)/s = Σ s²ⁿ/(2n+1)
        return exponent * Ln2High + (exponent * Ln2Low + 2 * s * sum);
    }

    /// <summary>x to the power y for x ≥ 0.</summary>
    public static double Pow(double x, double y) => x == 0 ? (y == 0 ? 1 : 0) : Exp(y * Log(x));

    /// <summary>Sine of an angle in radians, |x| ≤ 1e4.</summary>
    public static double Sin(double radians) => Turned(radians, quarterTurns: 0);

    /// <summary>Cosine of an angle in radians, |x| ≤ 1e4.</summary>
    public static double Cos(double radians) => Turned(radians, quarterTurns: 1);

    private static double Turned(double radians, int quarterTurns)
    {
        double k = Math.Floor(radians / (Math.PI / 2) + 0.5);
        double r = radians - k * HalfPiHigh - k * HalfPiLow;    // |r| ≤ π/4
        int quadrant = (int)(((long)k + quarterTurns) & 3);
        double value = (quadrant & 1) == 0 ? SinSeries(r) : CosSeries(r);
        return quadrant >= 2 ? -value : value;
    }

    private static double SinSeries(double r)
    {
        double square = r * r, sum = 1;
        for (int n = 17; n >= 3; n -= 2) sum = 1 - square / (n * (n - 1)) * sum;
        return r * sum;
    }

    private static double CosSeries(double r)
    {
        double square = r * r, sum = 1;
        for (int n = 18; n >= 2; n -= 2) sum = 1 - square / (n * (n - 1)) * sum;
        return sum;
    }
}
