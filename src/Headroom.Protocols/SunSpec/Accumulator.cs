namespace Headroom.Protocols.SunSpec;

/// <summary>A counter of a device that wraps, as a total that does not.</summary>
/// <remarks>
///   increase = (now − before) mod 2^bits, while that is at most what could have passed; else the device was reset and its counter is the increase.
/// </remarks>
/// <param name="bits">32 or 64.</param>
public sealed class Accumulator(int bits)
{
    private ulong? before;

    /// <summary>In counts, since the first reading.</summary>
    public double Total { get; private set; }

    /// <summary>Takes a reading; a missing one changes nothing.</summary>
    /// <param name="most">Counts that can have passed since the last; a larger step is a reset.</param>
    public void Take(ulong? reading, double most = double.PositiveInfinity)
    {
        if (reading is not { } now) return;
        if (before is { } last) Total += Increase(last, now, bits, most);
        before = now;
    }

    public static double Increase(ulong before, ulong now, int bits, double most = double.PositiveInfinity)
    {
        ulong mask = bits >= 64 ? ulong.MaxValue : (1UL << bits) - 1;
        ulong wrapped = (now - before) & mask;
        // a counter that fell by little has been reset, one that fell from near its end has wrapped
        bool isReset = now < before && (wrapped > mask / 2 || wrapped > most);
        double increase = isReset ? now : wrapped;
        return increase <= most ? increase : 0;
    }
}
