using System.Text.Json;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Journal;

/// <summary>Reads a journal once, checks its chain, and tells what became of one limit.</summary>
public sealed class EventReader
{
    private static readonly TimeSpan hour = TimeSpan.FromHours(1), minute = TimeSpan.FromMinutes(1);
    private readonly string name;
    private readonly BaselineMethod method;
    private readonly List<Sample> samples = [];
    private readonly List<string> known = [];
    private JournalHead head = JournalHead.Empty;
    private LimitBook? book;
    private MessageBody? asked;
    private BookedLimit? limit;
    private string site = "";

    private EventReader(string name, BaselineMethod method) => (this.name, this.method) = (name, method);

    /// <param name="entries">From the first on.</param>
    /// <param name="name">Of the limit, as its authority calls it; of several demands of that name the last that was accepted counts.</param>
    public static async ValueTask<EventAnswer> ReadAsync(IAsyncEnumerable<JournalEntry> entries, string name, BaselineMethod method, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var reader = new EventReader(name, method);
        try
        {
            await foreach (JournalEntry entry in entries.WithCancellation(stop))
            {
                if (HashChain.Fault(reader.head, entry) is { } fault) return new EventAnswer.Broken(fault);
                reader.Take(entry);
                reader.head = new(entry.Sequence, entry.Hash);
            }
        }
        catch (Exception unread) when (unread is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return new EventAnswer.Broken($"entry {reader.head.Sequence + 1} cannot be read: {unread.Message}");
        }
        return reader.limit is { } found ? new EventAnswer.Told(reader.Report(found)) : new EventAnswer.Unknown([.. reader.known.Distinct()]);
    }

    private readonly record struct Sample(TimeSpan At, Power Import, Power Firm, BeatFigures Figures);

    private void Take(JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case JournalKinds.Opened:
                var opened = StateText.Read<OpenedBody>(entry.Body);
                site = opened.Site.Name;
                book = opened.From is { } saved ? new(opened.Limits, saved.Book) : new(opened.Limits);
                break;
            case JournalKinds.Message:
                asked = StateText.Read<MessageBody>(entry.Body);
                break;
            case JournalKinds.Receipt:
                if (asked is { } message) Take(message, StateText.Read<ReceiptBody>(entry.Body));
                asked = null;
                break;
            case JournalKinds.Beat:
                using (JsonDocument body = JsonDocument.Parse(entry.Body))
                {
                    if (!body.RootElement.GetProperty("seen").TryGetProperty("import", out JsonElement import) || import.ValueKind != JsonValueKind.Number) break;
                    TimeSpan at = SiteClock.At(entry.At);
                    samples.Add(new(at, Power.FromSi(import.GetDouble()), limit is { } own ? own.Course.At(at) : Power.FromSi(double.PositiveInfinity),
                        StateText.Read<BeatFigures>(body.RootElement.GetProperty("figures"))));
                }
                break;
        }
    }

    private void Take(MessageBody message, ReceiptBody receipt)
    {
        book?.Receive(message.Message, message.Now);
        if (message.Message.Kind != LimitMessageKind.Demand || receipt.Outcome != LimitOutcome.Accepted) return;
        known.Add(message.Message.Name);
        if (message.Message.Name == name) limit = book?.Limits.FirstOrDefault(one => one.Message == message.Message) ?? limit;
    }

    private EventReport Report(BookedLimit found)
    {
        LimitCourse course = found.Course;
        TimeSpan before = found.KnownSince < course.RampStart ? found.KnownSince : course.RampStart;
        Sample[] during = [.. samples.Where(one => one.At >= course.RampStart && one.At < course.End)];
        Sample[] level = [.. during.Where(one => one.At >= course.LevelFrom && one.At < course.LevelTo)];
        Power? baseline = method == BaselineMethod.Stated ? course.Baseline : Mean(samples.Where(one => one.At >= before - hour && one.At < before));
        if (method == BaselineMethod.Stated && !double.IsFinite(course.Baseline.Watts)) baseline = null;
        Power? held = Mean(level);
        Power[] minutes = Minutes(level);
        (Power excess, TimeSpan? at) = Worst(during);
        TimeSpan? reached = during.Where(one => one.Import <= (1 + EventReport.MeterFraction) * course.Level)
            .Select(one => (TimeSpan?)(one.At - course.RampStart)).FirstOrDefault();
        Power[] after = Minutes([.. samples.Where(one => one.At >= course.End && one.At < course.End + hour)]);
        (Power fall, Power rise) = Steepest(during);
        TimeSpan step = samples.Count > 1
            ? samples.Zip(samples.Skip(1), (a, b) => b.At - a.At).Where(apart => apart > TimeSpan.Zero).DefaultIfEmpty(TimeSpan.FromSeconds(1)).Min()
            : TimeSpan.FromSeconds(1);
        TimeSpan end = samples.Count > 0 && samples[^1].At < course.End ? samples[^1].At : course.End;
        long expected = end > course.RampStart && step > TimeSpan.Zero ? (long)((end - (course.RampStart > samples[0].At ? course.RampStart : samples[0].At)) / step) : 0;
        return new(site, name, found.Message.Source, course, SiteClock.At(found.KnownSince), method, baseline, baseline - held,
            minutes.Length > 0 ? baseline - Highest(minutes) : null,
            during.Length, during.Length > 0 ? (double)during.Count(Keeps) / during.Length : null, excess, at is { } moment ? SiteClock.At(moment) : null, reached, fall, rise,
            after.Length > 0 ? Highest(after) : null, Tiers(during), Math.Max(0, expected - during.Length), head);
    }

    private static bool Keeps(Sample one) => one.Import <= (1 + EventReport.MeterFraction) * one.Firm;

    private static (Power Excess, TimeSpan? At) Worst(Sample[] during)
    {
        (Power excess, TimeSpan? at) = (Power.Zero, null);
        foreach (Sample one in during) if (one.Import - one.Firm > excess && !Keeps(one)) (excess, at) = (one.Import - one.Firm, one.At);
        return (excess, at);
    }

    private static (Power Fall, Power Rise) Steepest(Sample[] during)
    {
        if (during.Length < 2) return default;
        var rolling = new RollingMinute(during[1].At - during[0].At);
        foreach (Sample one in during) rolling.Add(one.Import);
        return (rolling.WorstFall, rolling.WorstRise);
    }

    private static TierCount[] Tiers(Sample[] during)
    {
        if (during.Length == 0) return [];
        BeatFigures first = during[0].Figures, last = during[^1].Figures;
        return [.. last.Services.GroupBy(one => one.Tier).OrderBy(group => group.Key).Select(group =>
        {
            TokenCount served = default, lost = default;
            foreach (ServiceCount one in group)
            {
                ServiceCount before = first.Services.FirstOrDefault(each => each.Name == one.Name);
                (served, lost) = (served + one.Tokens - before.Tokens, lost + one.Lost - before.Lost);
            }
            return new TierCount(group.Key, served, lost);
        })];
    }

    private static Power? Mean(IEnumerable<Sample> some)
    {
        double sum = 0;
        long count = 0;
        foreach (Sample one in some) (sum, count) = (sum + one.Import.Watts, count + 1);
        return count > 0 ? Power.FromSi(sum / count) : null;
    }

    private static Power Highest(Power[] minutes) => minutes.Aggregate(Power.Max);

    private static Power[] Minutes(Sample[] some) => [.. some.GroupBy(one => one.At.Ticks / minute.Ticks).Select(group => Mean(group)!.Value)];
}
