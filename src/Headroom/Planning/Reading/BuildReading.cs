using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Reading;

/// <summary>What stands in the plan.</summary>
static class BuildReading
{
    /// <summary>An interior answer leaves grains where a vertex has zeros: less than this share of the site's peak is not a plant.</summary>
    const double GrainShare = 5e-4;

    public static IReadOnlyList<BuildFigure> Of(Formulation plan, Solution shown, YearHours hours)
    {
        double grain = GrainShare * hours.DrawMegawatts.Max();
        return [.. Raw(plan, shown).Select(figure => IsGrain(figure, grain) ? figure with { Total = figure.Installed } : figure)];
    }

    static bool IsGrain(BuildFigure figure, double grain) => figure.Unit is "MW" or "MWh" && figure.Built > 0 && figure.Built < grain;

    static List<BuildFigure> Raw(Formulation plan, Solution shown)
    {
        List<BuildFigure> build = [];
        if (plan.Grid is { } grid)
        {
            build.Add(Megawatts("grid firm", "grid", shown.Value(grid.Firm), grid.Facts.Firm));
            if (grid.Flexible is { } flexible) build.Add(Megawatts("grid flexible", "grid", shown.Value(flexible), grid.Facts.Flexible!.Size));
        }
        foreach (GeneratorPlan generator in plan.Generators) build.Add(Megawatts(generator.Facts.Name, "supply", CapacityOf(generator, shown), generator.Facts.Size));
        foreach (BatteryPlan battery in plan.Batteries) AddBattery(build, battery, shown);
        foreach (HallPlan hall in plan.Halls)
        {
            build.Add(Megawatts($"hall {hall.Facts.Name}", "halls", shown.Value(hall.Power), hall.Facts.Power));
            if (hall.Rebuilt is { } rebuilt)
                build.Add(Megawatts($"hall {hall.Facts.Name} rebuilt", "halls", shown.Value(rebuilt), Sizing<Power>.UpTo(hall.Facts.Power.Most)));
        }
        foreach (RackChoice choice in plan.Site.Racks)
            build.Add(new(choice.Type.Name, "racks", choice.Size.Installed.Items, RacksOf(plan, choice, shown), choice.Size.Most.Items, "racks"));
        return build;
    }

    public static Power CapacityOf(GeneratorPlan generator, Solution shown)
    {
        double size = shown.Values[generator.Size.FirstColumn];
        return generator.Facts.Module is { } module ? size * module : size.Megawatts;
    }

    static double RacksOf(Formulation plan, RackChoice choice, Solution shown) =>
        plan.Fleets.Where(fleet => fleet.Choice == choice).SelectMany(fleet => fleet.Placed).Sum(place => shown.Value(place.Racks).Items);

    static void AddBattery(List<BuildFigure> build, BatteryPlan battery, Solution shown)
    {
        Battery facts = battery.Facts;
        Power power = shown.Value(battery.Power);
        Energy energy = battery.EnergySize is { } size ? shown.Value(size) : facts.Duration!.Value * power;
        build.Add(Megawatts($"{facts.Name} power", "storage", power, facts.Power));
        build.Add(new($"{facts.Name} energy", "storage", facts.Energy.Installed.MegawattHours, energy.MegawattHours, facts.Energy.Most.MegawattHours, "MWh"));
    }

    static BuildFigure Megawatts(string name, string group, Power total, Sizing<Power> size) =>
        new(name, group, size.Installed.Megawatts, total.Megawatts, size.Most.Megawatts, "MW");
}
