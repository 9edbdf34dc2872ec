using System.Globalization;
using System.Text.Json;

namespace Headroom.Operator.Field.Work;

/// <summary>Pauses and resumes one Job of Kubernetes, by itself or through Kueue where Kueue manages it.</summary>
/// <remarks>
///   Suspending deletes the pods and resuming starts them anew: what was computed since the last checkpoint is lost, so it is asked to save first.
///   A Job with the label of a Kueue queue is never patched: Kueue owns its <c>suspend</c>. Its Workload's <c>active</c> is set instead.
///   Only Jobs: what serves (Deployments and the like) this hand cannot name. A Job annotated <c>headroom.dev/pausable: "false"</c> is refused.
///   Source   Kubernetes KEP-2232 (suspend); Kueue, Workload API.
/// </remarks>
public sealed class KubernetesHand(HttpClient http, string name, string job, KubernetesSetting setting, TimeProvider time) : IRunHand
{
    private readonly KubernetesClient client = new(http, setting, time);
    private string? queueVersion;

    public string Name => name;

    private string JobPath => $"apis/batch/v1/namespaces/{Uri.EscapeDataString(setting.Namespace)}/jobs/{Uri.EscapeDataString(job)}";

    /// <summary>A Job, and its Workload where Kueue manages it.</summary>
    private sealed record Run(KubernetesJob Job, string? Workload, bool? IsActive)
    {
        public RunPhase Phase => Job.Phase(IsActive);
    }

    public async ValueTask<RunStanding> StateAsync(CancellationToken stop)
    {
        (Run? run, RunStanding? failed) = await ReadAsync(stop);
        return run is null ? failed! : new RunStanding.Known(run.Phase, run.Job.Started);
    }

    public async ValueTask<RunAnswer> PauseAsync(CancellationToken stop)
    {
        (Run? run, RunStanding? failed) = await ReadAsync(stop);
        if (run is null) return RunAnswer.Of(failed!);
        if (!run.Job.MayPause) return new RunAnswer.Refused($"job {job} may not be paused ({KubernetesJob.PausableAnnotation})");
        if (run.Phase == RunPhase.Paused) return new RunAnswer.Taken(run.Phase, RunLoss.None);
        if (run.Phase is not (RunPhase.Running or RunPhase.Pending)) return new RunAnswer.Refused($"job {job} is over");
        // what is suspended already and ends its pods needs no second request
        if (run.Workload is null && run.Job.IsSuspended || run.IsActive == false) return new RunAnswer.Taken(RunPhase.Paused, RunLoss.None);
        RunLoss lost = RunLoss.None;
        if (run.Phase == RunPhase.Running)
        {
            bool hasSaved = await SaveAsync(stop);
            (Run? after, failed) = await ReadAsync(stop);
            if (after is null) return RunAnswer.Of(failed!);
            // how far it is since it saved, not since we asked: saving takes its time
            lost = new(hasSaved ? TimeSpan.Zero : Since(after.Job), hasSaved);
        }
        return await SetAsync(run, isPaused: true, stop) ?? new RunAnswer.Taken(RunPhase.Paused, lost);
    }

    public async ValueTask<RunAnswer> ResumeAsync(CancellationToken stop)
    {
        (Run? run, RunStanding? failed) = await ReadAsync(stop);
        if (run is null) return RunAnswer.Of(failed!);
        if (run.Phase is RunPhase.Done or RunPhase.Failed) return new RunAnswer.Refused($"job {job} is over");
        bool isPaused = run.Workload is null ? run.Job.IsSuspended : run.IsActive == false;
        if (!isPaused) return new RunAnswer.Taken(run.Phase, RunLoss.None);
        return await SetAsync(run, isPaused: false, stop) ?? new RunAnswer.Taken(RunPhase.Pending, RunLoss.None);
    }

    private TimeSpan Since(KubernetesJob read)
    {
        DateTimeOffset? from = read.Saved > read.Started || read.Started is null ? read.Saved : read.Started;
        return from is { } moment && time.GetUtcNow() - moment is var span && span > TimeSpan.Zero ? span : TimeSpan.Zero;
    }

