using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Halls to arrays. Design heat is split between liquid and air as the racks in the hall split it.</summary>
internal sealed class HeatPlantBuilder
{
    /// <summary>Constants of the planner's air side: rise through the racks, and effectiveness ε of the handlers' coils.</summary>
    public const double AirRiseKelvin = HallSide.AirRiseKelvin, CoilEffectiveness = HallSide.CoilEffectiveness;

    private readonly IReadOnlyList<HeatHall> halls;
    private readonly DesignWeather design;
    private readonly HeatEstimates estimates;
    private readonly List<CoolingPlant> plants = [];
    private readonly double[] liquidShares;

    public HeatPlantBuilder(IReadOnlyList<HeatHall> halls, DesignWeather design, HeatEstimates estimates)
    {
        (this.halls, this.design, this.estimates) = (halls, design, estimates);
        Check();
        liquidShares = [.. halls.Select(LiquidShareOf)];
        Names = [.. halls.Select(hall => hall.Name)];
        FirstRack = new int[halls.Count + 1];
        for (int h = 0; h < halls.Count; h++) FirstRack[h + 1] = FirstRack[h] + halls[h].Racks.Sum(racks => racks.Count);
        LiquidLoop = [.. halls.Select((hall, h) => liquidShares[h] > 0 ? LoopOf(hall.Cooling) : -1)];
        AirLoop = [.. halls.Select((hall, h) => liquidShares[h] < 1 ? LoopOf(AirOf(hall)) : -1)];
        Halls = [.. halls.Select(FactsOf)];
        Loops = [.. plants.Select(FactsOf)];
    }

    public string[] Names { get; }
    public int[] FirstRack { get; }
    public int[] LiquidLoop { get; }
    public int[] AirLoop { get; }
    public HallFacts[] Halls { get; }
    public LoopFacts[] Loops { get; }

    /// <summary>The air beside cold plates goes through a loop of its own: 27 °C and the same rejection, as in plans.</summary>
    private static CoolingPlant AirOf(HeatHall hall) =>
        hall.Cooling.Kind == CoolingKind.Air ? hall.Cooling : new(CoolingKind.Air, 27.DegreesCelsius, hall.Cooling.Rejection);

    private static double LiquidShareOf(HeatHall hall)
    {
        double all = hall.Racks.Sum(racks => racks.Count * racks.DesignPower.Watts);
        if (all <= 0) return hall.Cooling.Kind == CoolingKind.Air ? 0 : 1;
        return hall.Racks.Sum(racks => racks.Count * racks.DesignPower.Watts * hall.LiquidShareOf(racks)) / all;
    }

    private int LoopOf(CoolingPlant plant)
    {
        int known = plants.IndexOf(plant);
        if (known >= 0) return known;
        plants.Add(plant);
        return plants.Count - 1;
    }

    private HallFacts FactsOf(HeatHall hall, int h)
    {
        double watts = hall.DesignPower.Watts, liquid = watts * liquidShares[h], air = watts - liquid;
        HallSide main = HallSide.Of(hall.Cooling.Kind, hall.Cooling.Supply.Celsius);
        CoolingPlant handlers = AirOf(hall);
        HallSide beside = HallSide.Of(CoolingKind.Air, handlers.Supply.Celsius);
        double standby = estimates.StandbyFraction * HallSide.StandbyShare * main.MoversRatio * watts;
        double fixedWatts = HallFixed.Of(hall.Cooling.Kind, hall.Cooling.Supply, hall.DesignPower).Watts;
        bool isAir = hall.Cooling.Kind == CoolingKind.Air;
        double approach = hall.Cooling.Kind == CoolingKind.RearDoor ? 0 : estimates.DistributionApproach.Kelvin;
        return new()
        {
            Pumps = hall.Pumps,
            Handlers = hall.Handlers,
            LiquidDesignWatts = liquid,
            AirDesignWatts = air,
            ApproachKelvinPerWatt = liquid > 0 ? approach / liquid : 0,
            LiquidMoversRatio = main.MoversPerHeatRatio,
            AirMoversRatio = beside.MoversPerHeatRatio,
            PumpStandbyWatts = isAir ? 0 : standby,
            FanStandbyWatts = isAir ? standby : 0,
            ControlsWatts = estimates.StandbyFraction * fixedWatts - standby,
            RoomJoulesPerKelvin = estimates.RoomKilojoulesPerKelvinKilowatt * Math.Max(air, 0.02 * watts),
            AirMostWattsPerKelvin = air / AirRiseKelvin,
            AirLeastFraction = estimates.LeastFlowFraction,
            InletLimitKelvin = handlers.Supply.Kelvin + estimates.ThrottleMargin.Kelvin,
            AllowedPerKelvin = (1 - estimates.ThrottleFloorFraction) / estimates.ThrottleSpan.Kelvin,
            AllowedLeastFraction = estimates.ThrottleFloorFraction,
        };
    }

