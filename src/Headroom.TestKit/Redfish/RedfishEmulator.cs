using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Headroom.TestKit.Redfish;

/// <summary>How services of one process are told apart.</summary>
public enum EmulatorAddresses
{
    /// <summary>Each has a port of its own, as each real one has an address of its own.</summary>
    Ports,

    /// <summary>One port; every path and every link begins with the service's name.</summary>
    Prefixes,
}

/// <summary>Redfish services on this machine's loopback, one to thousands in a process.</summary>
/// <remarks>
///   Enough of the standard to be walked by any client: root, sessions, tasks, events, systems, GPUs with NVIDIA's extensions, controls,
///   bulk telemetry, coolant units, strips, leak detectors; entity tags, errors with extended information.
/// </remarks>
public sealed class RedfishEmulator : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Dictionary<int, RedfishListener> byPort = [];
    private readonly Dictionary<string, RedfishListener> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<EmulatedService, Uri> addresses = [];

    private RedfishEmulator(WebApplication app) => this.app = app;

    /// <summary>Where a service answers; its root is <c>redfish/v1</c> below it.</summary>
    public Uri AddressOf(EmulatedService service) => addresses[service];

    /// <summary>Starts to listen.</summary>
    /// <param name="certificate">Null: without TLS, which only loopback may be.</param>
    public static async Task<RedfishEmulator> StartAsync(
        IReadOnlyList<EmulatedService> services, EmulatorAddresses addresses = EmulatorAddresses.Ports,
            X509Certificate2? certificate = null, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(services);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        int listeners = addresses == EmulatorAddresses.Ports ? services.Count : 1;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 1 << 20;
            for (int k = 0; k < listeners; k++)
                options.Listen(IPAddress.Loopback, port == 0 ? 0 : port + k, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    if (certificate is not null) listen.UseHttps(certificate);
                });
        });
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        WebApplication app = builder.Build();
        RedfishEmulator emulator = new(app);
        app.Run(emulator.AnswerAsync);
        await app.StartAsync().ConfigureAwait(false);
        int[] ports = [.. app.Urls.Select(url => new Uri(url).Port)];
        string scheme = certificate is null ? "http" : "https";
        Dictionary<string, ResourceMap> maps = [];
        for (int k = 0; k < services.Count; k++)
        {
            EmulatedService service = services[k];
            string prefix = addresses == EmulatorAddresses.Ports ? "" : "/" + service.Name;
            RedfishListener listener = new(service, MapOf(service, maps), prefix);
            if (addresses == EmulatorAddresses.Ports) emulator.byPort[ports[k]] = listener;
            else emulator.byName[service.Name] = listener;
            emulator.addresses[service] = new($"{scheme}://127.0.0.1:{ports[addresses == EmulatorAddresses.Ports ? k : 0]}{prefix}/");
        }
        return emulator;
    }

    /// <summary>Services of one shape share their resources.</summary>
    private static ResourceMap MapOf(EmulatedService service, Dictionary<string, ResourceMap> maps)
    {
        string key = $"{service.Rack?.Shape}|{service.Cdu is not null}|{service.Pdu?.Outlets}|{string.Join(',', service.Leaks?.Names ?? [])}";
        if (maps.TryGetValue(key, out ResourceMap? known)) return known;
        ResourceMap map = maps[key] = new();
        ServiceMap.AddTo(map, service);
        if (service.Rack is { } rack) RackMap.AddTo(map, rack.Shape);
        FacilityMap.AddTo(map, service);
        return map;
    }

    /// <summary>Requests that may change something which came to its addresses; services that two emulators share count both in <see cref="EmulatedService.Writes"/>.</summary>
    public long Writes => Interlocked.Read(ref writes);

    private long writes;

    private Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        if (context.Request.Method is not ("GET" or "HEAD")) Interlocked.Increment(ref writes);
        if (byName.Count == 0)
            return byPort.TryGetValue(context.Connection.LocalPort, out RedfishListener? own) ? own.AnswerAsync(context, path)
                : Missing(context);
        int end = path.IndexOf('/', 1);
        return end > 0 && byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path.AsSpan(1, end - 1), out RedfishListener? named)
            ? named.AnswerAsync(context, path[end..]) : Missing(context);
    }

    private static Task Missing(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource soon = new(TimeSpan.FromSeconds(1));
        try
        {
            await app.StopAsync(soon.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // connections that still stream are cut
        }
        await app.DisposeAsync().ConfigureAwait(false);
    }
}
