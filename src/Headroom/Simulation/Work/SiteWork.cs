using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>All the work of a site: services and training jobs, one step at a time.</summary>
/// <remarks>Services and jobs keep their order; each has its own seeds, so that one more changes nothing in the others.</remarks>
public sealed class SiteWork(IReadOnlyList<ServicePool> services, IReadOnlyList<TrainingJob> jobs)
{
    private readonly ServicePool[] pools = [.. services];
    private readonly TrainingJob[] runs = [.. jobs];
    private readonly ServiceStep[] steps = new ServiceStep[services.Count];
    private readonly Power[] nodes = new Power[jobs.Count];

    public ReadOnlySpan<ServicePool> Services => pools;
    public ReadOnlySpan<TrainingJob> Jobs => runs;

    /// <summary>What each service did in the last step.</summary>
    public ReadOnlySpan<ServiceStep> Steps => steps;

    /// <summary>Mean power of one node of each job in the last step.</summary>
    public ReadOnlySpan<Power> NodePowers => nodes;

    /// <summary>One step of everything; the mean power of it all.</summary>
    /// <param name="allowed">Output tokens per second that each service may let in; empty for as many as come.</param>
    public Power Advance(TimeSpan from, TimeSpan to, ReadOnlySpan<TokenRate> allowed = default)
    {
        if (!allowed.IsEmpty && allowed.Length != pools.Length)
            throw new ArgumentException($"{allowed.Length} allowances for {pools.Length} services.", nameof(allowed));
        Power sum = Power.Zero;
        for (int i = 0; i < pools.Length; i++)
        {
            steps[i] = pools[i].Advance(from, to, allowed.IsEmpty ? null : allowed[i]);
            sum += steps[i].Power;
        }
        for (int j = 0; j < runs.Length; j++)
        {
            nodes[j] = runs[j].Advance(to);
            sum += runs[j].Nodes * nodes[j];
        }
        return sum;
    }

    /// <summary>Output tokens lost so far by services of a tier.</summary>
    public TokenCount Lost(int tier)
    {
        TokenCount sum = TokenCount.Zero;
        foreach (ServicePool pool in pools)
            if (pool.Tier == tier) sum += pool.Book.Lost.Output;
        return sum;
    }
}
