using System.Globalization;

namespace Headroom.Simulation.Rules;

/// <summary>Judges a site's series by rules. Pure: the same series and rules give the same verdicts.</summary>
public static partial class RuleJudge
{
    /// <summary>Rounding of sums over a series; a rule is broken only beyond it.</summary>
    private const double Slack = 1e-9;

    public static IReadOnlyList<RuleVerdict> Judge(RulePack pack, RuleSite site, SiteSeries series)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return [.. pack.Rules.Select(rule => Judge(rule, site, series))];
    }

    public static RuleVerdict Judge(GridRule rule, RuleSite site, SiteSeries series)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(series);
        if (Outside(rule, site) is { } outside) return outside;
        if (series.Seconds.Length == 0) return Unknown(rule, "the series is empty");
        SiteSeries judged = rule.Averaging is { } window ? series.Averaged(window.TotalSeconds) : series;
        return rule.Requires switch
        {
            Requirement.RampLimit ramp => Ramp(rule, ramp, judged),
            Requirement.LossLimit loss => Loss(rule, loss, judged),
            Requirement.Recovery recovery => ByVoltage(rule, voltage => Recovery(rule, recovery, series, voltage)),
            Requirement.VoltageBand band => ByVoltage(rule, voltage => Band(rule, band.Zones, series, one => one.Voltage(voltage), "pu")),
            Requirement.FrequencyBand band => Band(rule, band.Zones, series, one => one.Hertz, "Hz"),
            Requirement.NonePublished none => Unknown(rule, $"none published: {none.What}"),
            Requirement.Duty duty => Unknown(rule, $"a duty that a power series cannot show: {duty.What}"),
            _ => throw new InvalidOperationException($"{rule.Id} asks for something unknown."),
        };
    }

    private static RuleVerdict? Outside(GridRule rule, RuleSite site)
    {
        if (rule.Status == RuleStatus.Expired && rule.ValidTo is null) return new(rule, Verdict.NotApplicable, "expired");
        if (rule.ValidTo < site.On) return new(rule, Verdict.NotApplicable, $"expired on {rule.ValidTo:yyyy-MM-dd}");
        if (rule.ValidFrom > site.On) return new(rule, Verdict.NotApplicable, $"not in force before {rule.ValidFrom:yyyy-MM-dd}");
        if (rule.Applies.Count == 0) return null;
        bool?[] means = [.. rule.Applies.Select(one => one.Means(site))];
        if (means.Contains(true)) return null;
        return means.Contains(null) ? Unknown(rule, "the voltage of the connection decides and is not known")
            : new(rule, Verdict.NotApplicable, $"the site's {site.Power} at {Number(site.Kilovolts)} kV lies outside the rule");
    }

    private static RuleVerdict Ramp(GridRule rule, Requirement.RampLimit ramp, SiteSeries series)
    {
        double window = ramp.Window.TotalSeconds, most = ramp.Most.WattsPerSecond * window / 1e6;
        (double change, double from, double to) = RollingChange.Greatest(series, window);
        string why = $"changes by at most {Number(change)} MW within {Number(window)} s; {Number(most)} MW allowed"
            + (rule.Averaging is null ? "; no averaging published, judged on the samples" : "");
        return new(rule, change <= most * (1 + Slack) ? Verdict.Pass : Verdict.Fail, why, change > 0 ? from : null);
    }

    private static RuleVerdict Loss(GridRule rule, Requirement.LossLimit loss, SiteSeries series)
    {
        (double fall, double from, _) = RollingChange.Greatest(series, loss.Window.TotalSeconds, fallsOnly: true);
        string why = $"loses at most {Number(fall)} MW within {Number(loss.Window.TotalSeconds)} s; {Number(loss.Most.Megawatts)} MW is the limit";
        return new(rule, fall <= loss.Most.Megawatts * (1 + Slack) ? Verdict.Pass : Verdict.Fail, why, fall > 0 ? from : null);
    }

    /// <summary>The rule's definition decides; where it states none, both must agree.</summary>
    private static RuleVerdict ByVoltage(GridRule rule, Func<VoltageDefinition, RuleVerdict> judge)
    {
        RuleVerdict positive = judge(VoltageDefinition.PositiveSequence), worst = judge(VoltageDefinition.WorstPhase);
        RuleVerdict decides = rule.Voltage == VoltageDefinition.WorstPhase ? worst : positive;
        if (positive.Verdict == worst.Verdict) return decides;
        string both = $"by positive sequence {Word(positive)}, by the worst phase {Word(worst)}";
        return rule.Voltage == VoltageDefinition.NotStated
            ? Unknown(rule, $"{both}, and the rule does not say which counts") with { WorstSeconds = positive.WorstSeconds ?? worst.WorstSeconds }
            : decides with { Why = $"{decides.Why}; {both}" };
    }

    private static string Word(RuleVerdict one) => one.Verdict switch
    {
        Verdict.Pass => "it passes",
        Verdict.Fail => "it fails",
        _ => "it cannot be judged",
    };

    private static RuleVerdict Unknown(GridRule rule, string why) => new(rule, Verdict.CannotBeJudged, why);

    private static string Number(double? number) =>
        number is { } known ? known.ToString("0.####", CultureInfo.InvariantCulture) : "unknown";
}
