using System.Net;
using System.Net.Http.Headers;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Operator.Web;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Web;

/// <summary>Whoever asks hears that something is wrong; what was thrown only people of the site.</summary>
public sealed class HealthTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-health-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_the_store_said_is_not_for_everybody()
    {
        await using SqlStore inner = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "h.db")), TimeProvider.System);
        var store = new FailingStore(inner);
        SiteClock clock = SiteClock.Real(TimeProvider.System);
        (SimulatedField? field, _) = SimulatedField.Open(RunningSite.Order, clock.UtcNow);
        var settings = new OperatorSettings { Store = "h.db", Urls = $"http://127.0.0.1:{LoopbackPort.Free()}" };
        using var stop = new CancellationTokenSource();
        await using OperatorHost host = await OperatorHost.BuildAsync(settings, field!, store, clock, null, "", null, default);
        await host.StartAsync(default);
        Task runs = host.RunAsync(stop.Token);
        await RunningSite.UntilAsync(() => host.Service.Now is not null);
        using var client = new HttpClient { BaseAddress = new(settings.Urls) };
        Assert.Equal("healthy", await client.GetStringAsync("/health"));
        store.Fails = true;
        await RunningSite.UntilAsync(() => host.Service.Fault is not null);
        using HttpResponseMessage anybody = await client.GetAsync("/health");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.FirstToken);
        using HttpResponseMessage admin = await client.GetAsync("/health");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the store does not answer"), (anybody.StatusCode, await anybody.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the store does not answer: no disk"), (admin.StatusCode, await admin.Content.ReadAsStringAsync()));
        store.Fails = false;
        await stop.CancelAsync();
        await runs;
    }
}
