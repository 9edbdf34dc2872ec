using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>What to do about an obstacle, with its cost.</summary>
static class Remedy
{
    /// <summary>The density that the market builds for plumbed racks today. Source: project brief, 120–140 kW.</summary>
    static readonly Power usualLiquidPosition = 140.Kilowatts;

    public static string For(Obstacle obstacle, Hall hall, RackNeed need) => obstacle switch
    {
        { Key: "supply" } => $"Lower the supply of hall {hall.Name} to {need.Type.SupplyMost}: no plant to buy, more chiller hours; `plan` prices them.",
        { Rebuild: false } => AirBeside(hall, need),
        _ when hall.Retrofit is { } retrofit && FitsAfter(retrofit, need) => Allowed(hall, retrofit, need),
        _ when need.IsLiquid => ToLiquid(hall, need),
        _ => Denser(hall, need),
    };

    /// <summary>Whether the retrofit that the file allows would take the rack.</summary>
    public static bool FitsAfter(Retrofit retrofit, RackNeed need) => !Obstacle.Against(need, retrofit.To, retrofit.PerRack).Any();

    /// <summary>IT power of a hall: what stands, or where nothing does the most that may.</summary>
    public static Power PowerOf(Hall hall) => hall.Power.Installed > Power.Zero ? hall.Power.Installed : hall.Power.Most;

    static string Allowed(Hall hall, Retrofit retrofit, RackNeed need) =>
        $"Retrofit hall {hall.Name} to {Obstacle.Words(retrofit.To.Kind)} cooling at {retrofit.PerRack} per rack, as the file allows: "
        + $"{Cost(hall, CostRange.Known(retrofit.Capital), need)}. It can host {need.Type.Name} then.";

    static string ToLiquid(Hall hall, RackNeed need)
    {
        CostRange range = hall.Retrofit is { } known ? CostRange.Known(known.Capital)
            : hall.Cooling.Kind == CoolingKind.RearDoor ? CostRange.RearDoorToLiquid : CostRange.AirToLiquid;
        string verb = hall.Cooling.Kind == CoolingKind.DirectLiquid ? "Rebuild" : "Retrofit";
        Power position = Power.Max(usualLiquidPosition, need.Power);
        return $"{verb} hall {hall.Name} to direct liquid cooling at {position} per rack: {Cost(hall, range, need)}, or choose a rack for {hall.PerRack} per position.";
    }

    static string Denser(Hall hall, RackNeed need)
    {
        Power power = need.Power;
        string how = power <= HallCheck.AirMost ? "more air handlers" : "rear doors";
        return $"Give hall {hall.Name} positions of {power} with {how}: {CostRange.AirHandlers.Times(power)} per rack, "
            + $"or lower the cap of {need.Type.Name} (now {need.Choice.CapMostFraction:0 %}).";
    }

    static string AirBeside(Hall hall, RackNeed need) =>
        $"Add air handlers to hall {hall.Name}: {CostRange.AirHandlers.Times(need.Power)} per rack, or stand {need.Type.Name} in an air-cooled hall.";

    static string Cost(Hall hall, CostRange range, RackNeed need)
    {
        Power all = PowerOf(hall), each = need.Power;
        string perRack = $"{each} × {QuantityText.Number(range.Usual.DollarsPerKilowatt)} $/kW = {each * range.Usual} per rack";
        return double.IsFinite(all.Watts) && all > Power.Zero ? $"{range.Times(all)}; {perRack}" : perRack;
    }
}
