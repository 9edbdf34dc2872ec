using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>One reason why a rack cannot stand in a hall.</summary>
/// <param name="Key">The hall's key that says so, in the words of the file.</param>
/// <param name="Rebuild">Whether rebuilding the hall removes it; a warmer or colder supply does not need a builder.</param>
sealed record Obstacle(string Key, string Read, string Expected, bool Rebuild)
{
    /// <summary>Every reason against a rack behind a cooling plant; none where it fits.</summary>
    public static IEnumerable<Obstacle> Against(RackNeed need, CoolingPlant plant, Power perRack)
    {
        RackType rack = need.Type;
        if (need.Power > perRack)
            yield return new("perRack", $"{perRack} per position", $"at least {need.Power}, which {Why(need)}", Rebuild: true);
        if (need.IsLiquid && plant.Kind != CoolingKind.DirectLiquid)
            yield return new("cooling", $"{Words(plant.Kind)} cooling",
                $"direct liquid cooling: {rack.Name} gives {rack.LiquidShare:0 %} of its heat to water", Rebuild: true);
        if (!need.IsLiquid && plant.Kind == CoolingKind.DirectLiquid)
            yield return new("cooling", "direct liquid cooling", $"air or rear-door cooling: all heat of {rack.Name} leaves through air",
                Rebuild: false);
        if (plant.Supply > rack.SupplyMost && need.IsLiquid == (plant.Kind == CoolingKind.DirectLiquid))
            yield return new("supply", $"{plant.Supply}",
                $"at most {rack.SupplyMost}, the warmest {(need.IsLiquid ? "water" : "air")} that {rack.Name} accepts", Rebuild: false);
    }

    public static string Words(CoolingKind kind) => kind switch
    {
        CoolingKind.Air => "air",
        CoolingKind.RearDoor => "rear-door",
        CoolingKind.DirectLiquid => "direct liquid",
        CoolingKind.Immersion => "immersion",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    static string Why(RackNeed need)
    {
        RackChoice choice = need.Choice;
        if (need.Power != need.Nameplate) return $"{choice.Type.Name} draws at its highest operating point (nameplate {choice.Type.Nameplate})";
        return choice.CapMostFraction < 1
            ? $"{choice.Type.Name} needs when capped at {choice.CapMostFraction:0 %} (nameplate {choice.Type.Nameplate})"
            : $"is the nameplate of {choice.Type.Name}";
    }
}
