using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>The events of a scenario as they came, and those that came to nothing: past the end of the run, or with nothing to act on.</summary>
internal static class RunChronicle
{
    /// <summary>What began and ended before the run was over.</summary>
    public static IEnumerable<(TimeSpan At, string What)> Of(EventTimeline timeline, TimeSpan done) =>
        timeline.Limits.SelectMany(Limit).Concat(Others(timeline.Scenario)).Where(one => one.At >= TimeSpan.Zero && one.At < done);

    private static IEnumerable<(TimeSpan At, string What)> Limit(LimitCourse course)
    {
        string name = $"\"{course.Limit.Name}\"", feed = course.Limit.Feed is { } one ? $" on {one}" : "";
        yield return (course.RampStart, course.LevelFrom > course.RampStart ? $"{name}{feed} begins: from {course.Baseline} to {course.Level}" : $"{name}{feed} begins: {course.Level}");
        yield return (course.LevelTo, $"{name}{feed} begins to end");
        if (course.RecoveredAt > course.LevelTo) yield return (course.RecoveredAt, $"{name}{feed} has given all back");
    }

    private static IEnumerable<(TimeSpan At, string What)> Others(Scenario scenario) =>
    [
        .. scenario.Prices.SelectMany(one => Window(one.From, one.To, "another price of the grid")),
        .. scenario.HeatWaves.SelectMany(one => Window(one.From, one.To, $"a heat wave of {one.DryBulb}")),
        .. scenario.Dips.Select(one => (one.At, Invariant($"voltage dips to {one.RetainedFraction:0.##} pu for {one.Duration.TotalMilliseconds:0.#} ms"))),
        .. scenario.Frequencies.Select(one => (one.At, Invariant($"frequency goes to {one.Hertz:0.###} Hz for {one.Duration.TotalSeconds:0.###} s"))),
        .. scenario.GridLosses.SelectMany(one => Window(one.From, one.Duration is { } length ? one.From + length : TimeSpan.MaxValue, one.Feed is { } feed ? $"no grid on {feed}" : "no grid")),
        .. scenario.Failures.Where(one => one.End < TimeSpan.MaxValue).Select(one => (one.End, $"over: {RunBook.Words(one)}")),
        .. scenario.Restarts.SelectMany(one => new (TimeSpan, string)[] { (one.From, "training stops"), (one.At, "training starts again") }),
    ];

    private static IEnumerable<(TimeSpan At, string What)> Window(TimeSpan from, TimeSpan to, string what) => [(from, what), (to, $"over: {what}")];

    /// <summary>What of the scenario the run cannot tell about; null where it met all of it.</summary>
    public static CheckFigure? Check(SimulationOrder order, SimulationReport report)
    {
        if (order.Scenario is not { } scenario) return null;
        TimeSpan[] starts =
        [
            .. scenario.Limits.Select(one => one.From),
            .. scenario.Prices.Select(one => one.From),
            .. scenario.HeatWaves.Select(one => one.From),
            .. scenario.Dips.Select(one => one.At),
            .. scenario.Frequencies.Select(one => one.At),
            .. scenario.GridLosses.Select(one => one.From),
            .. scenario.Failures.Select(one => one.From),
            .. scenario.Restarts.Select(one => one.From),
        ];
        int after = starts.Count(start => start >= report.Run.Done);
        if (after > 0)
            return new("scenario", null, starts.Length == 1 ? "its event would begin after the end of the run: simulate a longer time"
                : Invariant($"{after} of its {starts.Length} events would begin after the end of the run: simulate a longer time"));
        return scenario.Restarts.Count > 0 && report.Training.All(one => one.Planned.Operations <= 0)
            ? new("scenario", null, "no run trains in this time, so that its restart finds nothing to stop: simulate another day") : null;
    }

    /// <summary>A trace that asks for something else than the plan expects explains much of what follows.</summary>
    public static IEnumerable<Finding> Traces(SimulationOrder order, SimulationReport report)
    {
        foreach (Workloads.Service service in order.Site.Services.Where(one => one.Traffic.Trace is not null))
        {
            TokenCount asked = report.Services.Single(one => one.Name == service.Name).Asked;
            double expected = 0;
            for (int t = order.FirstHour; t <= order.LastHour; t++)
                expected += service.Demand[t].TokensPerSecond * Math.Clamp((report.Run.Done - TimeSpan.FromHours(t - order.FirstHour)).TotalSeconds, 0, 3600);
            double times = asked.Tokens / expected;
            if (expected > 0 && times is < MuchLess or > MuchMore)
                yield return new(Severity.Note, $"services.{service.Name}.traffic.trace", Invariant($"asks for {times:0.##} times the tokens that the plan expects in this time"), "a trace near the demand",
                    "Scale it with `times`, begin at another hour, or plan with the demand that it has.");
        }
    }

    private const double MuchLess = 0.8, MuchMore = 1.25;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
