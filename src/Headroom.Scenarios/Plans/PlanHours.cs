using Headroom.Scenarios.Series;
using Headroom.Sites;

namespace Headroom.Scenarios.Plans;

/// <summary>The hours of a plan, from the columns of dispatch.csv that its orders need.</summary>
internal static class PlanHours
{
    /// <summary>The orders with their hours; null where the table gives none.</summary>
    public static PlannedYear? Read(PlanOrders orders, byte[] csv, TableFindings findings)
    {
        // a name that plan.json lacks is a finding already; no column is missed for it
        string[] needed = [.. Needed(orders).Where(column => column.Length > 0 && column[0] != ' ')];
        IReadOnlyDictionary<string, double[]>? hours = PlanTable.Read(csv, needed, new PlanYear(orders.Plan.Year), findings);
        return hours is null ? null : With(orders, hours);
    }

    static IEnumerable<string> Needed(PlanOrders orders)
    {
        PlannedYear plan = orders.Plan;
        if (orders.HasGrid) yield return Import;
        if (orders.Exports) yield return Export;
        foreach (PlannedGenerator plant in plan.Generators) yield return Output(plant);
        foreach (PlannedBattery battery in plan.Batteries)
        {
            yield return Discharge(battery);
            yield return Charge(battery);
            yield return Stored(battery);
        }
        foreach (string run in orders.RunColumns) yield return run;
        foreach (PlannedBacklog backlog in plan.Backlogs) yield return Waiting(backlog);
        yield return Draw;
        if (plan.Racks.Count == 0) yield break;
        yield return It;
        yield return Cooling;
        yield return Losses;
    }

    static PlannedYear With(PlanOrders orders, IReadOnlyDictionary<string, double[]> hours)
    {
        PlannedYear plan = orders.Plan;
        double[] none = new double[hours[Draw].Length];
        double[] Of(string column) => hours.GetValueOrDefault(column, none);
        return plan with
        {
            GridInjectionMegawatts = orders.HasGrid ? Difference(Of(Import), Of(Export)) : null,
            Generators = [.. plan.Generators.Select(plant => plant with { OutputMegawatts = Of(Output(plant)) })],
            Batteries =
            [
                .. plan.Batteries.Select(battery => battery with
                {
                    InjectionMegawatts = Difference(Of(Discharge(battery)), Of(Charge(battery))),
                    StoredMegawattHours = Of(Stored(battery)),
                }),
            ],
            Runs = [.. plan.Runs.Zip(orders.RunColumns, (run, column) => run with { Racks = Of(column) })],
            Backlogs = [.. plan.Backlogs.Select(backlog => backlog with { Tokens = Array.ConvertAll(Of(Waiting(backlog)), billions => 1e9 * billions) })],
            DrawMegawatts = Of(Draw),
            ItMegawatts = Of(It),
            CoolingMegawatts = Of(Cooling),
            LossMegawatts = Of(Losses),
        };
    }

    static double[] Difference(double[] most, double[] less)
    {
        double[] difference = new double[most.Length];
        for (int t = 0; t < difference.Length; t++) difference[t] = most[t] - less[t];
        return difference;
    }

    const string Import = "import [MW]", Export = "export [MW]", Draw = "draw [MW]";
    const string It = "IT [MW]", Cooling = "cooling [MW]", Losses = "distribution losses [MW]";

    static string Output(PlannedGenerator plant) => $"{plant.Name} [MW]";
    static string Discharge(PlannedBattery battery) => $"{battery.Name} discharge [MW]";
    static string Charge(PlannedBattery battery) => $"{battery.Name} charge [MW]";
    static string Stored(PlannedBattery battery) => $"{battery.Name} stored [MWh]";
    static string Waiting(PlannedBacklog backlog) => $"{backlog.Service} waiting [Gtok]";
}
