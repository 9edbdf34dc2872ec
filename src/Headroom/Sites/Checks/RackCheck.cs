using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>Each kind of rack against the halls it may stand in: density, cooling kind, supply temperature, floor, room.</summary>
static class RackCheck
{
    public static IEnumerable<Finding> Of(Site site, IReadOnlyList<RackNeed> needs) => needs.SelectMany(need => Of(site, need));

    static IEnumerable<Finding> Of(Site site, RackNeed need)
    {
        RackChoice choice = need.Choice;
        List<(Hall Hall, int At)> allowed = [.. site.Halls.Select((hall, at) => (hall, at))
            .Where(h => choice.Halls.Count == 0 || choice.Halls.Contains(h.hall.Name))];
        List<(Hall Hall, int At)> hosts = [.. allowed.Where(h => !Obstacle.Against(need, h.Hall.Cooling, h.Hall.PerRack).Any())];
        if (allowed.Count == 0) yield return NoHall(site, need);
        if (hosts.Count == 0)
            foreach (Finding finding in allowed.SelectMany(h => Refused(need, h.Hall, h.At))) yield return finding;
        foreach ((Hall hall, int at) in hosts)
        {
            foreach (Finding finding in Nameplate(need, hall, at)) yield return finding;
            foreach (Finding finding in Floor(need, hall, at)) yield return finding;
            foreach (Finding finding in AirHeat(need, hall, at)) yield return finding;
        }
        if (hosts.Count > 0)
            foreach (Finding finding in Room(need, hosts, PowerOnceRebuilt(need, allowed, hosts))) yield return finding;
    }

    static Finding NoHall(Site site, RackNeed need) => new(Severity.CannotHost, $"racks.{need.Type.Name}", "no hall to stand in",
        site.Halls.Count == 0 ? "a hall" : $"one of the halls {string.Join(", ", site.Halls.Select(hall => hall.Name))}",
        $"Add a hall with positions of {need.Power}: a new one costs {CostRange.NewHall.Times(need.Power)} per rack.");

    static IEnumerable<Finding> Refused(RackNeed need, Hall hall, int at)
    {
        bool mayBeRebuilt = MayBeRebuilt(need, hall);
        foreach (Obstacle obstacle in Obstacle.Against(need, hall.Cooling, hall.PerRack))
            yield return new(mayBeRebuilt ? Severity.Note : Severity.CannotHost, $"halls[{at}].{obstacle.Key}",
                $"{obstacle.Read} in hall {hall.Name}, for racks.{need.Type.Name}", obstacle.Expected,
                Remedy.For(obstacle, hall, need));
    }

    /// <summary>The highest operating point fits and the nameplate does not: the plan counts on the first, a breaker sees the second.</summary>
    static IEnumerable<Finding> Nameplate(RackNeed need, Hall hall, int at)
    {
        if (need.Nameplate <= hall.PerRack) yield break;
        yield return new(Severity.Note, $"halls[{at}].perRack",
            $"{hall.PerRack} per position in hall {hall.Name}, for racks.{need.Type.Name} of {need.Nameplate} by nameplate at its cap",
            $"at least {need.Power}, its highest operating point",
            $"Nothing, if a cap holds it there; a breaker that must carry the nameplate needs positions of {need.Nameplate}: "
            + $"{CostRange.NewHall.Times(need.Nameplate - hall.PerRack)} per rack.");
    }

    static IEnumerable<Finding> Floor(RackNeed need, Hall hall, int at)
    {
        if (hall.FloorRating is not { } rating || need.Type.Mass == Mass.Zero) yield break;
        FloorLoad standing = RackNeed.Over(need.Type.Mass, RackNeed.FootprintSquareMetres);
        FloorLoad spread = RackNeed.Over(need.Type.Mass, RackNeed.PositionSquareMetres);
        if (standing <= rating) yield break;
        string read = $"a floor of {rating} in hall {hall.Name}, for racks.{need.Type.Name} of {need.Type.Mass}";
        string expected = $"{standing} under the rack ({RackNeed.FootprintSquareMetres} m²)";
        double plate = need.Type.Mass.Kilograms / rating.KilogramsPerSquareMetre;
        yield return spread <= rating
            ? new(Severity.Note, $"halls[{at}].floor", read, expected,
                $"Spread each rack over {QuantityText.Number(plate, 3)} m² with plates or a plinth, about 2 k$ per rack (1 k$ to 4 k$, estimated); ask the structural engineer.")
            : new(Severity.CannotHost, $"halls[{at}].floor", read,
                $"{expected}, {spread} even over the whole position ({RackNeed.PositionSquareMetres} m²)",
                $"Stand it on a slab (1,500 to 5,000 kg/m²), or strengthen the floor; a new hall costs {CostRange.NewHall.Times(need.Power)} per rack.");
    }

