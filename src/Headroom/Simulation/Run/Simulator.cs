using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>How a simulation ended.</summary>
public abstract record SimulationAnswer
{
    private SimulationAnswer() { }

    /// <summary>It ran; stopped early where <see cref="RunFigures.IsPartial"/> says so.</summary>
    public sealed record Ran(SimulationReport Report) : SimulationAnswer;

    /// <summary>The order cannot be simulated.</summary>
    public sealed record Refused(IReadOnlyList<Finding> Findings) : SimulationAnswer;
}

/// <summary>Runs a site through a stretch of its year.</summary>
public static class Simulator
{
    /// <summary>A policy keeps this share of the ceiling free for noise. Without chance it lets pass what no meter tells, as plans fill the ceiling.</summary>
    public const double MarginFraction = 0.006;
    private const double SteadyMarginFraction = -LimitWatch.MeterFraction / 4;

    /// <summary>The envelope keeps two thirds of that free.</summary>
    public const double HoldMarginFraction = MarginFraction * 2 / 3;

    /// <summary>Under the policy that runs unless somebody says otherwise.</summary>
    public static SimulationAnswer Run(SimulationOrder order, IRunRecorder? recorder, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Run(order, Policies.Find(Policies.Default(order.IsSteady))!, recorder, progress, stop);
    }

    /// <summary>Under a policy of <see cref="Policies.Known"/>.</summary>
    public static SimulationAnswer Run(SimulationOrder order, PolicyKind policy, IRunRecorder? recorder, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(policy);
        return Run(order, policy.Make(order.IsSteady ? SteadyMarginFraction : MarginFraction), policy.Name, recorder, progress, stop);
    }

    /// <summary>Under a policy of the caller's.</summary>
    public static SimulationAnswer Run(SimulationOrder order, IPolicy policy, IRunRecorder? recorder, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(policy);
        return Run(order, policy, policy.Name, recorder, progress, stop);
    }

    private static SimulationAnswer Run(
        SimulationOrder order, IPolicy policy, string name, IRunRecorder? recorder, IProgress<string>? progress, CancellationToken stop)
    {
        IReadOnlyList<Finding> findings = order.Check();
        if (findings.Any(one => one.Severity == Severity.Wrong)) return new SimulationAnswer.Refused(findings);
        TimelineReading timeline = TimelineOf(order);
        findings = [.. findings, .. timeline.Findings];
        if (timeline.Timeline is not { } events) return new SimulationAnswer.Refused(findings);

        progress?.Report("setting up the site");
        (SiteRun run, RunBook book) = Open(order, policy, events);
        var record = new RunRecord(order, run.Site, recorder);
        long steps = order.Length.Ticks / order.Step.Ticks, tell = Math.Max(1, TimeSpan.TicksPerMinute / order.Step.Ticks);
        for (long k = 0; k < steps; k++)
        {
            if (k % tell == 0)
            {
                if (stop.IsCancellationRequested) break;
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{Clock(run.Done)} of {Clock(order.Length)} simulated, {100 * k / steps} %"));
            }
            TimeSpan from = run.Done;
            run.Advance();
            record.Add(from, run);
        }
        record.Close();
        return new SimulationAnswer.Ran(new RunReport(order, run, book, record) { Policy = name }.Of(findings));
    }

    /// <summary>The order's scenario on its site.</summary>
    internal static TimelineReading TimelineOf(SimulationOrder order) =>
        EventTimeline.Compile(order.Scenario ?? new Scenario { Name = "none" }, Context(order), order.Seed);

    /// <summary>A run before its first step.</summary>
    internal static (SiteRun Run, RunBook Book) Open(SimulationOrder order, IPolicy policy, EventTimeline events)
    {
        SiteState site = new SiteBuilder(order).Build();
        var book = new RunBook(order.Step, order.Length, events.Limits);
        book.Size(site);
        var run = new SiteRun(order, site, events, policy, order.IsSteady ? SteadyMarginFraction : HoldMarginFraction, book);
        run.Begin();
        return (run, book);
    }

    private static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00} h");

    /// <summary>The site as a scenario sees it. A share without a baseline is a share of the mean import that is planned for its window.</summary>
    internal static ScenarioContext Context(SimulationOrder order)
    {
        PlannedYear plan = order.Plan;
        Site site = order.Site;
        double[] import = plan.GridInjectionMegawatts ?? plan.DrawMegawatts;
        int first = order.FirstHour, last = order.LastHour;
        LimitEvent? share = order.Scenario?.Limits.FirstOrDefault(limit => limit.Baseline is null && limit.BaselineShare is not null && limit.Feed is null);
        if (share is not null)
        {
            first = Math.Min(order.LastHour, order.FirstHour + (int)share.From.TotalHours);
            TimeSpan length = share.Hold ?? (share.To - share.From) ?? TimeSpan.FromHours(1);
            last = Math.Min(order.LastHour, first + Math.Max(0, (int)Math.Ceiling(length.TotalHours) - 1));
        }
        // a site that sells in the mean draws nothing that a share could be a share of
        double baseline = Math.Max(0, import[first..(last + 1)].Average());
        double usual = plan.DrawMegawatts[order.FirstHour..(order.LastHour + 1)].Average();
        Power connection = site.Grid is null ? Power.FromSi(double.PositiveInfinity) : plan.GridFirm + plan.GridFlexible;
        return new(order.Length, connection, baseline.Megawatts)
        {
            Feeds = site.Tree.Nodes.ToDictionary(node => node.Name, node => new FeedContext(node.Rating, Power.Min(node.Rating, usual.Megawatts))),
            Components = new Dictionary<FailureKind, IReadOnlyList<string>>
            {
                [FailureKind.Generator] = [.. site.Generators.Select(plant => plant.Name)],
                [FailureKind.Battery] = [.. site.Batteries.Select(battery => battery.Name)],
                [FailureKind.Chiller] = [.. plan.HallParts.Select(part => part.Name)],
                [FailureKind.Pump] = [.. plan.HallParts.Select(part => part.Name)],
                [FailureKind.RackLeak] = [.. plan.HallParts.Select(part => part.Name)],
            },
            Runs = [.. site.Training.Select(run => run.Name)],
            Flexible = site.Grid?.Flexible is null ? null : plan.GridFlexible,
            RampLimit = site.Grid?.RampLimit,
        };
    }
}
