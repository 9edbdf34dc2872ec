namespace Headroom.Protocols.Redfish;

/// <summary>What a leak detector tells.</summary>
public enum LeakState { Ok, Warning, Critical, Absent, Unavailable, Unknown }

/// <summary>A leak detector. Only <see cref="LeakState.Ok"/> is dry: unavailable and unknown are not.</summary>
/// <param name="OnCritical">None, ForceOff, GracefulShutdown: what the device does by itself; null where it does not say.</param>
public sealed record LeakDetector(ResourceIdentity Identity, ResourceStatus Status, LeakState State, string? OnCritical,
    string? OnWarning, TimeSpan? ReactionDelay)
{
    public static LeakDetector Of(RedfishNode at)
    {
        ResourceStatus status = ResourceStatus.Of(at["Status"]);
        LeakState state = at["DetectorState"].Text switch
        {
            "OK" => LeakState.Ok,
            "Warning" => LeakState.Warning,
            "Critical" => LeakState.Critical,
            "Absent" => LeakState.Absent,
            "Unavailable" => LeakState.Unavailable,
            _ => status.IsAbsent ? LeakState.Absent : LeakState.Unknown,
        };
        return new(ResourceIdentity.Of(at), status, state, at["CriticalReactionType"].Text, at["WarningReactionType"].Text,
            at["ReactionDelaySeconds"].Number is >= 0 and <= 1e9 and { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }
}
