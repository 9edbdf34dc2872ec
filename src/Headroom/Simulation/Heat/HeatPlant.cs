using Headroom.Cooling;

namespace Headroom.Simulation;

/// <summary>
///   All that does not change about the heat of a site: racks in halls, halls on loops, one loop per cooling plant. Arrays run over racks,
///   halls or loops, as their first word says; the last word is the unit.
/// </summary>
/// <remarks>
///   rack ──coolant──► distribution units ──► loop of the hall's own kind ─┐
///   rack ──air──────► room ──handlers──────► loop of the hall's air ──────┴─► dry coolers, towers, chillers ──► weather
///   The racks of hall h are <c>HallFirstRack[h] .. HallFirstRack[h + 1]</c>. A hall without liquid or without air heat has loop −1.
/// </remarks>
public sealed class HeatPlant
{
    internal HeatPlant(IReadOnlyList<HeatHall> halls, DesignWeather design, HeatEstimates estimates)
    {
        var builder = new HeatPlantBuilder(halls, design, estimates);
        (HallNames, HallFirstRack, HallLiquidLoop, HallAirLoop) = (builder.Names, builder.FirstRack, builder.LiquidLoop, builder.AirLoop);
        (Hall, Loop, Rack) = (builder.Halls, builder.Loops, builder.RackArrays());
        LoopSetKelvin = [.. Loop.Select(loop => loop.SetKelvin)];
        RackSecondsLeast = Rack.SecondsLeast();
        LastBitJoules = 1e-15 * 300 * (Rack.JoulesPerKelvin.Sum() + Hall.Sum(hall => hall.RoomJoulesPerKelvin) + Loop.Sum(loop => loop.JoulesPerKelvin));
    }

    /// <summary>A plant from its halls.</summary>
    /// <param name="halls">With the racks in the order in which every rack array runs.</param>
    /// <param name="design">The weather the plants are sized for.</param>
    /// <param name="estimates">Masses, approaches and limits; <see cref="HeatEstimates.Default"/> where null.</param>
    public static HeatPlant Of(IReadOnlyList<HeatHall> halls, DesignWeather design, HeatEstimates? estimates = null)
    {
        ArgumentNullException.ThrowIfNull(halls);
        return new(halls, design, estimates ?? HeatEstimates.Default);
    }

    public int Racks => Rack.LiquidShare.Length;
    public int Halls => Hall.Length;
    public int Loops => Loop.Length;
    public IReadOnlyList<string> HallNames { get; }
    public IReadOnlyList<int> HallFirstRack { get; }

    /// <summary>Loop that takes the coolant's heat of each hall, or −1.</summary>
    public IReadOnlyList<int> HallLiquidLoop { get; }

    /// <summary>Loop that takes the air's heat of each hall, or −1.</summary>
    public IReadOnlyList<int> HallAirLoop { get; }

    /// <summary>Facility water of each loop when all is well.</summary>
    public IReadOnlyList<double> LoopSetKelvin { get; }

    internal HallFacts[] Hall { get; }
    internal LoopFacts[] Loop { get; }
    internal RackFacts Rack { get; }

    /// <summary>The shortest time constant of any rack, which sets how the decay over a step is computed.</summary>
    internal double RackSecondsLeast { get; }

    /// <summary>Heat that the last bit of all temperatures stands for.</summary>
    internal double LastBitJoules { get; }
}

/// <summary>Arrays over racks.</summary>
internal sealed class RackFacts(int racks)
{
    public readonly double[] LiquidShare = new double[racks], JoulesPerKelvin = new double[racks], KelvinPerJoule = new double[racks],
        PerRiseKelvin = new double[racks], FlowLeastWattsPerKelvin = new double[racks], FlowMostWattsPerKelvin = new double[racks],
        StillAirWattsPerKelvin = new double[racks], ChipKelvinPerWatt = new double[racks], LimitKelvin = new double[racks],
        AllowedPerKelvin = new double[racks], AllowedLeastFraction = new double[racks], NoAirFraction = new double[racks];

    public double SecondsLeast()
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < LiquidShare.Length; i++)
            least = Math.Min(least, JoulesPerKelvin[i] / (FlowMostWattsPerKelvin[i] + StillAirWattsPerKelvin[i]));
        return least;
    }
}

/// <summary>A hall: distribution units on the liquid side, a room with handlers on the air side.</summary>
internal sealed record HallFacts
{
    public required Units Pumps { get; init; }
    public required Units Handlers { get; init; }
    public double LiquidDesignWatts { get; init; }
    public double AirDesignWatts { get; init; }

    /// <summary>a, rise of the rack supply over the facility water per watt through the distribution units.</summary>
    public double ApproachKelvinPerWatt { get; init; }
    public double LiquidMoversRatio { get; init; }
    public double AirMoversRatio { get; init; }

    /// <summary>Draw whatever the heat: of pumps that turn, of fans that turn, of controls.</summary>
    public double PumpStandbyWatts { get; init; }
    public double FanStandbyWatts { get; init; }
    public double ControlsWatts { get; init; }
    public double RoomJoulesPerKelvin { get; init; }

    /// <summary>Heat capacity of the air flow at design, and its least share.</summary>
    public double AirMostWattsPerKelvin { get; init; }
    public double AirLeastFraction { get; init; }
    public double InletLimitKelvin { get; init; }
    public double AllowedPerKelvin { get; init; }
    public double AllowedLeastFraction { get; init; }
}

/// <summary>A facility loop with its rejection.</summary>
internal sealed record LoopFacts
{
    public required HallSide Side { get; init; }
    public required Rejection Rejection { get; init; }
    public required DesignWeather Design { get; init; }
    public required Units Chillers { get; init; }
    public required Units Coolers { get; init; }
    public required double TrimAtDesign { get; init; }
    public double SetKelvin { get; init; }
    public double DesignWatts { get; init; }
    public double JoulesPerKelvin { get; init; }
    public double ResponseSeconds { get; init; }
}
