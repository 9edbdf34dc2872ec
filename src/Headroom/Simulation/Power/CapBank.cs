using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Caps of many racks of one kind behind one kind of actuator, as arrays.</summary>
/// <remarks>
///   Each device carries one order at a time; an order that comes meanwhile waits, and a newer one takes its place. So a
///   controller that writes every second to a device of 40 s is served every 40 s, not never.
///   Within a step of length dt a cap that lands at τ holds for the rest of it: <see cref="BeforeShareFraction"/> = τ/dt.
///   Times are whole ticks of 100 ns, exact in a double for 28 years.
///   A waiting order leaves when the one before it lands, or at the start of a step where the device is free.
/// </remarks>
public sealed class CapBank
{
    internal readonly double[] RequestedWatts, WaitingWatts, PendingWatts, DueTicks, RefusalWatts, BeforeWatts, AfterWatts, BeforeShare;
    internal readonly CapFacts Facts;

    /// <summary>No rack waits, none is on its way and no step shows a change: the next step has nothing to do.</summary>
    internal bool Quiet;

    public CapBank(CapActuator actuator, int racks)
    {
        ArgumentNullException.ThrowIfNull(actuator);
        Actuator = actuator;
        Facts = new CapFacts(actuator);
        RequestedWatts = Filled(racks, Facts.MostWatts);
        WaitingWatts = Filled(racks, double.NaN);
        PendingWatts = Filled(racks, Facts.MostWatts);
        DueTicks = Filled(racks, double.PositiveInfinity);
        RefusalWatts = Filled(racks, double.NaN);
        BeforeWatts = Filled(racks, Facts.MostWatts);
        AfterWatts = Filled(racks, Facts.MostWatts);
        BeforeShare = new double[racks];
        Quiet = true;
    }

    public CapActuator Actuator { get; }
    public int Racks => RequestedWatts.Length;

    /// <summary>Caps in force when the last step began.</summary>
    public ReadOnlySpan<double> EnforcedBeforeWatts => BeforeWatts;

    /// <summary>Caps in force when the last step ended.</summary>
    public ReadOnlySpan<double> EnforcedWatts => AfterWatts;

    /// <summary>Share of the last step before the new cap came into force; 0 where none came.</summary>
    public ReadOnlySpan<double> BeforeShareFraction => BeforeShare;

    /// <summary>Orders a cap; it leaves as soon as the device is free.</summary>
    public void Order(int rack, Power cap)
    {
        if (!(cap.Watts >= 0)) throw new ArgumentOutOfRangeException(nameof(cap), cap, "a cap is a power, zero or more");
        RequestedWatts[rack] = cap.Watts;
        WaitingWatts[rack] = cap.Watts;
        Quiet = false;
    }

    /// <summary>Takes the cap off by ordering the device's highest.</summary>
    public void Release(int rack) => Order(rack, Actuator.Most);

    /// <summary>From now on the device answers every order with a value of its own; null mends it.</summary>
    public void Refuse(int rack, Power? enforces) => RefusalWatts[rack] = enforces?.Watts ?? double.NaN;

    /// <summary>Somebody else writes a cap. What was requested stays as it was, so the readback shows both.</summary>
    public void WriteFromOutside(int rack, Power cap)
    {
        AfterWatts[rack] = cap.Watts;
        Quiet = false;
    }

    /// <summary>The device forgets its cap: a driver was loaded again, or persistence was off. An order on its way is lost too.</summary>
    public void Lose(int rack)
    {
        WriteFromOutside(rack, Actuator.Most);
        DueTicks[rack] = double.PositiveInfinity;
        WaitingWatts[rack] = double.NaN;
    }

    public Power Requested(int rack) => Power.FromSi(RequestedWatts[rack]);
    public Power Enforced(int rack) => Power.FromSi(AfterWatts[rack]);

    /// <summary>An order has not come into force yet.</summary>
    public bool OnTheWay(int rack) => !double.IsNaN(WaitingWatts[rack]) || double.IsFinite(DueTicks[rack]);

    /// <summary>One step for every rack.</summary>
    /// <param name="now">Since the start of the run, at the beginning of the step.</param>
    public void Advance(TimeSpan now, TimeSpan step)
    {
        if (!Quiet) CapStep.Advance(this, now, step);
    }

    static double[] Filled(int racks, double value)
    {
        double[] filled = new double[racks];
        Array.Fill(filled, value);
        return filled;
    }
}
