using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Control;

/// <summary>A service as a family of the look ahead.</summary>
internal sealed class ServiceAhead
{
    public const string Says = """
        tokens[t] = Σ over knots of racks[k,t] · tokens of a rack at the knot        power[t] = Σ racks[k,t] · its power above idle
        waiting[t] = waiting[t−1] + Δ · (demand[t] − tokens[t] − lost[t])
        waiting[t] ≤ what came within the window that ends with the step: older work is served or lost, the oldest first
        cost = ε · energy of what waits, an hour long: of days that are equally good, the one that serves early
        Σ over an event of Δ · lost[t] ≤ tier's share · what came in it + beyond
        """;

    public required AheadService Facts { get; init; }

    /// <summary>Racks at each knot, by lane.</summary>
    public required IReadOnlyList<Variables<Count>[]> Racks { get; init; }
    public required Variables<TokenRate> Lost { get; init; }

    /// <summary>What waits at the end of a step; null where nothing may wait.</summary>
    public Variables<TokenCount>? Waiting { get; private set; }

    /// <summary>Lost beyond the tier's promise, by event; null where it promises nothing.</summary>
    public Variables<TokenCount>? Beyond { get; private set; }

    public Expr<TokenRate> Tokens(int t) => Each((lane, knot) => Facts.Lanes[lane].Knots[knot].Tokens * Racks[lane][knot][t]).Sum();

    private IEnumerable<T> Each<T>(Func<int, int, T> of)
    {
        for (int lane = 0; lane < Racks.Count; lane++)
            for (int knot = 0; knot < Racks[lane].Length; knot++) yield return of(lane, knot);
    }

    public static ServiceAhead AddTo(AheadFrame frame, AheadService service, IReadOnlyList<FleetAhead> fleets)
    {
        LinearProgram program = frame.Program;
        var plan = new ServiceAhead
        {
            Facts = service,
            Racks = [.. service.Lanes.Select(lane => KnotsOf(program, frame, service, lane, fleets[lane.Fleet]))],
            Lost = program.Variable($"{service.Name} lost", frame.Steps, TokenRate.Zero, LinearProgram.Unlimited<TokenRate>()),
        };
        for (int i = 0; i < service.Lanes.Count; i++)
        {
            (AheadLane lane, Variables<Count>[] racks) = (service.Lanes[i], plan.Racks[i]);
            fleets[lane.Fleet].Add(t => racks.Select(at => at[t]).Sum(), t => racks.Select((at, k) => lane.Knots[k].AboveIdle * at[t]).Sum());
        }
        plan.AddBacklog(frame);
        plan.AddPromise(frame);
        return plan;
    }

    private static Variables<Count>[] KnotsOf(LinearProgram program, AheadFrame frame, AheadService service, AheadLane lane, FleetAhead fleet) =>
        [.. lane.Knots.Select((_, k) => program.Variable($"{service.Name} on {fleet.Facts.Name} at knot {k}", frame.Steps,
            _ => Count.Zero, t => Count.FromSi(fleet.Facts.Racks[t])))];

    private void AddBacklog(AheadFrame frame)
    {
        if (Facts.Window <= TimeSpan.Zero && Facts.Owed.Count == 0)
        {
            frame.Program.ForEach(frame.Steps, $"{Facts.Name} service", t => Tokens(t) + Lost[t] == Facts.Demand[t], "what comes is served or lost");
            return;
        }
        var came = new Arrivals(frame, Facts);
        Variables<TokenCount> waiting = frame.Program.Variable($"{Facts.Name} waiting", frame.Steps, _ => TokenCount.Zero, came.WithinWindow);
        Expr<TokenCount> Before(int t) => t == 0 ? Facts.Owed.Select(owed => owed.Tokens).Sum() : waiting[t - 1];
        frame.Program.ForEach(frame.Steps, $"{Facts.Name} backlog",
            t => waiting[t] == Before(t) + frame.Length(t) * ((Expr<TokenRate>)Facts.Demand[t] - Tokens(t) - Lost[t]),
            "work waits until it is served or lost, no longer than its window");
        Waiting = waiting;
        TokenPrice each = TokenPrice.FromSi((AheadFrame.Grain * Energy.FromSi(JoulesPerToken())).Dollars);
        frame.Cost($"{Facts.Name} waits", t => frame.Length(t).TotalHours * (each * waiting[t]));
    }

    /// <summary>Of the knot that asks the least for a token.</summary>
    private double JoulesPerToken() => Facts.Lanes.SelectMany(lane => lane.Knots).Where(knot => knot.Tokens > TokenRate.Zero)
        .Select(knot => knot.AboveIdle.Watts / knot.Tokens.TokensPerSecond).DefaultIfEmpty(0).Min();

    private void AddPromise(AheadFrame frame)
    {
        if (Facts.MayWait || Facts.Tier == 0 || frame.Inputs.Events.Count == 0) return;
        double share = Service.FlexibleFraction(Facts.Tier);
        var events = new Algebra.Index("event", frame.Inputs.Events.Count);
        Variables<TokenCount> beyond = frame.Program.Variable($"{Facts.Name} beyond promise", events, TokenCount.Zero, LinearProgram.Unlimited<TokenCount>());
        frame.Program.ForEach(events, $"{Facts.Name} promise", e =>
        {
            Expr<TokenCount> lost = default;
            TokenCount asked = TokenCount.Zero;
            for (int t = frame.Inputs.Events[e].First; t < frame.Inputs.Events[e].End; t++)
                (lost, asked) = (lost + frame.Length(t) * Lost[t], asked + frame.Length(t) * Facts.Demand[t]);
            return lost <= share * asked + beyond[e];
        }, "over an event a tier loses its share at most, or more where nothing else is left");
        Beyond = beyond;
    }
}

/// <summary>What of a service's work can still be waiting: came within its window.</summary>
internal sealed class Arrivals(AheadFrame frame, AheadService service)
{
    /// <summary>What came within the window that ends with a step; within a step it comes evenly.</summary>
    public TokenCount WithinWindow(int t)
    {
        TimeSpan end = frame.End(t), from = end - service.Window;
        TokenCount sum = service.Owed.Where(owed => owed.Age + end < service.Window).Select(owed => owed.Tokens).Sum();
        for (int k = t; k >= 0; k--)
        {
            TimeSpan stop = frame.End(k), start = stop - frame.Length(k);
            if (stop <= from) break;
            sum += service.Demand[k] * (stop - (start > from ? start : from));
        }
        return sum;
    }
}
