namespace Headroom.Comparing;

/// <summary>Regions and strategies side by side, as figures; no rendering.</summary>
/// <param name="Fleet">The compute side, which is the same everywhere.</param>
/// <param name="Draws">How often chance was asked; zero for never.</param>
public sealed record Comparison(
    FixedFleet Fleet, IReadOnlyList<RegionFigures> Regions, int Draws, ulong Seed, IReadOnlyList<string> Suppositions, Setting? Setting, double GapAskedFraction);

/// <summary>One region's strategies.</summary>
/// <param name="Notes">What a figure does not say: the rule a large load meets, water.</param>
public sealed record RegionFigures(
    string Region, string Title, IReadOnlyList<CaseFigures> Cases, IReadOnlyList<Flip> Flips, IReadOnlyList<BreakEven> BreakEvens, IReadOnlyList<string> Notes)
{
    public Strategy? Winner { get; init; }
    public Strategy? WinnerWithWaiting { get; init; }
    public IReadOnlyList<Assumption> Assumptions { get; init; } = [];

    /// <summary>From the answers of all strategies in one region.</summary>
    public static RegionFigures Of(string region, string title, IReadOnlyList<SupplyAnswer> answers, Setting setting, int draws, ulong seed, IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(setting);
        Case[] cases = [.. answers.Where(answer => answer.IsPlanned).Select(answer => new Case(Least(answer, answers), setting))];
        var contest = new Contest(region, cases, setting.Assumptions);
        var chances = Chances.Of(contest, draws, seed);
        Supposed middle = setting.Assumptions.Middle();
        return new(region, title, [.. answers.Select(answer => CaseFigures.Of(answer, cases.FirstOrDefault(one => one.Strategy == answer.Strategy), setting, chances))],
            Changes.Flips(contest), Changes.BreakEvens(contest), notes)
        {
            Winner = contest.IsEmpty ? null : contest.Winner(Telling.Plain, middle),
            WinnerWithWaiting = contest.IsEmpty ? null : contest.Winner(Telling.WithWaiting, middle),
            Assumptions = [.. setting.Assumptions.All],
        };
    }

    /// <summary>The mix may be one of the others: the reserve of plants that it might build makes its own plan the dearer one then.</summary>
    static SupplyAnswer Least(SupplyAnswer answer, IReadOnlyList<SupplyAnswer> all)
    {
        if (answer.Strategy != Strategy.Mixed) return answer;
        SupplyAnswer least = all.Where(one => one.IsPlanned).MinBy(one => one.DollarsPerYear)!;
        return least.DollarsPerYear < answer.DollarsPerYear ? least with { Strategy = Strategy.Mixed } : answer;
    }
}

/// <summary>One strategy in one region. Energy in $/MWh of the site's draw; null figures where it was not planned.</summary>
public sealed record CaseFigures(string Region, Strategy Strategy, string? Impossible, SupplyAnswer Answer)
{
    /// <summary>Cost of energy: with every assumption at its low end, at its middle, at its high end.</summary>
    public Spread DollarsPerMegawattHour { get; init; }
    public Spread WithWaitingDollarsPerMegawattHour { get; init; }
    public double? DollarsPerMillionTokens { get; init; }
    public double? WithWaitingDollarsPerMillionTokens { get; init; }
    public double TokensPerJoule { get; init; }
    public double GramsPerKilowattHour { get; init; }
    public double LitresPerKilowattHour { get; init; }

    /// <summary>Years until power, at the ends and the middle of what each plant waits for.</summary>
    public Spread YearsToPower { get; init; }

    /// <summary>Worth of the tokens that are not sold until racks run, $.</summary>
    public double SalesLostDollars { get; init; }
    public Percentiles? Chance { get; init; }
    public Percentiles? ChanceWithWaiting { get; init; }
    public double WonFraction { get; init; }
    public double WonWithWaitingFraction { get; init; }
    public bool IsPlanned => Impossible is null;

    public static CaseFigures Of(SupplyAnswer answer, Case? planned, Setting setting, Chances chances)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(chances);
        if (planned is null) return new(answer.Region, answer.Strategy, answer.Impossible, answer);
        Supposed low = End(setting, one => one.Low), mid = setting.Assumptions.Middle(), high = End(setting, one => one.High);
        Percentiles? Chance(Telling telling) => chances.Costs.TryGetValue((answer.Strategy, telling), out Percentiles known) ? known : null;
        return new(answer.Region, answer.Strategy, null, planned.Answer)
        {
            DollarsPerMegawattHour = new(planned.DollarsPerMegawattHour(low), planned.DollarsPerMegawattHour(mid), planned.DollarsPerMegawattHour(high)),
            WithWaitingDollarsPerMegawattHour =
                new(planned.WithWaitingDollarsPerMegawattHour(low), planned.WithWaitingDollarsPerMegawattHour(mid), planned.WithWaitingDollarsPerMegawattHour(high)),
            DollarsPerMillionTokens = planned.DollarsPerMillionTokens(mid, withWaiting: false),
            WithWaitingDollarsPerMillionTokens = planned.DollarsPerMillionTokens(mid, withWaiting: true),
            TokensPerJoule = planned.TokensPerJoule,
            GramsPerKilowattHour = planned.GramsPerKilowattHour,
            LitresPerKilowattHour = planned.LitresPerKilowattHour,
            YearsToPower = new(planned.YearsToPower(low), planned.YearsToPower(mid), planned.YearsToPower(high)),
            SalesLostDollars = planned.SalesLostDollars(mid),
            Chance = Chance(Telling.Plain),
            ChanceWithWaiting = Chance(Telling.WithWaiting),
            WonFraction = chances.Won.GetValueOrDefault((answer.Strategy, Telling.Plain)),
            WonWithWaitingFraction = chances.Won.GetValueOrDefault((answer.Strategy, Telling.WithWaiting)),
        };
    }

    static Supposed End(Setting setting, Func<Spread, double> end) =>
        new(setting.Assumptions, setting.Assumptions.All.ToDictionary(one => one.Name, one => end(one.Values)));
}
