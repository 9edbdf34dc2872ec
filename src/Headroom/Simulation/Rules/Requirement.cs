using Headroom.Quantities;

namespace Headroom.Simulation.Rules;

/// <summary>What a rule demands; a closed family.</summary>
public abstract record Requirement
{
    private Requirement() { }

    /// <summary>No two moments closer than the window differ by more than rate · window.</summary>
    public sealed record RampLimit(Ramp Most, TimeSpan Window) : Requirement
    {
        /// <summary>The shortest legal time for a change.</summary>
        public TimeSpan LeastDuration(Power change) => TimeSpan.FromSeconds(Math.Abs(change.Watts) / Most.WattsPerSecond);
    }

    /// <summary>After a dip the load is back soon.</summary>
    /// <param name="ShareFraction">Of the load before the fault.</param>
    /// <param name="Within">From the moment at which the voltage is back.</param>
    /// <param name="VoltageFraction">What counts as back, per unit.</param>
    public sealed record Recovery(double ShareFraction, TimeSpan Within, double VoltageFraction) : Requirement;

    /// <summary>Voltages, per unit, at which a site stays connected.</summary>
    public sealed record VoltageBand(IReadOnlyList<StayZone> Zones) : Requirement;

    /// <summary>Frequencies, in Hz, at which a site stays connected.</summary>
    public sealed record FrequencyBand(IReadOnlyList<StayZone> Zones) : Requirement;

    /// <summary>The most power that may be lost at once.</summary>
    /// <param name="Window">What counts as at once.</param>
    public sealed record LossLimit(Power Most, TimeSpan Window) : Requirement;

    /// <summary>The authority publishes no number; nothing is guessed.</summary>
    public sealed record NonePublished(string What) : Requirement;

    /// <summary>A duty in words, which no power series can show.</summary>
    public sealed record Duty(string What) : Requirement;
}

/// <summary>A range of voltage or frequency in which a site stays.</summary>
/// <param name="Stay">For at least this long; null without end.</param>
public sealed record StayZone(double Least, double Most, TimeSpan? Stay)
{
    public bool Holds(double level) => level >= Least && level <= Most;
}

/// <summary>How long a site must stay at a level.</summary>
/// <param name="For">Null without end, zero where it may leave at once.</param>
public readonly record struct StayDuty(TimeSpan? For)
{
    /// <summary>The longest duty of all zones that hold the level.</summary>
    public static StayDuty At(IReadOnlyList<StayZone> zones, double level)
    {
        ArgumentNullException.ThrowIfNull(zones);
        TimeSpan longest = TimeSpan.Zero;
        foreach (StayZone zone in zones)
        {
            if (!zone.Holds(level)) continue;
            if (zone.Stay is not { } stay) return new(null);
            if (stay > longest) longest = stay;
        }
        return new(longest);
    }

    /// <summary>Whether leaving after this time is allowed.</summary>
    public bool AllowsTripAfter(TimeSpan time) => For is { } duty && time >= duty;
}
