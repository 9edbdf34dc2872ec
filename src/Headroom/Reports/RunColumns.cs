using System.Globalization;
using Headroom.Sites;

namespace Headroom.Reports;

/// <summary>Columns of the dispatch for the orders of the racks: how many run a workload at a cap, hour by hour.</summary>
public static class RunColumns
{
    public const string Unit = "racks";

    /// <summary>A name for each run, all different: <c>run chat on gb200-nvl72 in B at 60 %</c>.</summary>
    /// <remarks>Two points of one hull may share a cap and differ in batch: the later ones get a number.</remarks>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<PlannedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        HashSet<string> taken = [];
        return [.. runs.Select(run => Free(NameOf(run), taken))];
    }

    /// <summary>One column for each run, with its racks.</summary>
    public static IEnumerable<DispatchColumn> Of(IReadOnlyList<PlannedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return NamesOf(runs).Zip(runs, (name, run) => new DispatchColumn(name, Unit, ColumnRole.Run, run.Racks));
    }

    static string NameOf(PlannedRun run) => string.Create(CultureInfo.InvariantCulture,
        $"run {run.Workload} on {run.Rack} in {string.Join('+', run.Parts)} at {100 * run.CapFraction:0.####} %");

    static string Free(string name, HashSet<string> taken)
    {
        string free = name;
        for (int k = 2; !taken.Add(free); k++) free = $"{name} ({k})";
        return free;
    }
}
