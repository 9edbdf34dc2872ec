using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Takes power by priority, the least important first, and gives it back: all at once if that fits, else tier by tier.</summary>
/// <remarks>
///   claim = min(level·full, drawn + step·full); at its cap, level·full        level   0, 0.1 … 1 of power above idle
///   take    while Σ claims &gt; room: a step from the least important that still has one to give, equal priorities together
///   give    once nothing was taken for <see cref="hold"/>: all levels to 1 if the claims fit then; else a step to the most important that fits
///   Source   NVIDIA DPS 0.10 (docs.nvidia.com/datacenter/dps): a lower number is more important; power is taken in reverse order of importance, equal numbers
///   together; giveback
///   tries one full restoration first, and tiers only if that fails; limits of devices are all it moves.
///   Ours   what DPS leaves to its user or does not tell: priorities (runs that may not pause, tiers 0 … 3, work that may wait, runs that may), steps of a
///   tenth, a least level of
///   three tenths for services, and that a run at level zero is saved and stopped. DPS has no ramp; runs come back within the grid's here, or the envelope would hold them.
/// </remarks>
public sealed class StealGiveback(double marginFraction) : IPolicy
{
    /// <summary>Whole steps of a level; the least that caps leave a service, and a run that may not pause.</summary>
    private const int Full = 10, ServiceLeast = 3, RunLeast = 1;

    /// <summary>In place of a service's rank: runs, before all services and after them.</summary>
    private const int FirstRuns = 0, FirstService = 1, LastRuns = FirstService + Shedding.MayWait + 1, Priorities = LastRuns + 1;

    /// <summary>Nothing is given back for so long after something was taken.</summary>
    private static readonly TimeSpan hold = TimeSpan.FromSeconds(30);
    private readonly RunReturn back = new();
    private readonly int[] levels = [.. Enumerable.Repeat(Full, Priorities)];
    private TimeSpan quietSince;

    public string Name => "steal-giveback";

    /// <summary>Level of a priority in tenths; the first is that of runs that may not pause, the last that of runs that may.</summary>
    internal ReadOnlySpan<int> Levels => levels;

    public void Decide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        (Power lasting, Power now) = PolicyParts.Source(seen, orders, PolicyParts.Needed(seen), marginFraction);
        if (Steal(seen, lasting)) quietSince = seen.Now;
        else if (seen.Now - quietSince >= hold) GiveBack(seen, Power.Min(lasting, now));
        PolicyParts.OpenDoors(seen, orders);
        for (int i = 0; i < seen.Services.Length; i++) orders.SlowFraction[i] = (double)levels[PriorityOf(seen.Services[i])] / Full;
        Power runs = PolicyParts.Runs(seen, mayPauseOnly: false);
        back.Begin(seen);
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            int level = levels[PriorityOf(seen.Runs[i])];
            orders.Pause[i] = level == 0;
            back.Order(seen, orders, i, (double)level / Full * seen.Runs[i].Full, runs);
        }
        orders.Drop = lasting < Power.Zero ? -lasting : default;
    }

    private static int PriorityOf(in ServiceNeed need) => FirstService + need.Rank;
    private static int PriorityOf(in RunNeed run) => run.MayPause ? LastRuns : FirstRuns;
    private static int Least(int priority) => priority switch { FirstRuns => RunLeast, LastRuns => 0, _ => ServiceLeast };

    private bool Steal(Observation seen, Power room)
    {
        bool took = false;
        for (int priority = LastRuns; priority >= FirstRuns; priority--)
            while (levels[priority] > Least(priority) && Claims(seen, levels) > room)
            {
                levels[priority]--;
                took = true;
            }
        return took;
    }

    private void GiveBack(Observation seen, Power room)
    {
        Span<int> wanted = stackalloc int[Priorities];
        wanted.Fill(Full);
        if (Claims(seen, wanted) <= room)
        {
            wanted.CopyTo(levels);
            return;
        }
        // nobody less important is served before the first that still lacks something
        int first = Array.FindIndex(levels, level => level < Full);
        if (first < 0) return;
        levels[first]++;
        if (!(Claims(seen, levels) <= room)) levels[first]--;
    }

    /// <summary>What all may draw above idle at some levels.</summary>
    private Power Claims(Observation seen, ReadOnlySpan<int> at)
    {
        Power sum = seen.Burned;
        foreach (ServiceNeed need in seen.Services) sum += Claim(need.Full, need.Drawn, levels[PriorityOf(need)], at[PriorityOf(need)]);
        foreach (RunNeed run in seen.Runs) sum += (double)at[PriorityOf(run)] / Full * run.Full;
        return sum;
    }

    /// <summary>Who draws less than the cap gets a step above what is drawn; what one at its cap would draw without it nobody knows.</summary>
    private static Power Claim(Power full, Power drawn, int level, int wanted)
    {
        Power most = (double)wanted / Full * full, step = full / Full;
        bool isAtCap = level < Full && drawn >= (double)level / Full * full - step;
        return isAtCap ? most : Power.Min(most, drawn + step);
    }
}
