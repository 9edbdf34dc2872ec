using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Reports;

/// <summary>What a simulated site did, as figures. No rendering, and nothing of the run's own clock: equal runs give equal reports.</summary>
/// <remarks>Times are since the start of the run unless their name says UTC.</remarks>
public sealed record SimulationReport
{
    public required RunFigures Run { get; init; }

    /// <summary>Every question of whether the site holds, with its answer; the site holds where none is broken.</summary>
    public required IReadOnlyList<CheckFigure> Checks { get; init; }
    public required CeilingFigures Ceiling { get; init; }
    public IReadOnlyList<LimitFigure> Limits { get; init; } = [];
    public IReadOnlyList<ServedFigure> Services { get; init; } = [];
    public IReadOnlyList<TrainedFigure> Training { get; init; } = [];

    /// <summary>Energy of serving at each boundary, and its output tokens.</summary>
    public required LadderFigures Ladder { get; init; }
    public required EnergyFigures Energy { get; init; }
    public IReadOnlyList<CostItem> Costs { get; init; } = [];
    public required CarbonFigures Carbon { get; init; }
    public required WaterFigures Water { get; init; }
    public required RampFigures Ramps { get; init; }
    public IReadOnlyList<BatteryRunFigure> Batteries { get; init; } = [];
    public IReadOnlyList<GeneratorRunFigure> Generators { get; init; } = [];
    public required HeatRunFigures Heat { get; init; }
    public IReadOnlyList<BreakerFigure> Breakers { get; init; } = [];
    public IReadOnlyList<RuleFigure> Rules { get; init; } = [];

    /// <summary>What the envelope changed of the policy's orders.</summary>
    public EnvelopeFigures Envelope { get; init; } = new(0, 0, []);

    /// <summary>Energy as planned and as simulated, by source and use.</summary>
    public IReadOnlyList<AgreementFigure> Plan { get; init; } = [];

    /// <summary>What happened, in the order of time.</summary>
    public IReadOnlyList<HappeningFigure> Happenings { get; init; } = [];

    /// <summary>The run in buckets of equal length, for charts.</summary>
    public required BucketTable Buckets { get; init; }
    public IReadOnlyList<Finding> Findings { get; init; } = [];
    public bool Holds => Checks.All(check => check.Kept != false);
}

/// <summary>Which run this is.</summary>
/// <param name="Scenario">Name of the scenario; null without one.</param>
/// <param name="Asked">Length that was asked for.</param>
/// <param name="Done">Length that was simulated; shorter where the run was stopped.</param>
/// <param name="IsSteady">Without chance: hourly means, as the plan saw them.</param>
/// <param name="StartUtc">First moment of the run.</param>
/// <param name="Accelerators">That stand.</param>
/// <param name="Rows">Racks, or groups of servers, that are simulated one by one.</param>
public sealed record RunFigures(
    string Site, string Region, string? Scenario, DateTime StartUtc, TimeSpan Asked, TimeSpan Done, TimeSpan Step, ulong Seed, bool IsSteady,
    double Accelerators, int Rows)
{
    /// <summary>Name of the policy that decided.</summary>
    public required string Policy { get; init; }
    public bool IsPartial => Done < Asked;
}

/// <summary>What the envelope changed of the orders of a policy, so that ceiling, ramps, feeds and coolant hold.</summary>
/// <param name="Steps">In which somebody decided.</param>
/// <param name="Changed">Of these, in which any order left otherwise than the policy said.</param>
public sealed record EnvelopeFigures(long Steps, long Changed, IReadOnlyList<EnvelopeFigure> Orders);

/// <summary>One kind of order, changed for one cause.</summary>
/// <param name="Orders">Whom it is for, in words.</param>
/// <param name="Cause">What changed it, in words.</param>
/// <param name="Steps">In how many steps.</param>
public sealed record EnvelopeFigure(string Orders, string Cause, long Steps);

/// <summary>One question of whether the site holds.</summary>
/// <param name="Kept">Null where the run cannot tell.</param>
/// <param name="Sentence">The answer in words, with numbers and units.</param>
public sealed record CheckFigure(string What, bool? Kept, string Sentence);

