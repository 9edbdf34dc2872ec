using Headroom.Operator;
using Headroom.Operator.Tests.Dashboard;
using Microsoft.Playwright;

namespace Headroom.Browser.Tests;

/// <summary>Pictures to look at, in out/dashboard: what no assertion sees.</summary>
[Collection(OneBrowser.Name)]
public sealed class PictureTests(Chromium chromium)
{
    [Theory]
    [InlineData("wide-light", 1440, ColorScheme.Light)]
    [InlineData("wide-dark", 1440, ColorScheme.Dark)]
    [InlineData("tablet-light", 820, ColorScheme.Light)]
    [InlineData("phone-light", 360, ColorScheme.Light)]
    [InlineData("phone-dark", 360, ColorScheme.Dark)]
    public async Task The_whole_page_is_a_picture(string name, int width, ColorScheme scheme)
    {
        IPage page = await chromium.PageAsync(width, 1000, scheme);
        ShownSite site = ShownSite.Large();
        await using ShownPage shown = await ShownPage.StartAsync(site);
        TellADay(site);
        await page.GotoAsync(shown.Address + "/?rack=700");
        await Assertions.Expect(page.Locator("body.live")).ToBeVisibleAsync();
        byte[] picture = await page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(Folder, name + ".png") });
        Assert.True(picture.Length > 50_000, $"{name} is an empty picture of {picture.Length} bytes");
    }

    /// <summary>Beats of two hours, one a minute.</summary>
    private static void TellADay(ShownSite site)
    {
        for (int second = 0; second <= 7200; second += 60) site.Tell(ShownSite.At(second));
        site.Time.Advance(TimeSpan.FromSeconds(7200));
    }

    internal static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Checkout(), "out", "dashboard")).FullName;

    private static string Checkout()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Headroom.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("not in a checkout");
    }
}
