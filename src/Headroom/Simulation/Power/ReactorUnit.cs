using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>A small reactor: its heat follows slowly, and what the bus does not take passes by the turbine into the condenser.</summary>
/// <remarks>
///   level  what the heat could feed, in electric power;  |Δlevel| ≤ ramp · dt;  minimum ≤ level / (available · capacity) ≤ 1
///   0 ≤ output ≤ level;  passed by = level − output;  fuel = heat rate · level · dt
///   Where nothing passes by, fuel is the plan's heat rate · output · dt.
///   An emergency stop opens the generator's breaker: output falls at once, heat only by its ramp. Scram and decay heat are not
///   modelled; after a loss of all load the level goes to its minimum (house load) and waits.
///   Valid    ramp ≤ 5 %/min within 50–100 % (reference/planning.md §3.4, unverified): give it as data.
/// </remarks>
public sealed record ReactorUnit(Generator Facts, Power Capacity, Ramp Ramp)
{
    public PowerBand Reach(ReactorState now, double availableFraction, TimeSpan step)
    {
        if (now.Tripped) return PowerBand.Nothing;
        return new(default, Rise(now, availableFraction, step));
    }

    /// <summary>What becomes of it; the level moves towards what is asked.</summary>
    /// <param name="wantedLevel">Where the heat should go; the injection of a plan is a good choice.</param>
    public ReactorState After(ReactorState now, Power injection, Power wantedLevel, double availableFraction, TimeSpan step)
    {
        Always.Holds(Reach(now, availableFraction, step).Holds(injection), $"{Facts.Name} gives no more and no less than it can");
        Power roof = Rise(now, availableFraction, step), change = Ramp * step;
        Power floor = Power.Max(now.Level - change, Facts.MinimumLoadFraction * availableFraction * Capacity);
        Power level = Power.Max(injection, Power.Min(Power.Max(wantedLevel, floor), roof));
        return now with
        {
            Level = level,
            Output = injection,
            Fuel = now.Fuel + Facts.HeatRate.JoulesPerJoule * (level * step),
            PassedBy = now.PassedBy + Facts.HeatRate.JoulesPerJoule * ((level - injection) * step),
        };
    }

    /// <summary>Injection of a step as its heat tells it, for the balance.</summary>
    public Power Delivered(ReactorState before, ReactorState after, TimeSpan step) =>
        (after.Fuel - before.Fuel - (after.PassedBy - before.PassedBy)) / Facts.HeatRate.JoulesPerJoule / step;

    Power Rise(ReactorState now, double availableFraction, TimeSpan step) => Power.Min(now.Level + Ramp * step, availableFraction * Capacity);
}

/// <summary>What a reactor keeps from step to step.</summary>
/// <param name="Level">Its heat, as the electric power it could feed.</param>
/// <param name="Fuel">Heat made so far.</param>
/// <param name="PassedBy">Part of it that went by the turbine.</param>
/// <param name="Tripped">Its breaker is open; closing it is the caller's <c>with</c>.</param>
public readonly record struct ReactorState(Power Level, Power Output = default, Energy Fuel = default, Energy PassedBy = default, bool Tripped = false);
