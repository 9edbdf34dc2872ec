using System.Diagnostics;
using System.Threading.RateLimiting;
using Headroom.Operator.Field.Prometheus;
using Headroom.Operator.Store;
using Headroom.Operator.Web.Coordination;
using Headroom.Operator.Web.Dashboard;
using Headroom.Simulation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headroom.Operator.Web;

/// <summary>The process: HTTP, people, and the service behind them.</summary>
public sealed class OperatorHost : IAsyncDisposable
{
    /// <summary>Without a beat for so long the process is no longer healthy.</summary>
    private static readonly TimeSpan quiet = TimeSpan.FromSeconds(5);
    private const int ConnectionsMost = 500;
    private readonly WebApplication web;
    private readonly IJournalStore store;

    private readonly bool isNewAdminAsked;

    private OperatorHost(WebApplication web, SiteService service, IJournalStore store, Access access, bool isNewAdminAsked) =>
        (this.web, Service, this.store, Access, this.isNewAdminAsked) = (web, service, store, access, isNewAdminAsked);

    public SiteService Service { get; }
    public ILogger Logger => web.Logger;
    public Access Access { get; }

    /// <summary>The administrator's token, where this store had none when it started or a new one was asked for: shown once.</summary>
    public string? FirstToken { get; private set; }

    private bool isStarted;

    /// <summary>Where it listens, once started.</summary>
    public IReadOnlyList<string> Urls => [.. web.Urls];