    private LoopFacts FactsOf(CoolingPlant plant, int loop)
    {
        HallSide side = HallSide.Of(plant.Kind, plant.Supply.Celsius);
        double watts = 0;
        Units chillers = default, coolers = default;
        for (int h = 0; h < halls.Count; h++)
        {
            if (LiquidLoop[h] != loop && AirLoop[h] != loop) continue;
            if (LiquidLoop[h] == loop) watts += Halls[h].LiquidDesignWatts;
            if (AirLoop[h] == loop) watts += Halls[h].AirDesignWatts;
            (chillers, coolers) = (chillers + halls[h].Chillers, coolers + halls[h].Coolers);
        }
        return new()
        {
            Side = side,
            Rejection = plant.Rejection,
            Design = design,
            Chillers = chillers,
            Coolers = coolers,
            TrimAtDesign = CoolingSlope.Plant.TrimAtDesign(side, plant.Rejection, design),
            SetKelvin = side.WaterCelsius.DegreesCelsius.Kelvin,
            DesignWatts = watts,
            JoulesPerKelvin = Math.Max(estimates.FacilityLoopKilojoulesPerKelvinKilowatt * watts, 2 * JoulesPerKelvinOn(loop)),
            ResponseSeconds = estimates.LoopResponse.TotalSeconds,
        };
    }

    public RackFacts RackArrays()
    {
        var rack = new RackFacts(FirstRack[^1]);
        int i = 0;
        foreach (HeatHall hall in halls)
            foreach (HeatRacks racks in hall.Racks)
                for (int n = 0; n < racks.Count; n++) Set(rack, i++, hall, racks);
        return rack;
    }

    private void Set(RackFacts rack, int i, HeatHall hall, HeatRacks racks)
    {
        double share = hall.LiquidShareOf(racks), watts = racks.DesignPower.Watts, liquid = share * watts;
        double rise = estimates.CoolantRise.Kelvin, most = liquid / rise;
        double approach = hall.Cooling.Kind == CoolingKind.RearDoor ? 0 : estimates.DistributionApproach.Kelvin;
        double supply = hall.Cooling.Kind == CoolingKind.Air ? HallSide.Of(CoolingKind.Air, hall.Cooling.Supply.Celsius).WaterCelsius
            : hall.Cooling.Supply.Celsius;
        rack.LiquidShare[i] = share;
        rack.JoulesPerKelvin[i] = LoopJoulesPerKelvin(hall, racks);
        rack.KelvinPerJoule[i] = 1 / rack.JoulesPerKelvin[i];
        rack.PerRiseKelvin[i] = 1 / rise;
        rack.FlowLeastWattsPerKelvin[i] = estimates.LeastFlowFraction * most;
        rack.FlowMostWattsPerKelvin[i] = most;
        rack.StillAirWattsPerKelvin[i] = estimates.StillAirWattsPerKelvinKilowatt * watts / 1000;
        rack.ChipKelvinPerWatt[i] = estimates.ChipRise.Kelvin / watts;
        rack.LimitKelvin[i] = supply.DegreesCelsius.Kelvin + approach + rise + estimates.ThrottleMargin.Kelvin;
        rack.AllowedPerKelvin[i] = (1 - estimates.ThrottleFloorFraction) / estimates.ThrottleSpan.Kelvin;
        rack.AllowedLeastFraction[i] = estimates.ThrottleFloorFraction;
        rack.NoAirFraction[i] = share >= 1 ? 1 : 0;
    }

    private static bool IsOdd(HeatRacks racks) =>
        racks.Count < 0 || racks.LiquidShare is not (>= 0 and <= 1) || !(racks.DesignPower > Power.Zero);

    private void Check()
    {
        if (halls.Count == 0) throw new ArgumentException("A heat plant needs a hall.");
        foreach (HeatHall hall in halls)
        {
            if (!(hall.DesignPower > Power.Zero))
                throw new ArgumentException($"Hall {hall.Name} has a design power of {hall.DesignPower}; it must be above 0 W.");
            if (hall.Racks.FirstOrDefault(IsOdd) is { } odd)
                throw new ArgumentException($"Hall {hall.Name}: {odd}; a count below 0, a share outside 0 … 1 or a power of 0 W.");
            foreach (Units units in (ReadOnlySpan<Units>)[hall.Pumps, hall.Handlers, hall.Chillers, hall.Coolers])
                if (units.Needed < 1 || units.Installed < units.Needed)
                    throw new ArgumentException($"Hall {hall.Name}: {units}; at least one is needed, and as many installed.");
        }
    }

    /// <summary>Heat that the racks and rooms on a loop hold per kelvin.</summary>
    private double JoulesPerKelvinOn(int loop)
    {
        double sum = 0;
        for (int h = 0; h < halls.Count; h++)
        {
            if (LiquidLoop[h] == loop) sum += halls[h].Racks.Sum(racks => racks.Count * LoopJoulesPerKelvin(halls[h], racks));
            if (AirLoop[h] == loop) sum += Halls[h].RoomJoulesPerKelvin;
        }
        return sum;
    }

    private double LoopJoulesPerKelvin(HeatHall hall, HeatRacks racks) =>
        estimates.RackLoopKilojoulesPerKelvinKilowatt * Math.Max(hall.LiquidShareOf(racks), 0.02) * racks.DesignPower.Watts;
}
