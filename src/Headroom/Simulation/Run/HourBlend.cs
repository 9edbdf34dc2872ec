using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Hourly means read at a moment: level within an hour, a straight line across each edge between two hours.</summary>
/// <remarks>
///   v(t) = (1 − w)·v[h] + w·v[h′]        w runs from 0 to 1 over a time <c>fade</c> that lies half before and half after the edge
///   Two neighbouring hours give and take the same, so their sum is that of the plan; each alone misses by Δ·fade/8.
///   At the first and the last edge of a run there is nothing to blend with.
/// </remarks>
internal readonly record struct HourBlend(int Hour, int Other, double OtherShare)
{
    /// <param name="sinceYearStart">The moment.</param>
    /// <param name="firstHour">First hour of the run.</param>
    /// <param name="lastHour">Last hour of the run.</param>
    public static HourBlend At(TimeSpan sinceYearStart, TimeSpan fade, int firstHour, int lastHour)
    {
        int hour = Math.Min((int)(sinceYearStart.Ticks / TimeSpan.TicksPerHour), lastHour);
        double within = (double)(sinceYearStart.Ticks - hour * TimeSpan.TicksPerHour) / TimeSpan.TicksPerHour, half = fade.TotalHours / 2;
        if (half <= 0) return new(hour, hour, 0);
        if (within < half && hour > firstHour) return new(hour - 1, hour, 0.5 + 0.5 * within / half);
        if (within > 1 - half && hour < lastHour) return new(hour, hour + 1, 0.5 * (1 - (1 - within) / half));
        return new(hour, hour, 0);
    }

    /// <summary>The hour that the moment lies in.</summary>
    public int Nearest => OtherShare < 0.5 ? Hour : Other;

    public Q Of<Q>(Series<Q> hourly) where Q : struct, IQuantity<Q> => OtherShare == 0 ? hourly[Hour]
        : Q.FromSi((1 - OtherShare) * hourly.Si[Hour] + OtherShare * hourly.Si[Other]);

    public double Of(double[] hourly) => OtherShare == 0 ? hourly[Hour] : (1 - OtherShare) * hourly[Hour] + OtherShare * hourly[Other];
}
