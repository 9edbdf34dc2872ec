using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What a controller knows of its site and what does not change from beat to beat.</summary>
public sealed record ControlFacts
{
    /// <summary>The longest that a cap takes to land.</summary>
    public TimeSpan CapDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How fast racks that smooth their draw let it fall, all together at the bus; null where none do.</summary>
    public Ramp? SlowFall { get; init; }

    /// <summary>What the grid asks of the import, whatever limits say.</summary>
    public Ramp? RampLimit { get; init; }

    /// <summary>What the grid takes back at most; none where nothing was agreed.</summary>
    public Power ExportMost { get; init; }

    /// <summary>Nodes of the power tree that have a rating or may get a limit, in the order of <see cref="Observation.Feeds"/>.</summary>
    public IReadOnlyList<FeedFacts> Feeds { get; init; } = [];

    /// <summary>Banks of racks, in the order of <see cref="Orders.BankShare"/>.</summary>
    public int Banks { get; init; }

    /// <summary>How long an order holds at the racks when nothing newer is heard; then <see cref="Orders.FailSafeFraction"/> does. Zero: orders do not age,
    /// as in a simulation in which the controller is never gone.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Readings are held against each other before anybody acts on them (<see cref="ReadingTrust"/>).</summary>
    public bool ChecksReadings { get; init; } = true;

    /// <summary>Readings are means of hours, as a plan's: sources keep their reach and nothing else is held. For simulations of a plan; never at a site.</summary>
    public bool IsSteady { get; init; }

    /// <summary>What can act on a limit, and how late; null where nobody knows, and notices are not judged.</summary>
    public ReachFacts? Reach { get; init; }

    /// <summary>Output per input of the way from a feed to the racks.</summary>
    public double EfficiencyFraction { get; init; } = 1;
}

/// <summary>A node of the power tree.</summary>
/// <param name="Behind">For each bank of racks, whether it hangs on the node.</param>
public sealed record FeedFacts(string Name, Power Rating, IReadOnlyList<bool> Behind);
