using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Reading;

/// <summary>The plan as orders: what stands, and what everything does in each hour.</summary>
/// <remarks>Arrays are as the solver gave them but for grains, and nobody else's: the table of the dispatch rounds its own.</remarks>
static class OrdersReading
{
    /// <summary>An interior answer leaves grains where a vertex has zeros.</summary>
    const double Grain = 1e-9;

    /// <summary>A point that never runs on a millionth of a rack is no order.</summary>
    const double RacksLeast = 1e-6;

    public static PlannedYear Of(Formulation plan, Solution shown, YearHours hours) => new()
    {
        Site = plan.Site.Name,
        Region = plan.Site.Region,
        Year = plan.Site.Year.Year,
        GridFirm = plan.Grid is { } grid ? shown.Value(grid.Firm) : Power.Zero,
        GridFlexible = plan.Grid?.Flexible is { } flexible ? shown.Value(flexible) : Power.Zero,
        GridInjectionMegawatts = plan.Grid is { } connection ? InjectionOf(connection, shown) : null,
        Generators = [.. plan.Generators.Select(plant => new PlannedGenerator(
            plant.Facts.Name, BuildReading.CapacityOf(plant, shown), Clean(shown.PlanValues(plant.Output))))],
        Batteries = [.. plan.Batteries.Select(battery => BatteryOf(battery, shown))],
        HallParts = [.. plan.Halls.SelectMany(hall => PartsOf(hall, shown))],
        Racks = [.. plan.Fleets.SelectMany(fleet => fleet.Placed.Select(place => new PlannedRacks(
            fleet.Choice.Type.Name, place.Part.Name, Clean(shown.Value(place.Racks).Items))))],
        Runs = [.. plan.Services.SelectMany(service => service.Runs).Concat(plan.Training.SelectMany(training => training.Runs))
            .SelectMany(run => PointsOf(run, shown, plan.Hours.Count)).Where(run => run.Racks.Any(racks => racks >= RacksLeast))],
        Backlogs = [.. plan.Services.Where(service => service.Waiting is not null).Select(service => BacklogOf(service, shown))],
        DrawMegawatts = Clean(hours.DrawMegawatts),
        ItMegawatts = Clean(hours.ItMegawatts),
        CoolingMegawatts = Clean(hours.CoolingMegawatts),
        LossMegawatts = Clean(hours.LossMegawatts),
    };

    static double[] InjectionOf(GridPlan grid, Solution shown) =>
        grid.Export is { } export ? Difference(shown.PlanValues(grid.Import), shown.PlanValues(export)) : Clean(shown.PlanValues(grid.Import));

    static PlannedBattery BatteryOf(BatteryPlan battery, Solution shown)
    {
        Power power = shown.Value(battery.Power);
        Energy energy = battery.EnergySize is { } size ? shown.Value(size) : battery.Facts.Duration!.Value * power;
        return new(battery.Facts.Name, power, energy,
            Difference(shown.PlanValues(battery.Discharge), shown.PlanValues(battery.Charge)), Clean(shown.PlanValues(battery.Stored)));
    }

    static IEnumerable<PlannedHallPart> PartsOf(HallPlan hall, Solution shown)
    {
        Power power = shown.Value(hall.Power);
        if (hall.Rebuilt is not { } variable) return [new(hall.Facts.Name, IsRebuilt: false, power)];
        Power rebuilt = shown.Value(variable);
        return [new(hall.Facts.Name, IsRebuilt: false, power - rebuilt), new(hall.Facts.Name, IsRebuilt: true, rebuilt)];
    }

    static IEnumerable<PlannedRun> PointsOf(RunPlan run, Solution shown, int hours)
    {
        string[] parts = [.. run.Fleet.Placed.Select(place => place.Part.Name)];
        return run.Points.Select((point, p) => new PlannedRun(run.Workload, run.Fleet.Choice.Type.Name, parts, point.CapFraction, point.Power, point.Work,
            InYear(shown.PlanValues(run.Racks[p]), run.FirstHour, hours)));
    }

    static double[] InYear(ReadOnlySpan<double> racks, int firstHour, int hours)
    {
        double[] year = new double[hours];
        Clean(racks).CopyTo(year, firstHour);
        return year;
    }

    static PlannedBacklog BacklogOf(ServicePlan service, Solution shown) => new(service.Facts.Name,
        [.. Clean(shown.PlanValues(service.Waiting!)).Select(billions => 1e9 * billions)]);

    static double[] Difference(ReadOnlySpan<double> most, ReadOnlySpan<double> less)
    {
        double[] difference = new double[most.Length];
        for (int t = 0; t < difference.Length; t++) difference[t] = Clean(most[t] - less[t]);
        return difference;
    }

    static double[] Clean(ReadOnlySpan<double> values)
    {
        double[] clean = new double[values.Length];
        for (int t = 0; t < clean.Length; t++) clean[t] = Clean(values[t]);
        return clean;
    }

    static double Clean(double value) => Math.Abs(value) < Grain ? 0 : value;
}
