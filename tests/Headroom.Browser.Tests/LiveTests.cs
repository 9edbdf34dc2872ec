using Headroom.Control;
using Headroom.Operator;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Operator.Tests.Dashboard;
using Headroom.Quantities;
using Headroom.TestKit;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Headroom.Browser.Tests;

[Collection(OneBrowser.Name)]
public sealed class LiveTests(Chromium chromium) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-browser-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Figures_of_a_running_service_move_with_its_beats()
    {
        IPage page = await chromium.PageAsync();
        List<string> complaints = Complaints(page);
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "a.db")), time);
        await using RunningSite site = RunningSite.Start(store, time);
        SiteView first = await site.BeatsAsync(5);
        await using ShownPage shown = await ShownPage.StartAsync(site.Service);
        await page.GotoAsync(shown.Address);
        await Expect(page.Locator("#line")).ToContainTextAsync($"beat {first.Beat}");
        SiteView before = site.Service.Now!;
        LimitMessage cut = RunningSite.Limit("night cut", 0.8 * before.Import!.Value, site.Service.Clock.Now, TimeSpan.FromMinutes(10));
        await site.Service.ReceiveAsync(cut, new("test", "grid", "limit", "{}"u8.ToArray()), default);
        SiteView last = await site.BeatsAsync(90);
        await RunningSite.UntilAsync(() =>
        {
            // a beat that the page missed is told with the next second
            time.Advance(TimeSpan.FromSeconds(1));
            return page.Locator("#limits").InnerTextAsync().GetAwaiter().GetResult().Contains("in force", StringComparison.Ordinal);
        });
        await Expect(page.Locator("#limits")).ToContainTextAsync("night cut");
        string ceiling = await page.Locator("#now .tile dd").First.InnerTextAsync();
        Assert.Equal(Megawatts(last.Ceiling.Megawatts), ceiling);
        Assert.NotEqual(Megawatts(before.Ceiling.Megawatts), ceiling);
        Assert.Empty(complaints);
    }

    private static string Megawatts(double value) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value:0.00} MW");

    [Fact]
    public async Task A_lost_stream_is_said_and_the_page_recovers_by_itself()
    {
        IPage page = await chromium.PageAsync();
        ShownSite site = ShownSite.Large();
        site.Tell(ShownSite.At(0));
        ShownPage shown = await ShownPage.StartAsync(site);
        await page.GotoAsync(shown.Address);
        await Expect(page.Locator("body.live")).ToBeVisibleAsync();
        await Expect(page.Locator("#lost")).ToBeHiddenAsync();
        await shown.DisposeAsync();
        await Expect(page.Locator("#lost")).ToContainTextAsync("The live stream is lost. What you see is of 14 Jul 2026 12:00:00 UTC.");
        await page.ScreenshotAsync(new() { Path = Path.Combine(PictureTests.Folder, "lost.png") });
        site.Tell(ShownSite.At(1));
        await using ShownPage again = await ShownPage.StartAsync(site, shown.Port);
        await Expect(page.Locator("#lost")).ToBeHiddenAsync();
        await Expect(page.Locator("#line")).ToContainTextAsync("beat 86,401");
    }

    [Fact]
    public async Task What_beats_renew_keeps_its_focus_and_stays_open()
    {
        IPage page = await chromium.PageAsync();
        ShownSite site = ShownSite.Large();
        site.Tell(ShownSite.At(0));
        await using ShownPage shown = await ShownPage.StartAsync(site);
        await page.GotoAsync(shown.Address);
        await Expect(page.Locator("body.live")).ToBeVisibleAsync();
        ILocator summary = page.Locator("#offers summary");
        await summary.ClickAsync();
        await NextAsync(page, site, 1);
        await Expect(page.Locator("#offers details")).ToHaveAttributeAsync("open", "");
        await Expect(summary).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_map_after_a_beat_is_the_map_of_a_page_loaded_anew()
    {
        IPage page = await chromium.PageAsync();
        ShownSite site = ShownSite.Large();
        site.Tell(ShownSite.At(0));
        await using ShownPage shown = await ShownPage.StartAsync(site);
        await page.GotoAsync(shown.Address);
        await Expect(page.Locator("body.live")).ToBeVisibleAsync();
        string before = await MapAsync(page);
        await NextAsync(page, site, 60);
        string live = await MapAsync(page);
        await page.ReloadAsync();
        Assert.NotEqual(before, live);
        Assert.Equal(await MapAsync(page), live);
    }

    [Fact]
    public async Task Names_that_attack_do_nothing_in_a_browser()
    {
        const string hostile = "</td><img src=x onerror='document.title=1'><script>document.title=2</script>";
        IPage page = await chromium.PageAsync();
        ShownSite site = ShownSite.Large();
        SiteView view = ShownSite.At(0);
        site.Tell(view);
        await using ShownPage shown = await ShownPage.StartAsync(site);
        await page.GotoAsync(shown.Address);
        await Expect(page.Locator("body.live")).ToBeVisibleAsync();
        List<string> complaints = Complaints(page);
        await NextAsync(page, site, 1, next => next with
        {
            Orders = [hostile],
            Limits = [.. next.Limits.Select(one => one with { Name = hostile })],
            Happenings = [new(next.At, "alarm", hostile)],
        });
        await Expect(page.Locator("#orders li")).ToHaveTextAsync(hostile);
        await Expect(page.Locator("#status")).ToContainTextAsync(hostile);
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Equal("juniper · Headroom", await page.TitleAsync());
        Assert.Empty(complaints);
    }

    /// <summary>Tells a later second, and waits until the page shows it.</summary>
    private static async Task NextAsync(IPage page, ShownSite site, int second, Func<SiteView, SiteView>? change = null)
    {
        SiteView next = ShownSite.At(second);
        site.Time.Advance(TimeSpan.FromSeconds(second));
        site.Tell(change is null ? next : change(next));
        string beat = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"beat {next.Beat:#,0}");
        await RunningSite.UntilAsync(() =>
        {
            site.Time.Advance(TimeSpan.FromMilliseconds(100));
            return page.Locator("#line").InnerTextAsync().GetAwaiter().GetResult().Contains(beat, StringComparison.Ordinal);
        });
    }

    private static Task<string> MapAsync(IPage page) => page.EvaluateAsync<string>(
        "() => [...document.querySelectorAll('#map a.c, #map .head .c')].map(one => one.className + '|' + (one.getAttribute('aria-label') || '')).join('\\n') + [...document.querySelectorAll('#map .load')].map(one => one.textContent).join('\\n')");

    /// <summary>What the browser complains of: broken policy, missing files, exceptions.</summary>
    private static List<string> Complaints(IPage page)
    {
        List<string> complaints = [];
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);
        page.RequestFailed += (_, request) => { if (!request.Url.EndsWith("stream", StringComparison.Ordinal)) complaints.Add(request.Url); };
        return complaints;
    }
}
