using Headroom.Protocols.Prometheus;

namespace Headroom.Operator.Field.Prometheus;

/// <summary>What scraping a target gave: a closed family.</summary>
public abstract record Scrape
{
    private Scrape() { }

    /// <param name="At">When the answer was there.</param>
    public sealed record Read(Exposition Page, DateTimeOffset At) : Scrape;
    public sealed record Silent(string Why) : Scrape;
}

/// <summary>Reads one target's metrics over HTTP.</summary>
public sealed class MetricScraper(HttpClient http, Uri target, TimeSpan timeOut, TimeProvider time)
{
    public Uri Target => target;

    public async ValueTask<Scrape> ReadAsync(CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.TryAddWithoutValidation("Accept", "text/plain;version=0.0.4");
        return await BoundedHttp.SendAsync(http, request, ExpositionReader.BytesMost, timeOut, time, stop) switch
        {
            HttpAnswer.Body { IsSuccess: true } body => new Scrape.Read(ExpositionReader.Read(body.Bytes), time.GetUtcNow()),
            HttpAnswer.Body body => new Scrape.Silent($"{target} answered {body.Status}"),
            HttpAnswer.Silent silent => new Scrape.Silent(silent.Why),
            _ => throw new InvalidOperationException(),
        };
    }
}
