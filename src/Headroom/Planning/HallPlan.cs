using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>A part of a hall with one density and one cooling plant: as it stands, or rebuilt.</summary>
/// <param name="Name">Name of the hall, with "rebuilt" behind it for the rebuilt part.</param>
/// <param name="Power">IT power of this part.</param>
sealed record HallPart(string Name, Hall Hall, CoolingPlant Plant, Power PerRack, Expr<Power> Power);

/// <summary>The halls as a formulation: power, positions, and a retrofit as an investment.</summary>
sealed class HallPlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        rebuilt ≤ power of the hall        original part = power − rebuilt
        Σ racks · provision ≤ power of the part        Σ racks ≤ positions
        cost = a · (capital · new power) + a · (capital · rebuilt)
        """;

    public required Hall Facts { get; init; }
    public required Variable<Power> Power { get; init; }
    public Variable<Power>? Rebuilt { get; init; }
    public required IReadOnlyList<HallPart> Parts { get; init; }

    public static HallPlan AddTo(Frame frame, Hall hall)
    {
        LinearProgram program = frame.Program;
        Variable<Power> power = program.Variable($"hall {hall.Name} power", hall.Power.Least, hall.Power.Most);
        if (hall.Capital != CapacityPrice.Zero)
            frame.Ledger.Invest($"hall {hall.Name}", supply: false, hall.Capital * (power.Expression - hall.Power.Installed), hall.Repayment);
        if (hall.Retrofit is not { } retrofit)
            return new HallPlan { Facts = hall, Power = power, Parts = [new(hall.Name, hall, hall.Cooling, hall.PerRack, power)] };

        Variable<Power> rebuilt = program.Variable($"hall {hall.Name} rebuilt", Quantities.Power.Zero, Frame.Roof(hall.Power.Most));
        program.Require($"hall {hall.Name} retrofit", rebuilt <= power.Expression, "no more is rebuilt than stands");
        frame.Ledger.Invest($"hall {hall.Name} retrofit", supply: false, retrofit.Capital * rebuilt.Expression, retrofit.Repayment);
        return new HallPlan
        {
            Facts = hall,
            Power = power,
            Rebuilt = rebuilt,
            Parts =
            [
                new(hall.Name, hall, hall.Cooling, hall.PerRack, power - rebuilt.Expression),
                new($"{hall.Name} rebuilt", hall, retrofit.To, retrofit.PerRack, rebuilt),
            ],
        };
    }

    /// <summary>Whether a kind of rack can stand in this part at all: density, cooling kind, supply temperature.</summary>
    public static bool CanHost(HallPart part, RackType rack, Power provisioned) =>
        provisioned <= part.PerRack
        && (rack.LiquidShare == 0
            ? part.Plant.Kind is CoolingKind.Air or CoolingKind.RearDoor or CoolingKind.Immersion
            : part.Plant.Kind is CoolingKind.DirectLiquid)
        && part.Plant.Supply <= rack.SupplyMost;
}
