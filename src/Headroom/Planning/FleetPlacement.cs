using Headroom.Algebra;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>Which racks can stand in which parts of the halls, grouped into fleets that are alike in every hour.</summary>
static class FleetPlacement
{
    /// <summary>Makes the fleets of every kind of rack, and ties their sum to what may stand.</summary>
    /// <param name="provisioned">IT power a hall must provide for one rack of a kind.</param>
    public static IReadOnlyList<FleetPlan> AddTo(
        Frame frame, IReadOnlyList<HallPlan> halls, IReadOnlyDictionary<string, Power> provisioned, Func<CoolingPlant, RackChoice, CoolingCost[]> cooling)
    {
        List<FleetPlan> fleets = [];
        foreach (RackChoice choice in frame.Site.Racks)
        {
            Power each = provisioned[choice.Type.Name];
            var hosts = halls.SelectMany(hall => hall.Parts)
                .Where(part => (choice.Halls.Count == 0 || choice.Halls.Contains(part.Hall.Name)) && HallPlan.CanHost(part, choice.Type, each))
                .GroupBy(part => part.Plant);
            List<FleetPlan> ofChoice = [.. hosts.Select(group => FleetOf(frame, choice, group, cooling(group.Key, choice)))];
            fleets.AddRange(ofChoice);
            Expr<Count> standing = ofChoice.Select(fleet => fleet.Racks).Sum();
            frame.MayGive(frame.Program.Require($"{choice.Type.Name} most", standing <= choice.Size.Most, "no more racks than may stand"),
                Math.Max(1, choice.Size.Most.Items), $"more {choice.Type.Name} (raise atMost), or a kind that serves more tokens");
            if (choice.Size.Least > Count.Zero) frame.MayGive(
                frame.Program.Require($"{choice.Type.Name} least", standing >= choice.Size.Least, "no fewer racks than must stand"),
                Math.Max(1, choice.Size.Least.Items), $"a hall that can host {choice.Type.Name} (see headroom check), or fewer of them");
            if (choice.Price != Money.Zero && choice.Size.Most > choice.Size.Installed)
                frame.Ledger.Invest(choice.Type.Name, supply: false, choice.Price * (standing - choice.Size.Installed), choice.Repayment);
        }
        foreach (HallPart part in halls.SelectMany(hall => hall.Parts)) FillPart(frame, part, fleets, provisioned);
        foreach (HallPlan hall in halls) FillPositions(frame, hall, fleets);
        return fleets;
    }

    static FleetPlan FleetOf(Frame frame, RackChoice choice, IGrouping<CoolingPlant, HallPart> parts, CoolingCost[] cooling)
    {
        double losses = 1 / frame.Site.Tree.EfficiencyFraction;
        string where = string.Join("+", parts.Select(part => part.Name));
        return new FleetPlan
        {
            Name = $"{choice.Type.Name} in {where}",
            Choice = choice,
            Plant = parts.Key,
            Cooling = cooling,
            Placed = [.. parts.Select(part => (part, frame.Program.Variable($"{choice.Type.Name} racks in {part.Name}", Count.Zero, Frame.Roof(choice.Size.Most))))],
            Idle = Compute.ServerPower.Idle(choice.Type),
            BusPerItRatio = [.. cooling.Select(cost => losses * (1 + cost.PowerPerHeatRatio))],
        };
    }

    static void FillPart(Frame frame, HallPart part, List<FleetPlan> fleets, IReadOnlyDictionary<string, Power> provisioned)
    {
        var here = InPart(fleets, part);
        if (here.Count == 0) return;
        frame.MayGive(frame.Program.Require($"hall {part.Name} fits", here.Select(h => provisioned[h.Fleet.Choice.Type.Name] * h.Racks.Expression).Sum() <= part.Power,
            "the racks of a hall stay under its IT power at their highest cap"), 100, $"more power in hall {part.Hall.Name}, or a lower cap on its racks");
    }

    static void FillPositions(Frame frame, HallPlan hall, List<FleetPlan> fleets)
    {
        if (hall.Facts.Positions is not { } positions) return;
        var here = hall.Parts.SelectMany(part => InPart(fleets, part)).ToList();
        if (here.Count == 0) return;
        frame.MayGive(frame.Program.Require($"hall {hall.Facts.Name} positions", here.Select(h => h.Racks.Expression).Sum() <= positions, "no more racks than positions"),
            positions.Items, $"more positions in hall {hall.Facts.Name}, or denser racks");
    }

    static List<(FleetPlan Fleet, Variable<Count> Racks)> InPart(List<FleetPlan> fleets, HallPart part) =>
        [.. fleets.SelectMany(fleet => fleet.Placed.Where(place => place.Part == part).Select(place => (fleet, place.Racks)))];
}
