using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning;

/// <summary>An inference service as a formulation.</summary>
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
    public Variables<TokenRate>? Unserved { get; private set; }

    /// <summary>Tokens beyond the tier's share that power comes too late for; only in a year of an expansion.</summary>
    public Variables<TokenRate>? Missed { get; private set; }
    public Variables<TokenCount>? Waiting { get; private set; }
    public required Tally<TokenCount> Served { get; init; }
    public required string Basis { get; init; }

    /// <summary>Rack types whose operating points are estimates.</summary>
    public IReadOnlyList<string> EstimatedOn { get; init; } = [];

    /// <summary>Rack types whose operating points were measured by the user; null where no measurements were given.</summary>
    public IReadOnlyList<string>? MeasuredOn { get; init; }

    Expr<TokenRate> Tokens(int t) => Runs.Select(run => run.Tokens(t)).Sum();

    public static ServicePlan AddTo(Frame frame, Service service, IReadOnlyList<RunPlan> runs, string basis, IReadOnlyList<string> estimatedOn,
        IReadOnlyList<string>? measuredOn)
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
        plan.AddUnserved(frame);
        if (service.Deferrable is { } window) plan.AddWaiting(frame, window);
        else
            plan.MayGive(frame, frame.Program.ForEach(frame.Hours, $"{service.Name} service",
                t => plan.Unserved is null && plan.Missed is null ? plan.Tokens(t) == service.Demand[t] : plan.Tokens(t) + plan.NotRun(t) == service.Demand[t],
                "every hour's demand is served or counted as unserved"), service.Demand.Most.MillionTokensPerSecond);
        return plan;
    }

    void MayGive(Frame frame, IRelationFamily family, double size) => frame.MayGive(family, size,
        $"more or faster racks for {Facts.Name}, power to run them, a slower latency target, or a tier that lets some tokens go unserved");

    void AddUnserved(Frame frame)
    {
        double share = frame.Site.Objective == Objective.LeastCost ? Service.FlexibleFraction(Facts.Tier) : 1;
        if (frame.Shortfall is { } shortfall) AddMissed(frame, 1 - share, shortfall);
        if (share == 0) return;
        Variables<TokenRate> unserved = frame.Program.Variable($"{Facts.Name} unserved", frame.Hours, _ => TokenRate.Zero, t => share * Facts.Demand[t]);
        // where tokens or value are sought, a token not served is a token not earned, and no penalty beside it
        if (Facts.Unserved != TokenPrice.Zero && frame.Site.Objective == Objective.LeastCost)
            frame.Ledger.Cost(Facts.Name, "unserved tokens", supply: false, frame.Hours, t => Facts.Unserved * (frame.Step * unserved[t]));
        Unserved = unserved;
    }

    void AddMissed(Frame frame, double share, Shortfall shortfall)
    {
        Variables<TokenRate> missed = frame.Program.Variable($"{Facts.Name} missed", frame.Hours, _ => TokenRate.Zero, t => share * Facts.Demand[t]);
        frame.Ledger.Cost(Facts.Name, "missed tokens", supply: false, frame.Hours, t => shortfall.PriceOf(Facts) * (frame.Step * missed[t]));
        Missed = missed;
    }

    /// <summary>What of the demand is not run: unserved within the tier's share, missed beyond it.</summary>
    Expr<TokenRate> NotRun(int t) => (Unserved is { } unserved ? unserved[t] : default) + (Missed is { } missed ? missed[t] : default);

    void AddWaiting(Frame frame, TimeSpan window)
    {
        TimeSpan step = frame.Step;
        int hours = (int)Math.Round(window / step), last = frame.Hours.Count - 1;
        Variables<TokenCount> waiting = frame.Program.Variable($"{Facts.Name} waiting", frame.Hours, _ => TokenCount.Zero, t => DemandBefore(t, hours, step));
        Relations<TokenCount> backlog = frame.Program.ForEach(frame.Hours, $"{Facts.Name} backlog",
            t => waiting[t] == waiting[t == 0 ? last : t - 1] + step * ((Expr<TokenRate>)Facts.Demand[t] - Tokens(t) - NotRun(t)),
            "work waits until it is served, no longer than its window");
        MayGive(frame, backlog, (Facts.Demand.Most * step).BillionTokens);
        Waiting = waiting;
    }

    /// <summary>Work that came within the window that ends with an hour: older work must be done.</summary>
    TokenCount DemandBefore(int t, int hours, TimeSpan step)
    {
        int count = Facts.Demand.Hours;
        TokenCount sum = TokenCount.Zero;
        for (int k = 0; k < hours; k++) sum += Facts.Demand[(t - k + count) % count] * step;
        return sum;
    }
}
