using Headroom.Reports;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>What was served and trained: tokens, what was lost, and how long people waited.</summary>
static class ServedBlock
{
    const int mostServices = 5, mostRuns = 2;

    public static IEnumerable<string> Lines(SimulationReport report, int width, Ink ink)
    {
        IReadOnlyList<ServedFigure> services = report.Services;
        if (services.Count > 0)
        {
            bool narrow = width < 96; // medians go first, promises and tails stay
            string[] heads = ["tier", "served", "lost", "TTFT p50", "p99", "in time", "TPOT p50", "p99", "in time"];
            int shown = services.Count <= mostServices ? services.Count : mostServices - 1;
            string[][] rows = [.. services.OrderBy(service => service.KeepsPromise).Take(shown).Select(Row)];
            if (narrow)
            {
                heads = ["tier", "served", "lost", "TTFT p99", "in time", "TPOT p99", "in time"];
                rows = [.. rows.Select(row => new[] { row[0], row[1], row[2], row[3], row[5], row[6], row[8], row[9] })];
            }
            foreach (string line in new TextTable("Services", heads, rows).Lines(width, ink)) yield return line;
            if (shown < services.Count) yield return ink.Faint($"{services.Count - shown} more in {Wording.Written("simulation.json")}");
        }
        int runs = report.Training.Count <= mostRuns ? report.Training.Count : mostRuns - 1;
        foreach (TrainedFigure run in report.Training.Take(runs)) yield return Wording.Cut(Training(run), width);
        if (runs < report.Training.Count) yield return ink.Faint($"{report.Training.Count - runs} more runs in {Wording.Written("simulation.json")}");
        if (services.Count + report.Training.Count > 0) yield return "";
    }

    static string[] Row(ServedFigure service) =>
    [
        service.Name,
        service.Tier.ToString(System.Globalization.CultureInfo.InvariantCulture),
        service.Served.ToString(),
        Figure.Percent(service.LostFraction) + (service.KeepsPromise ? "" : "!"),
        Durations.Latency(service.FirstToken.P50),
        Durations.Latency(service.FirstToken.P99),
        SimulationWords.Met(service.FirstToken.AttainedFraction),
        Durations.Latency(service.TimePerToken.P50),
        Durations.Latency(service.TimePerToken.P99),
        SimulationWords.Met(service.TimePerToken.AttainedFraction),
    ];

    /// <summary>frontier-1: 97 % of the planned arithmetic; 2 failures, goodput 88 % (plan 90 %), paused 1 h 20 min.</summary>
    public static string Training(TrainedFigure run)
    {
        string share = run.Planned.Operations > 0
            ? $"{Figure.Percent(run.Done.Operations / run.Planned.Operations)} of the planned arithmetic"
            : run.Done.Operations > 0 ? $"{run.Done.Operations.ToString("0.##e+0", System.Globalization.CultureInfo.InvariantCulture)} FLOP, none planned" : "none planned in this time";
        return $"{run.Name}: {share}; {Wording.Counted(run.Failures, ("failure", "failures"))}, goodput {Figure.Percent(run.GoodputFraction)} "
            + $"(plan {Figure.Percent(run.PlannedGoodputFraction)}), paused {Durations.Text(run.Paused)}";
    }
}
