using Microsoft.Playwright;

namespace Headroom.Browser.Tests;

/// <summary>The system's Chromium, started once for all tests. Where there is none, tests say so and are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];
    private static readonly string[] arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Where it stands on this machine; null for nowhere.</summary>
    public static string? Place => places.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Place is not { } place) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = place, Args = arguments, Headless = true });
    }

    /// <summary>A page of a fresh browser profile.</summary>
    public async Task<IPage> PageAsync(int width = 1440, int height = 1000, ColorScheme scheme = ColorScheme.Light, bool script = true,
        ReducedMotion motion = ReducedMotion.NoPreference)
    {
        if (browser is null) Assert.Skip("SKIPPED: no Chromium on this machine (looked in " + string.Join(", ", places) + "); .ci/install-needs installs it. The dashboard was NOT tested in a browser.");
        IBrowserContext context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            ReducedMotion = motion,
        });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

/// <summary>One browser for all tests, and one test at a time: two cores are not enough for more.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<Chromium>
{
    public const string Name = "one browser";
}
