using System.Globalization;
using System.Text.Json;
using Headroom.Protocols.Prometheus;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Prometheus;

/// <summary>What a Prometheus server said to a query: a closed family.</summary>
public abstract record QueryAnswer
{
    private QueryAnswer() { }

    /// <summary>Series and their values at the moment; a scalar is one without labels.</summary>
    public sealed record Vector(IReadOnlyList<MetricSample> Samples) : QueryAnswer;
    public sealed record Refused(string Why) : QueryAnswer;
    public sealed record Silent(string Why) : QueryAnswer;
}

/// <summary>Asks a Prometheus server, or whatever speaks its HTTP API.</summary>
/// <remarks>Source   prometheus.io, "HTTP API", instant queries.</remarks>
public sealed class PromQlClient(HttpClient http, Uri server, TimeSpan timeOut, TimeProvider time)
{
    private const int BytesMost = 16 << 20;

    public async ValueTask<QueryAnswer> QueryAsync(string expression, DateTimeOffset? at, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "api/v1/query"));
        var form = new Dictionary<string, string> { ["query"] = expression };
        if (at is { } moment) form["time"] = (moment.ToUnixTimeMilliseconds() / 1e3).ToString("0.###", CultureInfo.InvariantCulture);
        request.Content = new FormUrlEncodedContent(form);
        return await BoundedHttp.SendAsync(http, request, BytesMost, timeOut, time, stop) switch
        {
            HttpAnswer.Silent silent => new QueryAnswer.Silent(silent.Why),
            HttpAnswer.Body body => Read(body.Bytes, body.Status),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Output tokens per accelerator joule of a window: two sums of one moment, divided once; null where either is not there.</summary>
    /// <param name="tokens">A counter of tokens, such as <c>vllm:generation_tokens_total</c>.</param>
    /// <param name="window">At least four scrapes long.</param>
    public async ValueTask<TokenFigures?> TokensAsync(string tokens, TimeSpan window, DateTimeOffset at, CancellationToken stop)
    {
        string over = string.Create(CultureInfo.InvariantCulture, $"[{(long)window.TotalSeconds}s]");
        double? output = await SumAsync($"sum(increase({tokens}{over}))", at, stop);
        double? joules = await SumAsync($"sum(increase(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{over})) / 1000", at, stop);
        // where only power is exported: mean power of every device over the window, times the window
        joules ??= await SumAsync($"sum(avg_over_time(DCGM_FI_DEV_POWER_USAGE{over}))", at, stop) * window.TotalSeconds;
        return output is { } count && joules is { } spent ? new(window, TokenCount.FromSi(count), TokenCount.FromSi(0), Energy.FromSi(spent)) : null;
    }

    private async ValueTask<double?> SumAsync(string expression, DateTimeOffset at, CancellationToken stop) =>
        await QueryAsync(expression, at, stop) is QueryAnswer.Vector { Samples: [var one] } && double.IsFinite(one.Value) ? one.Value : null;

    /// <summary>Reads an answer of the API; never throws.</summary>
    public static QueryAnswer Read(ReadOnlyMemory<byte> body, int status)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            JsonElement root = document.RootElement;
            if (Text(root, "status") != "success") return new QueryAnswer.Refused(Text(root, "error") ?? $"status {status}");
            if (!root.TryGetProperty("data", out JsonElement data) || !data.TryGetProperty("result", out JsonElement result) || result.ValueKind != JsonValueKind.Array)
                return new QueryAnswer.Refused("no result");
            if (Text(data, "resultType") == "scalar") return Sample(result, MetricLabels.None, "") is { } scalar ? new QueryAnswer.Vector([scalar]) : new QueryAnswer.Refused("no scalar");
            List<MetricSample> samples = [];
            foreach (JsonElement one in result.EnumerateArray())
            {
                if (one.ValueKind != JsonValueKind.Object || !one.TryGetProperty("value", out JsonElement value)) return new QueryAnswer.Refused("a series without a value");
                (string name, MetricLabels labels) = Series(one);
                if (Sample(value, labels, name) is not { } sample) return new QueryAnswer.Refused("a value that is no number");
                samples.Add(sample);
            }
            return new QueryAnswer.Vector(samples);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new QueryAnswer.Refused($"no JSON of a query, status {status}");
        }
    }

    private static (string Name, MetricLabels Labels) Series(JsonElement one)
    {
        if (!one.TryGetProperty("metric", out JsonElement metric) || metric.ValueKind != JsonValueKind.Object) return ("", MetricLabels.None);
        var pairs = metric.EnumerateObject().Select(label => KeyValuePair.Create(label.Name, label.Value.ToString())).ToList();
        return (pairs.FirstOrDefault(pair => pair.Key == "__name__").Value ?? "", MetricLabels.Of(pairs.Where(pair => pair.Key != "__name__")));
    }

    /// <summary>[seconds, "value"].</summary>
    private static MetricSample? Sample(JsonElement pair, MetricLabels labels, string name) =>
        pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2
            && pair[0].ValueKind == JsonValueKind.Number && pair[0].TryGetDouble(out double seconds) && Math.Abs(seconds) < 1e12
            && pair[1].ValueKind == JsonValueKind.String && ExpositionReader.TryNumber(pair[1].GetString()!, out double value)
            ? new(name, labels, value, (long)Math.Round(1e3 * seconds)) : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
