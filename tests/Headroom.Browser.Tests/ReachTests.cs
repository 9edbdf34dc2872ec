using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Headroom.Operator;
using Headroom.Operator.Tests.Dashboard;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Headroom.Browser.Tests;

/// <summary>Who can use the page: by keyboard, on a telephone, with a screen reader, without a script.</summary>
[Collection(OneBrowser.Name)]
public sealed class ReachTests(Chromium chromium) : IAsyncLifetime
{
    private readonly ShownSite site = ShownSite.Large();
    private ShownPage shown = null!;

    public async ValueTask InitializeAsync()
    {
        site.Tell(ShownSite.At(0));
        shown = await ShownPage.StartAsync(site);
    }

    public ValueTask DisposeAsync() => shown.DisposeAsync();

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 360)]
    public async Task Axe_finds_no_violation(ColorScheme scheme, int width)
    {
        IPage page = await chromium.PageAsync(width, 1000, scheme);
        // the check holds each element against each rule: a few racks and offers of each look are enough
        SiteView view = ShownSite.At(0);
        site.Tell(view with
        {
            Field = view.Field with { Racks = [.. view.Field.Racks.Where((_, place) => place % 28 == 0)] },
            Offers = [.. view.Offers.Where((_, place) => place % 4 == 0)],
            Happenings = [new(ShownSite.Noon, "alarm", "import 241.2 MW is above its ceiling of 240 MW"), new(ShownSite.Noon, "warning", "rack 12 did not answer")],
        });
        await page.GotoAsync(shown.Address + "/?rack=25");
        await Expect(page.Locator("#rack h3")).ToHaveTextAsync("gb200-nvl72 south 0701");
        await Expect(page.Locator("body.live")).ToBeVisibleAsync();
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => one.open = true)");
        Clean(await page.RunAxe());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_no_violation_where_one_signs_in(ColorScheme scheme)
    {
        IPage page = await chromium.PageAsync(360, 740, scheme);
        await page.GotoAsync(shown.Address + "/login?failed=wrong");
        await page.ScreenshotAsync(new() { Path = Path.Combine(PictureTests.Folder, $"login-{scheme.ToString().ToLowerInvariant()}.png") });
        Clean(await page.RunAxe());
        await Expect(page.Locator("#token")).ToBeFocusedAsync();
    }

    private static void Clean(AxeResult found) =>
        Assert.True(found.Violations.Length == 0, string.Join("\n", found.Violations.Select(one => $"{one.Id}: {one.Help}\n  {string.Join("\n  ", one.Nodes.Take(5).Select(node => node.Html + " " + string.Join("; ", node.Any.Select(any => any.Message))))}")));

    [Theory]
    [InlineData(360)]
    [InlineData(320)]
    [InlineData(820)]
    [InlineData(1100)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        IPage page = await chromium.PageAsync(width, 740);
        await page.GotoAsync(shown.Address + "/?rack=700");
        await Expect(page.Locator("body.live")).ToBeVisibleAsync();
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => one.open = true)");
        string wide = await page.EvaluateAsync<string>("() => [...document.querySelectorAll('main *')].filter(one => !one.closest('.vh, thead, svg, .scroll *') && one.getBoundingClientRect().right > innerWidth + 0.5).slice(0, 5).map(one => one.outerHTML.slice(0, 160)).join('\\n')");
        Assert.Equal("", wide);
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task A_keyboard_reaches_the_figures_the_theme_and_each_rack()
    {
        IPage page = await chromium.PageAsync();
        await page.GotoAsync(shown.Address);
        await Expect(page.Locator("body.live")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await Expect(page.Locator(".skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#theme")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#theme")).ToHaveTextAsync("Theme: light");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Equal("rgb(18, 21, 25)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        for (int k = 0; k < 7; k++) await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("nav a").Last).ToBeFocusedAsync();
        while (!await page.EvaluateAsync<bool>("() => document.activeElement.matches('a.c')")) await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#rack h3")).ToHaveTextAsync("gb200-nvl72 north 0001");
        Assert.Equal("solid", await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#rack h3")).ToHaveTextAsync("gb200-nvl72 north 0002");
        await page.Keyboard.PressAsync("ArrowDown");
        string below = await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label').split(':')[0]");
        Assert.NotEqual("gb200-nvl72 north 0002", below);
        await Expect(page.Locator("#rack h3")).ToHaveTextAsync(below);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#find")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("south 0701");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#rack h3")).ToHaveTextAsync("gb200-nvl72 south 0701");
        await Expect(page.Locator("a.c.chosen")).ToHaveAttributeAsync("data-rack", "700");
    }

    [Fact]
    public async Task Without_a_script_the_page_is_complete_and_a_rack_can_be_found()
    {
        IPage page = await chromium.PageAsync(script: false);
        await page.GotoAsync(shown.Address);
        await Expect(page.Locator("#now")).ToContainTextAsync("240.0 MW");
        await Expect(page.Locator("#theme")).ToBeHiddenAsync();
        await page.Locator("#find").FillAsync("south 0701");
        await page.Locator("aside button").ClickAsync();
        await Expect(page.Locator("#rack h3")).ToHaveTextAsync("gb200-nvl72 south 0701");
        await page.Locator("a.c[data-rack='3']").ClickAsync();
        await Expect(page.Locator("#rack h3")).ToHaveTextAsync("gb200-nvl72 north 0004");
        site.Tell(ShownSite.At(3000));
        await page.ReloadAsync();
        await Expect(page.Locator("#now")).ToContainTextAsync("172.0 MW");
    }

    [Fact]
    public async Task A_screen_reader_finds_landmarks_headings_and_one_place_that_speaks()
    {
        IPage page = await chromium.PageAsync();
        await page.GotoAsync(shown.Address);
        foreach (AriaRole role in new[] { AriaRole.Banner, AriaRole.Navigation, AriaRole.Main, AriaRole.Complementary, AriaRole.Contentinfo }) await Expect(page.GetByRole(role)).ToHaveCountAsync(1);
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(["Now", "The day", "What the controller does, and why", "Limits", "Tokens", "Tokens per joule", "Power tree and racks", "Offers", "Cooling", "Batteries and plants", "Happenings", "Beat"], await page.Locator("h2").AllInnerTextsAsync());
        Assert.Equal(1, await page.Locator("[aria-live], [role=status], [role=alert], [role=log]").CountAsync());
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Limits" }).GetByRole(AriaRole.Columnheader, new() { Name = "Worst excess" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_wants_no_motion_gets_none()
    {
        IPage page = await chromium.PageAsync(motion: ReducedMotion.Reduce);
        await page.GotoAsync(shown.Address);
        await Expect(page.Locator("body.live")).ToBeVisibleAsync();
        Assert.Equal("none 0s auto", await page.EvaluateAsync<string>("() => [getComputedStyle(document.querySelector('.pulse')).animationName, getComputedStyle(document.querySelector('.bar .fill')).transitionDuration, getComputedStyle(document.documentElement).scrollBehavior].join(' ')"));
    }
}
