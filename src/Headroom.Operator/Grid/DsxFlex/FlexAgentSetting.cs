using Headroom.Control;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.DsxFlex;

/// <summary>A feed as the bus calls it.</summary>
/// <param name="SiteFeed">Name in the power tree; null for the whole site.</param>
/// <param name="Default">What holds while nobody demands anything, and the most that holds once a party is silent.</param>
public sealed record FlexFeedSetting(string? SiteFeed, Power Minimum, Power Maximum, Power Default)
{
    /// <summary>Of this feed; null for the site's own where the feed is the whole site, else for none but <see cref="Default"/>.</summary>
    public Power? FailSafe { get; init; }
}

/// <summary>How an agent of DSX Flex behaves: what the standard leaves to who takes part is a setting here.</summary>
public sealed record FlexAgentSetting
{
    /// <summary>Its name on the bus.</summary>
    public required string Name { get; init; }
    public required IReadOnlyDictionary<string, FlexFeedSetting> Feeds { get; init; }
    public required JwsKey SigningKey { get; init; }

    /// <summary>Public keys by source and kid.</summary>
    public required Func<FlexSource, string, JwsKey?> Key { get; init; }

    /// <summary>Parties that are listened to; empty for all that have a key.</summary>
    public IReadOnlyList<string> Isvs { get; init; } = [];
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Only for development.</summary>
    public bool TakesUnsigned { get; init; }

    /// <summary>Whether a demand of nothing is carried out; else it is refused as the mistake that it mostly is.</summary>
    public bool TakesZero { get; init; }

    /// <summary>How long a party may say nothing while a target of it stands; the bus has no heartbeat of it. Null: its silence means nothing.</summary>
    public TimeSpan? SilentAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Between states that tell nothing new.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(60);
    public BreachSetting Breach { get; init; } = BreachSetting.Usual;

    /// <summary>What an escalated or critical breach asks of the infrastructure.</summary>
    public IReadOnlyList<InfrastructureAction> Actions { get; init; } = [InfrastructureAction.ShutdownNodes,
        InfrastructureAction.ShutdownRacks];
    public bool GivesHints { get; init; } = true;

    /// <summary>Where what was met is kept over a restart; null for memory alone.</summary>
    public IFlexMemory? Memory { get; init; }

    /// <summary>The role's word in what is written; peers from before July 2026 look for <c>poweragent</c>.</summary>
    public string AgentWord { get; init; } = FlexSource.AgentWord;

    /// <exception cref="ArgumentException">A setting that no agent may have.</exception>
    public FlexAgentSetting Checked()
    {
        if (!FlexSource.IsName(Name)) throw new ArgumentException($"\"{Name}\" cannot stand in a topic.");
        if (Feeds.Keys.FirstOrDefault(tag => !FlexSource.IsName(tag)) is { } odd) throw new ArgumentException($"\"{odd}\" is no tag of a feed.");
        if (Feeds.Count == 0) throw new ArgumentException("An agent has at least one feed.");
        if (Actions.FirstOrDefault(one => one is InfrastructureAction.CutDataFeeds or InfrastructureAction.TripBreakers,
            (InfrastructureAction)(-1)) is var harsh && Enum.IsDefined(harsh))
            throw new ArgumentException($"{harsh} is never asked for by a machine.");
        if (AgentWord is not (FlexSource.AgentWord or FlexSource.OldAgentWord)) throw new ArgumentException($"\"{AgentWord}\" is no role of an agent.");
        return this;
    }

    internal static Power FailSafe(FlexFeedSetting feed, SiteFacts site) =>
        FlexSchedule.WhenSilent(feed.Default, feed.FailSafe ?? (feed.SiteFeed is null ? site.FailSafe : null));
    internal static LimitSource SourceOf(string isv) => new(LimitAuthority.Market, $"{Prefix}{isv}");
    internal const string Prefix = "dsx-flex/", DefaultParty = "=default";
}
