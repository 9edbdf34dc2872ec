using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What a step of heat is told. A failure span left empty means that nothing has failed.</summary>
public readonly ref struct HeatInputs
{
    /// <summary>IT draw of each rack, mean over the step; never negative.</summary>
    public required ReadOnlySpan<double> RackItWatts { get; init; }
    public required Temperature DryBulb { get; init; }
    public required Temperature WetBulb { get; init; }

    /// <summary>1 for an open rack, 0 for one that a leak has isolated; nothing between.</summary>
    public ReadOnlySpan<double> RackOpenFraction { get; init; }
    public ReadOnlySpan<int> HallPumpsFailed { get; init; }
    public ReadOnlySpan<int> HallHandlersFailed { get; init; }

    /// <summary>A chiller that restarts is failed until it carries load again.</summary>
    public ReadOnlySpan<int> LoopChillersFailed { get; init; }
    public ReadOnlySpan<int> LoopCoolersFailed { get; init; }

    internal void Check(HeatPlant plant)
    {
        if (RackItWatts.Length != plant.Racks)
            throw new ArgumentException($"{RackItWatts.Length} IT draws for {plant.Racks} racks");
        Check(RackOpenFraction.Length, plant.Racks, "open fractions", "racks");
        Check(HallPumpsFailed.Length, plant.Halls, "pump failures", "halls");
        Check(HallHandlersFailed.Length, plant.Halls, "handler failures", "halls");
        Check(LoopChillersFailed.Length, plant.Loops, "chiller failures", "loops");
        Check(LoopCoolersFailed.Length, plant.Loops, "cooler failures", "loops");
    }

    private static void Check(int have, int need, string what, string of)
    {
        if (have != 0 && have != need) throw new ArgumentException($"{have} {what} for {need} {of}");
    }
}
