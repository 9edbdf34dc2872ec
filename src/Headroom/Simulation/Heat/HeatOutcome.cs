using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What a step of heat did; filled anew by every step, and reused.</summary>
public sealed class HeatOutcome
{
    internal HeatOutcome(HeatPlant plant)
    {
        (RackFlowWattsPerKelvin, RackAllowedFraction, RackChipKelvin) = (New(plant.Racks), New(plant.Racks), New(plant.Racks));
        (HallMoverWatts, HallSupplyKelvin, HallInletKelvin) = (New(plant.Halls), New(plant.Halls), New(plant.Halls));
        (LoopHeatInWatts, LoopMoverWatts, LoopRejectedWatts) = (New(plant.Loops), New(plant.Loops), New(plant.Loops));
        (LoopCapacityWatts, LoopPlantWatts, LoopWaterKilogramsPerSecond) = (New(plant.Loops), New(plant.Loops), New(plant.Loops));
    }

    /// <summary>Heat capacity of the coolant flow through each rack; <see cref="CoolantFlow"/> turns it into litres.</summary>
    public double[] RackFlowWattsPerKelvin { get; }

    /// <summary>Power each rack may take, of what it asks for: 1 cool, falling to its floor when coolant or air is too warm, 0 isolated.</summary>
    public double[] RackAllowedFraction { get; }

    /// <summary>A proxy: coolant that leaves the rack, and above it the rise over the cold plate.</summary>
    public double[] RackChipKelvin { get; }

    /// <summary>Fans, pumps and standby of each hall; a draw of the hall.</summary>
    public double[] HallMoverWatts { get; }

    /// <summary>Coolant that the distribution units send to the racks.</summary>
    public double[] HallSupplyKelvin { get; }

    /// <summary>Air that reaches the racks: from the handlers, mixed with room air where the handlers move too little.</summary>
    public double[] HallInletKelvin { get; }

    /// <summary>Heat that reached each loop, from racks, rooms and pumps.</summary>
    public double[] LoopHeatInWatts { get; }

    /// <summary>The part of the halls' fans and pumps that works for this loop, which ends as heat in it.</summary>
    public double[] LoopMoverWatts { get; }

    /// <summary>Heat given to the weather.</summary>
    public double[] LoopRejectedWatts { get; }

    /// <summary>Heat the plant can reject at its set point in this weather and with these failures, the movers' heat included.</summary>
    public double[] LoopCapacityWatts { get; }

    /// <summary>Electric power of fans, towers and chillers.</summary>
    public double[] LoopPlantWatts { get; }
    public double[] LoopWaterKilogramsPerSecond { get; }

    /// <summary>All cooling: halls and plants.</summary>
    public Power CoolingDraw { get; internal set; }
    public Power ItHeat { get; internal set; }
    public Power Rejected { get; internal set; }

    /// <summary>Change of the heat that coolant, rooms and loops hold, over the step; negative when they cool.</summary>
    public Energy StoredChange { get; internal set; }
    public double WaterKilogramsPerSecond { get; internal set; }

    /// <summary>The farthest that any step's balance was from closing, of the heat that went through it.</summary>
    public double WorstImbalanceFraction { get; internal set; }

    private static double[] New(int length) => new double[length];
}
