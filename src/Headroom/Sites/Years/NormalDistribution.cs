namespace Headroom.Sites.Years;

/// <summary>The standard normal distribution, as far as a typical year needs it.</summary>
public static class NormalDistribution
{
    private const double Tail = 0.02425;

    /// <summary>The value below which the share <paramref name="share"/> of a standard normal lies.</summary>
    /// <remarks>
    ///   Rational approximations in (share − ½)² in the middle and in √(−2 ln share) in the tails.
    ///   Valid    0 &lt; share &lt; 1; relative error below 1.15e-9.
    ///   Source   P. J. Acklam, An algorithm for computing the inverse normal cumulative distribution function, 2003.
    /// </remarks>
    public static double Quantile(double share)
    {
        if (share < Tail) return InTail(share);
        if (share > 1 - Tail) return -InTail(1 - share);
        double q = share - 0.5, r = q * q;
        return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
                + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239e+00) * q
            / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
                + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1);
    }

    private static double InTail(double share)
    {
        double q = Math.Sqrt(-2 * PortableMath.Log(share));
        return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q
                - 2.549732539343734e+00) * q + 4.374664141464968e+00) * q + 2.938163982698783e+00)
            / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q
                + 3.754408661907416e+00) * q + 1);
    }
}
