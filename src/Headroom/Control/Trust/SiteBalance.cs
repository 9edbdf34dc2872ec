using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Which of the two ways to know the draw of a site is at fault.</summary>
public enum BalanceSuspect
{
    None,

    /// <summary>The meter of the site, its plants or its batteries.</summary>
    Bus,

    /// <summary>Rack power, or what else draws.</summary>
    Parts,

    /// <summary>They disagree, and nobody can tell which lies.</summary>
    Unknown,
}

/// <summary>Draw and import to act on.</summary>
public readonly record struct SiteBalanceReading(TrustedReading<Power> Draw, TrustedReading<Power> Import, BalanceSuspect Suspect);

/// <summary>The site's draw, known twice: on the bus, and from its parts.</summary>
/// <remarks>
///   draw = import + Σ plants + Σ batteries                          batteries inject positively when they discharge
///        = ratio·Σ parts + other                                    ratio  draw per IT power: cooling and losses
///   import = draw − Σ plants − Σ batteries, the second way
///   With at most one sensor at fault neither draw nor import is ever thought smaller than it is, beyond the error of honest meters.
/// </remarks>
public static class SiteBalance
{
    public static SiteBalanceReading Of(TrustedReading<Power> import, ReadOnlySpan<TrustedReading<Power>> plants, ReadOnlySpan<TrustedReading<Power>> batteries,
        ReadOnlySpan<TrustedReading<Power>> parts, double drawPerItRatio, TrustedReading<Power> other, Power tolerance)
    {
        if (!(drawPerItRatio >= 0) || !(tolerance.Watts >= 0))
            throw new ArgumentOutOfRangeException(nameof(drawPerItRatio), drawPerItRatio, $"Ratio and tolerance ({tolerance}) are never negative.");
        TrustedReading<Power> given = Plus(Sum(plants), Sum(batteries)), racks = Sum(parts);
        TrustedReading<Power> bus = Plus(import, given);
        TrustedReading<Power> work = Plus(Of(drawPerItRatio * racks.Least, drawPerItRatio * racks.Most, racks), other);
        TrustedReading<Power> draw = CrossCheck.Of([bus, work], tolerance, SafeSide.Larger, out int? suspect);
        TrustedReading<Power> byParts = Of(work.Least - given.Most, work.Most - given.Least, Worse(work, given));
        TrustedReading<Power> bought = CrossCheck.Of([import, byParts], tolerance, SafeSide.Larger, out _);
        BalanceSuspect which = suspect switch
        {
            0 => BalanceSuspect.Bus,
            1 => BalanceSuspect.Parts,
            _ => draw.Standing == TrustStanding.Trusted ? BalanceSuspect.None : BalanceSuspect.Unknown,
        };
        return new(draw, bought, which);
    }

    /// <summary>Ranges add; a sum is no better than its worst term.</summary>
    private static TrustedReading<Power> Sum(ReadOnlySpan<TrustedReading<Power>> terms)
    {
        TrustedReading<Power> sum = default;
        foreach (ref readonly TrustedReading<Power> term in terms) sum = Plus(sum, term);
        return sum;
    }

    private static TrustedReading<Power> Plus(in TrustedReading<Power> a, in TrustedReading<Power> b) => Of(a.Least + b.Least, a.Most + b.Most, Worse(a, b));

    private static TrustedReading<Power> Of(Power least, Power most, in TrustedReading<Power> like) => new(most, like.Standing, like.Why, least, most);

    private static TrustedReading<Power> Worse(in TrustedReading<Power> a, in TrustedReading<Power> b) => b.Standing > a.Standing ? b : a;
}
