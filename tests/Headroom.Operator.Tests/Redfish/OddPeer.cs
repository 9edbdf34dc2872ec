using Headroom.Operator.Field.Redfish;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Tests.Redfish;

/// <summary>A service with habits of its own: it answers what the test says, and all else as the emulator behind it does.</summary>
internal sealed class OddPeer : IAsyncDisposable
{
    /// <summary>True: answered, the emulator hears nothing of it.</summary>
    public delegate Task<bool> Habit(HttpContext context, string path);

    private static readonly HttpClient relay = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly WebApplication app;
    private readonly RedfishEmulator? emulator;

    private OddPeer(WebApplication app, RedfishEmulator? emulator, RedfishWire wire, ManualTime time) =>
        (this.app, this.emulator, Wire, Time, Address) = (app, emulator, wire, time, new(app.Urls.First() + "/"));

    public Uri Address { get; }
    public RedfishWire Wire { get; }
    public ManualTime Time { get; }
    public Habit Does { get; set; } = (_, _) => Task.FromResult(false);

    /// <param name="service">Behind it; null: what the test does not answer is 404.</param>
    public static async Task<OddPeer> StartAsync(ManualTime time, EmulatedService? service = null, RedfishConnectionSetting? setting = null)
    {
        RedfishEmulator? emulator = service is null ? null : await RedfishEmulator.StartAsync([service]);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        OddPeer? peer = null;
        app.Run(context => peer!.AnswerAsync(context, service));
        await app.StartAsync();
        return peer = new(app, emulator, new(setting ?? new() { TimeOut = TimeSpan.FromSeconds(30) }), time);
    }

    public RedfishClient Client(RedfishEntry entry = RedfishEntry.Open, string password = "") => new(Wire, new(Address, entry, "headroom", password), Time);

    public RackDriver Driver(RackDriverSetting? setting = null) =>
        new("rack-0", [Client()], setting ?? EmulatedRacks.Setting, Time, new FoundCapsInMemory());

    public static async Task<bool> TellAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json, context.RequestAborted);
        return true;
    }

    /// <summary>Says nothing until whoever asked has gone.</summary>
    public static async Task<bool> HangAsync(HttpContext context)
    {
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration at = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
        return true;
    }

    /// <summary>What the service behind answers.</summary>
    public async Task<(int Status, string Body)> AskAsync(HttpContext context, EmulatedService service)
    {
        using HttpRequestMessage request = new(new(context.Request.Method), new Uri(emulator!.AddressOf(service), context.Request.Path.Value));
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.ContentType = new("application/json");
        }
        foreach (string name in (string[])["X-Auth-Token", "Authorization", "If-Match"])
            if (context.Request.Headers[name].ToString() is { Length: > 0 } value) request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await relay.SendAsync(request);
        foreach (string name in (string[])["X-Auth-Token", "ETag", "Location"])
            if (response.Headers.TryGetValues(name, out IEnumerable<string>? values)) context.Response.Headers[name] = values.First();
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task AnswerAsync(HttpContext context, EmulatedService? service)
    {
        string path = context.Request.Path.Value ?? "/";
        if (await Does(context, path)) return;
        if (service is null)
        {
            context.Response.StatusCode = 404;
            return;
        }
        (int status, string body) = await AskAsync(context, service);
        if (body.Length > 0) await TellAsync(context, status, body);
        else context.Response.StatusCode = status;
    }

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        using CancellationTokenSource soon = new(TimeSpan.FromSeconds(1));
        try
        {
            await app.StopAsync(soon.Token);
        }
        catch (OperationCanceledException)
        {
            // requests that hang are cut
        }
        await app.DisposeAsync();
        if (emulator is not null) await emulator.DisposeAsync();
    }
}
