using Headroom.Quantities;

namespace Headroom.Growth;

/// <summary>One workload of the site in its first year: what it asks for and what that takes.</summary>
/// <param name="Asked">In words with units: <c>1.5e8 tok/s</c>, <c>1e27 FLOP in 273 days</c>.</param>
/// <param name="JoulesPerUnit">At the racks; per token, or per FLOP of training.</param>
/// <param name="It">At the racks, in the hour in which the whole site draws most.</param>
/// <param name="Racks">Kinds of racks that do it, in words.</param>
public sealed record BaseWork(string Name, bool IsTraining, string Asked, double JoulesPerUnit, Power It, string Racks);

/// <summary>What the work of a site's file needs in its first year.</summary>
/// <param name="Hour">The hour of the year in which the site draws most.</param>
/// <param name="It">At the racks in that hour.</param>
/// <param name="Meter">At the meter in that hour.</param>
/// <param name="MeterPerItRatio">Power at the meter per power of the racks in that hour: losses and cooling.</param>
public sealed record BaseNeed(int Hour, WorkPower It, WorkPower Meter, double MeterPerItRatio, IReadOnlyList<BaseWork> Work)
{
    /// <summary>Workloads that no rack of the site can do, with the reason.</summary>
    public IReadOnlyList<string> Undone { get; init; } = [];

    /// <summary>Work of the first year that the racks of the file do not carry; it counts as if there were more of the best of them.</summary>
    public IReadOnlyList<string> BeyondRacks { get; init; } = [];
}
