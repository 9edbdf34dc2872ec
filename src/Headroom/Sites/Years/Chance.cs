namespace Headroom.Sites.Years;

/// <summary>Random numbers by counting: the number at a place depends on seed, stream and index alone.</summary>
/// <remarks>
///   bits = mix(mix(seed + γ·(stream + 1)) + γ·index),   mix = the finaliser of SplitMix64
///   There is no state, so no order of calls can change a series, and one stream per source of chance keeps them apart.
///   Source   Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
/// </remarks>
public static class Chance
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static ulong Bits(ulong seed, uint stream, uint index) =>
        Mix(Mix(seed + Golden * (stream + 1UL)) + Golden * index);

    /// <summary>Uniform on the open interval (0, 1): never 0 and never 1, so that quantiles stay finite.</summary>
    public static double Uniform(ulong seed, uint stream, uint index) =>
        ((Bits(seed, stream, index) >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>A standard normal deviate.</summary>
    public static double Normal(ulong seed, uint stream, uint index) =>
        NormalDistribution.Quantile(Uniform(seed, stream, index));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
