using Headroom.Quantities;

namespace Headroom.Protocols.DsxFlex;

/// <summary>When an excess is a breach, and how bad: what the schema leaves unstated is a setting here.</summary>
/// <param name="ThresholdShare">Of the target; an excess up to it is none.</param>
/// <param name="Grace">After a target became active or tighter, in which load is on its way down.</param>
/// <param name="EscalateAfter">How long a breach stays active before it is escalated, whatever its severity.</param>
public sealed record BreachSetting(double ThresholdShare, TimeSpan Grace, TimeSpan EscalateAfter)
{
    public static BreachSetting Usual { get; } = new(0.02, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
}

/// <summary>A breach of one feed that is not over.</summary>
public sealed record OpenBreach(string Id, DateTimeOffset DetectedAt, BreachStatus Status, BreachSeverity Severity, Power Target,
    string CorrelationId);

/// <summary>The ladder of a breach: active → escalated → resolved, all under one id.</summary>
/// <remarks>
///   warning   threshold &lt; measured/target − 1 ≤ 20 %        critical  above 20 %; exactly 20 % is still a warning
///   Escalated when it turns critical, or lasts; a severity never goes back while the breach is open.
///   Source   DSX Flex 1.7.0, PowerBreachAlertData; AT-09.
/// </remarks>
public static class BreachLadder
{
    private const double CriticalShare = 0.2;

    /// <summary>Shares are compared at a part in 10⁹, so that 120 of 100 is exactly 20 % in binary too.</summary>
    private const double Grain = 1e-9;

    /// <summary>Null where it is no breach.</summary>
    public static BreachSeverity? Severity(Power measured, Power target, double thresholdShare)
    {
        double excess = measured.Watts - target.Watts, grain = Grain * Math.Max(target.Watts, 1);
        return excess <= thresholdShare * target.Watts + grain ? null : excess <= CriticalShare * target.Watts + grain
            ? BreachSeverity.Warning : BreachSeverity.Critical;
    }

    /// <summary>One look at a feed.</summary>
    /// <param name="target">Of a meter's feed now; null where none is active.</param>
    /// <param name="targetSince">When it became active, or tighter.</param>
    /// <param name="measured">By a meter; null where none answers, and then nothing changes.</param>
    /// <param name="newId">Used only for a breach that begins.</param>
    /// <returns>What stands, and whether it has to be told.</returns>
    public static (OpenBreach? Now, bool Tell) Next(OpenBreach? open, (Power Power, string CorrelationId)? target,
        DateTimeOffset targetSince, Power? measured, DateTimeOffset at,
        BreachSetting setting, Func<string> newId)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(newId);
        if (open is { Status: BreachStatus.Resolved }) open = null;
        if (measured is not { } load) return (open, false);
        if (target is not { } asked) return open is null ? (null, false) : (open with { Status = BreachStatus.Resolved }, true);
        if (open is null)
        {
            if (at - targetSince < setting.Grace || Severity(load, asked.Power, setting.ThresholdShare) is not { } first) return (null,
                false);
            return (new(newId(), at, BreachStatus.Active, first, asked.Power, asked.CorrelationId), true);
        }
        if (load.Watts <= asked.Power.Watts * (1 + Grain)) return (open with
        {
            Status = BreachStatus.Resolved,
            Target = asked.Power,
            CorrelationId = asked.CorrelationId
        }, true);
        BreachSeverity severity = Severity(load, asked.Power, setting.ThresholdShare) is { } seen && seen > open.Severity ? seen
            : open.Severity;
        bool escalates = open.Status == BreachStatus.Active && (severity > open.Severity || at - open.DetectedAt >= setting.EscalateAfter);
        OpenBreach next = open with
        {
            Severity = severity,
            Target = asked.Power,
            CorrelationId = asked.CorrelationId,
            Status = escalates
            ? BreachStatus.Escalated : open.Status
        };
        return (next, escalates || severity > open.Severity);
    }
}
