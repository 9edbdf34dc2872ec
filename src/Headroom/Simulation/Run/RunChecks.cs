using System.Globalization;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Simulation;

/// <summary>Does it hold? One sentence for each thing that can give.</summary>
internal static class RunChecks
{
    /// <summary>Users are served in time where so many of them are.</summary>
    private const double AttainedLeast = 0.95;

    public static IReadOnlyList<CheckFigure> Of(SimulationReport report, RunBook book, CheckFigure? scenario) =>
    [
        Ceiling(report, book),
        .. Limits(report),
        .. Contracts(report),
        Breakers(report),
        Load(report),
        Ramp(report),
        .. Tiers(report),
        .. Latency(report),
        .. Training(report),
        Heat(report),
        .. Rules(report),
        .. scenario is { } one ? [one] : Array.Empty<CheckFigure>(),
    ];

    private static CheckFigure Ceiling(SimulationReport report, RunBook book)
    {
        CeilingFigures one = report.Ceiling;
        if (double.IsInfinity(book.Ceiling.Peak.Watts)) return new("ceiling", true, "nothing is imported");
        if (one.TotalAbove == TimeSpan.Zero)
            return new("ceiling", true, one.LeastHeadroom >= Power.Zero
                ? $"import stays under the ceiling; least headroom {one.LeastHeadroom} at {Time(one.LeastHeadroomAt)}"
                : $"import stays under the ceiling, but for {-one.LeastHeadroom}, less than a meter of class 0.1 tells");
        if (report.Run.IsSteady && one.WorstHour is { } hour && hour <= LimitWatch.MeterFraction * one.PeakImport)
            return new("ceiling", true, $"no hour's mean import passes its ceiling; on the way from hour to hour it does, by up to {one.WorstExcursion} for {Length(one.LongestAbove)} at a time");
        return new("ceiling", false, string.Create(CultureInfo.InvariantCulture,
            $"import passes the ceiling by up to {one.WorstExcursion}, for {Length(one.LongestAbove)} at a time and {Length(one.TotalAbove)} in all; "
            + $"the connection's breaker comes to {100 * book.WorstGridBreaker:0.#} % of tripping"));
    }

    private static IEnumerable<CheckFigure> Limits(SimulationReport report)
    {
        LimitFigure[] firm = [.. report.Limits.Where(limit => limit.IsFirm)];
        if (firm.Length == 0) yield break;
        LimitFigure[] broken = [.. firm.Where(limit => !limit.Kept)];
        if (broken.Length == 0)
        {
            yield return new("limits", true, firm.Length == 1 ? $"\"{firm[0].Name}\" is kept" : $"all {firm.Length} firm limits are kept");
            yield break;
        }
        LimitFigure worst = broken.MaxBy(limit => limit.WorstExcess.Watts)!;
        yield return new("limits", false, $"{broken.Length} of {firm.Length} firm limits broken; \"{worst.Name}\" by {worst.WorstExcess} for up to {Length(worst.LongestAbove)}");
    }

    private static IEnumerable<CheckFigure> Contracts(SimulationReport report)
    {
        foreach (LimitFigure limit in report.Limits.Where(limit => limit.Clauses.Count > 0))
        {
            CheckFigure[] missed = [.. limit.Clauses.Where(clause => clause.Kept == false)];
            yield return missed.Length == 0
                ? new("contract", limit.Clauses.All(clause => clause.Kept == true) ? true : null, $"\"{limit.Name}\": no clause of its contract is missed")
                : new("contract", false, $"\"{limit.Name}\" misses {missed.Length} of {limit.Clauses.Count} clauses of its contract; {missed[0].What}: {missed[0].Sentence}");
        }
    }

    /// <summary>Training is on its way where it does so much of what the plan expects of the run.</summary>
    private const double TrainedLeast = 0.95;

    private static IEnumerable<CheckFigure> Training(SimulationReport report)
    {
        TrainedFigure[] planned = [.. report.Training.Where(one => one.Planned.Operations > 0)];
        if (planned.Length == 0) yield break;
        TrainedFigure[] behind = [.. planned.Where(one => one.Done.Operations < TrainedLeast * one.Planned.Operations)];
        if (behind.Length == 0) yield return new("training", true, "every run does what the plan expects of it");
        foreach (TrainedFigure one in behind) yield return Behind(one, report.Limits.Any(limit => limit.IsFirm));
    }

    /// <summary>What failures took from a run is no fault of the site, and what it gave way for is its part: the plan is not refuted, nor is it kept.</summary>
    private static CheckFigure Behind(TrainedFigure one, bool underLimits)
    {
        string done = string.Create(CultureInfo.InvariantCulture, $"{one.Name} does {100 * one.Done.Operations / one.Planned.Operations:0} % of the planned arithmetic");
        // what it would have done at the plan's goodput
        double undisturbed = one.GoodputFraction > 0 ? one.Done.Operations / one.GoodputFraction * one.PlannedGoodputFraction : 0;
        string goodput = string.Create(CultureInfo.InvariantCulture,
            $"{one.Failures} failure{(one.Failures == 1 ? "" : "s")}, checkpoints and evaluations leave a goodput of {100 * one.GoodputFraction:0} %, and the plan counts on {100 * one.PlannedGoodputFraction:0} %");
        if (undisturbed >= TrainedLeast * one.Planned.Operations) return new("training", null, $"{done}: {goodput}");
        if (one.IsStopped || (one.MayPause && underLimits)) return new("training", null, $"{done}: {(one.IsStopped ? "the scenario stops it" : "it gives way to the limit, as it may")}; {goodput}");
        return new("training", false, $"{done}, paused for {Length(one.Paused)}; {goodput}");
    }

