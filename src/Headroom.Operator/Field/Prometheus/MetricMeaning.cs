namespace Headroom.Operator.Field.Prometheus;

/// <summary>What a metric of somebody else measures, for us.</summary>
public enum Measured { OutputTokens, InputTokens, AcceleratorEnergy, AcceleratorPower, RequestsRunning, RequestsWaiting, TimeToFirstToken, TimePerToken }

/// <summary>Who exports a metric. A frontend passes metrics of its engines through: of one target only one of them is counted, the engine first.</summary>
public enum MetricExporter { Vllm, Sglang, Dynamo, Dcgm }

/// <summary>One metric by name.</summary>
/// <param name="ToSi">One of its counts in tokens, joules, watts, requests or seconds.</param>
public sealed record MetricMeaning(string Name, Measured Measured, MetricExporter Exporter, double ToSi = 1)
{
    /// <summary>Names as their exporters document and send them.</summary>
    /// <remarks>
    ///   vLLM    https://docs.vllm.ai/en/stable/usage/metrics/ (the exposition adds _total to counters)
    ///   SGLang  https://docs.sglang.io/references/production_metrics.html; its tokens move when a request ends, so windows span many requests
    ///   Dynamo  https://docs.nvidia.com/dynamo/v1.5.0/reference/observability/metrics-catalog.md
    ///   DCGM    NVIDIA/dcgm-exporter:etc/default-counters.csv; energy is in millijoules since the driver was loaded
    /// </remarks>
    public static IReadOnlyList<MetricMeaning> Known { get; } =
    [
        new("vllm:generation_tokens_total", Measured.OutputTokens, MetricExporter.Vllm),
        new("vllm:prompt_tokens_total", Measured.InputTokens, MetricExporter.Vllm),
        new("vllm:num_requests_running", Measured.RequestsRunning, MetricExporter.Vllm),
        new("vllm:num_requests_waiting", Measured.RequestsWaiting, MetricExporter.Vllm),
        new("vllm:time_to_first_token_seconds", Measured.TimeToFirstToken, MetricExporter.Vllm),
        new("vllm:inter_token_latency_seconds", Measured.TimePerToken, MetricExporter.Vllm),
        new("sglang:generation_tokens_total", Measured.OutputTokens, MetricExporter.Sglang),
        new("sglang:prompt_tokens_total", Measured.InputTokens, MetricExporter.Sglang),
        new("sglang:num_running_reqs", Measured.RequestsRunning, MetricExporter.Sglang),
        new("sglang:num_queue_reqs", Measured.RequestsWaiting, MetricExporter.Sglang),
        new("sglang:time_to_first_token_seconds", Measured.TimeToFirstToken, MetricExporter.Sglang),
        new("dynamo_frontend_output_tokens_total", Measured.OutputTokens, MetricExporter.Dynamo),
        new("dynamo_frontend_input_sequence_tokens_sum", Measured.InputTokens, MetricExporter.Dynamo),
        new("dynamo_frontend_time_to_first_token_seconds", Measured.TimeToFirstToken, MetricExporter.Dynamo),
        new("dynamo_frontend_inter_token_latency_seconds", Measured.TimePerToken, MetricExporter.Dynamo),
        new("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", Measured.AcceleratorEnergy, MetricExporter.Dcgm, 1e-3),
        new("DCGM_FI_DEV_POWER_USAGE", Measured.AcceleratorPower, MetricExporter.Dcgm),
    ];
}
