using System.Globalization;
using Headroom.Protocols.Prometheus;
using Headroom.Quantities;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Prometheus;

/// <summary>A model server and its accelerators as their /metrics show them: vLLM's tokens, queue and latency, DCGM's power and energy.</summary>
/// <remarks>Tokens and energy are the exact integrals of the rates that were set, over its clock. A restart sets tokens to 0, energy stays.</remarks>
public sealed class EmulatedModelServer : IAsyncDisposable
{
    private static readonly double[] bounds = [0.1, 0.25, 0.5, 1, 2.5];

    private readonly Lock door = new();
    private readonly TimeProvider time;
    private readonly int accelerators;
    private readonly double[] latencyCounts = new double[6];
    private LoopbackWeb web = null!;
    private long seenAt;
    private double output, input, joules, latencySum, tokensPerSecond, watts;

    private EmulatedModelServer(int accelerators, TimeProvider time) => (this.accelerators, this.time, seenAt) = (accelerators, time, time.GetTimestamp());

    public static async Task<EmulatedModelServer> StartAsync(int accelerators, TimeProvider time, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(time);
        var server = new EmulatedModelServer(accelerators, time);
        server.web = await LoopbackWeb.StartAsync(server.AnswerAsync, port);
        return server;
    }

    public Uri Metrics => new(web.Address, "metrics");

    /// <summary>How many tokens a request has; each waits as long as <see cref="TimeToFirstToken"/>.</summary>
    public double TokensPerRequest { get; set; } = 200;
    public TimeSpan TimeToFirstToken { get; set; } = TimeSpan.FromSeconds(0.2);
    public double Running { get; set; }
    public double Waiting { get; set; }

    /// <summary>Answers 503 to everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>Shows power alone, as older exporters.</summary>
    public bool HidesEnergy { get; set; }

    public void Set(TokenRate rate, Power draw)
    {
        lock (door)
        {
            Advance();
            (tokensPerSecond, watts) = (rate.TokensPerSecond, draw.Watts);
        }
    }

    /// <summary>The server's process begins anew.</summary>
    public void Restart()
    {
        lock (door)
        {
            Advance();
            (output, input, latencySum) = (0, 0, 0);
            Array.Clear(latencyCounts);
        }
    }

    private void Advance()
    {
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(seenAt, now).TotalSeconds;
        seenAt = now;
        output += tokensPerSecond * seconds;
        input += 3 * tokensPerSecond * seconds;
        joules += watts * seconds;
        double requests = tokensPerSecond * seconds / TokensPerRequest;
        latencySum += requests * TimeToFirstToken.TotalSeconds;
        int bucket = Array.FindIndex(bounds, bound => TimeToFirstToken.TotalSeconds <= bound);
        latencyCounts[bucket < 0 ? bounds.Length : bucket] += requests;
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (IsDown || context.Request.Path != "/metrics")
        {
            context.Response.StatusCode = IsDown ? 503 : 404;
            return Task.CompletedTask;
        }
        context.Response.ContentType = ExpositionWriter.ContentType;
        return context.Response.WriteAsync(Page(), context.RequestAborted);
    }

    /// <summary>What it shows now.</summary>
    public string Page()
    {
        lock (door)
        {
            Advance();
            var model = MetricLabels.Of(("engine", "0"), ("model_name", "emulated"));
            List<MetricFamily> families =
            [
                One("vllm:generation_tokens_total", MetricKind.Counter, model, output),
                One("vllm:prompt_tokens_total", MetricKind.Counter, model, input),
                One("vllm:num_requests_running", MetricKind.Gauge, model, Running),
                One("vllm:num_requests_waiting", MetricKind.Gauge, model, Waiting),
                ExpositionWriter.Histogram("vllm:time_to_first_token_seconds", "Time to first token.", model, bounds, [.. latencyCounts.Select(one => (long)Math.Round(one))], latencySum),
                Devices("DCGM_FI_DEV_POWER_USAGE", MetricKind.Gauge, watts / accelerators),
            ];
            if (!HidesEnergy) families.Add(Devices("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", MetricKind.Counter, Math.Floor(1e3 * joules / accelerators)));
            return ExpositionWriter.Write(families);
        }
    }

    private MetricFamily Devices(string name, MetricKind kind, double each) => new(name, kind, "Of an accelerator.",
        [.. Enumerable.Range(0, accelerators).Select(k => new MetricSample(name, MetricLabels.Of(("gpu", k.ToString(CultureInfo.InvariantCulture)), ("UUID", $"GPU-{k}")), each))]);

    private static MetricFamily One(string name, MetricKind kind, MetricLabels labels, double value) => new(name, kind, "As vLLM shows it.", [new(name, labels, value)]);

    public ValueTask DisposeAsync() => web.DisposeAsync();
}