/// <summary>The firm ceiling on import: of the connection and of all firm limits.</summary>
/// <param name="PeakImport">Highest mean of a step.</param>
/// <param name="LeastHeadroom">Smallest ceiling − import; negative where the ceiling was passed.</param>
/// <param name="LeastHeadroomAt">When.</param>
/// <param name="WorstExcursion">Most by which it was passed; zero where it was kept.</param>
/// <param name="LongestAbove">Longest stretch above it.</param>
/// <param name="TotalAbove">All stretches together.</param>
/// <param name="EnergyAbove">Drawn above it.</param>
/// <param name="Unserved">Draw that no source could serve, so that load was dropped.</param>
public sealed record CeilingFigures(
    Power PeakImport, Power LeastHeadroom, TimeSpan LeastHeadroomAt, Power WorstExcursion, TimeSpan LongestAbove, TimeSpan TotalAbove,
    Energy EnergyAbove, Energy Unserved)
{
    /// <summary>Highest mean import of an hour above that hour's mean ceiling; negative where every hour has room, null where no hour was seen whole.</summary>
    public Power? WorstHour { get; init; }
}

/// <summary>One limit and how it was kept, on the site's meter, step by step.</summary>
/// <param name="From">Start of its ramp.</param>
/// <param name="To">End of its recovery, or of the run.</param>
/// <param name="WorstExcess">Most above its course.</param>
/// <param name="LongestAbove">Longest stretch above it.</param>
/// <param name="Clauses">Those of a contract with ramps and recovery; empty for others.</param>
public sealed record LimitFigure(
    string Name, string Authority, bool IsFirm, string? Feed, TimeSpan From, TimeSpan To, Power Baseline, Power Level, bool Kept, Power WorstExcess,
    TimeSpan LongestAbove, IReadOnlyList<CheckFigure> Clauses)
{
    /// <summary>Whether it could be met from the notice given, as judged when it was received; null where nobody judged.</summary>
    public NoticeFigure? Notice { get; init; }
}

/// <summary>What the controller answered when it received a limit.</summary>
/// <param name="Deadline">From then until its level holds.</param>
/// <param name="Shed">What was drawn then beyond the level.</param>
/// <param name="Why">Why it cannot be met in time; empty where it can.</param>
/// <param name="Steps">Which actuators meet it; empty where none have to, or it cannot be met.</param>
public sealed record NoticeFigure(TimeSpan Deadline, Power Shed, bool IsInTime, string Why, IReadOnlyList<NoticeStepFigure> Steps);

/// <summary>One actuator's part. Times count from when the limit was received.</summary>
/// <param name="Bridges">It gives until slower ones have landed.</param>
public sealed record NoticeStepFigure(string Actuator, Power Power, bool Bridges, TimeSpan OrderedBy, TimeSpan HoldsFrom);

/// <summary>What became of a service's work.</summary>
/// <param name="Waiting">Not served yet at the end, in flight included.</param>
/// <param name="Shed">Turned away at the door.</param>
/// <param name="Expired">Given up after its window or patience.</param>
/// <param name="FirstToken">Waits for the first token, by requests.</param>
/// <param name="TimePerToken">Times per token, by tokens.</param>
/// <param name="PromisedFraction">Most that the tier lets go.</param>
public sealed record ServedFigure(
    string Name, int Tier, double RequestsArrived, double RequestsServed, TokenCount Asked, TokenCount Served, TokenCount Shed, TokenCount Expired,
    TokenCount Waiting, PercentileFigure FirstToken, PercentileFigure TimePerToken, double LostFraction, double PromisedFraction, Energy It)
{
    public bool KeepsPromise => LostFraction <= PromisedFraction + 1e-9;
}

/// <summary>Percentiles of a latency, and how many met the target.</summary>
public sealed record PercentileFigure(TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Target, double AttainedFraction);

