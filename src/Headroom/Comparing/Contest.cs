namespace Headroom.Comparing;

/// <summary>How cost is told.</summary>
public enum Telling
{
    /// <summary>Cost of energy.</summary>
    Plain,

    /// <summary>Cost of energy with the accelerators that stand idle until there is power.</summary>
    WithWaiting,
}

/// <summary>The planned strategies of one region against each other.</summary>
/// <remarks>
///   The mix may do whatever the others may, so it never loses and does not compete: it is told beside the winner. Only where nothing else was
///   planned it stands for itself.
/// </remarks>
public sealed class Contest
{
    readonly IReadOnlyList<Case> rivals;

    public Contest(string region, IReadOnlyList<Case> cases, Assumptions assumptions)
    {
        (Region, Cases, Assumptions) = (region, cases, assumptions);
        rivals = [.. cases.Where(one => one.Strategy != Strategy.Mixed)];
        if (rivals.Count == 0) rivals = cases;
    }

    public string Region { get; }
    public IReadOnlyList<Case> Cases { get; }
    public Assumptions Assumptions { get; }
    public bool IsEmpty => rivals.Count == 0;

    public static double Cost(Case one, Telling telling, Supposed now) =>
        telling == Telling.Plain ? one.DollarsPerMegawattHour(now) : one.WithWaitingDollarsPerMegawattHour(now);

    /// <summary>The cheapest; at equals the first asked for.</summary>
    public Strategy Winner(Telling telling, Supposed now)
    {
        (Strategy winner, double least) = (rivals[0].Strategy, double.PositiveInfinity);
        foreach (Case one in rivals)
            if (Cost(one, telling, now) is var cost && cost < least) (winner, least) = (one.Strategy, cost);
        return winner;
    }
}

/// <summary>A strategy that would win if one assumption were at an end of its range.</summary>
/// <param name="Planned">The value that was planned with.</param>
public sealed record Flip(Telling Telling, string Parameter, string Unit, double Planned, bool IsHigh, double Value, Strategy From, Strategy To);

/// <summary>The value of a parameter at which the winner changes, all else as planned.</summary>
/// <param name="Planned">The value that was planned with.</param>
public sealed record BreakEven(Telling Telling, string Parameter, string Unit, double Planned, double Value, Strategy Below, Strategy Above);

/// <summary>Where the winner changes.</summary>
public static class Changes
{
    /// <summary>How far each parameter is looked at, in its unit.</summary>
    static readonly (string Name, double Least, double Most)[] searched =
        [(Parameters.Gas, 0, 40), (Parameters.CapitalOf("smr"), 0, 30_000), (Parameters.GridQueue, 0, 20), (Parameters.CarbonPrice, 0, 500)];

    const int Steps = 400;

    /// <summary>Ends of ranges at which another strategy wins, one assumption at a time.</summary>
    public static IReadOnlyList<Flip> Flips(Contest contest)
    {
        ArgumentNullException.ThrowIfNull(contest);
        List<Flip> flips = [];
        if (contest.IsEmpty) return flips;
        Supposed middle = contest.Assumptions.Middle();
        foreach (Telling telling in Enum.GetValues<Telling>())
        {
            Strategy usual = contest.Winner(telling, middle);
            foreach (Assumption one in contest.Assumptions.All.Where(one => !one.Values.IsPoint))
                foreach ((bool isHigh, double value) in new[] { (false, one.Values.Low), (true, one.Values.High) })
                    if (contest.Winner(telling, middle.With(one.Name, value)) is var other && other != usual)
                        flips.Add(new(telling, one.Name, one.Unit, one.Values.Mid, isHigh, value, usual, other));
        }
        return flips;
    }

    /// <summary>Every change of the winner over the range that is searched, from below to above.</summary>
    public static IReadOnlyList<BreakEven> BreakEvens(Contest contest)
    {
        ArgumentNullException.ThrowIfNull(contest);
        List<BreakEven> found = [];
        if (contest.IsEmpty) return found;
        foreach (Telling telling in Enum.GetValues<Telling>())
            foreach ((string name, double least, double most) in searched)
                if (contest.Assumptions.Find(name) is { } assumption)
                    Search(contest, telling, assumption, least, most, found);
        return found;
    }

    static void Search(Contest contest, Telling telling, Assumption assumption, double least, double most, List<BreakEven> found)
    {
        Supposed middle = contest.Assumptions.Middle();
        Strategy At(double value) => contest.Winner(telling, middle.With(assumption.Name, value));
        (double from, Strategy winner) = (least, At(least));
        for (int step = 1; step <= Steps; step++)
        {
            double to = least + (most - least) * step / Steps;
            while (At(to) is var next && next != winner)
            {
                double change = Bisected(At, winner, from, to);
                Strategy after = At(change);
                found.Add(new(telling, assumption.Name, assumption.Unit, assumption.Values.Mid, change, winner, after));
                (from, winner) = (change, after);
            }
            from = to;
        }
    }

    /// <summary>The least value, to a millionth of the step, at which the winner is no longer this one.</summary>
    static double Bisected(Func<double, Strategy> at, Strategy winner, double from, double to)
    {
        for (int k = 0; k < 40; k++)
        {
            double middle = (from + to) / 2;
            if (at(middle) == winner) from = middle;
            else to = middle;
        }
        return to;
    }
}

/// <summary>What chance makes of a region's contest.</summary>
/// <param name="Costs">Percentiles of cost, of each case, as asked for.</param>
/// <param name="Won">Share of the draws in which a strategy is the cheapest.</param>
public sealed record Chances(IReadOnlyDictionary<(Strategy, Telling), Percentiles> Costs, IReadOnlyDictionary<(Strategy, Telling), double> Won)
{
    /// <summary>Draws every assumption so many times; cost follows the planned dispatch.</summary>
    public static Chances Of(Contest contest, int draws, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(contest);
        var costs = new Dictionary<(Strategy, Telling), double[]>();
        var won = new Dictionary<(Strategy, Telling), double>();
        Telling[] tellings = Enum.GetValues<Telling>();
        foreach (Case one in contest.Cases)
            foreach (Telling telling in tellings) (costs[(one.Strategy, telling)], won[(one.Strategy, telling)]) = (new double[draws], 0);
        if (contest.IsEmpty || draws == 0) return new(new Dictionary<(Strategy, Telling), Percentiles>(), new Dictionary<(Strategy, Telling), double>());
        Assumption[] all = [.. contest.Assumptions.All];
        for (int draw = 0; draw < draws; draw++)
        {
            var now = new Supposed(contest.Assumptions, all.ToDictionary(one => one.Name, one => Draws.Value(one, contest.Region, seed, draw)));
            foreach (Telling telling in tellings)
            {
                foreach (Case one in contest.Cases) costs[(one.Strategy, telling)][draw] = Contest.Cost(one, telling, now);
                won[(contest.Winner(telling, now), telling)] += 1.0 / draws;
            }
        }
        return new(costs.ToDictionary(pair => pair.Key, pair => Percentiles.Of(pair.Value)), won);
    }
}

/// <summary>A tenth lies below the first, half below the second, nine tenths below the third.</summary>
public readonly record struct Percentiles(double P10, double P50, double P90)
{
    /// <remarks>Linear between ranks: the value at (n − 1) · p of the sorted ones.</remarks>
    public static Percentiles Of(double[] values)
    {
        double[] sorted = [.. values.Order()];
        double At(double share)
        {
            double place = share * (sorted.Length - 1);
            int below = (int)place;
            return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
        }
        return new(At(0.1), At(0.5), At(0.9));
    }
}
