using System.Globalization;
using Headroom.Control;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Rules;
using Headroom.Scenarios.ScenarioFiles;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Tokens;
using Headroom.Simulation;
using Headroom.Simulation.Rules;
using Headroom.Sites;

namespace Headroom.Scenarios.Runs;

/// <summary>What the options say; null where any finding is wrong.</summary>
/// <param name="FirstHour">Null: the caller chooses, for nobody said.</param>
public sealed record RunRequest(
    int? FirstHour, TimeSpan Length, TimeSpan Step, ulong Seed, bool IsSteady, ScenarioReading? Scenario, IReadOnlyList<RulePack> Rules,
    PolicyKind Policy);

/// <summary>Reads the options of <c>simulate</c> against a site.</summary>
public static class RunReader
{
    /// <summary>Where nobody says how long.</summary>
    private static readonly TimeSpan usual = TimeSpan.FromHours(24);

    public static (RunRequest? Request, IReadOnlyList<Finding> Findings) Read(RunOptions options, Site site)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(site);
        var texts = new OptionTexts();
        int? first = First(texts, options.From, site);
        double? length = texts.Quantity("--for", options.For, UnitTable.Duration, 0, double.PositiveInfinity, "a time", "h");
        double? step = texts.Quantity("--step", options.Step, UnitTable.Duration, 0, double.PositiveInfinity, "a time", "s");
        double? seed = texts.Number("--seed", options.Seed, 0, 9e15, "a whole number from 0 on", isWhole: true);
        if (length is { } time && !(time >= 60 && time <= site.Year.Hours * 3600.0 && time % 60 == 0))
            texts.Wrong("--for", $"\"{options.For}\"", $"whole minutes, from one to the {site.Year.Hours:#,0} hours of {site.Year.Year}", "Take 24h, 7d or 90min.");
        if (step is { } pace && (pace is < 0.1 or > 60 || TimeSpan.TicksPerMinute % Math.Max(1, (long)Math.Round(pace * 1e7)) != 0))
            texts.Wrong("--step", $"\"{options.Step}\"", "0.1 s to 60 s, of which a minute is a whole number", "Take 1s, 0.1s or 10s.");
        ScenarioReading? scenario = options.Scenario is { } name ? ScenarioFile.Find(name) : null;
        IReadOnlyList<RulePack> rules = Packs(texts, options.Rules, site);
        string chosen = options.Policy ?? Policies.Default(options.IsSteady);
        PolicyKind? policy = Policies.Find(chosen);
        if (policy is null) texts.Wrong("--policy", chosen, "a policy of docs/policies.md", $"Choose one of {string.Join(", ", Policies.Known.Select(one => one.Name))}.");
        IReadOnlyList<Finding> findings = [.. texts.Findings.Concat(scenario?.Findings ?? []).Select(one => one.File is null ? one with { File = "command line" } : one)];
        if (policy is null || findings.Any(one => one.Severity == Severity.Wrong)) return (null, findings);
        ulong drawn = seed is { } given ? (ulong)given : scenario?.Scenario?.Seed is > 0 and var own ? own : 1;
        return (new(first, length is { } seconds ? TimeSpan.FromTicks((long)Math.Round(seconds * 1e7)) : usual,
            step is { } each ? TimeSpan.FromTicks((long)Math.Round(each * 1e7)) : TimeSpan.FromSeconds(1), drawn, options.IsSteady, scenario, rules, policy), findings);
    }

    private static int? First(OptionTexts texts, string? from, Site site)
    {
        if (from is null) return null;
        string text = from.Trim();
        DateTime moment;
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day))
            moment = day;
        else if (IsoTime.TryParse(text, out IsoTime time)) moment = time.Utc;
        else
        {
            texts.Wrong("--from", $"\"{from}\"", "a day such as 2027-07-18, or an hour such as 2027-07-18T06:00Z", "Write it as ISO 8601, in UTC.");
            return null;
        }
        int year = site.Year.Year;
        if (moment.Year != year)
        {
            texts.Wrong("--from", text, $"a moment of {year}, the year that {site.Name} is planned for",
                $"Take {year}{text[Math.Min(4, text.Length)..]}, or set `year: {moment.Year}` in the site file.");
            return null;
        }
        if (moment.Minute != 0 || moment.Second != 0)
        {
            texts.Wrong("--from", text, "a whole hour: plans are made of hours", $"Take {moment:yyyy-MM-dd'T'HH':00Z'}.");
            return null;
        }
        return (int)Math.Round((moment - site.Year.StartOf(0)).TotalHours);
    }

    private static List<RulePack> Packs(OptionTexts texts, string? rules, Site site)
    {
        if (rules is null) return [.. RuleFile.ForRegion(site.Region)];
        List<RulePack> packs = [];
        foreach (string name in OptionTexts.List(rules))
        {
            if (name == "none") continue;
            if (RuleFile.Names.Contains(name)) packs.Add(RuleFile.Shipped(name));
            else if (File.Exists(name))
            {
                RulePackReading own = RuleFile.Read(name);
                foreach (Finding finding in own.Findings) texts.Add(finding);
                if (own.Pack is { } pack) packs.Add(pack);
            }
            else texts.Wrong("--rules", name, "a shipped pack, a file, or none", Nearest.Remedy(name, [.. RuleFile.Names]));
        }
        return packs;
    }
}
