using Headroom.Operator;
using Headroom.Operator.Web.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Headroom.Browser.Tests;

/// <summary>A dashboard that listens on a port of loopback.</summary>
internal sealed class ShownPage : IAsyncDisposable
{
    private readonly WebApplication host;

    private ShownPage(WebApplication host) => this.host = host;

    public string Address { get; private set; } = "";

    /// <param name="port">0 for any.</param>
    public static async Task<ShownPage> StartAsync(ISiteDesk desk, int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        WebApplication host = builder.Build();
        host.MapDashboard(desk);
        await host.StartAsync();
        return new(host) { Address = host.Urls.First() };
    }

    public int Port => new Uri(Address).Port;

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }
}
