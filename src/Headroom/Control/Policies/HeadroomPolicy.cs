using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Control;

/// <summary>Headroom's own: what is short is divided so that the weighted tokens are the most, tier by tier.</summary>
/// <remarks>
///   Sources and training as in <see cref="PlanFollower"/>: batteries and plants first, then runs that may pause. Then, for services
///   P₀ = Σ asked·j₀        j₀   energy of a token under the plan's caps
///   P₁ = Σ n·f⁻¹(asked/n)  the least power that serves all: n racks, those that training left included, under lower caps
///   P₀ ≤ room              nothing changes
///   P₁ ≤ room &lt; P₀        caps go down as far as needed: no token is lost, each takes longer, within its target
///   room &lt; P₁            the room is divided exactly (<see cref="Allocator"/>): first what each tier is promised, tiers 0, 1, 2, 3; then what
///                           tiers 1, 2, 3 may lose; then work that may wait; within a rank equal weighted tokens for the last watt
///   f is the hull of a rack's operating points within the latency target. Measured energy of a token corrects it: c = j measured / j of the curve.
/// </remarks>
public sealed class HeadroomPolicy(double marginFraction) : PlanFollower(marginFraction)
{
    /// <summary>Racks under lower caps are chosen for so much more than is asked: requests come unevenly.</summary>
    private const double SpareFactor = 1.05;

    /// <summary>The least and the most by which a measured token may differ from the curve's.</summary>
    private const double CorrectionLeast = 0.7, CorrectionMost = 1.5;

    /// <summary>A cut of less than this share is rounding; a door that is not needed sheds crowds of seconds.</summary>
    private const double CutLeast = 1e-6;

    /// <summary>How fast caps chosen here go back up, per second; down they go at once.</summary>
    private const double RisePerSecond = 0.01;
    private double[] slow = [], correction = [], least = [];
    private TokenRate[] wanted = [], given = [];
    private readonly WorthDivision division = new();

    public override string Name => "headroom";

    private protected override void Serve(Observation seen, Orders orders, Power room)
    {
        int count = seen.Services.Length;
        if (slow.Length != count)
            (slow, correction, least, wanted, given) = ([.. Enumerable.Repeat(1.0, count)], [.. Enumerable.Repeat(1.0, count)], new double[count], new TokenRate[count], new TokenRate[count]);
        double freed = Freed(seen, orders), asPlanned = 0, atLeast = 0;
        for (int i = 0; i < count; i++)
        {
            ServiceNeed need = seen.Services[i];
            wanted[i] = PolicyParts.Asked(need);
            double planned = wanted[i].TokensPerSecond * JoulesAsPlanned(need, i);
            least[i] = need.Curve is null || need.Racks <= 0 ? planned : Math.Min(planned, correction[i] * LeastWatts(need, wanted[i], freed));
            asPlanned += planned;
            atLeast += least[i];
        }
        // who is asked for as much as there is room for is not short, whatever a curve says of it
        if (room >= (1 - 1e-9) * Needed(seen)) room = Power.FromSi(double.PositiveInfinity);
        double depth = asPlanned <= room.Watts ? 0 : asPlanned - atLeast <= 0 ? 1 : Math.Min(1, (asPlanned - room.Watts) / (asPlanned - atLeast));
        bool isShort = room.Watts < atLeast * (1 - 1e-9);
        if (isShort) division.Divide(seen, wanted, least, room, given);
        for (int i = 0; i < count; i++)
        {
            ServiceNeed need = seen.Services[i];
            TokenRate? door = PolicyParts.Door(need);
            TokenRate may = isShort ? given[i] : wanted[i];
            orders.Allowed[i] = isShort && may < (1 - CutLeast) * wanted[i] ? door is { } rate ? TokenRate.Min(may, rate) : may : door;
            orders.SlowFraction[i] = slow[i] = Slow(seen, need, i, may, depth, freed);
        }
    }

    private Power Needed(Observation seen)
    {
        double watts = 0;
        for (int i = 0; i < wanted.Length; i++) watts += Math.Max(wanted[i].TokensPerSecond * seen.Services[i].JoulesPerToken, seen.Services[i].Drawn.Watts);
        return Power.FromSi(watts);
    }

    /// <summary>Share of the racks of runs that may pause which come free.</summary>
    private static double Freed(Observation seen, Orders orders)
    {
        Power full = default, most = default;
        for (int i = 0; i < seen.Runs.Length; i++) (full, most) = (full + seen.Runs[i].Full, most + orders.RunMost[i]);
        return full > Power.Zero ? Math.Clamp(1 - most / full, 0, 1) : 0;
    }

    /// <summary>Energy of a token above idle under the plan's caps, from what is measured under those in force.</summary>
    private double JoulesAsPlanned(ServiceNeed need, int i)
    {
        if (need.Curve is null || need.Racks <= 0 || need.Full <= Power.Zero) return need.JoulesPerToken;
        Power full = need.Full / need.Racks;
        double now = Joules(need, slow[i] * full), planned = Joules(need, full);
        if (now <= 0) return need.JoulesPerToken;
        correction[i] = Math.Clamp(need.JoulesPerToken / now, CorrectionLeast, CorrectionMost);
        return need.JoulesPerToken * planned / now;
    }

    private static double Joules(ServiceNeed need, Power perRack)
    {
        double rate = need.Curve!.At(Power.Min(perRack, need.Curve.Most)).TokensPerSecond / need.WeightFactor;
        return rate > 0 ? Power.Min(perRack, need.Curve.Most).Watts / rate : 0;
    }

    /// <summary>Least power above idle for a rate, on all racks within reach: some at rest, or all under lower caps.</summary>
    private static double LeastWatts(ServiceNeed need, TokenRate rate, double freed)
    {
        double racks = need.Racks + freed * need.RacksOfRuns;
        return racks * need.Curve!.PowerFor(SpareFactor * need.WeightFactor / racks * rate).Watts / SpareFactor;
    }

    /// <summary>Share of the planned power of a rack: as deep as needed, and never below what the rate allowed takes on all racks within reach.</summary>
    private double Slow(Observation seen, ServiceNeed need, int i, TokenRate rate, double depth, double freed)
    {
        double target = 1;
        if (depth > 0 && need.Curve is { } curve && need.Racks > 0 && need.Full > Power.Zero)
        {
            double racks = need.Racks + freed * need.RacksOfRuns;
            Power full = need.Full / need.Racks, lowest = curve.Knots[1].AboveFloor;
            Power each = Power.Max(lowest, curve.PowerFor(SpareFactor * need.WeightFactor / racks * rate));
            target = 1 - depth * (1 - Math.Min(1, each / full));
        }
        return target < slow[i] ? target : Math.Min(target, slow[i] + RisePerSecond * seen.Step.TotalSeconds);
    }
}
