namespace Headroom.Operator.Field.Work;

/// <summary>How a run is asked to save before it is stopped.</summary>
public sealed record CheckpointSetting
{
    /// <summary>Called by POST with the run's name; 2xx says that the state is saved. Null asks nobody.</summary>
    public Uri? Hook { get; init; }

    /// <summary>How long saving may take. A pause that must come sooner comes without.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Slurm: sent to the job before it is stopped, such as <c>USR1</c>, for applications that save on it; null sends none.</summary>
    public string? Signal { get; init; }

    /// <summary>How often one looks whether it has saved.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>Asks a run to save by its hook.</summary>
internal static class CheckpointHook
{
    /// <summary>True once it said so in time.</summary>
    public static async ValueTask<bool> SaveAsync(HttpClient http, CheckpointSetting setting, string run, TimeProvider time, CancellationToken stop)
    {
        if (setting.Hook is not { } hook) return false;
        using var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new StringContent($"{{\"run\":{System.Text.Json.JsonSerializer.Serialize(run)}}}", System.Text.Encoding.UTF8, "application/json") };
        return await BoundedHttp.SendAsync(http, request, 65_536, setting.TimeOut, time, stop) is HttpAnswer.Body { IsSuccess: true };
    }
}
