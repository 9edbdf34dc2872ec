using System.Collections.Concurrent;
using Headroom.Protocols.OpenAdr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headroom.TestKit.OpenAdr;

/// <summary>A small OpenADR 3.1.0 VTN, on loopback unless stated, for tests and for simulation: objects in memory, everything that openadr3.yaml lists,
/// deny by default.</summary>
public sealed class Vtn : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly VtnStore store;
    private readonly VtnTokens tokens;
    private readonly VtnWebhooks webhooks;
    private readonly VtnBroker? broker;
    private readonly VtnNotices notices;
    private readonly ConcurrentQueue<string> requests;

    private Vtn(WebApplication app, Uri url, VtnStore store, VtnTokens tokens, VtnWebhooks webhooks, VtnBroker? broker, VtnNotices notices,
        VtnMischief mischief, ConcurrentQueue<string> requests) =>
        (this.app, Url, this.store, this.tokens, this.webhooks, this.broker, this.notices, Mischief, this.requests) =
            (app, url, store, tokens, webhooks, broker, notices, mischief, requests);

    /// <summary>With the base path and a slash at its end.</summary>
    public Uri Url { get; }
    public VtnMischief Mischief { get; }

    /// <summary>Where its broker listens, on the same address; null without one.</summary>
    public int? BrokerPort => broker?.Port;

    /// <summary>The last thousand requests that were answered: method, path, status.</summary>
    public IReadOnlyCollection<string> Requests => [.. requests];

    public static async Task<Vtn> StartAsync(VtnSetting? setting = null)
    {
        setting ??= new();
        VtnMischief mischief = new();
        DateTimeOffset Clock() => setting.Time.GetUtcNow() + mischief.ClockSkew;
        VtnStore store = new(Clock);
        VtnTokens tokens = new(setting);
        VtnSight sight = new(store, setting);
        VtnWebhooks webhooks = new(setting, mischief);
        VtnTopics topics = new(store, sight, setting);
        VtnBroker? broker = setting.HasBroker ? await VtnBroker.StartAsync(setting.Host, mischief, token => tokens.Of(token),
            topics.MayHear).ConfigureAwait(false) : null;
        VtnObjects objects = new(store, sight, webhooks, mischief, Clock);
        VtnNotices notices = new(setting, store, sight, webhooks, broker);
        objects.Changed += notices.Tell;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 16 << 20;
            options.Listen(setting.Host, setting.Port, listen =>
            {
                if (setting.Certificate is { } certificate) listen.UseHttps(certificate);
            });
        });
        WebApplication app = builder.Build();
        ConcurrentQueue<string> requests = new();
        void Heard(string request)
        {
            requests.Enqueue(request);
            if (requests.Count > 1000) requests.TryDequeue(out _);
        }
        new VtnRoutes(setting, mischief, tokens, objects, topics, broker, Heard).Map(app);
        await app.StartAsync().ConfigureAwait(false);
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app, new($"{address.TrimEnd('/')}{setting.BasePath}/"), store, tokens, webhooks, broker, notices, mischief, requests);
    }

    /// <summary>Business logic inside this process: stores an object and tells of it.</summary>
    public T Add<T>(T one) where T : AdrObject
    {
        AdrObject stored = store.Add(one) ?? throw new ArgumentException("another object has this name", nameof(one));
        notices.Tell(AdrOperation.Create, stored);
        return (T)stored;
    }

    /// <summary>Puts new content under the id of an object.</summary>
    public T Change<T>(T one) where T : AdrObject
    {
        ArgumentNullException.ThrowIfNull(one);
        AdrObject stored = store.Change(one.Id, one) ?? throw new ArgumentException("no such object", nameof(one));
        notices.Tell(AdrOperation.Update, stored);
        return (T)stored;
    }

    public void Remove(AdrObject one)
    {
        ArgumentNullException.ThrowIfNull(one);
        foreach (AdrObject gone in store.Remove(one.Kind, one.Id)) notices.Tell(AdrOperation.Delete, gone);
    }

    public IReadOnlyList<T> All<T>() where T : AdrObject => [.. Enum.GetValues<AdrKind>().SelectMany(store.All).OfType<T>()];

    /// <summary>As after a restart without a disk: objects and tokens are gone, and ids begin again at 0.</summary>
    public void LoseEverything()
    {
        store.Clear();
        tokens.Forget();
    }

    /// <summary>Tokens that were given count no longer.</summary>
    public void ForgetTokens() => tokens.Forget();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync().ConfigureAwait(false);
        await webhooks.DisposeAsync().ConfigureAwait(false);
        if (broker is not null) await broker.DisposeAsync().ConfigureAwait(false);
    }
}
