namespace Headroom.Simulation;

/// <summary>Requests that came together and wait for a place.</summary>
internal struct Cohort
{
    public WorkAmount Work;

    /// <summary>Mean moment of arrival.</summary>
    public double ArrivalSeconds;
}

/// <summary>Cohorts in the order in which they came; a ring, so that a steady state allocates nothing.</summary>
/// <remarks>
///   When it is full, neighbours are joined in pairs and cohorts become coarser from then on: memory does not grow with a backlog, and a
///   wait is then known to the grain only. Work is never lost by that.
/// </remarks>
internal sealed class CohortQueue
{
    private const int Most = 8192;
    private Cohort[] ring = new Cohort[64];
    private int head;
    private double grainSeconds;

    public int Count { get; private set; }
    public WorkAmount Total { get; private set; }

    public ref Cohort Head => ref ring[head];

    public void Enter(in WorkAmount work, double arrivalSeconds)
    {
        if (work == WorkAmount.None) return;
        Total += work;
        if (Count > 0)
        {
            ref Cohort last = ref ring[(head + Count - 1) & (ring.Length - 1)];
            if (arrivalSeconds - last.ArrivalSeconds < grainSeconds)
            {
                Join(ref last, work, arrivalSeconds);
                return;
            }
        }
        if (Count == ring.Length) Widen();
        ring[(head + Count++) & (ring.Length - 1)] = new() { Work = work, ArrivalSeconds = arrivalSeconds };
    }

    /// <summary>Takes a part of the first cohort.</summary>
    public void Take(in WorkAmount part)
    {
        Total -= part;
        ref Cohort first = ref ring[head];
        first.Work -= part;
        if (first.Work.RequestUnits > 0 || first.Work.OutputUnits > 0) return;
        head = (head + 1) & (ring.Length - 1);
        Count--;
    }

    private void Widen()
    {
        if (ring.Length == Most) Coarsen();
        else
        {
            var wider = new Cohort[2 * ring.Length];
            for (int i = 0; i < Count; i++) wider[i] = ring[(head + i) & (ring.Length - 1)];
            (ring, head) = (wider, 0);
        }
    }

    private void Coarsen()
    {
        double span = ring[(head + Count - 1) & (Most - 1)].ArrivalSeconds - ring[head].ArrivalSeconds;
        grainSeconds = Math.Max(2 * grainSeconds, 2 * span / Most);
        for (int i = 0; i < Count / 2; i++)
        {
            Cohort pair = ring[(head + 2 * i) & (Most - 1)], second = ring[(head + 2 * i + 1) & (Most - 1)];
            Join(ref pair, second.Work, second.ArrivalSeconds);
            ring[(head + i) & (Most - 1)] = pair;
        }
        Count /= 2;                                              // full, hence even
    }

    private static void Join(ref Cohort to, in WorkAmount work, double arrivalSeconds)
    {
        double share = (double)work.RequestUnits / Math.Max(1, work.RequestUnits + to.Work.RequestUnits);
        to.ArrivalSeconds += share * (arrivalSeconds - to.ArrivalSeconds);
        to.Work += work;
    }
}
