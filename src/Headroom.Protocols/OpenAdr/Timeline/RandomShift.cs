using System.Globalization;
using System.Text;

namespace Headroom.Protocols.OpenAdr;

/// <summary>The random shift of a start, drawn from a seed: the same event of the same modification gets the same one, however often it is
/// read.</summary>
/// <remarks>
///   shift = r · (2u − 1)
///   r     randomizeStart             u     uniform in [0, 1), from the seed, the event's id, its modification and the interval
///   Source   User Guide 7.3, "intervalPeriod.randomizeStart"; FNV-1a for the key, SplitMix64 to spread it.
/// </remarks>
public static class RandomShift
{
    /// <summary>Random starts longer than this are cut to it: nobody means a shift of years.</summary>
    public static TimeSpan Most { get; } = TimeSpan.FromDays(31);

    public static TimeSpan Of(AdrEvent signal, int interval, AdrDuration range, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(signal);
        TimeSpan most = range.Nominal < TimeSpan.Zero ? -range.Nominal : range.Nominal;
        if (most > Most) most = Most;
        return most * (2 * Fraction(seed, string.Create(CultureInfo.InvariantCulture,
            $"{signal.Id}|{signal.Modified?.UtcTicks ?? 0}|{interval}")) - 1);
    }

    /// <summary>Uniform in [0, 1), from a seed and a text; also for the jitter of polls.</summary>
    public static double Fraction(ulong seed, string key)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte one in Encoding.UTF8.GetBytes(key)) hash = (hash ^ one) * 1_099_511_628_211;
        ulong mixed = (hash ^ seed) + 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
