namespace Headroom.Simulation.Rules;

/// <summary>Rules about dips and frequency.</summary>
public static partial class RuleJudge
{
    /// <summary>Load back in time after every dip below the voltage that counts as sound.</summary>
    /// <remarks>
    ///   pre = P just before the first dip of a row;   passes where P(end + within) ≥ share · pre.
    ///   A dip that begins before the time is over starts the clock anew, and the load before the row stays the measure.
    /// </remarks>
    private static RuleVerdict Recovery(GridRule rule, Requirement.Recovery recovery, SiteSeries series, VoltageDefinition definition)
    {
        GridEvent[] dips = [.. series.Events.Where(one => one.Voltage(definition) < recovery.VoltageFraction).OrderBy(one => one.StartSeconds)];
        if (dips.Length == 0) return Unknown(rule, "no dip below the sound voltage in the series");
        double within = recovery.Within.TotalSeconds, least = double.PositiveInfinity, at = 0, before = 0;
        for (int k = 0; k < dips.Length; k++)
        {
            bool continues = k > 0 && dips[k].StartSeconds < dips[k - 1].EndSeconds + within;
            if (!continues) before = series.At(dips[k].StartSeconds);
            double due = dips[k].EndSeconds + within;
            if (k + 1 < dips.Length && dips[k + 1].StartSeconds < due) continue;
            if (!series.Covers(dips[k].StartSeconds, due)) return Unknown(rule, $"the series does not reach {Number(due)} s");
            if (series.WidestGap(dips[k].StartSeconds, due) > within * (1 + Slack))
                return Unknown(rule, $"samples are further apart than {Number(within)} s around the dip at {Number(dips[k].StartSeconds)} s");
            double share = before > 0 ? series.At(due) / before : 1;
            if (share < least) (least, at) = (share, due);
        }
        string why = $"{Number(100 * least)} % of the load before the fault is back {Number(within)} s after the voltage; "
            + $"{Number(100 * recovery.ShareFraction)} % asked";
        return new(rule, least >= recovery.ShareFraction * (1 - Slack) ? Verdict.Pass : Verdict.Fail, why, at);
    }

    /// <summary>No trip while the curve says stay.</summary>
    private static RuleVerdict Band(
        GridRule rule, IReadOnlyList<StayZone> zones, SiteSeries series, Func<GridEvent, double?> level, string unit)
    {
        GridEvent[] events = [.. series.Events.Where(one => level(one) is not null)];
        if (events.Length == 0) return Unknown(rule, "no such event in the series");
        int allowed = 0;
        foreach (GridEvent one in events)
        {
            string what = $"{Number(level(one))} {unit} for {Number(one.EndSeconds - one.StartSeconds)} s";
            if (one.Response == SiteResponse.NotRecorded)
                return Unknown(rule, $"whether the site tripped at {what} is not recorded") with { WorstSeconds = one.StartSeconds };
            if (one.Response != SiteResponse.Tripped) continue;
            StayDuty duty = StayDuty.At(zones, level(one)!.Value);
            if (!duty.AllowsTripAfter(TimeSpan.FromSeconds(one.TrippedAfterSeconds)))
                return new(rule, Verdict.Fail, $"tripped {Number(one.TrippedAfterSeconds)} s into {what}; it must stay "
                    + (duty.For is { } stay ? $"{Number(stay.TotalSeconds)} s" : "without end"), one.StartSeconds + one.TrippedAfterSeconds);
            allowed++;
        }
        return new(rule, Verdict.Pass, $"{events.Length} events, {events.Length - allowed} ridden through, {allowed} allowed trips");
    }
}
