using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning;

/// <summary>What users ask of a service hour by hour, as rows: it is served at once, waits within its window, or counts as unserved.</summary>
/// <remarks>A site serves its demand with its own racks; in a fleet the demand of some regions is served by what flows to the sites.</remarks>
sealed class DemandPlan
{
    public required string Name { get; init; }
    public required Service Facts { get; init; }
    public required Series<TokenRate> Demand { get; init; }

    /// <summary>Its name in a program that others share.</summary>
    public required string FullName { get; init; }

    /// <summary>Tokens that serve it in an hour.</summary>
    public required Func<int, Expr<TokenRate>> Served { get; init; }
    public Variables<TokenRate>? Unserved { get; private set; }

    /// <summary>Tokens beyond the tier's share that power comes too late for; only in a year of an expansion.</summary>
    public Variables<TokenRate>? Missed { get; private set; }
    public Variables<TokenCount>? Waiting { get; private set; }

    /// <param name="name">Name of its families: the service's, in a fleet with where it is asked for.</param>
    public static DemandPlan AddTo(YearFrame frame, string name, Service service, Series<TokenRate> demand, Func<int, Expr<TokenRate>> served)
    {
        var plan = new DemandPlan { Name = name, FullName = frame.Program.Prefix + name, Facts = service, Demand = demand, Served = served };
        plan.AddUnserved(frame);
        if (service.Deferrable is { } window) plan.AddWaiting(frame, window);
        else
            plan.MayGive(frame, frame.Program.ForEach(frame.Hours, $"{name} service",
                t => plan.Unserved is null && plan.Missed is null ? served(t) == demand[t] : served(t) + plan.NotServed(t) == demand[t],
                "every hour's demand is served or counted as unserved"), demand.Most.MillionTokensPerSecond);
        return plan;
    }

    void MayGive(YearFrame frame, IRelationFamily family, double size) => frame.MayGive(family, size,
        $"more or faster racks for {Facts.Name}, power to run them, a slower latency target, or a tier that lets some tokens go unserved");

    void AddUnserved(YearFrame frame)
    {
        double share = frame.Objective == Objective.LeastCost ? Service.FlexibleFraction(Facts.Tier) : 1;
        if (frame.ShortfallOf(Name) is { } shortfall) AddMissed(frame, 1 - share, shortfall);
        if (share == 0) return;
        Variables<TokenRate> unserved = frame.Program.Variable($"{Name} unserved", frame.Hours, _ => TokenRate.Zero, t => share * Demand[t]);
        // where tokens or value are sought, a token not served is a token not earned, and no penalty beside it
        if (Facts.Unserved != TokenPrice.Zero && frame.Objective == Objective.LeastCost)
            frame.Ledger.Cost(Name, "unserved tokens", supply: false, frame.Hours, t => Facts.Unserved * (frame.Step * unserved[t]));
        Unserved = unserved;
    }

    void AddMissed(YearFrame frame, double share, Shortfall shortfall)
    {
        Variables<TokenRate> missed = frame.Program.Variable($"{Name} missed", frame.Hours, _ => TokenRate.Zero, t => share * Demand[t]);
        frame.Ledger.Cost(Name, "missed tokens", supply: false, frame.Hours, t => shortfall.PriceOf(Facts) * (frame.Step * missed[t]));
        Missed = missed;
    }

    /// <summary>What of the demand is not served: unserved within the tier's share, missed beyond it.</summary>
    Expr<TokenRate> NotServed(int t) => (Unserved is { } unserved ? unserved[t] : default) + (Missed is { } missed ? missed[t] : default);

    void AddWaiting(YearFrame frame, TimeSpan window)
    {
        TimeSpan step = frame.Step;
        int hours = (int)Math.Round(window / step), last = frame.Hours.Count - 1;
        Variables<TokenCount> waiting = frame.Program.Variable($"{Name} waiting", frame.Hours, _ => TokenCount.Zero, t => DemandBefore(t, hours, step));
        Relations<TokenCount> backlog = frame.Program.ForEach(frame.Hours, $"{Name} backlog",
            t => waiting[t] == waiting[t == 0 ? last : t - 1] + step * ((Expr<TokenRate>)Demand[t] - Served(t) - NotServed(t)),
            "work waits until it is served, no longer than its window");
        MayGive(frame, backlog, (Demand.Most * step).BillionTokens);
        Waiting = waiting;
    }

    /// <summary>Work that came within the window that ends with an hour: older work must be done.</summary>
    TokenCount DemandBefore(int t, int hours, TimeSpan step)
    {
        int count = Demand.Hours;
        TokenCount sum = TokenCount.Zero;
        for (int k = 0; k < hours; k++) sum += Demand[(t - k + count) % count] * step;
        return sum;
    }
}
