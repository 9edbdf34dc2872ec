using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>The connection that stands: the facts of the site, with the capacities that the plan chose.</summary>
/// <remarks>
///   −export ≤ injection ≤ firm + flexible · available;     |Δinjection| ≤ ramp · dt, from the mean of one step to the next
///   Equal steps under ramp · dt keep every rolling minute under ramp · 1 min; <see cref="RollingMinute"/> proves it from the meter.
///   A ceiling that falls faster than the ramp outranks it. The band is what is permitted, not what is possible: the grid is
///   the slack of the bus and carries what the site draws until a protection opens. What passes the band is booked as excursion.
///   Power factor is ignored (taken as one), and so is the impedance of the feeder.
/// </remarks>
/// <param name="Reconnection">How load may come back after a parting; null at once, within the ramp.</param>
public sealed record GridLink(GridConnection Facts, Power Firm, Power Flexible, Reconnection? Reconnection = null)
{
    /// <summary>The most that may be imported now.</summary>
    public Power Ceiling(GridState now, LinkCondition condition)
    {
        if (!condition.Live || now.Parted && Reconnection is not null && now.HealthyFor < Reconnection.Delay) return default;
        Power capacity = Firm + condition.FlexibleAvailableFraction * Flexible;
        return now.Parted && Reconnection is { } back ? Power.Min(capacity, back.Ceiling(now.HealthyFor)) : capacity;
    }

    /// <summary>What the rules let it inject in this step.</summary>
    public PowerBand Reach(GridState now, LinkCondition condition, TimeSpan step)
    {
        Power ceiling = Ceiling(now, condition);
        if (!condition.Live || ceiling == default(Power) && now.Parted) return PowerBand.Nothing;
        if (Facts.RampLimit is not { } ramp) return new(-Facts.ExportMost, ceiling);
        Power change = ramp * step;
        Power most = Power.Min(now.Injection + change, ceiling);
        return new(Power.Min(Power.Max(now.Injection - change, -Facts.ExportMost), most), most);
    }

    /// <summary>What becomes of it. A dead grid injects nothing; a live one takes any injection and books what the rules did not permit.</summary>
    /// <param name="parts">The site's protection opens at the end of this step.</param>
    public GridState After(GridState now, Power injection, LinkCondition condition, TimeSpan step, bool parts = false)
    {
        Always.Holds(condition.Live || injection == default(Power), "a dead grid injects nothing");
        PowerBand permitted = Reach(now, condition, step);
        Power beyond = permitted.Holds(injection) ? default : Power.Max(injection - permitted.Most, permitted.Least - injection);
        Power over = Power.Max(injection - Ceiling(now, condition), default);
        bool open = !condition.Live || parts, healed = now.Parted && Ceiling(now, condition) >= Firm + condition.FlexibleAvailableFraction * Flexible;
        return now with
        {
            Injection = open ? default : injection,
            Parted = open || now.Parted && !healed,
            Partings = now.Partings + (open && !now.Parted ? 1 : 0),
            HealthyFor = open ? default : now.HealthyFor + step,
            Imported = now.Imported + Power.Max(injection, default) * step,
            Exported = now.Exported + Power.Max(-injection, default) * step,
            OverCeiling = Power.Max(now.OverCeiling, over),
            OverCeilingFor = over.Watts > PowerGrain.Of(Firm + Flexible) ? now.OverCeilingFor + step : now.OverCeilingFor,
            Beyond = Power.Max(now.Beyond, beyond),
        };
    }

    /// <summary>Injection of a step as the meter tells it, for the balance.</summary>
    public static Power Delivered(GridState before, GridState after, TimeSpan step) =>
        (after.Imported - before.Imported - (after.Exported - before.Exported)) / step;
}

/// <summary>What the utility offers in a step.</summary>
/// <param name="FlexibleAvailableFraction">Share of the flexible capacity that is there.</param>
/// <param name="Live">There is voltage.</param>
public readonly record struct LinkCondition(double FlexibleAvailableFraction, bool Live = true);

/// <summary>How load comes back after a parting: wait, then one more stage each interval.</summary>
/// <remarks>
///   ceiling = stage · (1 + ⌊(healthy − delay) / every⌋).    No authority that we read publishes numbers (reference/control.md §4:
///   AEP and Dominion ask for a plan of stages), so all three are the site's own.
/// </remarks>
public sealed record Reconnection(TimeSpan Delay, Power Stage, TimeSpan Every)
{
    public Power Ceiling(TimeSpan healthyFor) => healthyFor < Delay ? default : (1 + Math.Floor((healthyFor - Delay) / Every)) * Stage;
}

/// <summary>What the connection keeps from step to step.</summary>
/// <param name="Injection">Mean of the last step; positive imports.</param>
/// <param name="Parted">Lost the grid and has not come back in full.</param>
/// <param name="HealthyFor">Time since voltage came back.</param>
/// <param name="OverCeiling">The highest excursion over the ceiling.</param>
/// <param name="OverCeilingFor">How long all excursions took.</param>
/// <param name="Beyond">The farthest from what was permitted, ramps included.</param>
public readonly record struct GridState(Power Injection, bool Parted = false, TimeSpan HealthyFor = default, int Partings = 0,
    Energy Imported = default, Energy Exported = default, Power OverCeiling = default, TimeSpan OverCeilingFor = default, Power Beyond = default);