    private static CheckFigure Breakers(SimulationReport report)
    {
        BreakerFigure[] tripped = [.. report.Breakers.Where(one => one.Tripped)];
        if (tripped.Length > 0) return new("breakers", false, $"tripped: {string.Join(", ", tripped.Select(one => one.Node))}");
        double worst = report.Breakers.Select(one => one.WorstHeatFraction).DefaultIfEmpty(0).Max();
        return new("breakers", true, worst > 0 ? string.Create(CultureInfo.InvariantCulture, $"none trips; the nearest comes to {100 * worst:0.#} % of its curve") : "none is ever above its rating");
    }

    /// <summary>The last bits of a bus that balances, as a share of the draw.</summary>
    private const double UnservedGrain = 1e-9;

    private static CheckFigure Load(SimulationReport report) => report.Ceiling.Unserved <= UnservedGrain * report.Energy.Draw
        ? new("load", true, "every watt that is drawn is fed")
        : new("load", false, $"{report.Ceiling.Unserved} that no source could feed, and racks switched off for it");

    private static CheckFigure Ramp(SimulationReport report)
    {
        RampFigures one = report.Ramps;
        string seen = $"import rises by {one.WorstRise} and falls by {one.WorstFall} within a minute";
        return one.Limit is not { } most ? new("ramp", null, $"{seen}; no limit stated") : new("ramp", one.Kept, $"{seen}; {most} allowed");
    }

    private static IEnumerable<CheckFigure> Tiers(SimulationReport report)
    {
        foreach (ServedFigure one in report.Services.Where(one => !one.KeepsPromise))
            yield return new("tiers", false, string.Create(CultureInfo.InvariantCulture,
                $"{one.Name} loses {Share(one.LostFraction)} of its tokens; tier {one.Tier} promises at most {100 * one.PromisedFraction:0} %"));
        if (report.Services.Count > 0 && report.Services.All(one => one.KeepsPromise))
            yield return new("tiers", true, "no service loses more than its tier lets go");
    }

    private static IEnumerable<CheckFigure> Latency(SimulationReport report)
    {
        if (report.Services.Count == 0) yield break;
        if (report.Run.IsSteady)
        {
            yield return new("latency", null, "a run of hourly means has no crowds: simulate without --steady");
            yield break;
        }
        ServedFigure[] late = [.. report.Services.Where(one => Attained(one) < AttainedLeast)];
        if (late.Length == 0) yield return new("latency", true, string.Create(CultureInfo.InvariantCulture,
            $"at least {Math.Floor(1e4 * report.Services.Min(Attained)) / 100:0.##} % of every service's requests and tokens come in time"));
        foreach (ServedFigure one in late)
            yield return new("latency", false, string.Create(CultureInfo.InvariantCulture,
                $"{one.Name}: {100 * one.FirstToken.AttainedFraction:0.#} % of first tokens and {100 * one.TimePerToken.AttainedFraction:0.#} % of tokens come in time"));
    }

    private static double Attained(ServedFigure one) => Math.Min(one.FirstToken.AttainedFraction, one.TimePerToken.AttainedFraction);

    private static CheckFigure Heat(SimulationReport report)
    {
        HeatRunFigures one = report.Heat;
        string warm = one.HasCoolant ? string.Create(CultureInfo.InvariantCulture, $"; coolant leaves racks at {one.WarmestCoolant.Celsius:0.#} °C at most") : "";
        return one.ThrottledRackHours == 0 ? new("heat", true, $"no rack is throttled{warm}")
            : new("heat", false, string.Create(CultureInfo.InvariantCulture, $"{one.ThrottledRackHours:0.#} rack-hours throttled by heat{warm}"));
    }

    private static IEnumerable<CheckFigure> Rules(SimulationReport report)
    {
        if (report.Rules.Count == 0) yield break;
        RuleFigure[] failed = [.. report.Rules.Where(rule => rule.Verdict == "fail")];
        RuleFigure[] binding = [.. failed.Where(rule => rule.Label is not ("proposal" or "study value" or "expired"))];
        int passed = report.Rules.Count(rule => rule.Verdict == "pass"), open = report.Rules.Count(rule => rule.Verdict == "cannot be judged");
        string count = $"{passed} pass, {failed.Length} fail, {open} cannot be judged";
        yield return new("rules", binding.Length == 0 ? passed > 0 ? true : null : false,
            failed.Length == 0 ? count : $"{count}; {string.Join(", ", failed.Select(rule => $"{rule.Authority} {rule.Id} ({rule.Label})"))}");
    }

    /// <summary>A promise that is broken by less than two digits show is broken all the same, and does not print as nothing.</summary>
    private static string Share(double fraction) => fraction is > 0 and < 5e-5 ? "less than 0.01 %" : string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:0.##} %");

    private static string Time(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalHours:00}:{at.Minutes:00}:{at.Seconds:00}");

    private static string Length(TimeSpan time) => time.TotalMinutes < 2 ? RunReport.Number(time.TotalSeconds) + " s"
        : time.TotalHours < 2 ? RunReport.Number(Math.Round(time.TotalMinutes, 1)) + " min" : RunReport.Number(Math.Round(time.TotalHours, 2)) + " h";
}
