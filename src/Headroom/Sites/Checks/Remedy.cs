using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>What to do about an obstacle, with its cost.</summary>
static class Remedy
{
    /// <summary>The density that the market builds for plumbed racks today. Source: project brief, 120–140 kW.</summary>
    static readonly Power usualLiquidPosition = 140.Kilowatts;

    public static string For(Obstacle obstacle, Hall hall, RackChoice choice) => obstacle switch
    {
        { Key: "supply" } => $"Lower the supply of hall {hall.Name} to {choice.Type.SupplyMost}: no plant to buy, more chiller hours; `plan` prices them.",
        { Rebuild: false } => AirBeside(hall, choice),
        _ when hall.Retrofit is { } retrofit && FitsAfter(retrofit, choice) => Allowed(hall, retrofit, choice),
        _ when RackNeed.Of(choice).IsLiquid => ToLiquid(hall, choice),
        _ => Denser(hall, choice),
    };

    /// <summary>Whether the retrofit that the file allows would take the rack.</summary>
    public static bool FitsAfter(Retrofit retrofit, RackChoice choice) => !Obstacle.Against(choice, retrofit.To, retrofit.PerRack).Any();

    /// <summary>IT power of a hall: what stands, or where nothing does the most that may.</summary>
    public static Power PowerOf(Hall hall) => hall.Power.Installed > Power.Zero ? hall.Power.Installed : hall.Power.Most;

    static string Allowed(Hall hall, Retrofit retrofit, RackChoice choice) =>
        $"Retrofit hall {hall.Name} to {Obstacle.Words(retrofit.To.Kind)} cooling at {retrofit.PerRack} per rack, as the file allows: "
        + $"{Cost(hall, CostRange.Known(retrofit.Capital), choice)}. It can host {choice.Type.Name} then.";

    static string ToLiquid(Hall hall, RackChoice choice)
    {
        CostRange range = hall.Retrofit is { } known ? CostRange.Known(known.Capital)
            : hall.Cooling.Kind == CoolingKind.RearDoor ? CostRange.RearDoorToLiquid : CostRange.AirToLiquid;
        string verb = hall.Cooling.Kind == CoolingKind.DirectLiquid ? "Rebuild" : "Retrofit";
        Power position = Power.Max(usualLiquidPosition, RackNeed.Of(choice).Power);
        return $"{verb} hall {hall.Name} to direct liquid cooling at {position} per rack: {Cost(hall, range, choice)}, or choose a rack for {hall.PerRack} per position.";
    }

    static string Denser(Hall hall, RackChoice choice)
    {
        Power need = RackNeed.Of(choice).Power;
        string how = need <= HallCheck.AirMost ? "more air handlers" : "rear doors";
        return $"Give hall {hall.Name} positions of {need} with {how}: {CostRange.AirHandlers.Times(need)} per rack, "
            + $"or lower the cap of {choice.Type.Name} (now {choice.CapMostFraction:0 %}).";
    }

    static string AirBeside(Hall hall, RackChoice choice) =>
        $"Add air handlers to hall {hall.Name}: {CostRange.AirHandlers.Times(RackNeed.Of(choice).Power)} per rack, or stand {choice.Type.Name} in an air-cooled hall.";

    static string Cost(Hall hall, CostRange range, RackChoice choice)
    {
        Power all = PowerOf(hall), each = RackNeed.Of(choice).Power;
        string perRack = $"{each} × {QuantityText.Number(range.Usual.DollarsPerKilowatt)} $/kW = {each * range.Usual} per rack";
        return double.IsFinite(all.Watts) && all > Power.Zero ? $"{range.Times(all)}; {perRack}" : perRack;
    }
}
