using System.Globalization;
using System.Text;
using Headroom.Quantities;
using Headroom.Reports;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>The sections of the page that tell what was kept, served, paid and planned.</summary>
static class SimulationSections
{
    public static string Key(SimulationReport report)
    {
        var key = new StringBuilder("<dl class=\"key\">\n");
        void Add(string name, string value, string unit) =>
            key.Append($"<div><dt>{E(name)}</dt><dd>{E(value)} <span>{E(unit)}</span></dd></div>\n");
        Add("Least headroom", Figure.Number(report.Ceiling.LeastHeadroom.Megawatts), "MW");
        Add("Peak import", Figure.Number(report.Ceiling.PeakImport.Megawatts), "MW");
        if (report.Services.Count > 0)
        {
            double asked = report.Services.Sum(service => service.Asked.Tokens);
            double lost = report.Services.Sum(service => service.Shed.Tokens + service.Expired.Tokens);
            Add("Tokens lost", asked > 0 ? Figure.Percent(lost / asked).Replace(" %", "", StringComparison.Ordinal) : "0", "%");
        }
        if (!report.Ladder.IsEmpty) Add("At the meter", Figure.Ratio(report.Ladder.PerSiteJoule.TokensPerJoule), "tok/J");
        if (double.IsFinite(report.Ladder.PueRatio)) Add("PUE", Figure.Ratio(report.Ladder.PueRatio), "");
        if (double.IsFinite(report.Carbon.PerEnergy.GramsPerKilowattHour)) Add("Carbon", Figure.Number(report.Carbon.PerEnergy.GramsPerKilowattHour), "g/kWh");
        Add("Fastest minute", Figure.Number(Power.Max(report.Ramps.WorstRise, report.Ramps.WorstFall).Megawatts), "MW");
        return key.Append("</dl>\n").ToString();
    }

    public static string Checks(SimulationReport report)
    {
        CeilingFigures ceiling = report.Ceiling;
        string above = ceiling.WorstExcursion > Power.Zero
            ? $"Import passed its firm ceiling by {ceiling.WorstExcursion} at most, for {Durations.Text(ceiling.TotalAbove)} in all and {Durations.Text(ceiling.LongestAbove)} at a stretch: {ceiling.EnergyAbove}."
            : $"Import stayed under its firm ceiling; the least headroom was {ceiling.LeastHeadroom}, at {Durations.Moment(ceiling.LeastHeadroomAt)}.";
        string unserved = ceiling.Unserved > Energy.Zero ? $" No source could serve {ceiling.Unserved}." : "";
        var table = new HtmlTable(null, ["Question", "Answer", "In words"],
            report.Checks.Select(check => (HtmlCell[])[check.What, HtmlCell.Verdict(check.Kept), check.Sentence]));
        var held = new HtmlTable("What the envelope changed of the policy's orders, so that ceiling, ramps, feeds and coolant hold.", ["Orders", "held for", "steps#", "of all#"],
            report.Envelope.Orders.Select(one => (HtmlCell[])[one.Orders, one.Cause, FormattableString.Invariant($"{one.Steps:#,0}"), Figure.Percent((double)one.Steps / report.Envelope.Steps)]));
        return Section("checks", "Does it hold?", $"<p>{E(above + unserved)}</p>\n{table}{(report.Envelope.Orders.Count > 0 ? held : "")}");
    }

    public static string Work(SimulationReport report)
    {
        if (report.Services.Count + report.Training.Count == 0) return Section("work", "Work", "<p>The site serves no tokens and trains nothing.</p>");
        var body = new StringBuilder();
        if (report.Services.Count > 0)
        {
            body.Append(new HtmlTable("Output tokens. Shed: turned away at the door. Expired: given up after its window or patience. Waiting: not served yet at the end.",
                ["Service", "tier#", "requests#", "asked#", "served#", "shed#", "expired#", "waiting#", "lost#", "may lose#", "promise"], report.Services.Select(Served)));
            body.Append(new HtmlTable("How long people waited, by requests for the first token and by tokens for each that follows.",
                ["Service", "first token p50#", "p90#", "p99#", "target#", "in time#", "per token p50#", "p90#", "p99#", "target#", "in time#"],
                report.Services.Select(service => (HtmlCell[])[service.Name, .. Latency(service.FirstToken), .. Latency(service.TimePerToken)])));
        }
        if (report.Training.Count > 0)
        {
            body.Append(new HtmlTable("Training. Lost work is undone by failures, in time at full speed.",
                ["Run", "planned#", "done#", "failures#", "checkpoints#", "lost work#", "paused#", "IT energy#"], report.Training.Select(Trained)));
        }
        return Section("work", "Work", body.ToString());
    }

    static HtmlCell[] Served(ServedFigure service) =>
    [
        service.Name, Whole(service.Tier), Figure.Number(service.RequestsArrived), service.Asked.ToString(), service.Served.ToString(),
        service.Shed.ToString(), service.Expired.ToString(), service.Waiting.ToString(),
        Figure.Percent(service.LostFraction), Figure.Percent(service.PromisedFraction), HtmlCell.Verdict(service.KeepsPromise),
    ];

