using System.Text;
using System.Text.Json.Nodes;
using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Quantities;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Journal;

/// <summary>What became of one limit: what is metered for it, when it is over, and whose it is.</summary>
public sealed class EventReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-event-").FullName;
    private readonly ManualTime time = new(RunningSite.Noon);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<List<JournalEntry>> JournalAsync(Func<RunningSite, Task> run)
    {
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "j.db")), time);
        await using (RunningSite site = RunningSite.Start(store, time)) await run(site);
        List<JournalEntry> entries = [];
        await foreach (JournalEntry one in store.ReadAsync(1, default)) entries.Add(one);
        return entries;
    }

    private static async Task SendAsync(RunningSite site, LimitMessage message) =>
        Assert.Equal(LimitOutcome.Accepted, (await site.Service.ReceiveAsync(message, new("test", "grid", "limit", default), default)).Outcome);

    private static async Task<EventReport> ReportAsync(List<JournalEntry> entries, string? source = null) =>
        Assert.IsType<EventAnswer.Told>(await EventReader.ReadAsync(entries.ToAsyncEnumerable(), "cut", source, BaselineMethod.HourBefore, default)).Report;

    private static IEnumerable<Observation> Seen(List<JournalEntry> entries) =>
        entries.Where(one => one.Kind == JournalKinds.Beat).Select(one => StateText.Read<BeatBody>(one.Body).Seen);

    [Fact]
    public async Task A_limit_on_a_feed_is_measured_by_the_flow_of_that_feed()
    {
        List<JournalEntry> entries = await JournalAsync(async site =>
        {
            await site.BeatsAsync(60);
            LimitMessage whole = RunningSite.Limit("cut", 1.Megawatts, site.Service.Clock.Now + TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
            await SendAsync(site, whole with { Limit = whole.Limit! with { Feed = site.Service.Site.Feeds[^1] } });
            await site.BeatsAsync(90);
        });
        var opened = StateText.Read<OpenedBody>(entries.First(one => one.Kind == JournalKinds.Opened).Body);
        EventReport report = await ReportAsync(entries);
        int feed = opened.Facts.Feeds.ToList().FindIndex(one => one.Name == report.Course.Limit.Feed);
        double flow = Seen(entries).Take(60).Average(one => one.Feeds[feed].Flow.Watts), import = Seen(entries).Take(60).Where(one => one.Import is not null).Average(one => one.Import!.Value.Watts);
        Assert.True(flow < 0.9 * import, $"{flow} W of {import} W: this feed tells nothing apart");
        Assert.Equal(flow, report.Baseline!.Value.Watts, 1e-6 * flow);
    }

    [Fact]
    public async Task The_page_and_the_report_count_the_same_beats_of_one_limit_by_itself()
    {
        LimitView? shown = null;
        List<JournalEntry> entries = await JournalAsync(async site =>
        {
            Power drawn = (await site.BeatsAsync(60)).Import!.Value;
            // without notice: its first seconds are above it; the one that is lower and comes later is another's
            TimeSpan now = site.Service.Clock.Now;
            await SendAsync(site, RunningSite.Limit("cut", 0.8 * drawn, now, TimeSpan.FromSeconds(120)));
            await site.BeatsAsync(40);
            await SendAsync(site, RunningSite.Limit("deeper", 0.5 * drawn, site.Service.Clock.Now, TimeSpan.FromSeconds(30)));
            shown = (await site.BeatsAsync(100)).Limits.Single(one => one.Name == "cut");
        });
        EventReport report = await ReportAsync(entries);
        Assert.Equal("over", shown!.State);
        Assert.Equal((report.Beats, report.KeptShare, report.WorstExcess), (shown.Beats, shown.KeptShare, shown.WorstExcess));
        Assert.InRange(report.KeptShare!.Value, 0.5, 0.999);
    }

    [Fact]
    public async Task What_rises_after_a_cancellation_breaks_nothing()
    {
        TimeSpan cancelled = default;
        List<JournalEntry> entries = await JournalAsync(async site =>
        {
            SiteView before = await site.BeatsAsync(60);
            LimitMessage cut = RunningSite.Limit("cut", 0.8 * before.Import!.Value, site.Service.Clock.Now + TimeSpan.FromSeconds(60), TimeSpan.FromHours(2));
            await SendAsync(site, cut);
            await site.BeatsAsync(180);
            cancelled = site.Service.Clock.Now;
            await SendAsync(site, LimitMessage.Cancel(cut.Source, new(cancelled, 1), "cut"));
            SiteView after = await site.BeatsAsync(300);
            Assert.True(after.Import > 0.9 * before.Import.Value, $"{after.Import}: it never rose");
        });
        EventReport report = await ReportAsync(entries);
        Assert.True(report.KeptShare > 0.98, $"{report.KeptShare}");
        Assert.Equal(SiteClock.At(cancelled), report.CancelledAt);
        Assert.Equal(cancelled, report.Course.End);
        Assert.True(report.PeakAfter > report.Course.Level, $"{report.PeakAfter}");
        Assert.InRange(report.Beats, 100, 130);
    }

    [Fact]
    public async Task Of_two_sources_that_use_one_name_somebody_has_to_say_which()
    {
        List<JournalEntry> entries = await JournalAsync(async site =>
        {
            await site.BeatsAsync(5);
            LimitMessage cut = RunningSite.Limit("cut", 10.Megawatts, site.Service.Clock.Now, TimeSpan.FromMinutes(1));
            await SendAsync(site, cut);
            await SendAsync(site, cut with { Source = new(LimitAuthority.Market, "trader"), Limit = cut.Limit! with { Authority = LimitAuthority.Market, Level = 9.Megawatts } });
            await site.BeatsAsync(5);
        });
        EventAnswer answer = await EventReader.ReadAsync(entries.ToAsyncEnumerable(), "cut", null, BaselineMethod.HourBefore, default);
        Assert.Equal(["Market/trader", "Utility/grid"], Assert.IsType<EventAnswer.Ambiguous>(answer).Sources);
        Assert.Equal(10.Megawatts, (await ReportAsync(entries, "grid")).Course.Level);
        Assert.Equal(9.Megawatts, (await ReportAsync(entries, "market")).Course.Level);
        Assert.Equal(9.Megawatts, (await ReportAsync(entries, "market/trader")).Course.Level);
        Assert.IsType<EventAnswer.Unknown>(await EventReader.ReadAsync(entries.ToAsyncEnumerable(), "cut", "nobody", BaselineMethod.HourBefore, default));
    }

    private static readonly TimeSpan notice = TimeSpan.FromSeconds(5), length = TimeSpan.FromSeconds(120);

    /// <summary>Sixty beats, an event of two minutes, and a minute after it.</summary>
    private Task<List<JournalEntry>> EventAsync() => JournalAsync(async site =>
    {
        SiteView before = await site.BeatsAsync(60);
        await SendAsync(site, RunningSite.Limit("cut", 0.8 * before.Import!.Value, site.Service.Clock.Now + notice, length));
        await site.BeatsAsync(185);
    });

    /// <summary>The journal as it would be had its beats been others: null for one that never was. Chained anew.</summary>
    /// <param name="beat">Gets how long after the event's start a beat is, and the beat.</param>
    private static List<JournalEntry> Otherwise(List<JournalEntry> entries, Func<double, JournalEntry, JournalEntry?> beat)
    {
        DateTimeOffset start = SiteClock.At(StateText.Read<MessageBody>(entries.First(one => one.Kind == JournalKinds.Message).Body).Message.Limit!.From);
        List<JournalEntry> told = [];
        JournalHead head = JournalHead.Empty;
        foreach (JournalEntry entry in entries)
        {
            if ((entry.Kind == JournalKinds.Beat ? beat((entry.At - start).TotalSeconds, entry) : entry) is not { } kept) continue;
            kept = kept with { Sequence = head.Sequence + 1, Hash = HashChain.Next(head, kept.At, kept.Kind, kept.Body.Span) };
            head = new(kept.Sequence, kept.Hash);
            told.Add(kept);
        }
        return told;
    }

    private static JournalEntry Metered(JournalEntry beat, Power? import)
    {
        JsonNode body = JsonNode.Parse(beat.Body.Span)!;
        body["seen"]!.AsObject().Remove("import");
        if (import is { } power) body["seen"]!["import"] = power.Watts;
        return beat with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }

    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, 30)]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    public async Task What_nobody_metered_to_the_end_of_an_event_is_missing_in_its_report(bool isProcessThere, int secondsMetered)
    {
        EventReport report = await ReportAsync(Otherwise(await EventAsync(), (at, beat) => at < secondsMetered ? beat : isProcessThere ? Metered(beat, null) : null));
        Assert.Equal(new Coverage(secondsMetered, 120), report.Covered);
        Assert.Equal(120 - secondsMetered, report.Missing);
        Assert.True(report.IsOver);
        Assert.Equal(report.Course.End, SiteClock.At(report.UpTo));
    }

    [Fact]
    public async Task A_report_says_on_how_much_of_the_hour_before_its_baseline_rests()
    {
        List<JournalEntry> entries = await EventAsync();
        Coverage whole = (await ReportAsync(entries)).BaselineCovered!.Value;
        Assert.InRange(whole.Metered, 59, 61);
        Assert.Equal(3600, whole.Expected);
        EventReport few = await ReportAsync(Otherwise(entries, (at, beat) => at is < -7 ? Metered(beat, null) : beat));
        Assert.InRange(few.BaselineCovered!.Value.Metered, 1, 3);
        EventAnswer stated = await EventReader.ReadAsync(entries.ToAsyncEnumerable(), "cut", null, BaselineMethod.Stated, default);
        Assert.Null(Assert.IsType<EventAnswer.Told>(stated).Report.BaselineCovered);
    }

    [Fact]
    public async Task A_journal_that_ends_in_the_middle_of_an_event_tells_up_to_there()
    {
        List<JournalEntry> entries = await EventAsync();
        JournalEntry last = Otherwise(entries, (at, beat) => at < 40 ? beat : null).Last(one => one.Kind == JournalKinds.Beat);
        EventReport report = await ReportAsync([.. entries.TakeWhile(one => one.At <= last.At)]);
        Assert.False(report.IsOver);
        Assert.Equal(0, report.Missing);
        Assert.InRange(report.Covered.Expected, 38, 40);
        Assert.Equal(last.At, report.UpTo);
    }

    [Fact]
    public async Task The_steepest_ramp_is_of_a_minute_by_the_clock_wherever_beats_are_missing()
    {
        List<JournalEntry> entries = Otherwise(await EventAsync(), (at, beat) => Metered(beat, Power.FromSi(14e6 - 10e3 * at)));
        Assert.Equal(600e3, (await ReportAsync(entries)).SteepestFall.Watts, 1);
        Assert.Equal(600e3, (await ReportAsync(Otherwise(entries, (at, beat) => at is > 0.5 and < 30.5 ? null : beat))).SteepestFall.Watts, 1);
        Assert.Equal(0, (await ReportAsync(entries)).SteepestRise.Watts, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_clock_that_stands_or_goes_back_at_the_start_of_an_event_keeps_nobody_from_its_report(int seconds)
    {
        List<JournalEntry> entries = await EventAsync();
        EventReport report = await ReportAsync(Otherwise(entries, (at, beat) => at == 0 ? beat with { At = beat.At.AddSeconds(seconds) } : beat));
        Assert.Equal(119, report.Covered.Metered);
        Assert.Equal(120, report.Covered.Expected);
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("figures")]
    public async Task A_beat_without_what_it_must_have_is_named(string part)
    {
        List<JournalEntry> entries = await EventAsync();
        long odd = entries.Last(one => one.Kind == JournalKinds.Beat).Sequence;
        EventAnswer answer = await EventReader.ReadAsync(Otherwise(entries, (_, beat) =>
        {
            if (beat.Sequence != odd) return beat;
            JsonNode body = JsonNode.Parse(beat.Body.Span)!;
            body.AsObject().Remove(part);
            return beat with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
        }).ToAsyncEnumerable(), "cut", null, BaselineMethod.HourBefore, default);
        Assert.StartsWith($"entry {odd} cannot be read", Assert.IsType<EventAnswer.Broken>(answer).Fault, StringComparison.Ordinal);
    }
}
