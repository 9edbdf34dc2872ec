using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Everything of a site that a run moves: racks, work, heat, tree, plants, batteries, grid.</summary>
internal sealed class SiteState
{
    public required IReadOnlyList<RackBank> Banks { get; init; }
    public required IReadOnlyList<RackFleet> Fleets { get; init; }
    public required IReadOnlyList<ServiceFlow> Services { get; init; }
    public required IReadOnlyList<TrainingLane> Training { get; init; }
    public required IReadOnlyList<PlantUnit> Plants { get; init; }
    public required IReadOnlyList<StoreUnit> Stores { get; init; }
    public required GridLink? Link { get; init; }
    public required TreeFlow Flow { get; init; }
    public required DistributionTree Tree { get; init; }

    /// <summary>Node of the tree that feeds the racks of each bank.</summary>
    public required int[] NodeOfBank { get; init; }

    /// <summary>Node that feeds all cooling.</summary>
    public required int CoolingNode { get; init; }

    /// <summary>Null for a site without racks.</summary>
    public required HeatPlant? Heat { get; init; }

    /// <summary>Liquid cools some of its racks.</summary>
    public required bool HasCoolant { get; init; }

    /// <summary>Hall of the heat plant for each bank.</summary>
    public required int[] HeatHallOfBank { get; init; }
    public HeatState? HeatNow { get; set; }
    public HeatOutcome? HeatDone { get; set; }
    public GridState Grid { get; set; } = new(default);

    /// <summary>Racks in each row.</summary>
    public required double[] RowUnits { get; init; }

    /// <summary>Heat of each row, and the row's draw, of the last step.</summary>
    public required double[] RowHeatWatts { get; init; }
    public required double[] RowDrawnWatts { get; init; }

    /// <summary>1 for an open row, 0 for one that a leak has isolated.</summary>
    public required double[] RowOpen { get; init; }

    /// <summary>Rows that were switched off, and when they may come back.</summary>
    public required TimeSpan[] RowOffUntil { get; init; }
    public int Rows => RowUnits.Length;
}
