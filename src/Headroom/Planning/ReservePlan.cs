using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>Enough firm capacity for the critical draw with the largest unit out.</summary>
/// <remarks>
///   A unit of an engine or a turbine is small beside a campus, so losing one even where none is built is safe and costs little.
///   Critical draw: all racks at their highest cap in the hour that costs most cooling, plus the other load's peak.
/// </remarks>
static class ReservePlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        Σ firm share · capacity(hottest hour) + grid firm + battery for 4 h − largest ≥ (1 + margin) · critical draw
        largest ≥ unit of every plant that may stand; of modules only where one stands:  capacity ≤ most · stands, stands 0 or 1
        battery for 4 h ≤ power, ≤ η_d · (1 − least stored) · energy / 4 h
        """;

    const double BatteryHours = 4;

    /// <summary>More modules of one kind than any site has room for; only where the file sets no limit.</summary>
    const double MostModules = 100;

    public static void AddTo(Frame frame, Formulation plan, IReadOnlyDictionary<string, Power> provisioned)
    {
        if (frame.Site.Policy.ReserveMarginFraction is not { } margin) return;
        LinearProgram program = frame.Program;
        Variable<Power> largest = program.Variable("largest unit", Power.Zero, LinearProgram.Unlimited<Power>());
        foreach (GeneratorPlan generator in plan.Generators.Where(g => g.Facts.FirmFraction > 0 && g.Facts.LargestUnit > Power.Zero))
            LoseUnit(program, generator, largest);
        Expr<Power> firm = plan.Grid is { } grid ? grid.Firm.Expression : default;
        foreach (GeneratorPlan generator in plan.Generators)
            firm += generator.Facts.FirmFraction * generator.Facts.AvailableFraction.Min() * generator.Capacity;
        foreach (BatteryPlan battery in plan.Batteries) firm += CreditOf(program, battery);
        Expr<Power> critical = plan.Fleets.Select(fleet => fleet.BusPerItRatio.Max() * (provisioned[fleet.Choice.Type.Name] * fleet.Racks)).Sum()
            + (frame.Site.OtherLoad?.Most ?? Power.Zero);
        frame.MayGive(program.Require("reserve", firm - largest.Expression >= (1 + margin) * critical, "firm capacity carries the critical draw with the largest unit out"), 1, "more firm capacity (grid, turbines, diesel, battery energy), smaller units, or a smaller margin");
    }

    static void LoseUnit(LinearProgram program, GeneratorPlan generator, Variable<Power> largest)
    {
        Generator facts = generator.Facts;
        if (facts.Module is null || facts.Size.Least > Power.Zero)
        {
            program.Require($"{facts.Name} unit out", largest.Expression >= Power.Min(facts.LargestUnit, facts.Size.Most), "the largest unit may fail");
            return;
        }
        Variable<Count> stands = program.Whole($"{facts.Name} stands", Count.Zero, 1.Items);
        program.Require($"{facts.Name} stands", generator.Capacity <= Power.Min(facts.Size.Most, MostModules * facts.Module.Value) * stands.Expression, "nothing is built where nothing stands");
        program.Require($"{facts.Name} unit out", largest.Expression >= facts.LargestUnit * stands.Expression, "the largest unit that stands may fail");
    }

    static Expr<Power> CreditOf(LinearProgram program, BatteryPlan battery)
    {
        Variable<Power> credit = program.Variable($"{battery.Facts.Name} firm", Power.Zero, Frame.Roof(battery.Facts.Power.Most));
        program.Require($"{battery.Facts.Name} firm power", credit <= battery.Power.Expression, "a battery is firm for its power");
        program.Require($"{battery.Facts.Name} firm energy", TimeSpan.FromHours(BatteryHours) * credit.Expression <= UsableFraction(battery.Facts) * battery.Energy, "and for as long as its energy lasts");
        return credit;
    }

    /// <summary>Energy at the bus per energy of the store: what may be drawn, less what discharging loses.</summary>
    static double UsableFraction(Battery battery) => battery.DischargeEfficiency * (1 - battery.LeastStoredFraction);
}
