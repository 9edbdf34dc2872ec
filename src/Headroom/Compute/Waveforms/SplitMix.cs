namespace Headroom.Compute.Waveforms;

/// <summary>Chance as a function of a seed and a counter: the same bits on every machine, in any order of asking.</summary>
/// <remarks>
///   Source   SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </remarks>
public readonly record struct SplitMix(ulong Seed)
{
    private const double Ln2 = 0.693147180559945309417;

    /// <summary>64 even bits for a counter.</summary>
    public ulong Bits(ulong counter)
    {
        ulong z = unchecked(Seed + (counter + 1) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>Even in (0, 1], steps of 2⁻⁵³.</summary>
    public double UniformFraction(ulong counter) => ((Bits(counter) >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>Exponential with mean one: −ln u.</summary>
    public double ExponentialFactor(ulong counter) => -Log(UniformFraction(counter));

    /// <summary>ln x for x in (0, 1] from + − · / alone; the library's may differ in the last bit between systems.</summary>
    /// <remarks>ln x = e·ln 2 + 2·artanh((m − 1)/(m + 1)),  x = m·2^e,  √½ ≤ m &lt; √2;  twelve terms reach 1e-16.</remarks>
    internal static double Log(double x)
    {
        int exponent = 0;
        while (x < 0.70710678118654752) { x *= 2; exponent--; }
        double ratio = (x - 1) / (x + 1), square = ratio * ratio, sum = 0;
        for (int k = 12; k >= 0; k--) sum = sum * square + 1.0 / (2 * k + 1);
        return exponent * Ln2 + 2 * ratio * sum;
    }
}
