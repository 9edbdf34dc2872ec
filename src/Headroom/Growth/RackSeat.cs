using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Growth;

/// <summary>A kind of rack behind the cooling plant of the first hall that can take it.</summary>
/// <param name="MeterPerItRatio">Power at the meter per power of the rack, for each hour of the year.</param>
sealed record RackSeat(RackChoice Choice, double[] MeterPerItRatio)
{
    /// <summary>The seats of a site; a kind of rack that no hall can take has none.</summary>
    public static IReadOnlyList<RackSeat> Of(Site site, IFrontierModel model) =>
        [.. site.Racks.Where(rack => rack.Size.Most > Count.Zero).Select(rack => Of(site, rack, model)).OfType<RackSeat>()];

    static RackSeat? Of(Site site, RackChoice rack, IFrontierModel model)
    {
        Power each = RackProvision.Of(site, rack, model);
        foreach (Hall hall in site.Halls)
        {
            if (rack.Halls.Count > 0 && !rack.Halls.Contains(hall.Name)) continue;
            if (CanTake(hall.Cooling, hall.PerRack, rack.Type, each)) return new(rack, Ratios(site, rack.Type, hall.Cooling));
            if (hall.Retrofit is { } rebuilt && CanTake(rebuilt.To, rebuilt.PerRack, rack.Type, each)) return new(rack, Ratios(site, rack.Type, rebuilt.To));
        }
        return null;
    }

    /// <summary>Density, kind of cooling and supply temperature, as in the plan.</summary>
    static bool CanTake(CoolingPlant plant, Power perRack, RackType rack, Power each) =>
        each <= perRack && plant.Supply <= rack.SupplyMost
        && (rack.LiquidShare == 0 ? plant.Kind is CoolingKind.Air or CoolingKind.RearDoor or CoolingKind.Immersion : plant.Kind is CoolingKind.DirectLiquid);

    /// <summary>Power at the meter per power of a rack, hour by hour.</summary>
    /// <remarks>
    ///   ratio[t] = (1 + slope[t]) / η        η   efficiency of the power tree; the heat of its losses is cooled too
    ///   Valid    beside the fixed part of cooling, .3–.8 % of design, which is left out.
    ///   Source   the plan's own: power of a fleet at the bus.
    /// </remarks>
    static double[] Ratios(Site site, RackType rack, CoolingPlant plant)
    {
        int hours = site.Weather.DryBulb.Hours;
        Temperature[] dry = new Temperature[hours], wet = new Temperature[hours];
        for (int t = 0; t < hours; t++) (dry[t], wet[t]) = (site.Weather.DryBulb[t], site.Weather.WetBulb[t]);
        CoolingCost[] main = new CoolingCost[hours], air = new CoolingCost[hours];
        CoolingSlope.Over(plant.Kind, plant.Supply, plant.Rejection, site.Weather.Design(), dry, wet, main);
        bool blends = plant.Kind == CoolingKind.DirectLiquid && rack.LiquidShare < 1;
        if (blends) CoolingSlope.Over(CoolingKind.Air, airBeside, plant.Rejection, site.Weather.Design(), dry, wet, air);
        return [.. main.Select((cost, t) =>
            (1 + (blends ? CoolingCost.Blend(rack.LiquidShare, cost, air[t]) : cost).PowerPerHeatRatio) / site.Tree.EfficiencyFraction)];
    }

    /// <summary>Air beside cold plates: the top of the recommended band, through the same rejection.</summary>
    static readonly Temperature airBeside = 27.DegreesCelsius;
}