    /// <summary>Null once it is taken.</summary>
    private async ValueTask<RunAnswer?> SetAsync(Run run, bool isPaused, CancellationToken stop)
    {
        string flag = isPaused ? "true" : "false", opposite = isPaused ? "false" : "true";
        (JsonDocument? document, RunStanding? failed) = run.Workload is { } workload
            ? await client.PatchAsync(workload, $"{{\"spec\":{{\"active\":{opposite}}}}}", stop) : await client.PatchAsync(JobPath, $"{{\"spec\":{{\"suspend\":{flag}}}}}", stop);
        document?.Dispose();
        return failed is null ? null : RunAnswer.Of(failed);
    }

    private async ValueTask<bool> SaveAsync(CancellationToken stop)
    {
        if (await CheckpointHook.SaveAsync(http, setting.Checkpoint, name, time, stop)) return true;
        if (!setting.SavesByAnnotation) return false;
        DateTimeOffset asked = time.GetUtcNow();
        string moment = asked.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        (JsonDocument? document, RunStanding? failed) = await client.PatchAsync(JobPath, $"{{\"metadata\":{{\"annotations\":{{\"{KubernetesJob.RequestedAnnotation}\":\"{moment}\"}}}}}}", stop);
        document?.Dispose();
        if (failed is not null) return false;
        long from = time.GetTimestamp();
        while (true)
        {
            (Run? run, _) = await ReadAsync(stop);
            if (run?.Job.Saved is { } saved && saved >= DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)) return true;
            if (time.GetElapsedTime(from) >= setting.Checkpoint.TimeOut) return false;
            await Task.Delay(setting.Checkpoint.LookEvery, time, stop);
        }
    }

    private async ValueTask<(Run? Run, RunStanding? Failed)> ReadAsync(CancellationToken stop)
    {
        (JsonDocument? document, RunStanding? failed) = await client.GetAsync(JobPath, stop);
        using (document)
        {
            if (failed is not null) return (null, failed);
            if (KubernetesJob.Read(document!.RootElement) is not { } read) return (null, new RunStanding.Refused($"no job {job}"));
            return read.IsQueued ? await WorkloadAsync(read, stop) : (new(read, null, null), null);
        }
    }

    private async ValueTask<(Run? Run, RunStanding? Failed)> WorkloadAsync(KubernetesJob read, CancellationToken stop)
    {
        if (queueVersion is null)
        {
            (JsonDocument? group, RunStanding? unknown) = await client.GetAsync("apis/kueue.x-k8s.io", stop);
            using (group)
            {
                if (unknown is not null) return (null, unknown);
                queueVersion = group!.RootElement.TryGetProperty("preferredVersion", out JsonElement preferred) ? KubernetesJob.Text(preferred, "version") : null;
                if (queueVersion is null) return (null, new RunStanding.Refused("Kueue states no version"));
            }
        }
        string list = $"apis/kueue.x-k8s.io/{queueVersion}/namespaces/{Uri.EscapeDataString(setting.Namespace)}/workloads";
        (JsonDocument? document, RunStanding? failed) = await client.GetAsync($"{list}?labelSelector={Uri.EscapeDataString($"{KubernetesJob.JobUidLabel}={read.Uid}")}", stop);
        using (document)
        {
            if (failed is not null) return (null, failed);
            if (!document!.RootElement.TryGetProperty("items", out JsonElement items) || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() != 1)
                return (null, new RunStanding.Refused($"Kueue manages job {job} and has not one workload for it"));
            JsonElement one = items[0];
            if (!one.TryGetProperty("metadata", out JsonElement metadata) || KubernetesJob.Text(metadata, "name") is not { } workload) return (null, new RunStanding.Refused("a workload without a name"));
            bool isActive = !(one.TryGetProperty("spec", out JsonElement spec) && spec.TryGetProperty("active", out JsonElement active) && active.ValueKind == JsonValueKind.False);
            return (new(read, $"{list}/{Uri.EscapeDataString(workload)}", isActive), null);
        }
    }
}
