using Headroom.Control;
using Headroom.Simulation;

namespace Headroom.Operator;

/// <summary>What somebody may set of a running service.</summary>
public sealed record ServiceSettings
{
    /// <summary>Of the site's time.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long this process may act without the store: a standby takes over after it.</summary>
    public TimeSpan LeaseLength { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a standby looks.</summary>
    public TimeSpan StandbyEvery { get; init; } = TimeSpan.FromMilliseconds(250);
    public string Policy { get; init; } = Policies.Default(isSteady: false);

    /// <summary>Share of a ceiling that the policy, and the envelope, keep free.</summary>
    public double PolicyMarginFraction { get; init; } = Simulator.MarginFraction;

    /// <inheritdoc cref="PolicyMarginFraction"/>
    public double MarginFraction { get; init; } = Simulator.HoldMarginFraction;

    /// <summary>How far a look ahead looks.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Who this process is, for the lease and the journal.</summary>
    public string Holder { get; init; } = "headroom";

    /// <summary>Messages that may wait to be taken; more are refused at the door.</summary>
    public int QueueMost { get; init; } = 10_000;
}
