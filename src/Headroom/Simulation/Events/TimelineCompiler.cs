using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>A timeline, or everything that keeps the scenario from fitting the site.</summary>
/// <param name="Timeline">Null where a finding is <see cref="Severity.Wrong"/>.</param>
public sealed record TimelineReading(EventTimeline? Timeline, IReadOnlyList<Finding> Findings);

/// <summary>Turns a scenario into limits with moments and checks names, ramps and notice against the site.</summary>
internal static class TimelineCompiler
{
    internal const string GridLossName = "loss of the grid";

    public static TimelineReading Compile(Scenario scenario, ScenarioContext context, ulong? seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(context);
        var findings = new List<Finding>();
        var courses = new List<LimitCourse>();
        FindFeeds(scenario, context, findings);
        FindComponents(scenario, context, findings);
        FindLate(scenario, context, findings);
        for (int k = 0; k < scenario.Limits.Count; k++)
        {
            LimitEvent limit = scenario.Limits[k];
            if (Course(limit, context) is not { } course) continue;
            Check(course, context, $"limits[{k}]", findings);
            courses.Add(course);
        }
        for (int k = 0; k < scenario.Curtailments.Count; k++)
        {
            CurtailmentStatistics one = scenario.Curtailments[k];
            if ((one.Capacity ?? context.Flexible) is not { } flexible)
            {
                findings.Add(Wrong($"curtailments[{k}]", "the site has no flexible grid capacity", "a capacity that can be taken away",
                    "Add `capacity: 80 MW` here, or `flexible` to the site's grid."));
                continue;
            }
            Power connection = RatingOf(one.Feed, context);
            ulong own = unchecked((seed ?? scenario.Seed) + 0x9E3779B97F4A7C15 * (ulong)k);     // one stream for each block
            courses.AddRange(one.Limits(context.Horizon, own, connection, flexible)
                .Select(limit => Course(limit, context)).OfType<LimitCourse>());
        }
        IEnumerable<GridLoss> deadFeeds = scenario.Failures.Where(one => one.Kind == FailureKind.Feed)
            .Select(one => new GridLoss(one.From, one.Duration, one.Component));
        courses.AddRange(scenario.GridLosses.Concat(deadFeeds.Where(one => one.Feed is not null)).Select(loss => Course(loss, context)).OfType<LimitCourse>());
        if (findings.Any(one => one.Severity == Severity.Wrong)) return new(null, findings);
        return new(new(scenario, context, [.. courses.OrderBy(course => course.RampStart)]), findings);
    }

    private static LimitCourse? Course(LimitEvent limit, ScenarioContext context)
    {
        if (limit.Feed is { } name && !context.Feeds.ContainsKey(name)) return null;
        Power baseline = limit.Feed is { } feed ? context.Feeds[feed].Baseline : context.Baseline;
        return LimitCourse.Of(limit, baseline, context.RampLimit, context.Horizon);
    }

    /// <summary>A lost grid is a firm limit of zero that nobody announces.</summary>
    private static LimitCourse? Course(GridLoss loss, ScenarioContext context) => Course(new LimitEvent
    {
        Name = GridLossName,
        Feed = loss.Feed,
        From = loss.From,
        To = loss.Duration is { } length ? loss.From + length : null,
        Level = default(Power),
        Baseline = default(Power),
        Authority = LimitAuthority.Utility,
        Priority = 0,
    }, context);

    private static Power RatingOf(string? feed, ScenarioContext context) =>
        feed is not null && context.Feeds.TryGetValue(feed, out FeedContext? one) ? one.Rating : context.Connection;

    private static void Check(LimitCourse course, ScenarioContext context, string path, List<Finding> findings)
    {
        LimitEvent limit = course.Limit;
        if (course.LevelTo < course.LevelFrom)
            findings.Add(Wrong(path, $"\"{limit.Name}\" ends {Said(course.LevelTo - course.RampStart)} after its ramp starts, "
                + $"and the ramp takes {Said(course.LevelFrom - course.RampStart)}", "an end after the ramp",
                "Move `to`, or state `hold` instead: it counts from the end of the ramp."));
        if (course.RampStart < course.Announced)
            findings.Add(new(Severity.Note, path, $"\"{limit.Name}\" is announced {Said(course.Announced - course.RampStart)} after its ramp must start",
                "notice for the whole ramp", "Lengthen `notice`, or let the ramp start at the notified time with `ramp: {at: starts}`."));
        if (course.Level >= course.Baseline)
            findings.Add(new(Severity.Note, path, $"\"{limit.Name}\" allows {course.Level}, the baseline is {course.Baseline}",
                "a level below the baseline", "Nothing is cut: check level and baseline."));
        if (limit.From >= context.Horizon)
            findings.Add(new(Severity.Note, path, $"\"{limit.Name}\" starts {Said(limit.From)} into a run of {Said(context.Horizon)}",
                "a start within the run", "Simulate longer, or start it earlier."));
    }

