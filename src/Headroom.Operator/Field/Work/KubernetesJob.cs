using System.Globalization;
using System.Text.Json;

namespace Headroom.Operator.Field.Work;

/// <summary>A Job of batch/v1 as the API server tells of it.</summary>
/// <param name="Started">Null while it is suspended; set anew when it is resumed.</param>
/// <param name="IsQueued">Kueue manages it: its <c>suspend</c> belongs to Kueue.</param>
/// <param name="Saved">When it last said that it saved.</param>
internal sealed record KubernetesJob(string Uid, bool IsSuspended, long Active, DateTimeOffset? Started, string? Ended, bool IsQueued, DateTimeOffset? Saved, bool MayPause)
{
    public const string QueueLabel = "kueue.x-k8s.io/queue-name", JobUidLabel = "kueue.x-k8s.io/job-uid";
    public const string RequestedAnnotation = "headroom.dev/checkpoint-requested", SavedAnnotation = "headroom.dev/checkpoint-saved", PausableAnnotation = "headroom.dev/pausable";

    /// <param name="isActive">Of its Kueue workload; null where it has none.</param>
    public RunPhase Phase(bool? isActive) => Ended switch
    {
        "Complete" => RunPhase.Done,
        "Failed" => RunPhase.Failed,
        _ when Active > 0 => RunPhase.Running,
        _ when isActive == true && IsSuspended => RunPhase.Pending,
        _ when isActive == false || IsSuspended => RunPhase.Paused,
        _ => RunPhase.Pending,
    };

    public static KubernetesJob? Read(JsonElement root)
    {
        if (Object(root, "metadata") is not { } metadata || Text(metadata, "uid") is not { } uid || Object(root, "spec") is not { } spec) return null;
        JsonElement? status = Object(root, "status"), annotations = Object(metadata, "annotations"), labels = Object(metadata, "labels");
        string? ended = null;
        if (status is { } now && now.TryGetProperty("conditions", out JsonElement conditions) && conditions.ValueKind == JsonValueKind.Array)
            foreach (JsonElement one in conditions.EnumerateArray())
                if (Text(one, "status") == "True" && Text(one, "type") is "Complete" or "Failed") ended = Text(one, "type");
        return new(uid, spec.TryGetProperty("suspend", out JsonElement suspend) && suspend.ValueKind == JsonValueKind.True,
            status is { } counted && counted.TryGetProperty("active", out JsonElement active) && active.ValueKind == JsonValueKind.Number && active.TryGetInt64(out long pods) ? pods : 0,
            status is { } begun ? Moment(begun, "startTime") : null, ended, labels is { } named && Text(named, QueueLabel) is not null,
            annotations is { } noted ? Moment(noted, SavedAnnotation) : null, annotations is not { } said || Text(said, PausableAnnotation) != "false");
    }

    private static JsonElement? Object(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : null;

    internal static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Moment(JsonElement of, string name) =>
        DateTimeOffset.TryParse(Text(of, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment : null;
}
