using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>What a generator is doing.</summary>
public enum GeneratorPhase
{
    Off,

    /// <summary>Ordered to run; feeds nothing until its start time is over.</summary>
    Starting,

    /// <summary>Feeds the bus; below its minimum load only on the way up or down.</summary>
    Running,

    /// <summary>Ordered to stop: unloads at its ramp, then is off.</summary>
    Stopping,

    /// <summary>Failed or stopped in an emergency; must be reset before it starts again.</summary>
    Tripped,
}

/// <summary>A plant that stands: the facts of the site, with the capacity that the plan chose and what seconds need to know.</summary>
/// <remarks>
///   minimum · available · capacity ≤ output ≤ available · capacity        |Δoutput| ≤ ramp · dt
///   fuel = heat rate · output · dt, the plan's formula: constant over the load; none for starting and idling
///   available: the site's share of the hour — sun, wind, derating by heat, planned outage. If it falls faster than the ramp the
///   plant follows it at once.
///   Valid    one shaft or a group that acts as one; output is the mean of the step.
/// </remarks>
/// <param name="StartTime">From the order to synchronism; zero for sun and wind.</param>
/// <param name="Ramp">Rise and fall of the output; infinite where it exceeds what a step can show.</param>
/// <param name="Tank">Fuel on site as heat; null where a pipeline feeds it.</param>
public sealed record GeneratorUnit(Generator Facts, Power Capacity, TimeSpan StartTime, Ramp Ramp, Energy? Tank = null)
{
    /// <summary>As the plan sees it: ready at once, ramp by the hour.</summary>
    public static GeneratorUnit AsPlanned(Generator facts, Power capacity)
    {
        ArgumentNullException.ThrowIfNull(facts);
        double perHour = facts.RampPerHourFraction ?? double.PositiveInfinity;
        return new(facts, capacity, TimeSpan.Zero, Ramp.FromSi(perHour * capacity.Watts / 3600));
    }

    /// <summary>What it can inject in this step.</summary>
    public PowerBand Reach(GeneratorState now, double availableFraction, TimeSpan step)
    {
        Power roof = availableFraction * Capacity, change = Ramp * step;
        if (Tank is { } tank && Facts.HeatRate.JoulesPerJoule > 0)
            roof = Power.Min(roof, Power.Max((tank - now.Fuel) / step / Facts.HeatRate.JoulesPerJoule, default));
        Power most = Power.Min(now.Output + change, roof);
        if (now.Phase == GeneratorPhase.Stopping) return At(Power.Min(Power.Max(now.Output - change, default), roof));
        if (now.Phase != GeneratorPhase.Running) return PowerBand.Nothing;
        // on its way up to the minimum it may not stay behind
        Power floor = Power.Min(Facts.MinimumLoadFraction * availableFraction * Capacity, most);
        return new(Power.Min(Power.Max(now.Output - change, floor), most), most);
    }

    /// <summary>What becomes of it.</summary>
    /// <param name="order">Run or not.</param>
    /// <param name="injection">Within reach, else the run stops.</param>
    /// <param name="failsToStart">The start that would end in this step fails.</param>
    public GeneratorState After(GeneratorState now, GeneratorOrder order, Power injection, double availableFraction, TimeSpan step,
        bool failsToStart = false)
    {
        Always.Holds(Reach(now, availableFraction, step).Holds(injection), $"{Facts.Name} gives no more and no less than it can");
        GeneratorState next = now with { Output = injection, Fuel = now.Fuel + Facts.HeatRate.JoulesPerJoule * (injection * step) };
        if (order == GeneratorOrder.EmergencyStop) return next with { Phase = GeneratorPhase.Tripped, Output = default, Waited = default };
        return (now.Phase, order) switch
        {
            (GeneratorPhase.Tripped, GeneratorOrder.Reset) => next with { Phase = GeneratorPhase.Off },
            (GeneratorPhase.Off, GeneratorOrder.Run) => Started(next with { Waited = default }, step, failsToStart),
            (GeneratorPhase.Starting, GeneratorOrder.Run) => Started(next, step, failsToStart),
            (GeneratorPhase.Starting, GeneratorOrder.Stop) => next with { Phase = GeneratorPhase.Off },
            (GeneratorPhase.Running, GeneratorOrder.Stop) => next with { Phase = GeneratorPhase.Stopping },
            (GeneratorPhase.Stopping, GeneratorOrder.Run) => next with { Phase = GeneratorPhase.Running },
            (GeneratorPhase.Stopping, _) when injection == default(Power) => next with { Phase = GeneratorPhase.Off },
            _ => next,
        };
    }

    GeneratorState Started(GeneratorState now, TimeSpan step, bool fails)
    {
        TimeSpan waited = now.Waited + step;
        if (waited < StartTime) return now with { Phase = GeneratorPhase.Starting, Waited = waited };
        return fails ? now with { Phase = GeneratorPhase.Tripped, Waited = default, FailedStarts = now.FailedStarts + 1 }
            : now with { Phase = GeneratorPhase.Running, Waited = default, Starts = now.Starts + 1 };
    }

    /// <summary>Injection of a step as its fuel tells it, for the balance; null for a plant without fuel, which has only its meter.</summary>
    public Power? Delivered(GeneratorState before, GeneratorState after, TimeSpan step) => Facts.HeatRate.JoulesPerJoule > 0
        ? (after.Fuel - before.Fuel) / Facts.HeatRate.JoulesPerJoule / step : null;

    static PowerBand At(Power power) => new(power, power);
}

/// <summary>What a generator may be told.</summary>
public enum GeneratorOrder
{
    Run,

    /// <summary>Unload at the ramp and stop.</summary>
    Stop,

    /// <summary>Open its breaker: from the next step on it feeds nothing.</summary>
    EmergencyStop,

    /// <summary>Acknowledge a trip.</summary>
    Reset,
}

/// <summary>What a generator keeps from step to step.</summary>
/// <param name="Output">Mean injection of the last step.</param>
/// <param name="Waited">Time spent in starting.</param>
/// <param name="Fuel">Heat of the fuel used so far.</param>
public readonly record struct GeneratorState(GeneratorPhase Phase, Power Output = default, TimeSpan Waited = default,
    Energy Fuel = default, int Starts = 0, int FailedStarts = 0);