    /// <summary>Names of components and runs that the site does not have.</summary>
    private static void FindComponents(Scenario scenario, ScenarioContext context, List<Finding> findings)
    {
        for (int k = 0; k < scenario.Failures.Count; k++)
        {
            Failure one = scenario.Failures[k];
            if (one.Component is not { } name || !context.Components.TryGetValue(one.Kind, out IReadOnlyList<string>? known) || known.Contains(name)) continue;
            findings.Add(Wrong($"failures[{k}].name", $"the site has no \"{name}\"", "a component of the site",
                known.Count == 0 ? "Leave `name` out." : $"Known here: {string.Join(", ", known)}."));
        }
        for (int k = 0; k < scenario.Restarts.Count; k++)
            foreach (string name in scenario.Restarts[k].Runs)
                if (context.Runs is { } runs && !runs.Contains(name))
                    findings.Add(Wrong($"restarts[{k}].runs", $"the site has no training run \"{name}\"", "a run of the site",
                        runs.Count == 0 ? "The site trains nothing." : $"Known here: {string.Join(", ", runs)}."));
    }

    /// <summary>What would happen after the end of the run does not happen.</summary>
    private static void FindLate(Scenario scenario, ScenarioContext context, List<Finding> findings)
    {
        IEnumerable<(string Path, TimeSpan From)> all =
        [
            .. scenario.Failures.Select((one, k) => ($"failures[{k}]", one.From)),
            .. scenario.HeatWaves.Select((one, k) => ($"heatWaves[{k}]", one.From)),
            .. scenario.Prices.Select((one, k) => ($"prices[{k}]", one.From)),
            .. scenario.Dips.Select((one, k) => ($"dips[{k}]", one.At)),
            .. scenario.Frequencies.Select((one, k) => ($"frequencies[{k}]", one.At)),
            .. scenario.GridLosses.Select((one, k) => ($"gridLosses[{k}]", one.From)),
            .. scenario.Restarts.Select((one, k) => ($"restarts[{k}]", one.From)),
        ];
        foreach ((string path, TimeSpan from) in all)
            if (from >= context.Horizon)
                findings.Add(new(Severity.Note, path, $"it starts {Said(from)} into a run of {Said(context.Horizon)}, and does not happen", "a start within the run",
                    "Simulate longer with --for, or let it start earlier."));
    }

    private static void FindFeeds(Scenario scenario, ScenarioContext context, List<Finding> findings)
    {
        IEnumerable<(string Path, string? Feed)> named =
        [
            .. scenario.Limits.Select((one, k) => ($"limits[{k}].feed", one.Feed)),
            .. scenario.Curtailments.Select((one, k) => ($"curtailments[{k}].feed", one.Feed)),
            .. scenario.GridLosses.Select((one, k) => ($"gridLosses[{k}].feed", one.Feed)),
            .. scenario.Failures.Select((one, k) => ($"failures[{k}].name", one.Kind == FailureKind.Feed ? one.Component : null)),
        ];
        string known = context.Feeds.Count == 0 ? "The site has one meter: leave `feed` out."
            : $"Known here: {string.Join(", ", context.Feeds.Keys.Order(StringComparer.Ordinal))}.";
        foreach ((string path, string? feed) in named)
            if (feed is not null && !context.Feeds.ContainsKey(feed))
                findings.Add(Wrong(path, $"the site has no feed \"{feed}\"", "a feed of the site", known));
    }

    private static Finding Wrong(string path, string read, string expected, string remedy) =>
        new(Severity.Wrong, path, read, expected, remedy);

    private static string Said(TimeSpan time) =>
        time.TotalHours >= 1 ? FormattableString.Invariant($"{time.TotalHours:0.###} h") : FormattableString.Invariant($"{time.TotalMinutes:0.###} min");
}
