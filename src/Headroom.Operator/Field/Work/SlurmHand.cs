using System.Text;
using System.Text.Json;

namespace Headroom.Operator.Field.Work;

/// <summary>Where slurmrestd is, and how we show who we are.</summary>
/// <param name="Token">Gives a JWT that is valid now; asked before every request, so that it may be renewed.</param>
public sealed record SlurmSetting(Uri Server, string User, Func<string> Token)
{
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);
    public CheckpointSetting Checkpoint { get; init; } = new();

    /// <summary>Asked right before every change, of a pause that may have waited minutes for a checkpoint; null permits all.</summary>
    public WritePermit? Permit { get; init; }
}

/// <summary>Pauses and resumes one Slurm job through slurmrestd.</summary>
/// <remarks>
///   Pending   held, and released: it has done nothing yet, so nothing is lost. This comes before any other pause.
///   Running   stopped by signal STOP and continued by CONT: memory and accelerator contexts stay, so its draw falls to idle and no further, and nothing is lost.
///   slurmrestd up to v0.0.44 offers neither suspend nor requeue; signals are the same stop without the scheduler's book-keeping: its time limit runs on.
///   The version in its paths is found in its own description, the newest first.
/// </remarks>
public sealed class SlurmHand(HttpClient http, string name, string job, SlurmSetting setting, TimeProvider time) : IRunHand
{
    private const int BytesMost = 32 << 20;
    private string? version;

    public string Name => name;

    public async ValueTask<RunStanding> StateAsync(CancellationToken stop)
    {
        (SlurmJob? read, RunStanding? failed) = await JobAsync(stop);
        return read is null ? failed! : new RunStanding.Known(read.Phase, read.Started);
    }

    public async ValueTask<RunAnswer> PauseAsync(CancellationToken stop)
    {
        (SlurmJob? read, RunStanding? failed) = await JobAsync(stop);
        if (read is null) return RunAnswer.Of(failed!);
        switch (read.Phase)
        {
            case RunPhase.Held or RunPhase.Paused:
                return new RunAnswer.Taken(read.Phase, RunLoss.None);
            case RunPhase.Pending:
                return await ChangeAsync(HttpMethod.Post, "", """{"hold":true}""", stop) ?? await ConfirmAsync(RunPhase.Held, RunLoss.None, stop);
            case RunPhase.Running:
                // saved or not, a stopped job keeps its memory; the checkpoint is for a node that fails meanwhile
                bool hasSaved = await SaveAsync(stop);
                return await ChangeAsync(HttpMethod.Delete, "?signal=STOP&flags=FULL_JOB", null, stop) ?? await ConfirmAsync(RunPhase.Paused, new(TimeSpan.Zero, hasSaved), stop);
            default:
                return new RunAnswer.Refused($"job {job} is {string.Join(" ", read.States)}");
        }
    }

    public async ValueTask<RunAnswer> ResumeAsync(CancellationToken stop)
    {
        (SlurmJob? read, RunStanding? failed) = await JobAsync(stop);
        if (read is null) return RunAnswer.Of(failed!);
        return read.Phase switch
        {
            RunPhase.Running or RunPhase.Pending => new RunAnswer.Taken(read.Phase, RunLoss.None),
            RunPhase.Held => await ChangeAsync(HttpMethod.Post, "", """{"hold":false}""", stop) ?? await ConfirmAsync(RunPhase.Pending, RunLoss.None, stop),
            RunPhase.Paused => await ChangeAsync(HttpMethod.Delete, "?signal=CONT&flags=FULL_JOB", null, stop) ?? await ConfirmAsync(RunPhase.Running, RunLoss.None, stop),
            _ => new RunAnswer.Refused($"job {job} is {string.Join(" ", read.States)}"),
        };
    }

    private async ValueTask<bool> SaveAsync(CancellationToken stop)
    {
        CheckpointSetting checkpoint = setting.Checkpoint;
        if (checkpoint.Signal is { } signal) await ChangeAsync(HttpMethod.Delete, $"?signal={Uri.EscapeDataString(signal)}", null, stop);
        return await CheckpointHook.SaveAsync(http, checkpoint, name, time, stop);
    }

