namespace Headroom.Protocols.DsxFlex;

/// <summary>Who takes part: the grid's side, an agent of a site, an agent of its infrastructure.</summary>
public enum FlexRole { Isv, Agent, Infra }

/// <summary>A publisher: its role and its name, as they stand in the source of an envelope and in a topic.</summary>
/// <remarks>
///   //grid/v1/{role}/{name}        grid/v1/{role}/{name}/…
///   The agent's role was <c>poweragent</c> until 6 July 2026 and is <c>dsx-flex-agent</c> since, under one version number: both are read, the new one is written.
///   Source   DSX Flex 1.7.0, "Source Format".
/// </remarks>
public readonly record struct FlexSource(FlexRole Role, string Name)
{
    public const string AgentWord = "dsx-flex-agent", OldAgentWord = "poweragent";

    public override string ToString() => $"//grid/v1/{Word(Role)}/{Name}";

    public static string Word(FlexRole role) => role switch { FlexRole.Isv => "isv", FlexRole.Infra => "infra", _ => AgentWord };

    /// <summary>Whether a name can stand in a topic: no slash, no wildcard, no control character.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= 128 } && !name.Any(one => one is '/' or '+' or '#' or '$' || char.IsControl(one)
        || char.IsWhiteSpace(one) || char.IsSurrogate(one));

    public static FlexSource? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith("//grid/v1/", StringComparison.Ordinal) && text.Split('/') is ["", "", "grid", "v1", { } role, { } name]
            && RoleOf(role) is { } known && IsName(name)
            ? new(known, name) : null;
    }

    internal static FlexRole? RoleOf(string word) => word switch
    {
        "isv" => FlexRole.Isv,
        "infra" => FlexRole.Infra,
        AgentWord or OldAgentWord => FlexRole.Agent,
        _ => null,
    };
}

/// <summary>The four things that are said.</summary>
public enum FlexKind { LoadTargetSet, PowerStateStatus, PowerBreachAlert, PowerBreachEnforcement }

/// <summary>Topics of DSX Flex: <c>grid/v1/{role}/{name}/{tail}</c>.</summary>
public static class FlexTopic
{
    public static string Of(FlexKind kind, string name, string agentWord = FlexSource.AgentWord) => kind switch
    {
        FlexKind.LoadTargetSet => $"grid/v1/isv/{name}/loadtarget/set",
        FlexKind.PowerStateStatus => $"grid/v1/{agentWord}/{name}/powerstate/status",
        FlexKind.PowerBreachAlert => $"grid/v1/{agentWord}/{name}/powerbreach",
        _ => $"grid/v1/infra/{name}/powerbreach/enforcement",
    };

    /// <summary>Who may publish on a topic, and what; null for any other topic.</summary>
    public static (FlexSource Source, FlexKind Kind)? Read(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.Split('/') is not ["grid", "v1", { } word, { } name, .. { } tail] || FlexSource.RoleOf(word) is not { } role
            || !FlexSource.IsName(name)) return null;
        FlexKind? kind = (role, string.Join('/', tail)) switch
        {
            (FlexRole.Isv, "loadtarget/set") => FlexKind.LoadTargetSet,
            (FlexRole.Agent, "powerstate/status") => FlexKind.PowerStateStatus,
            (FlexRole.Agent, "powerbreach") => FlexKind.PowerBreachAlert,
            (FlexRole.Infra, "powerbreach/enforcement") => FlexKind.PowerBreachEnforcement,
            _ => null,
        };
        return kind is { } known ? (new(role, name), known) : null;
    }

    /// <summary>1 for targets and states, 2 for breaches and what was done about them.</summary>
    public static int QualityOfService(FlexKind kind) => kind is FlexKind.LoadTargetSet or FlexKind.PowerStateStatus ? 1 : 2;
}
