using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Puts the look ahead in the place of the day-ahead plan: in what a policy is shown of batteries and of work that may wait, and in how racks are laid.</summary>
/// <remarks>
///   battery   shown = planned + offset,  offset → hint − planned by at most ½·ramp·Δ a step        planned   the day-ahead plan's injection
///   lanes     racks, cap, tokens → those of the hint at now + lead, each by at most its most·Δ/¼ h        lead   how long what enters takes until it is half through
///   work that may wait is asked for what its lanes are laid for
///   Without a hint, stale or none, offsets fade at the same rate and lanes go by the plan: the beat never waits for a look ahead, nor does it need one.
///   Hints are means of steps; what a second is short of or has to spare is the policy's.
/// </remarks>
public sealed class AheadGuide
{
    /// <summary>Share of the ramp that a battery's way from hint to hint takes; work and weather have the rest.</summary>
    private const double RampShare = 0.5;

    /// <summary>Work goes from nothing to all its racks in so long, and a battery without a ramp limit from nothing to full power.</summary>
    private static readonly TimeSpan lanePassage = TimeSpan.FromMinutes(15), batteryPassage = TimeSpan.FromMinutes(2);
    private Power[] offset = [];
    private LaneUse[][] laid = [];
    private AheadPlan? plan;

    /// <summary>From the next beat on a newer plan is followed.</summary>
    public void Take(AheadPlan newer) => plan = newer;

    /// <summary>A copy; null before there was a plan.</summary>
    internal AheadGuideMemory? Memory => plan is null ? null : new(plan, [.. offset], [.. laid.Select(lanes => (LaneUse[])[.. lanes])]);

    internal void TakeOver(AheadGuideMemory memory) => (plan, offset, laid) = (memory.Plan, [.. memory.Offset], [.. memory.Laid.Select(lanes => (LaneUse[])[.. lanes])]);

    /// <summary>Changes what is shown, and orders how racks are laid.</summary>
    public void Guide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        if (plan is null) return;
        bool hints = !plan.IsStaleAt(seen.Now);
        Batteries(seen, plan, hints);
        if (laid.Length != seen.Services.Length) laid = [.. Enumerable.Repeat<LaneUse[]>([], seen.Services.Length)];
        for (int i = 0; i < laid.Length && i < plan.Lanes.Length; i++)
        {
            if (!hints || plan.Lanes[i].Length != seen.Lanes[i].Length) laid[i] = [];
            else Lay(seen, orders, plan, i);
        }
        if (hints) Rest(seen, orders, plan);
    }

    /// <summary>Racks rest that the look ahead needs neither now nor by the time they could start.</summary>
    private void Rest(Observation seen, Orders orders, AheadPlan plan)
    {
        if (rest.Length != plan.Off.Length) rest = new double[plan.Off.Length];
        double sum = 0;
        for (int f = 0; f < rest.Length; f++)
            sum += rest[f] = Math.Min(plan.Off[f][plan.StepAt(seen.Now)], plan.Off[f][plan.StepAt(seen.Now + startTime)]);
        if (sum > 0) orders.Rest = rest;
    }

    /// <summary>Racks that were off are back at work after this; an estimate (grade C).</summary>
    private static readonly TimeSpan startTime = TimeSpan.FromMinutes(6);
    private double[] rest = [];

    private void Batteries(Observation seen, AheadPlan plan, bool hints)
    {
        if (offset.Length != seen.Batteries.Length) offset = new Power[seen.Batteries.Length];
        for (int i = 0; i < offset.Length; i++)
        {
            BatteryReach battery = seen.Batteries[i];
            Power wanted = hints && i < plan.BatteryInjection.Length ? plan.BatteryInjection[i][plan.StepAt(seen.Now)] - battery.Planned : default;
            Power most = seen.RampLimit is { } ramp ? RampShare / offset.Length * (ramp * seen.Step) : seen.Step / batteryPassage * Power.Max(battery.Most, -battery.Least);
            offset[i] = Power.Max(offset[i] - most, Power.Min(wanted, offset[i] + most));
            seen.Batteries[i] = battery with { Planned = battery.Planned + offset[i] };
        }
    }

    private void Lay(Observation seen, Orders orders, AheadPlan plan, int i)
    {
        ServiceNeed need = seen.Services[i];
        if (laid[i].Length != seen.Lanes[i].Length) laid[i] = [.. seen.Lanes[i]];
        int step = plan.StepAt(seen.Now + need.Lead);
        double share = seen.Step / lanePassage;
        TokenRate all = TokenRate.Zero;
        for (int k = 0; k < laid[i].Length; k++)
        {
            (LaneUse now, LaneUse wanted, LaneUse most) = (laid[i][k], plan.Lanes[i][k][step], plan.LanesMost[i][k]);
            laid[i][k] = now = new(
                Toward(now.Racks, wanted.Racks, share * Math.Max(most.Racks, now.Racks)),
                Toward(now.CapFraction, wanted.CapFraction, share),
                TokenRate.FromSi(Toward(now.Tokens.TokensPerSecond, wanted.Tokens.TokensPerSecond, share * Math.Max(most.Tokens.TokensPerSecond, now.Tokens.TokensPerSecond))));
            all += now.Tokens;
        }
        orders.Lanes[i] = laid[i];
        if (need.MayWait) seen.Services[i] = need with { Asked = all, Planned = all };
    }

    private static double Toward(double now, double wanted, double most) => Math.Clamp(wanted, now - most, now + most);
}

/// <summary>What is remembered of a look ahead that is followed.</summary>
/// <param name="Offset">By which each battery is shown another injection than the day-ahead plan's.</param>
/// <param name="Laid">How the lanes of each service are laid on the way to the plan's.</param>
public sealed record AheadGuideMemory(AheadPlan Plan, IReadOnlyList<Power> Offset, IReadOnlyList<IReadOnlyList<LaneUse>> Laid);