    static HtmlCell[] Latency(PercentileFigure latency) =>
    [
        Durations.Latency(latency.P50), Durations.Latency(latency.P90), Durations.Latency(latency.P99), Durations.Latency(latency.Target),
        SimulationWords.Met(latency.AttainedFraction),
    ];

    static HtmlCell[] Trained(TrainedFigure run) =>
    [
        run.Name, Flop(run.Planned), Flop(run.Done), Whole(run.Failures), Whole(run.Checkpoints),
        Durations.Text(run.LostWork), Durations.Text(run.Paused), run.It.ToString(),
    ];

    public static string Cost(SimulationReport report)
    {
        if (report.Costs.Count == 0) return Section("cost", "What it cost to run", "<p>Nothing was paid for.</p>");
        IEnumerable<HtmlCell[]> rows = report.Costs.OrderByDescending(item => item.PerYear.Dollars)
            .Select(item => (HtmlCell[])[item.Asset, item.Kind, item.PerYear.ToString()]);
        return Section("cost", "What it cost to run",
            new HtmlTable($"Of the run, not of a year; capital and fixed costs are the plan's. In all {SimulationWords.Cost(report.Costs)}.", ["Paid for", "as", "amount#"], rows).ToString());
    }

    public static string Limits(SimulationReport report)
    {
        if (report.Limits.Count == 0) return Section("limits", "Limits", "<p>No limit but the connection's own held in this run.</p>");
        IEnumerable<HtmlCell[]> rows = report.Limits.SelectMany(limit => (HtmlCell[][])
        [
            [limit.Name, limit.Authority, limit.IsFirm ? "firm" : "not firm", limit.Feed ?? "site", Durations.Moment(limit.From), Durations.Moment(limit.To),
                limit.Baseline.ToString(), limit.Level.ToString(), limit.WorstExcess.ToString(), Durations.Text(limit.LongestAbove), HtmlCell.Verdict(limit.Kept)],
            .. limit.Clauses.Select(clause => (HtmlCell[])[new("· " + clause.What, "kinds"), new(clause.Sentence, "kinds", Span: 9), HtmlCell.Verdict(clause.Kept)]),
        ]);
        return Section("limits", "Limits", new HtmlTable("On the site's meter or the feed's, step by step. A contract with a ramp and a recovery has its clauses below it.",
            ["Limit", "from whom", "kind", "where", "from", "to", "baseline#", "level#", "passed by#", "longest#", "kept"], rows).ToString());
    }

    public static string Rules(SimulationReport report)
    {
        if (report.Rules.Count == 0) return Section("rules", "Grid rules", "<p>No rules were asked for.</p>");
        IEnumerable<HtmlCell[]> rows = report.Rules.OrderBy(rule => Array.IndexOf(verdicts, rule.Verdict)).Select(rule => (HtmlCell[])
        [
            new($"{rule.Authority} {rule.Id}", "name"), rule.Title, new(rule.Verdict, rule.Verdict switch { "pass" => "kept", "fail" => "broken", _ => "open" }), rule.Why,
            $"{rule.Label}, grade {rule.Grade}", new($"{rule.Source}; checked {rule.CheckedOn}", "kinds"),
        ]);
        return Section("rules", "Grid rules", $"<p>{E(SimulationWords.Rules(report.Rules))}.</p>\n" + new HtmlTable(null, ["Rule", "of", "verdict", "why", "status", "source"], rows));
    }

    static readonly string[] verdicts = ["fail", "cannot be judged", "pass", "not applicable"];

    public static string Plan(SimulationReport report)
    {
        if (report.Plan.Count == 0) return Section("plan", "Against the plan", "<p>The run follows no plan.</p>");
        IEnumerable<HtmlCell[]> rows = report.Plan.Select(figure =>
            (HtmlCell[])[figure.Name, figure.Planned.ToString(), figure.Simulated.ToString(), SimulationWords.Difference(figure)]);
        return Section("plan", "Against the plan", new HtmlTable("Energy of the same hours, as planned and as simulated.", ["Source or use", "planned#", "simulated#", "difference#"], rows).ToString());
    }

    public static string Happenings(SimulationReport report)
    {
        if (report.Happenings.Count == 0) return Section("happenings", "What happened", "<p>Nothing out of the ordinary.</p>");
        IEnumerable<HtmlCell[]> rows = report.Happenings.Select(happening => (HtmlCell[])[Durations.Moment(happening.At), happening.What]);
        return Section("happenings", "What happened", new HtmlTable(null, ["After the start", "what"], rows).ToString());
    }

    internal static string Section(string id, string heading, string body) => $"<section id=\"{id}\"><h2>{E(heading)}</h2>\n{body}</section>\n\n";
    internal static string Whole(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);
    static string Flop(Quantities.Compute amount) => amount.Operations.ToString("0.###e+0", CultureInfo.InvariantCulture) + " FLOP";
}