    /// <summary>A plumbed rack still heats the room: power supplies, network and drives stay in air.</summary>
    static IEnumerable<Finding> AirHeat(RackNeed need, Hall hall, int at)
    {
        if (!need.IsLiquid || need.ToAir <= HallCheck.AirUsual) yield break;
        bool tooMuch = need.ToAir > HallCheck.AirMost;
        double share = 1 - need.Type.LiquidShare;
        yield return new(tooMuch ? Severity.CannotHost : Severity.Note, $"halls[{at}].cooling",
            $"{share:0 %} of the heat of racks.{need.Type.Name}, {need.ToAir} per rack, left to the air of hall {hall.Name}",
            tooMuch ? $"at most {HallCheck.AirMost} per position, where air ceases to work"
                : $"up to {HallCheck.AirUsual} per position, as air halls usually carry",
            $"Add air handlers or rear doors for that part: {CostRange.AirHandlers.Times(need.ToAir)} per rack.");
    }

    /// <summary>Power of the halls that take the rack as they stand, and of those that may be rebuilt for one that does not stand yet.</summary>
    static Power PowerOnceRebuilt(RackNeed need, List<(Hall Hall, int At)> allowed, List<(Hall Hall, int At)> hosts) =>
        allowed.Where(h => hosts.Contains(h) || MayBeRebuilt(need, h.Hall)).Select(h => h.Hall.Power.Most).Sum();

    static bool MayBeRebuilt(RackNeed need, Hall hall) =>
        hall.Retrofit is { } retrofit && Remedy.FitsAfter(retrofit, need) && need.Choice.Size.Installed == Count.Zero;

    /// <summary>Whether as many racks as must stand find a position and its power.</summary>
    static IEnumerable<Finding> Room(RackNeed need, List<(Hall Hall, int At)> hosts, Power most)
    {
        Power each = need.Power;
        double must = need.Must;
        double byPower = hosts.Sum(h => Math.Floor(h.Hall.Power.Most / each + 1e-9));
        double byPositions = hosts.Sum(h => h.Hall.Positions is { } positions ? positions.Items : double.PositiveInfinity);
        string where = hosts.Count == 1 ? $"hall {hosts[0].Hall.Name}" : $"halls {string.Join(", ", hosts.Select(h => h.Hall.Name))}";
        string path = $"racks.{need.Type.Name}";
        if (must > byPower)
        {
            Power missing = (must - byPower) * each;
            // the plan counts racks as parts of a whole and may rebuild halls: what it could accept is a note
            Severity severity = must * each > most ? Severity.CannotHost : Severity.Note;
            yield return new(severity, path, $"{Racks(must)} of {each}: {must * each}",
                $"at most {Racks(byPower)} by the power of {where}",
                $"Ask for fewer, or raise halls[{hosts[0].At}].power: {CostRange.NewHall.Times(missing)}.");
        }
        if (must > byPositions)
            yield return new(Severity.CannotHost, path, Racks(must), $"at most {Racks(byPositions)}, the positions of {where}",
                $"Ask for fewer, or raise halls[{hosts[0].At}].positions: {Racks(must - byPositions)} more need about "
                + $"{QuantityText.Number((must - byPositions) * RackNeed.PositionSquareMetres)} m² of floor.");
    }

    static string Racks(double count) => count == 1 ? "1 rack" : $"{QuantityText.Number(count, 6)} racks";
}
