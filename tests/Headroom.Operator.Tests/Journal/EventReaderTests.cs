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
}
