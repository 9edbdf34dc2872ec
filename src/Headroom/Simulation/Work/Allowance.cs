using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Tokens that may still be let in: grows at the allowed rate, and saves up to ten seconds of it for bursts.</summary>
/// <remarks>A token bucket: over any time t no more than rate·(t + 10 s) enters, and a load whose mean is below the rate loses
/// only bursts.</remarks>
internal struct Allowance
{
    private const double BurstSeconds = 10;
    private const long Unlimited = long.MaxValue / 4;
    private double units;
    private bool limited;

    /// <summary>What may enter now, in units of <see cref="WorkAmount"/>.</summary>
    public readonly long Units => limited ? (long)Math.Min(units, Unlimited) : Unlimited;

    public void Grow(TokenRate? allowed, double seconds)
    {
        if (allowed is not { } rate)
        {
            (limited, units) = (false, 0);
            return;
        }
        if (!(rate.TokensPerSecond >= 0)) throw new ArgumentOutOfRangeException(nameof(allowed), rate, "An allowed rate is never negative.");
        double perSecond = rate.TokensPerSecond * WorkAmount.UnitsPerToken;
        units = Math.Min(units + perSecond * seconds, perSecond * Math.Max(BurstSeconds, seconds));
        limited = true;
    }

    public void Use(long used)
    {
        if (limited) units -= used;
    }
}
