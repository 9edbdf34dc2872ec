using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Draw of many racks of one kind: what they keep from step to step and what the last step gave, as arrays.</summary>
public sealed class RackPower
{
    internal readonly double[] Smoothed, Stored, Drawn, Served, Burned;

    /// <param name="startDraw">What each rack draws when the run begins; its storage is full.</param>
    public RackPower(RackSmoothing smoothing, int racks, Power startDraw)
    {
        ArgumentNullException.ThrowIfNull(smoothing);
        Smoothing = smoothing;
        Smoothed = new double[racks];
        Stored = new double[racks];
        (Drawn, Served, Burned) = (new double[racks], new double[racks], new double[racks]);
        Array.Fill(Smoothed, startDraw.Watts);
        Array.Fill(Stored, smoothing.Storage.Joules);
    }

    public RackSmoothing Smoothing { get; }
    public int Racks => Drawn.Length;

    /// <summary>What the rack takes from its feed, mean of the step.</summary>
    public ReadOnlySpan<double> DrawnWatts => Drawn;

    /// <summary>What its work gets; less than the demand where a cap, a limit on rise or a dip holds it down.</summary>
    public ReadOnlySpan<double> ServedWatts => Served;

    /// <summary>What is burned to fall slowly enough or to keep the floor. Served and burned are the heat of the rack.</summary>
    public ReadOnlySpan<double> BurnedWatts => Burned;

    public ReadOnlySpan<double> StoredJoules => Stored;

    /// <summary>One step for every rack, vectorised and without allocation.</summary>
    /// <param name="demandWatts">What the work would take without any limit, mean of the step.</param>
    /// <param name="supplyFraction">
    ///   Share of its present draw that the feed can carry, mean of the step: 1; 0 where the feed is dead; for a dip to v pu of
    ///   length τ in a step dt, 1 − (1 − v)·τ/dt, for supplies draw no more current than before (constant current).
    /// </param>
    public void Advance(CapsInForce caps, ReadOnlySpan<double> demandWatts, TimeSpan step, double supplyFraction = 1) =>
        RackStep.Advance(this, caps, demandWatts, step, supplyFraction);

    /// <summary>A rack whose switch is open: it draws nothing, whatever it smooths.</summary>
    internal void Cut(int rack) => Smoothed[rack] = Drawn[rack] = Served[rack] = Burned[rack] = 0;

    /// <summary>Mean of <c>supplyFraction</c> over a step with one dip in it.</summary>
    public static double SupplyFraction(double dipPuFraction, TimeSpan length, TimeSpan step)
    {
        if (dipPuFraction is < 0 or > 1 || length < TimeSpan.Zero || length > step)
            throw new ArgumentOutOfRangeException(nameof(length), "a dip is 0 … 1 pu and no longer than the step; cut it at the step's end");
        return 1 - (1 - dipPuFraction) * (length / step);
    }
}

/// <summary>One step of the draw of racks; scalar form as specification, vector form equal to the last bit.</summary>
/// <remarks>
///   need   = s·min(d, before) + (1 − s)·min(d, after)              what caps leave of the demand d; s the share before
///   cap    = s·before + (1 − s)·after                              mean cap of the step
///   high   = g + rise·dt           low = min(max(g − fall·dt, floor if d > idle), cap, high)
///   g      ← max(clamp(need, low, high), min(need + fill, high, cap))    fill = min(recharge, room/dt)
///   drawn  = supply · g
///   drawn ≥ need: stored in = min(drawn − need, room/dt), the rest is burned
///   drawn &lt; need: stored out = min(need − drawn, stored/dt), the rest is not served
///   Balance: drawn + out = served + in + burned, for every rack and step. drawn ≤ cap always.
///   A cap outranks the limit on fall: a power cap is a safety function, the fall a courtesy.
///   Valid    losses of the rack's storage and its power limit are left out (supply capacitors).
/// </remarks>
static class RackStep
{
    public static void Advance(RackPower racks, CapsInForce caps, ReadOnlySpan<double> demand, TimeSpan step, double supply)
    {
        Check(racks, caps, demand, supply);
        int whole = racks.Racks - racks.Racks % System.Numerics.Vector<double>.Count;
        RackVectors.Advance(racks, caps, demand, whole, new StepFacts(racks.Smoothing, step), supply);
        Scalars(racks, caps, demand, whole, new StepFacts(racks.Smoothing, step), supply);
    }

    /// <summary>The reference: one rack after the other.</summary>
    public static void AdvanceOneByOne(RackPower racks, CapsInForce caps, ReadOnlySpan<double> demand, TimeSpan step, double supply)
    {
        Check(racks, caps, demand, supply);
        Scalars(racks, caps, demand, 0, new StepFacts(racks.Smoothing, step), supply);
    }

    static void Check(RackPower racks, CapsInForce caps, ReadOnlySpan<double> demand, double supply)
    {
        if (demand.Length != racks.Racks || caps.AfterWatts.Length != racks.Racks)
            throw new ArgumentException($"{racks.Racks} racks, {demand.Length} demands and {caps.AfterWatts.Length} caps", nameof(demand));
        if (!(supply is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(supply), supply, "a share of supply is 0 … 1");
    }

    static void Scalars(RackPower racks, CapsInForce caps, ReadOnlySpan<double> demand, int from, StepFacts facts, double supply)
    {
        for (int i = from; i < racks.Racks; i++)
        {
            double d = demand[i], before = caps.BeforeWatts[i], after = caps.AfterWatts[i], s = caps.BeforeShareFraction[i], g = racks.Smoothed[i];
            double stored = racks.Stored[i];
            double need = s * Min(d, before) + (1 - s) * Min(d, after);
            double cap = s * before + (1 - s) * after;
            double high = g + facts.RiseWatts;
            double low = Min(Min(Max(g - facts.FallWatts, d > facts.IdleWatts ? facts.FloorWatts : 0), cap), high);
            double room = (facts.StorageJoules - stored) / facts.Seconds, left = stored / facts.Seconds;
            double fill = Min(facts.RechargeWatts, room);
            g = Max(Max(Min(need, high), low), Min(need + fill, Min(high, cap)));
            double drawn = supply * g, surplus = drawn - need;
            double taken = Max(Min(surplus, room), 0), given = Max(Min(-surplus, left), 0);
            racks.Smoothed[i] = g;
            racks.Drawn[i] = drawn;
            racks.Served[i] = Min(need, drawn + given);
            racks.Burned[i] = Max(surplus - taken, 0);
            racks.Stored[i] = Min(Max(stored + (taken - given) * facts.Seconds, 0), facts.StorageJoules);
        }
    }

    // comparisons and not Math.Min: the vector form has the same two
    static double Min(double a, double b) => a < b ? a : b;
    static double Max(double a, double b) => a > b ? a : b;
}

/// <summary>The numbers of a kind of rack for one length of step.</summary>
readonly struct StepFacts(RackSmoothing smoothing, TimeSpan step)
{
    public readonly double Seconds = step.TotalSeconds;
    public readonly double RiseWatts = (smoothing.Rise * step).Watts;
    public readonly double FallWatts = (smoothing.Fall * step).Watts;
    public readonly double FloorWatts = smoothing.Floor.Watts;
    public readonly double IdleWatts = smoothing.Idle.Watts;
    public readonly double StorageJoules = smoothing.Storage.Joules;
    public readonly double RechargeWatts = smoothing.Recharge.Watts;
}