/// <summary>What a training run did.</summary>
/// <param name="Planned">Useful arithmetic that the plan expects of this window.</param>
/// <param name="Paused">Time in which it stood by order.</param>
/// <param name="LostWork">Work undone by failures, in time at full speed.</param>
public sealed record TrainedFigure(
    string Name, Quantities.Compute Planned, Quantities.Compute Done, int Failures, int Checkpoints, TimeSpan LostWork, TimeSpan Paused, Energy It)
{
    /// <summary>Time after failures, in start-ups, in checkpoints, and lost while racks that smooth climb again.</summary>
    public TimeSpan Down { get; init; }

    /// <summary>Share of the time with racks and without a pause that became progress; 1 where there was none.</summary>
    public double GoodputFraction { get; init; } = 1;

    /// <summary>That share as the plan counts on it.</summary>
    public double PlannedGoodputFraction { get; init; } = 1;

    /// <summary>It may slow down and pause.</summary>
    public bool MayPause { get; init; }

    /// <summary>A scenario stops it.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>How fast import changed.</summary>
/// <param name="WorstRise">Greatest rise within any rolling minute.</param>
/// <param name="Limit">Allowed per minute; null without a limit.</param>
public sealed record RampFigures(Power WorstRise, Power WorstFall, Power? Limit, bool Kept);

/// <summary>A battery over the run.</summary>
public sealed record BatteryRunFigure(string Name, double FullCycles, Energy Charged, Energy Discharged, Energy Lost, Energy LeastStored, Energy MostStored);

/// <summary>A plant over the run.</summary>
public sealed record GeneratorRunFigure(string Name, Energy Fed, int Starts, int FailedStarts, TimeSpan Running, Power Most);

/// <summary>Heat over the run.</summary>
/// <param name="WarmestCoolant">Coolant that left a rack; absolute zero where air cools all of them.</param>
/// <param name="ThrottledRackHours">Sum over racks of the time in which heat held their power down.</param>
/// <param name="ImbalanceFraction">Largest miss of the heat balance of a step, of the heat in it.</param>
public sealed record HeatRunFigures(
    Temperature WarmestCoolant, Temperature WarmestChip, Temperature WarmestLoop, double ThrottledRackHours, double ImbalanceFraction, double PowerImbalanceFraction)
{
    /// <summary>Whether there was coolant to be warm: a site without racks has none, and its temperatures stand at absolute zero or at nothing.</summary>
    public bool HasRacks => WarmestLoop.Kelvin > 0;

    /// <summary>Whether liquid cools any rack.</summary>
    public bool HasCoolant => WarmestCoolant.Kelvin > 0;
}

/// <summary>A protection: how near it came.</summary>
/// <param name="WorstHeatFraction">1 trips.</param>
public sealed record BreakerFigure(string Node, Power Rating, Power Peak, double WorstHeatFraction, bool Tripped);

/// <summary>A grid rule and its verdict.</summary>
/// <param name="Verdict">pass, fail, not applicable, cannot be judged.</param>
/// <param name="Label">Status as every print must show it: proposal, handbook …</param>
public sealed record RuleFigure(
    string Pack, string Authority, string Id, string Title, string Label, string Grade, string Source, string CheckedOn, string Verdict, string Why);

/// <summary>Planned and simulated energy of one source or use.</summary>
public sealed record AgreementFigure(string Name, Energy Planned, Energy Simulated)
{
    /// <summary>Null where nothing was planned.</summary>
    public double? DifferenceFraction => Planned == Energy.Zero ? null : Simulated / Planned - 1;
}

/// <summary>Something that happened.</summary>
public sealed record HappeningFigure(TimeSpan At, string What);

/// <summary>Columns of least, mean and most over buckets of equal length.</summary>
public sealed record BucketTable(TimeSpan Bucket, IReadOnlyList<BucketColumn> Columns);

/// <summary>One column of a chart.</summary>
/// <param name="Group">power, source, work, latency, heat or price: what is drawn together.</param>
public sealed record BucketColumn(string Name, string Unit, string Group, double[] Least, double[] Mean, double[] Most);
