using Headroom.Protocols.DsxBms;

namespace Headroom.Operator.Field.DsxBms;

/// <summary>How a building management system is listened to and written to.</summary>
public sealed record BmsSetting(string Integration)
{
    public BmsWriteSetting Writes { get; init; } = new(Integration);

    /// <summary>Between heartbeats of ours; DSX BMS 1.0.0 says 10 s.</summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without a new heartbeat for so long the other side is silent.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between repetitions of a request that did not change; DSX BMS 1.0.0 says 100 s.</summary>
    public TimeSpan RepeatEvery { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Points that are kept at most; whoever may publish could name more without end.</summary>
    public int PointsMost { get; init; } = 500_000;
}

/// <summary>A heartbeat of the BMS and how long ago it changed.</summary>
/// <param name="Scope">Which topics it stands for; null for all.</param>
public sealed record BmsHeartbeat(BmsPointKey Key, string? Scope, TimeSpan Age, bool IsSilent);
