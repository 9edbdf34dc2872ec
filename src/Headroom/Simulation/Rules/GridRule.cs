using Headroom.Quantities;

namespace Headroom.Simulation.Rules;

/// <summary>How far a rule has come.</summary>
public enum RuleStatus
{
    Proposed,
    Approved,
    Effective,
    Expired,

    /// <summary>A handbook or requirement in use whose legal standing was not read.</summary>
    Handbook,

    /// <summary>A figure of a study or of an incident; nobody demands it.</summary>
    Study,
}

/// <summary>Which voltage a rule means. The definition alone can turn a verdict.</summary>
public enum VoltageDefinition { NotStated, PositiveSequence, WorstPhase }

/// <summary>One rule of a grid authority, with everything needed to doubt it.</summary>
public sealed record GridRule
{
    public required string Authority { get; init; }
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>The version of the record, by the day it was written.</summary>
    public required string Version { get; init; }
    public required RuleStatus Status { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }

    /// <summary>Any of them makes the rule apply; none: it applies to every site.</summary>
    public IReadOnlyList<Applicability> Applies { get; init; } = [];
    public required Requirement Requires { get; init; }
    public VoltageDefinition Voltage { get; init; }

    /// <summary>Power is averaged over this before it is judged; null where none is published.</summary>
    public TimeSpan? Averaging { get; init; }
    public required string Source { get; init; }

    /// <summary>Evidence: V primary read, Q quoted primary, 2 secondary, D derived, C our choice.</summary>
    public required string Grade { get; init; }

    /// <summary>Month in which the source was last looked at.</summary>
    public required string CheckedOn { get; init; }
    public string Note { get; init; } = "";

    /// <summary>What every print must carry beside the number: a proposal is no rule.</summary>
    public string Label => Status switch
    {
        RuleStatus.Proposed => "proposal",
        RuleStatus.Study => "study value",
        _ => Status.ToString().ToLowerInvariant(),
    };
}

/// <summary>Sites that a rule means.</summary>
/// <param name="VoltageAboveKilovolts">The connection's voltage is above this, not equal to it.</param>
public sealed record Applicability(Power AtLeast, double? VoltageAboveKilovolts, double? VoltageAtLeastKilovolts, double? VoltageAtMostKilovolts)
{
    public bool NeedsVoltage => VoltageAboveKilovolts is not null || VoltageAtLeastKilovolts is not null || VoltageAtMostKilovolts is not null;

    /// <summary>Null where the site's voltage decides and is not known.</summary>
    public bool? Means(RuleSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (site.Power < AtLeast) return false;
        if (!NeedsVoltage) return true;
        return site.Kilovolts is not { } kilovolts ? null
            : !(kilovolts <= VoltageAboveKilovolts) && !(kilovolts < VoltageAtLeastKilovolts) && !(kilovolts > VoltageAtMostKilovolts);
    }
}

/// <summary>What decides whether a rule applies to a site.</summary>
/// <param name="Power">Contracted power of the site.</param>
/// <param name="Kilovolts">Voltage of its connection; null where unknown.</param>
/// <param name="On">The day that is judged.</param>
public sealed record RuleSite(Power Power, double? Kilovolts, DateOnly On);

/// <summary>A pack of rules: one authority or area, one file.</summary>
public sealed record RulePack(string Name, string Title, IReadOnlyList<GridRule> Rules)
{
    /// <summary>Regions of the catalog that it concerns; none where it is chosen by name.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];
}
