using System.Text.Json;

namespace Headroom.Operator.Field.Work;

/// <summary>A job as slurmrestd tells of it.</summary>
/// <param name="States">Such as RUNNING, and flags beside it such as STOPPED.</param>
/// <param name="IsHeld">Its priority is 0: it does not start.</param>
/// <param name="Started">Null before it starts.</param>
internal sealed record SlurmJob(IReadOnlyList<string> States, bool IsHeld, DateTimeOffset? Started)
{
    public RunPhase Phase => true switch
    {
        _ when Has("SUSPENDED") || Has("STOPPED") => RunPhase.Paused,
        _ when Has("RUNNING") || Has("CONFIGURING") || Has("COMPLETING") || Has("RESIZING") || Has("SIGNALING") => RunPhase.Running,
        _ when Has("PENDING") || Has("REQUEUED") => IsHeld ? RunPhase.Held : RunPhase.Pending,
        _ when Has("COMPLETED") => RunPhase.Done,
        _ => RunPhase.Failed,
    };

    private bool Has(string state) => States.Contains(state, StringComparer.Ordinal);

    /// <summary>The first of "jobs"; null where there is none. Numbers may stand alone or as {set, infinite, number}, states as a text or a list.</summary>
    public static SlurmJob? Read(JsonElement root)
    {
        if (BoundedJson.First(root, "jobs") is not { ValueKind: JsonValueKind.Object } job || !job.TryGetProperty("job_state", out JsonElement state)) return null;
        string[] states = state.ValueKind == JsonValueKind.Array ? [.. state.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
            : state.ValueKind == JsonValueKind.String ? [state.GetString()!] : [];
        if (states.Length == 0) return null;
        bool isHeld = Number(job, "priority") is 0 || job.TryGetProperty("hold", out JsonElement hold) && hold.ValueKind == JsonValueKind.True;
        return new(states, isHeld, Number(job, "start_time") is > 0 and < 253_402_300_800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
    }

    private static long? Number(JsonElement job, string name)
    {
        if (!job.TryGetProperty(name, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.TryGetProperty("set", out JsonElement set) && set.ValueKind == JsonValueKind.False || !value.TryGetProperty("number", out value)) return null;
        }
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;
    }
}
