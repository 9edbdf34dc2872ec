using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Redundant views of one quantity against each other.</summary>
/// <remarks>
///   One fault at a time: at most one view lies, and a view whose sensors already failed on their own is that one.
///   Views agree where their ranges come within the tolerance of each other.
///   all believed, all agree       the safe side of all
///   one against all others,
///   of three or more              the safe side of the others; that one is the suspect
///   otherwise                     the safe side of all: nobody can tell which lies
///   One view failed on its own    the safe side of the others, if they agree with each other, but never beyond what the failed one can be at the least
///   all failed                    the safe side of all
/// </remarks>
public static class CrossCheck
{
    /// <summary>The value to act on, and which view lies; null where none does, or nobody can tell.</summary>
    public static TrustedReading<Q> Of<Q>(ReadOnlySpan<TrustedReading<Q>> views, Q tolerance, SafeSide side, out int? suspect) where Q : struct, IQuantity<Q>
    {
        if (views.IsEmpty) throw new ArgumentException("There is no view.", nameof(views));
        suspect = null;
        int failed = 0, failure = -1;
        for (int k = 0; k < views.Length; k++)
            if (views[k].Standing == TrustStanding.Bounded) (failed, failure) = (failed + 1, k);
        if (failed == 1 && views.Length > 1) return StandIn(views, tolerance, side, failure, out suspect);
        if (Agree(views, tolerance, without: -1))
            return Safe(views, side, without: -1, failed > 0 ? TrustStanding.Bounded : TrustStanding.Trusted, failed > 0 ? views[failure].Why : TrustFault.None);
        if (failed == 0 && views.Length > 2)
            for (int k = 0; k < views.Length; k++)
                if (IsAlone(views, tolerance, k) && Agree(views, tolerance, without: k))
                {
                    suspect = k;
                    return Safe(views, side, without: k, TrustStanding.StoodIn, TrustFault.Imbalance);
                }
        return Safe(views, side, without: -1, TrustStanding.Disputed, TrustFault.Imbalance);
    }

    /// <summary>The others stand in for the one that failed; where they contradict all that it can be, somebody else lies as well.</summary>
    private static TrustedReading<Q> StandIn<Q>(ReadOnlySpan<TrustedReading<Q>> views, Q tolerance, SafeSide side, int failure, out int? suspect)
        where Q : struct, IQuantity<Q>
    {
        suspect = null;
        if (!Agree(views, tolerance, without: failure) || IsAlone(views, tolerance, failure))
            return Safe(views, side, without: -1, TrustStanding.Disputed, TrustFault.Imbalance);
        suspect = failure;
        return Safe(views, side, without: failure, TrustStanding.StoodIn, views[failure].Why);
    }

    /// <summary>Every pair without that one comes within the tolerance.</summary>
    private static bool Agree<Q>(ReadOnlySpan<TrustedReading<Q>> views, Q tolerance, int without) where Q : struct, IQuantity<Q>
    {
        for (int a = 0; a < views.Length; a++)
            for (int b = a + 1; b < views.Length; b++)
                if (a != without && b != without && Apart(views[a], views[b], tolerance)) return false;
        return true;
    }

    private static bool IsAlone<Q>(ReadOnlySpan<TrustedReading<Q>> views, Q tolerance, int one) where Q : struct, IQuantity<Q>
    {
        for (int k = 0; k < views.Length; k++)
            if (k != one && !Apart(views[k], views[one], tolerance)) return false;
        return true;
    }

    private static bool Apart<Q>(in TrustedReading<Q> a, in TrustedReading<Q> b, Q tolerance) where Q : struct, IQuantity<Q> =>
        a.Least.Si - b.Most.Si > tolerance.Si || b.Least.Si - a.Most.Si > tolerance.Si;

    private static TrustedReading<Q> Safe<Q>(ReadOnlySpan<TrustedReading<Q>> views, SafeSide side, int without, TrustStanding standing, TrustFault why)
        where Q : struct, IQuantity<Q>
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        for (int k = 0; k < views.Length; k++)
            if (k != without) (least, most) = (Math.Min(least, views[k].Least.Si), Math.Max(most, views[k].Most.Si));
        return new(Q.FromSi(side == SafeSide.Larger ? most : least), standing, why, Q.FromSi(least), Q.FromSi(most));
    }
}
