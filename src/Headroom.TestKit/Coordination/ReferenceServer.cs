using System.Security.Cryptography;
using System.Text;
using Headroom.Control;
using Headroom.Operator;
using Headroom.Operator.Web.Coordination;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.TestKit.Coordination;

/// <summary>Somebody who may speak to a reference server.</summary>
public sealed record ReferenceCaller(string Token, CoordinationCaller Caller);

/// <summary>The coordination protocol on loopback over a desk with a real book of limits: what other implementations can be compared with.</summary>
public sealed class ReferenceServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task beating;

    private ReferenceServer(WebApplication app, BookDesk desk, TimeSpan beat)
    {
        (this.app, Desk) = (app, desk);
        beating = desk.RunAsync(beat, stopping.Token);
    }

    public BookDesk Desk { get; }
    public Uri Url => new(app.Urls.First());

    /// <param name="before">What stands before the protocol, such as a fault for a test.</param>
    public static async Task<ReferenceServer> StartAsync(BookDesk desk, IReadOnlyList<ReferenceCaller> callers, TimeSpan beat,
        Func<CoordinationSetting, CoordinationSetting>? change = null,
        Func<HttpContext, RequestDelegate, Task>? before = null)
    {
        ArgumentNullException.ThrowIfNull(desk);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        CoordinationSetting setting = new() { Caller = http => CallerOf(http, callers), StreamKeepAlive = TimeSpan.FromSeconds(2) };
        if (before is not null) app.Use(next => http => before(http, next));
        app.MapCoordination(desk, change?.Invoke(setting) ?? setting);
        desk.Beat();
        await app.StartAsync().ConfigureAwait(false);
        return new(app, desk, beat);
    }

    /// <summary>One caller who may speak as a party of the market and as a utility.</summary>
    public static ReferenceCaller Caller(string token, string name) =>
        new(token, new(name, [new(LimitAuthority.Market, name), new(LimitAuthority.Utility, name)]));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await beating.ConfigureAwait(false);
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }

    private static CoordinationCaller? CallerOf(HttpContext http, IReadOnlyList<ReferenceCaller> callers)
    {
        string header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal)) return null;
        byte[] shown = Encoding.UTF8.GetBytes(header["Bearer ".Length..]);
        return callers.FirstOrDefault(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one.Token), shown))?.Caller;
    }
}