    /// <param name="publicKey">With which reports are signed, PEM.</param>
    /// <param name="configure">More routes, such as those of adapters.</param>
    public static async ValueTask<OperatorHost> BuildAsync(
        OperatorSettings settings, IField field, IJournalStore store, SiteClock clock, LookAhead? ahead, string publicKey,
        Action<WebApplication, SiteService>? configure, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        Access access = await Access.LoadAsync(store, stop);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "headroom" });
        builder.Logging.ClearProviders();
        // results are for standard output, and nobody is one who only logs
        builder.Logging.AddJsonConsole(options => (options.UseUtcTimestamp, options.TimestampFormat) = (true, "O"));
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        // nothing is protected with keys of this process: tokens are compared, cookies hold them
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter(typeof(TokenScheme).FullName, LogLevel.Warning);
        // an address that is taken is told by whoever starts this, not by a trace
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
            // files and sockets are also for devices and for the store
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMost;
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.SslProtocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13;
                https.ClientCertificateMode = ClientCertificateMode.NoCertificate;
                if (settings.Certificate is { } certificate)
                    https.ServerCertificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(certificate, settings.Key);
            });
        });
        builder.Services.AddSingleton(access);
        AddPeople(builder, settings);
        builder.Services.AddRateLimiter(limiter => Limit(limiter, settings));
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer(ApiDocument.CompleteAsync));
        builder.Services.AddProblemDetails();
        if (settings.Telemetry is { } endpoint) Telemetry.Add(builder.Services, endpoint);
        WebApplication web = builder.Build();
        var service = new SiteService(field, store, clock, settings.Service, ahead, publicKey, web.Services.GetRequiredService<ILoggerFactory>().CreateLogger("headroom"));
        if (settings.Telemetry is not null) web.Lifetime.ApplicationStopped.Register(Telemetry.Watch(service).Dispose);
        web.UseExceptionHandler();
        web.Use(Guard);
        web.UseAuthentication();
        web.UseRateLimiter();
        web.UseAuthorization();
        web.MapGet("/health", (HttpContext http) => Health(service, clock, http.User.Identity?.IsAuthenticated == true)).AllowAnonymous().ExcludeFromDescription();
        web.MapGet("/health/ready", () => service.IsActive ? Results.Text("acts") : Results.Text("stands by", statusCode: StatusCodes.Status503ServiceUnavailable)).AllowAnonymous().ExcludeFromDescription();
        web.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Scopes.Read);
        web.MapApi(service, store, access, web.Logger);
        web.MapCoordination(service, new() { Caller = Callers.Of, Policy = Scopes.Read }).RequireAuthorization(Scopes.Read);
        web.MapGet("/metrics", () => service.Now is { } view ? Results.Text(SiteMetrics.Write(service.Site, view), "text/plain; version=0.0.4") : Results.StatusCode(StatusCodes.Status503ServiceUnavailable))
            .RequireAuthorization(Scopes.Read).ExcludeFromDescription();
        web.MapDashboard(service).RequireAuthorization(Scopes.Read);
        Login.Map(web, access);
        configure?.Invoke(web, service);
        return new(web, service, store, access, settings.NewAdmin);
    }

    /// <summary>Listens. What is to be shown once is made now, for somebody sees it.</summary>
    /// <exception cref="IOException">An address is taken.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        if (isStarted) return;
        await web.StartAsync(stop);
        isStarted = true;
        if (isNewAdminAsked || Access.Grants.All(one => one.Role != Role.Admin)) FirstToken = await Access.GiveAsync("admin", Role.Admin, null, Service.Clock.Time.GetUtcNow(), stop);
    }

    /// <summary>Serves and acts until told to stop, then stops in order.</summary>
    /// <param name="beside">What else runs as long, such as adapters; what fails there ends nothing here.</param>
    public async Task RunAsync(CancellationToken stop, Func<CancellationToken, Task>? beside = null)
    {
        await StartAsync(stop);
        Task watching = Access.WatchAsync(Service.Clock.Time, failed => web.Logger.AccessFailed(failed), stop);
        Task others = beside is null ? Task.CompletedTask : Task.Run(() => beside(stop), CancellationToken.None);
        await Service.RunAsync(stop);
        try { await others; }
#pragma warning disable CA1031 // an adapter that fails must not keep the service from stopping in order
        catch (Exception failed) when (failed is not OperationCanceledException) { web.Logger.AdapterFailed(failed); }
#pragma warning restore CA1031
        catch (OperationCanceledException) { /* told to stop */ }
        await watching;
        await web.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        await Service.DisposeAsync();
        await store.DisposeAsync();
    }

    private static void AddPeople(WebApplicationBuilder builder, OperatorSettings settings)
    {
        const string either = "either", jwt = "oidc";
        AuthenticationBuilder people = builder.Services.AddAuthentication(settings.OidcAuthority is null ? TokenScheme.Name : either);
        people.AddScheme<AuthenticationSchemeOptions, TokenScheme>(TokenScheme.Name, null);
        if (settings.OidcAuthority is { } authority)
        {
            people.AddJwtBearer(jwt, options => Oidc.Set(options, authority, settings.OidcAudience));
            people.AddPolicyScheme(either, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', 'e', 'y', 'J', ..] ? jwt : TokenScheme.Name);
        }
        builder.Services.AddAuthorization(Scopes.Rules);
    }

    private static void Limit(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limiter, OperatorSettings settings)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetTokenBucketLimiter(context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new()
            {
                TokenLimit = 2 * settings.RequestsPerSecond,
                TokensPerPeriod = settings.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                AutoReplenishment = true,
            }));
    }

    /// <summary>What every answer carries.</summary>
    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }

    /// <summary>What was thrown is for the log and for who is signed in: it names hosts, users and files.</summary>
    private static IResult Health(SiteService service, SiteClock clock, bool isSignedIn)
    {
        if (service.Fault is { } fault) return Results.Text(isSignedIn ? $"{fault}: {service.FaultDetail}" : fault, statusCode: StatusCodes.Status503ServiceUnavailable);
        if (!service.IsActive) return Results.Text("stands by");
        TimeSpan since = Stopwatch.GetElapsedTime(service.LastBeatTimestamp), most = quiet + clock.Wait(2 * service.Beat);
        return service.LastBeatTimestamp == 0 || since < most ? Results.Text(service.Speed is { IsBehind: true } speed ? $"healthy; the site's time goes {speed}" : "healthy")
            : Results.Text($"no beat for {since.TotalSeconds:0.0} s", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
