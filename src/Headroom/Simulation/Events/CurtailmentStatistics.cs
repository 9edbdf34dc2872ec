using Headroom.Compute.Waveforms;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Curtailments of flexible capacity, known by their statistics only.</summary>
/// <remarks>
///   Off and on alternate; both last exponentially distributed times, and the first moment is drawn from the long run:
///   p = hours/8,760      mean off = length      mean on = length·(1 − p)/p
///   So every window of T has p·T curtailed hours in the mean, without a start-up error. Lengths scatter more than
///   reported events do: short ones are many.   Draws: u_k = SplitMix(seed, k), k = 0 for the first state.
/// </remarks>
public sealed record CurtailmentStatistics
{
    private const double HoursOfYear = 8760;
    public required string Name { get; init; }
    public string? Feed { get; init; }
    public required double HoursPerYear { get; init; }
    public required TimeSpan MeanLength { get; init; }

    /// <summary>Share of the flexible capacity that is taken away.</summary>
    public double DepthFraction { get; init; } = 1;

    /// <summary>The capacity that may be taken away; null for the site's flexible grid capacity.</summary>
    public Power? Capacity { get; init; }

    /// <summary>Null: the scenario's seed.</summary>
    public ulong? Seed { get; init; }
    public TimeSpan Notice { get; init; }
    public LimitRamp Ramp { get; init; } = LimitRamp.None;
    public LimitAuthority Authority { get; init; }

    /// <summary>Windows without the capacity, in order, within [0, horizon).</summary>
    public IReadOnlyList<(TimeSpan From, TimeSpan To)> Draw(TimeSpan horizon, ulong seed)
    {
        double share = HoursPerYear / HoursOfYear;
        if (share <= 0) return [];
        if (share >= 1) return [(TimeSpan.Zero, horizon)];
        SplitMix chance = new(seed);
        double off = MeanLength.TotalHours, on = off * (1 - share) / share, now = 0;
        bool isOff = chance.UniformFraction(0) <= share;
        var windows = new List<(TimeSpan, TimeSpan)>();
        for (ulong k = 1; now < horizon.TotalHours; k++)
        {
            double end = Math.Min(now + chance.ExponentialFactor(k) * (isOff ? off : on), horizon.TotalHours);
            if (isOff && end > now) windows.Add((Ticks(now), Ticks(end)));
            (now, isOff) = (end, !isOff);
        }
        return windows;
    }

    /// <summary>The windows as limits: the connection less what is taken.</summary>
    public IEnumerable<LimitEvent> Limits(TimeSpan horizon, ulong seed, Power connection, Power flexible)
    {
        Power level = Power.Max(default, connection - (Capacity ?? flexible) * DepthFraction);
        int number = 0;
        foreach ((TimeSpan from, TimeSpan to) in Draw(horizon, Seed ?? seed))
            yield return new LimitEvent
            {
                Name = $"{Name} {++number}",
                Feed = Feed,
                From = from,
                Hold = to - from,
                Level = level,
                Baseline = connection,
                Notice = Notice,
                Ramp = Ramp,
                Authority = Authority,
            };
    }

    private static TimeSpan Ticks(double hours) => TimeSpan.FromTicks((long)Math.Round(hours * TimeSpan.TicksPerHour));
}
