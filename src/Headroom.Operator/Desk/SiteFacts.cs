using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>What of a site does not change while it is operated.</summary>
/// <param name="Name">Of the site file.</param>
/// <param name="Connection">Firm and flexible capacity of the grid connection; infinite for a site without a grid.</param>
/// <param name="Tree">Every node below the meter, parents before children.</param>
/// <param name="FailSafe">Import that holds when an authority that promised heartbeats is silent and stated none of its own.</param>
public sealed record SiteFacts(string Name, string Region, Power Connection, IReadOnlyList<TreeNodeFacts> Tree, Power FailSafe)
{
    /// <summary>Such as <c>simulated</c> or <c>live</c>.</summary>
    public string Field { get; init; } = "";
    public IReadOnlyList<string> Feeds => [.. Tree.Select(node => node.Name)];
}

/// <summary>A node of the power tree.</summary>
/// <param name="Parent">Index in the tree; −1 hangs on the meter.</param>
public sealed record TreeNodeFacts(string Name, int Parent, Power Rating);
