using System.Net;
using Headroom.Operator.Web.Dashboard;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headroom.Operator.Tests.Dashboard;

public sealed class RouteTests : IAsyncLifetime
{
    private readonly ShownSite site = ShownSite.Large();
    private ServedDesk served = null!;

    public async ValueTask InitializeAsync()
    {
        site.Tell(ShownSite.At(0));
        served = await ServedDesk.StartAsync(site);
    }

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/?rack=12")]
    [InlineData("/login")]
    [InlineData("/dashboard/rack?rack=12")]
    public async Task A_page_allows_nothing_inline_nothing_from_elsewhere_and_no_frame(string path)
    {
        using HttpResponseMessage answer = await served.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("css", "text/css; charset=utf-8")]
    [InlineData("js", "text/javascript; charset=utf-8")]
    [InlineData("icon", "image/svg+xml")]
    public async Task A_file_is_kept_for_good_at_the_address_that_carries_its_hash(string name, string type)
    {
        Asset asset = Asset.All.Single(one => one.Path == name);
        using HttpResponseMessage kept = await served.Client.GetAsync("/" + asset.Address);
        using HttpResponseMessage loose = await served.Client.GetAsync($"/dashboard/{name}?v=0123456789abcdef");
        Assert.Equal(type, kept.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=31536000, immutable", kept.Headers.CacheControl!.ToString());
        Assert.Equal("no-cache", loose.Headers.CacheControl!.ToString());
        Assert.Equal(await kept.Content.ReadAsByteArrayAsync(), await loose.Content.ReadAsByteArrayAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/" + asset.Address);
        again.Headers.IfNoneMatch.Add(kept.Headers.ETag!);
        using HttpResponseMessage unchanged = await served.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Contains($"\"{asset.Address}\"", await served.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_may_ask_a_role_of_all_that_shows_the_site_and_of_nothing_else()
    {
        RouteEndpoint[] routes = [.. served.Routes];
        Assert.Equal(["/", "/dashboard/rack", "/dashboard/stream"], Named(one => one.Metadata.GetMetadata<ServedDesk.Guarded>() is not null));
        Assert.Equal(["/dashboard/css", "/dashboard/icon", "/dashboard/js", "/login"], Named(one => one.Metadata.GetMetadata<IAllowAnonymous>() is not null));

        IEnumerable<string> Named(Func<RouteEndpoint, bool> which) => routes.Where(which).Select(one => "/" + one.RoutePattern.RawText!.TrimStart('/')).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_rack_is_a_fragment_of_its_own()
    {
        string rack = await served.Client.GetStringAsync("/dashboard/rack?rack=700");
        Assert.StartsWith("<h3 data-place=\"700\">gb200-nvl72 south 0701</h3>", rack, StringComparison.Ordinal);
        Assert.Contains("No rack has “&lt;b&gt;” in its name", await served.Client.GetStringAsync("/dashboard/rack?rack=%3Cb%3E"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_says_why_in_its_own_words_and_shows_nothing_back_from_its_address()
    {
        string known = await served.Client.GetStringAsync("/login?failed=expired&returnTo=%2F%3Frack%3D3");
        Assert.Contains("That token has expired.", known, StringComparison.Ordinal);
        Assert.Contains("name=\"returnTo\" value=\"/?rack=3\"", known, StringComparison.Ordinal);
        string strange = await served.Client.GetStringAsync("/login?failed=<script>&returnTo=https://example.org/");
        Assert.Contains("Signing in did not work. Try again.", strange, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", strange, StringComparison.Ordinal);
        Assert.DoesNotContain("&lt;script", strange, StringComparison.Ordinal);
        PageText.Parse(strange);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/?rack=3#rack", "/?rack=3#rack")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://example.org", "/")]
    [InlineData("//example.org", "/")]
    [InlineData("/\\example.org", "/")]
    [InlineData("/\t/example.org", "/")]
    public void Nobody_is_sent_elsewhere_after_signing_in(string? asked, string taken) => Assert.Equal(taken, LoginPage.Local(asked));
}
