using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Sites.Years;

namespace Headroom.Simulation;

/// <summary>A battery that stands: the facts of the site, with the power and the energy that the plan chose.</summary>
/// <remarks>
///   stored ← (1 − σ)^(dt / 1 h) · stored + dt · (η_c · charge − discharge / η_d)
///   charge = max(0, −injection), discharge = max(0, injection);   least · energy ≤ stored ≤ energy
///   The plan's equation at dt = 1 h; at shorter steps what an hour brings in fades for part of that hour, so the two differ by
///   at most σ of the hour's throughput (σ = 1e-4: 0.01 %).
///   Valid    efficiencies do not depend on power or charge; no ageing within the run; a battery answers within the step.
///   Source   Planning/BatteryPlan (the same facts, the same signs).
/// </remarks>
public sealed record BatteryUnit(Battery Facts, Power Power, Energy Energy)
{
    public Energy LeastStored => Facts.LeastStoredFraction * Energy;

    /// <summary>What it can inject: charging is negative, limited by power, by room and by what may leave.</summary>
    public PowerBand Reach(BatteryState now, TimeSpan step)
    {
        Energy kept = Kept(step) * now.Stored;
        Power charge = Power.Min(Power, (Energy - kept) / step / Facts.ChargeEfficiency);
        Power discharge = Power.Min(Power, (kept - LeastStored) / step * Facts.DischargeEfficiency);
        return new(-Power.Max(charge, default), Power.Max(discharge, default));
    }

    /// <summary>What becomes of it. An injection out of reach is a bug of the caller and stops the run.</summary>
    public BatteryState After(BatteryState now, Power injection, TimeSpan step)
    {
        Always.Holds(Reach(now, step).Holds(injection), "a battery gives and takes no more than it can");
        Energy kept = Kept(step) * now.Stored;
        Energy intoStore = Facts.ChargeEfficiency * (Power.Max(-injection, default) * step);
        Energy outOfStore = Power.Max(injection, default) * step / Facts.DischargeEfficiency;
        // the band allows a grain of rounding beyond; the store does not
        Energy stored = Energy.Max(default, Energy.Min(kept + intoStore - outOfStore, Energy));
        return new(stored, now.Faded + (now.Stored - kept), now.IntoStore + intoStore, now.OutOfStore + outOfStore);
    }

    /// <summary>Injection of a step as the store itself tells it, for the balance: from what went in, out and faded, not from the order.</summary>
    public Power Delivered(BatteryState before, BatteryState after, TimeSpan step)
    {
        Energy change = after.Stored - before.Stored + (after.Faded - before.Faded);
        return change > default(Energy) ? -(change / Facts.ChargeEfficiency / step) : -change * Facts.DischargeEfficiency / step;
    }

    /// <summary>Equivalent full cycles: what left the store, over its energy. Depth of discharge is not weighed (no rainflow count).</summary>
    public double FullCycles(BatteryState state) => state.OutOfStore / Energy;

    /// <summary>Losses so far: heat of conversion and what faded.</summary>
    public Energy Lost(BatteryState state) =>
        (1 / Facts.ChargeEfficiency - 1) * state.IntoStore + (1 - Facts.DischargeEfficiency) * state.OutOfStore + state.Faded;

    double Kept(TimeSpan step) => Facts.LossPerHourFraction == 0 ? 1
        : PortableMath.Pow(1 - Facts.LossPerHourFraction, step.TotalHours);
}

/// <summary>What a battery keeps from step to step: its charge, and what has passed through it.</summary>
/// <param name="Faded">Lost by standing.</param>
/// <param name="IntoStore">Charged, behind the conversion.</param>
/// <param name="OutOfStore">Discharged, before the conversion.</param>
public readonly record struct BatteryState(Energy Stored, Energy Faded = default, Energy IntoStore = default, Energy OutOfStore = default);
