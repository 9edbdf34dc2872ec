using System.Text.Json;
using Headroom.Operator.Web.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Headroom.Operator.Tests.Dashboard;

/// <summary>A dashboard on a port of loopback.</summary>
internal sealed class ServedDesk : IAsyncDisposable
{
    private readonly WebApplication host;

    private ServedDesk(WebApplication host) => this.host = host;

    /// <summary>What a host would ask of who looks.</summary>
    public sealed class Guarded;

    /// <summary>Who leaves a stream leaves at once, and does not read what is still to come.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero });
    public IEnumerable<RouteEndpoint> Routes => ((IEndpointRouteBuilder)host).DataSources.SelectMany(one => one.Endpoints).OfType<RouteEndpoint>();

    public static async Task<ServedDesk> StartAsync(ISiteDesk desk)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication host = builder.Build();
        host.MapDashboard(desk).Add(route => route.Metadata.Add(new Guarded()));
        await host.StartAsync();
        var served = new ServedDesk(host);
        served.Client.BaseAddress = new(host.Urls.First());
        return served;
    }

    public Task StopAsync() => host.StopAsync();

    /// <summary>Follows the events.</summary>
    public async Task<EventReader> FollowAsync()
    {
        HttpResponseMessage answer = await Client.GetAsync("/dashboard/stream", HttpCompletionOption.ResponseHeadersRead);
        return new(answer, await answer.Content.ReadAsStreamAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
    }

    internal sealed class EventReader(HttpResponseMessage answer, Stream body) : IDisposable
    {
        private readonly StreamReader lines = new(body);

        public HttpResponseMessage Answer => answer;

        /// <summary>The next event; null where the stream has ended.</summary>
        public async Task<JsonElement?> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            try
            {
                while (await lines.ReadLineAsync(patience.Token) is { } line)
                    if (line.StartsWith("data: ", StringComparison.Ordinal)) return JsonElement.Parse(line[6..]);
            }
            catch (IOException) { }     // a host that stops may close its connections before they are read to the end
            return null;
        }

        public void Dispose()
        {
            lines.Dispose();
            answer.Dispose();
        }
    }
}
