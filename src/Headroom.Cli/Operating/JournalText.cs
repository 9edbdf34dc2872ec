using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Headroom.Cli.Rendering;
using Headroom.Operator;
using Headroom.Operator.Journal;
using Headroom.Quantities;

namespace Headroom.Cli.Operating;

/// <summary>What a journal proves, for people and as JSON.</summary>
static class JournalText
{
    public static string Of(ReplayAnswer answer)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Wording.Counted(answer.Entries, ("entry", "entries"))}: {Wording.Counted(answer.Processes, ("process", "processes"))}, ");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Wording.Counted(answer.Messages, ("message", "messages"))}, {Wording.Counted(answer.Beats, ("beat", "beats"))}.");
        if (answer.Fault is { } fault) text.AppendLine(CultureInfo.InvariantCulture, $"The chain breaks: {fault}.");
        else text.AppendLine(CultureInfo.InvariantCulture, $"The chain holds up to {Hex(answer.Head)}.");
        foreach (string one in answer.Differences) text.AppendLine(CultureInfo.InvariantCulture, $"  {one}");
        if (answer.Different > answer.Differences.Count) text.AppendLine(CultureInfo.InvariantCulture, $"  and {answer.Different - answer.Differences.Count} more");
        if (answer.Fault is null) text.AppendLine(answer.Different == 0 ? "Every receipt and every order came out the same, bit for bit." : $"{answer.Different} came out otherwise.");
        return text.ToString();
    }

    public static string Of(EventReport report)
    {
        var text = new StringBuilder();
        string P(Power? power) => power is { } there && double.IsFinite(there.Watts) ? QuantityText.Format(there) : "not known";
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Event} of {report.Source.Id} ({report.Source.Authority}) at {report.Site}; times are the site's, in UTC");
        text.AppendLine(CultureInfo.InvariantCulture, $"  asked       at most {P(report.Course.Level)}, {SiteClock.At(report.Course.LevelFrom):u} to {(report.Course.LevelTo > report.Course.LevelFrom + TimeSpan.FromDays(3650) ? "open end" : SiteClock.At(report.Course.LevelTo).ToString("u", CultureInfo.InvariantCulture))}; known since {report.KnownSince:u}");
        if (report.Course.Limit.Feed is { } feed) text.AppendLine(CultureInfo.InvariantCulture, $"  metered     the flow of {feed}");
        if (report.CancelledAt is { } over) text.AppendLine(CultureInfo.InvariantCulture, $"  cancelled   {over:u}, before it was over; what came after counts for nothing");
        text.AppendLine(CultureInfo.InvariantCulture, $"  baseline    {P(report.Baseline)}, {(report.Method == BaselineMethod.Stated ? "as the limit states it" : "mean of the hour before anybody knew of it")}{(report.BaselineCovered is { } of ? $"; {Covered(of)} of that hour were metered" : "")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  delivered   {P(report.Delivered)} in the mean, {P(report.LeastDelivered)} in the worst minute");
        text.AppendLine(CultureInfo.InvariantCulture, $"  kept        {(report.KeptShare is { } share ? $"{Math.Floor(1e4 * share) / 100:0.00} %" : "not seen")} of {Wording.Counted(report.Beats, ("beat", "beats"))} from when it asked for something to its end{(report.WorstAt is { } at ? $"; worst {P(report.WorstExcess)} above, {at:u}" : "")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  reached     {(report.Reached is { } after ? $"{after.TotalSeconds:0.#} s after its ramp began" : "never")}; within a minute import fell by {P(report.SteepestFall)} and rose by {P(report.SteepestRise)} at most");
        text.AppendLine(CultureInfo.InvariantCulture, $"  afterwards  {P(report.PeakAfter)} in the highest minute of the hour after it");
        foreach (TierCount tier in report.Tiers)
            text.AppendLine(CultureInfo.InvariantCulture, $"  tier {tier.Tier}      {QuantityText.Format(tier.Served)} served, {QuantityText.Format(tier.Lost)} lost ({100 * tier.LostShare:0.00} %)");
        text.AppendLine(CultureInfo.InvariantCulture, $"  covered     {Covered(report.Covered)} from when its ramp began to {(report.IsOver ? "its end" : $"{report.UpTo:u}, where the journal ends before it is over,")} were metered");
        text.AppendLine(CultureInfo.InvariantCulture, $"  journal     chain holds up to entry {report.Journal.Sequence:#,0}, {Hex(report.Journal)}");
        return text.ToString();
    }

    /// <summary>Never rounded up: what is missing shows.</summary>
    static string Covered(Coverage of) =>
        string.Create(CultureInfo.InvariantCulture, $"{of.Metered:#,0} of {Wording.Counted(of.Expected, ("beat", "beats"))}{(of.Share is { } share ? $" ({Math.Floor(1e4 * share) / 100:0.00} %)" : "")}");

    public static string Json(ReplayAnswer answer) => Document(to =>
    {
        to.WriteBoolean("holds", answer.Holds);
        to.WriteNumber("entries", answer.Entries);
        to.WriteNumber("beats", answer.Beats);
        to.WriteNumber("messages", answer.Messages);
        to.WriteNumber("processes", answer.Processes);
        to.WriteNumber("different", answer.Different);
        to.WriteStartArray("differences");
        foreach (string one in answer.Differences) to.WriteStringValue(one);
        to.WriteEndArray();
        to.WriteString("fault", answer.Fault);
        to.WriteString("hash", Hex(answer.Head));
    });

    public static string Json(EventReport report) => Document(to =>
    {
        void Watts(string name, Power? power)
        {
            if (power is { } there && double.IsFinite(there.Watts)) to.WriteNumber(name, there.Watts);
            else to.WriteNull(name);
        }
        to.WriteString("site", report.Site);
        to.WriteString("event", report.Event);
        to.WriteString("source", report.Source.Id);
        to.WriteString("authority", report.Source.Authority.ToString());
        to.WriteString("knownSince", report.KnownSince);
        to.WriteString("rampStart", SiteClock.At(report.Course.RampStart));
        to.WriteString("levelFrom", SiteClock.At(report.Course.LevelFrom));
        Watts("levelWatts", report.Course.Level);
        if (report.Course.Limit.Feed is { } feed) to.WriteString("feed", feed);
        if (report.CancelledAt is { } over) to.WriteString("cancelledAt", over);
        to.WriteString("baselineMethod", report.Method == BaselineMethod.Stated ? "stated" : "hour-before");
        Watts("baselineWatts", report.Baseline);
        if (report.BaselineCovered is { } hour)
        {
            to.WriteNumber("baselineMeteredBeats", hour.Metered);
            to.WriteNumber("baselineExpectedBeats", hour.Expected);
        }
        Watts("deliveredWatts", report.Delivered);
        Watts("leastDeliveredWatts", report.LeastDelivered);
        to.WriteNumber("beats", report.Beats);
        to.WriteNumber("meteredBeats", report.Covered.Metered);
        to.WriteNumber("expectedBeats", report.Covered.Expected);
        to.WriteNumber("missingBeats", report.Missing);
        to.WriteString("coveredUpTo", report.UpTo);
        to.WriteBoolean("isOver", report.IsOver);
        if (report.KeptShare is { } share) to.WriteNumber("keptShare", share);
        else to.WriteNull("keptShare");
        Watts("worstExcessWatts", report.WorstExcess);
        if (report.WorstAt is { } at) to.WriteString("worstAt", at);
        if (report.Reached is { } reached) to.WriteNumber("reachedSeconds", reached.TotalSeconds);
        else to.WriteNull("reachedSeconds");
        Watts("steepestFallWattsPerMinute", report.SteepestFall);
        Watts("steepestRiseWattsPerMinute", report.SteepestRise);
        Watts("peakAfterWatts", report.PeakAfter);
        to.WriteStartArray("tiers");
        foreach (TierCount tier in report.Tiers)
        {
            to.WriteStartObject();
            to.WriteNumber("tier", tier.Tier);
            to.WriteNumber("servedTokens", tier.Served.Tokens);
            to.WriteNumber("lostTokens", tier.Lost.Tokens);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteNumber("journalEntries", report.Journal.Sequence);
        to.WriteString("journalHash", Hex(report.Journal));
    });

    static string Document(Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var to = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            to.WriteStartObject();
            body(to);
            to.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    static string Hex(JournalHead head) => Convert.ToHexStringLower(head.Hash.Span);
}