    /// <summary>What it says afterwards; a release may have let it start at once.</summary>
    private async ValueTask<RunAnswer> ConfirmAsync(RunPhase wanted, RunLoss lost, CancellationToken stop)
    {
        (SlurmJob? read, RunStanding? failed) = await JobAsync(stop);
        if (read is null) return RunAnswer.Of(failed!);
        bool isDone = read.Phase == wanted || wanted == RunPhase.Pending && read.Phase == RunPhase.Running;
        return isDone ? new RunAnswer.Taken(read.Phase, lost) : new RunAnswer.Refused($"job {job} took the order and is {string.Join(" ", read.States)}");
    }

    private async ValueTask<(SlurmJob? Read, RunStanding? Failed)> JobAsync(CancellationToken stop)
    {
        (JsonDocument? document, RunStanding? failed) = await AskAsync(HttpMethod.Get, $"job/{Uri.EscapeDataString(job)}", null, stop);
        using (document)
            return failed is not null ? (null, failed) : SlurmJob.Read(document!.RootElement) is { } read ? (read, null) : (null, new RunStanding.Refused($"no job {job}"));
    }

    /// <summary>Null once it is taken.</summary>
    private async ValueTask<RunAnswer?> ChangeAsync(HttpMethod method, string query, string? body, CancellationToken stop)
    {
        (JsonDocument? document, RunStanding? failed) = await AskAsync(method, $"job/{Uri.EscapeDataString(job)}{query}", body, stop);
        document?.Dispose();
        return failed is null ? null : RunAnswer.Of(failed);
    }

    private async ValueTask<(JsonDocument? Document, RunStanding? Failed)> AskAsync(HttpMethod method, string path, string? body, CancellationToken stop)
    {
        if (version is null && await DiscoverAsync(stop) is { } unknown) return (null, unknown);
        (JsonDocument? document, RunStanding? failed, int status) = await SendAsync(method, new(setting.Server, $"slurm/{version}/{path}"), body, stop);
        // an upgrade takes old versions away
        if (status == 404) version = null;
        if (document is not null && Errors(document.RootElement) is { } error) failed = new RunStanding.Refused(error);
        return (document, failed);
    }

    private async ValueTask<RunStanding?> DiscoverAsync(CancellationToken stop)
    {
        (JsonDocument? document, RunStanding? failed, _) = await SendAsync(HttpMethod.Get, new(setting.Server, "openapi/v3"), null, stop);
        using (document)
        {
            if (document is null) return failed;
            version = Newest(document.RootElement);
            return version is null ? new RunStanding.Refused("slurmrestd describes no version we know") : null;
        }
    }

    /// <summary>The newest version whose paths read and change a job, such as <c>v0.0.44</c>.</summary>
    internal static string? Newest(JsonElement description)
    {
        if (description.ValueKind != JsonValueKind.Object || !description.TryGetProperty("paths", out JsonElement paths) || paths.ValueKind != JsonValueKind.Object) return null;
        return paths.EnumerateObject().Select(path => path.Name.Split('/', StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts is ["slurm", ['v', ..], "job", "{job_id}"] && Version.TryParse(parts[1].AsSpan(1), out _))
            .Select(parts => parts[1]).MaxBy(one => Version.Parse(one.AsSpan(1)));
    }

    private async ValueTask<(JsonDocument? Document, RunStanding? Failed, int Status)> SendAsync(HttpMethod method, Uri uri, string? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, uri);
        request.Headers.TryAddWithoutValidation("X-SLURM-USER-NAME", setting.User);
        request.Headers.TryAddWithoutValidation("X-SLURM-USER-TOKEN", setting.Token());
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (method != HttpMethod.Get && setting.Permit is { Holds: false }) return (null, new RunStanding.Refused(WritePermit.Over), 0);
        HttpAnswer answer = await BoundedHttp.SendAsync(http, request, BytesMost, setting.TimeOut, time, stop);
        if (answer is HttpAnswer.Silent silent) return (null, new RunStanding.Silent(silent.Why), 0);
        var read = (HttpAnswer.Body)answer;
        JsonDocument? document = BoundedJson.Parse(read.Bytes);
        if (read.IsSuccess && document is not null) return (document, null, read.Status);
        string why = document is null ? $"status {read.Status}" : Errors(document.RootElement) ?? $"status {read.Status}";
        document?.Dispose();
        return (null, new RunStanding.Refused($"slurmrestd: {why}"), read.Status);
    }

    private static string? Errors(JsonElement root)
    {
        if (BoundedJson.First(root, "errors") is not { } first) return null;
        foreach (string name in (string[])["description", "error"])
            if (first.ValueKind == JsonValueKind.Object && first.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String) return text.GetString();
        return "an error without a text";
    }
}
