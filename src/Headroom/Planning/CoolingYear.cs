using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>The cost of cooling in every hour of the year, for each plant and kind of rack.</summary>
sealed class CoolingYear
{
    readonly Temperature[] dry, wet;
    readonly DesignWeather design;
    readonly Dictionary<CoolingPlant, CoolingCost[]> plants = [];

    public CoolingYear(Weather weather)
    {
        dry = [.. Enumerable.Range(0, weather.DryBulb.Hours).Select(t => weather.DryBulb[t])];
        wet = [.. Enumerable.Range(0, weather.WetBulb.Hours).Select(t => weather.WetBulb[t])];
        design = weather.Design();
    }

    /// <summary>Cost per heat of a kind of rack behind a plant: what liquid does not carry goes through the hall's air.</summary>
    public CoolingCost[] Of(CoolingPlant plant, RackChoice rack) => Of(plant, rack.Type.LiquidShare);

    /// <summary>The same for any share of the heat that liquid carries.</summary>
    public CoolingCost[] Of(CoolingPlant plant, double liquid)
    {
        CoolingCost[] main = Of(plant);
        if (plant.Kind != CoolingKind.DirectLiquid || liquid >= 1) return main;
        CoolingCost[] air = Of(AirBeside(plant));
        return [.. main.Select((cost, t) => CoolingCost.Blend(liquid, cost, air[t]))];
    }

    /// <summary>The air side of a liquid-cooled hall: 27 °C, the top of the recommended band, through the same rejection.</summary>
    static CoolingPlant AirBeside(CoolingPlant plant) => new(CoolingKind.Air, 27.DegreesCelsius, plant.Rejection);

    CoolingCost[] Of(CoolingPlant plant)
    {
        if (plants.TryGetValue(plant, out CoolingCost[]? known)) return known;
        var costs = new CoolingCost[dry.Length];
        CoolingSlope.Over(plant.Kind, plant.Supply, plant.Rejection, design, dry, wet, costs);
        return plants[plant] = costs;
    }
}
