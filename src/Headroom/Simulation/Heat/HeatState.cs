namespace Headroom.Simulation;

/// <summary>All temperatures that last from one step to the next. Copy it to look ahead or to undo.</summary>
public sealed class HeatState
{
    private HeatState(double[] racks, double[] halls, double[] loops) =>
        (RackCoolantKelvin, HallAirKelvin, LoopKelvin) = (racks, halls, loops);

    /// <summary>Coolant that leaves each rack; the rack's loop is one mixed mass.</summary>
    public double[] RackCoolantKelvin { get; }

    /// <summary>Air of each hall behind the racks, which goes back to the handlers.</summary>
    public double[] HallAirKelvin { get; }

    /// <summary>Facility water that each plant supplies.</summary>
    public double[] LoopKelvin { get; }

    /// <summary>Every loop at its set point, racks and rooms as cold as the water they get.</summary>
    public static HeatState Resting(HeatPlant plant)
    {
        ArgumentNullException.ThrowIfNull(plant);
        double[] loops = [.. plant.LoopSetKelvin];
        double[] halls = [.. plant.HallAirLoop.Select((air, h) => plant.LoopSetKelvin[air >= 0 ? air : plant.HallLiquidLoop[h]])];
        double[] racks = new double[plant.Racks];
        for (int h = 0; h < plant.Halls; h++)
        {
            int loop = plant.HallLiquidLoop[h] >= 0 ? plant.HallLiquidLoop[h] : plant.HallAirLoop[h];
            racks.AsSpan(plant.HallFirstRack[h]..plant.HallFirstRack[h + 1]).Fill(plant.LoopSetKelvin[loop]);
        }
        return new(racks, halls, loops);
    }

    public HeatState Copy() => new([.. RackCoolantKelvin], [.. HallAirKelvin], [.. LoopKelvin]);
}
