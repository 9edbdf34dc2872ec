using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning;

/// <summary>An inference service on a site's racks as a formulation.</summary>
sealed class ServicePlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        at once      Σ tokens[t] + unserved[t] = demand[t]
        deferrable   waiting[t] = waiting[t−1] + 1 h · (demand[t] − Σ tokens[t] − unserved[t]),  0 ≤ waiting[t] ≤ demand of the last window
        unserved[t] ≤ tier's share · demand[t]; while tokens or value are sought, ≤ demand[t]
        over years, tokens may be missed beyond the tier's share:  Σ tokens[t] + unserved[t] + missed[t] = demand[t]
        cost = Σ price of an unserved token · 1 h · unserved[t] + Σ price of a missed token · 1 h · missed[t]
        """;

    public required Service Facts { get; init; }
    public required IReadOnlyList<RunPlan> Runs { get; init; }

    /// <summary>What is asked of this site; null where a fleet says how much of its service is served here.</summary>
    public DemandPlan? Demand { get; private set; }
    public Variables<TokenRate>? Unserved => Demand?.Unserved;
    public Variables<TokenRate>? Missed => Demand?.Missed;
    public Variables<TokenCount>? Waiting => Demand?.Waiting;
    public required Tally<TokenCount> Served { get; init; }
    public required string Basis { get; init; }

    /// <summary>Rack types whose operating points are estimates.</summary>
    public IReadOnlyList<string> EstimatedOn { get; init; } = [];

    /// <summary>Rack types whose operating points were measured by the user; null where no measurements were given.</summary>
    public IReadOnlyList<string>? MeasuredOn { get; init; }

    /// <summary>Tokens that this site serves in an hour.</summary>
    public Expr<TokenRate> Tokens(int t) => Runs.Select(run => run.Tokens(t)).Sum();

    public static ServicePlan AddTo(Frame frame, Service service, IReadOnlyList<RunPlan> runs, string basis, IReadOnlyList<string> estimatedOn,
        IReadOnlyList<string>? measuredOn, bool ofFleet)
    {
        var plan = new ServicePlan
        {
            Facts = service,
            Runs = runs,
            Basis = basis,
            EstimatedOn = estimatedOn,
            MeasuredOn = measuredOn,
            Served = frame.Program.Tally($"{service.Name} served", frame.Hours, t => frame.Step * runs.Select(run => run.Tokens(t)).Sum()),
        };
        if (!ofFleet) plan.Demand = DemandPlan.AddTo(frame, service.Name, service, service.Demand, plan.Tokens);
        return plan;
    }

    /// <summary>What was asked of this site in a plan: its own demand, or what the fleet sent here.</summary>
    public Series<TokenRate> AskedIn(Solution solution, int hours) => Demand?.Demand ?? new(RunPlan.WorkOf(Runs, solution, hours));
}
