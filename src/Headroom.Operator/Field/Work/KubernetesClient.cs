using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Headroom.Operator.Field.Work;

/// <summary>Where an API server is, and how we show who we are. Its certificate is the handler's concern.</summary>
/// <param name="Token">A bearer token that is valid now; service account tokens are renewed on disk.</param>
public sealed record KubernetesSetting(Uri Server, string Namespace, Func<string> Token)
{
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);
    public CheckpointSetting Checkpoint { get; init; } = new();

    /// <summary>Asked right before every patch, of a pause that may have waited minutes for a checkpoint; null permits all.</summary>
    public WritePermit? Permit { get; init; }

    /// <summary>Ask a Job to save by an annotation, and wait for the one that answers.</summary>
    public bool SavesByAnnotation { get; init; }
}

/// <summary>The few requests we make of an API server: get and merge-patch, of Jobs and Kueue's Workloads.</summary>
internal sealed class KubernetesClient(HttpClient http, KubernetesSetting setting, TimeProvider time)
{
    private const int BytesMost = 16 << 20;

    public ValueTask<(JsonDocument? Document, RunStanding? Failed)> GetAsync(string path, CancellationToken stop) => SendAsync(HttpMethod.Get, path, null, stop);
    public ValueTask<(JsonDocument? Document, RunStanding? Failed)> PatchAsync(string path, string body, CancellationToken stop) => SendAsync(HttpMethod.Patch, path, body, stop);

    private async ValueTask<(JsonDocument? Document, RunStanding? Failed)> SendAsync(HttpMethod method, string path, string? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, new Uri(setting.Server, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", setting.Token());
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/merge-patch+json");
        if (method != HttpMethod.Get && setting.Permit is { Holds: false }) return (null, new RunStanding.Refused(WritePermit.Over));
        switch (await BoundedHttp.SendAsync(http, request, BytesMost, setting.TimeOut, time, stop))
        {
            case HttpAnswer.Body read when BoundedJson.Parse(read.Bytes) is { } document:
                if (read.IsSuccess) return (document, null);
                string why = KubernetesJob.Text(document.RootElement, "message") ?? $"status {read.Status}";
                document.Dispose();
                return (null, new RunStanding.Refused($"Kubernetes: {why}"));
            case HttpAnswer.Body read: return (null, new RunStanding.Refused($"Kubernetes: status {read.Status}"));
            case HttpAnswer.Silent silent: return (null, new RunStanding.Silent(silent.Why));
            default: throw new InvalidOperationException();
        }
    }
}
