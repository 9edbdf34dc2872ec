using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Reading;

/// <summary>The year hour by hour.</summary>
static class DispatchReading
{
    public static DispatchTable Of(Formulation plan, Solution shown, Solution best, YearHours hours, IReadOnlyList<PlannedRun> runs)
    {
        List<DispatchColumn> columns = [];
        void Add(string name, string unit, ColumnRole role, double[] values) => columns.Add(new(name, unit, role, values));
        double[] Values(IVariableFamily family) => shown.PlanValues(family).ToArray();

        if (plan.Grid is { } grid) Add("import", "MW", ColumnRole.Source, Values(grid.Import));
        foreach (GeneratorPlan generator in plan.Generators) Add(generator.Facts.Name, "MW", ColumnRole.Source, Values(generator.Output));
        foreach (BatteryPlan battery in plan.Batteries) Add($"{battery.Facts.Name} discharge", "MW", ColumnRole.Source, Values(battery.Discharge));
        if (plan.Grid?.Export is { } export) Add("export", "MW", ColumnRole.Use, Values(export));
        foreach (BatteryPlan battery in plan.Batteries) Add($"{battery.Facts.Name} charge", "MW", ColumnRole.Use, Values(battery.Charge));
        if (plan.Fleets.Count > 0)
        {
            Add("IT", "MW", ColumnRole.Use, hours.ItMegawatts);
            Add("cooling", "MW", ColumnRole.Use, hours.CoolingMegawatts);
            Add("distribution losses", "MW", ColumnRole.Use, hours.LossMegawatts);
        }
        if (plan.Site.OtherLoad is not null) Add("other load", "MW", ColumnRole.Use, hours.OtherMegawatts);
        Add("draw", "MW", ColumnRole.Other, hours.DrawMegawatts);
        Add("ceiling", "MW", ColumnRole.Ceiling, hours.CeilingMegawatts);
        Add("headroom", "MW", ColumnRole.Other, [.. hours.CeilingMegawatts.Select((most, t) => most - hours.DrawMegawatts[t])]);
        foreach (BatteryPlan battery in plan.Batteries) Add($"{battery.Facts.Name} stored", "MWh", ColumnRole.Storage, Values(battery.Stored));
        foreach (ServicePlan service in plan.Services) AddService(columns, service, shown, hours.DrawMegawatts.Length);
        foreach (TrainingPlan training in plan.Training)
            Add($"{training.Facts.Name} compute", "EFLOP/s", ColumnRole.Work, InUnits(RunPlan.WorkOf(training.Runs, shown, hours.DrawMegawatts.Length), 1e18));
        if (plan.Grid is { } priced) Add("grid price", "$/MWh", ColumnRole.Price, InUnits(priced.Facts.Price.Si, 1 / 3.6e9));
        if (best.RowDuals.Length > 0 && !plan.Program.Arrays.Maximise) Add("marginal cost", "$/MWh", ColumnRole.Price, best.PlanDuals(plan.Balance).ToArray());
        Add("dry bulb", "°C", ColumnRole.Weather, [.. Enumerable.Range(0, plan.Hours.Count).Select(t => plan.Site.Weather.DryBulb[t].Celsius)]);
        Add("wet bulb", "°C", ColumnRole.Weather, [.. Enumerable.Range(0, plan.Hours.Count).Select(t => plan.Site.Weather.WetBulb[t].Celsius)]);
        return new([.. columns.Select(Clean), .. RunColumns.Of(runs)]);
    }

    static void AddService(List<DispatchColumn> columns, ServicePlan service, Solution shown, int hours)
    {
        string name = service.Facts.Name;
        columns.Add(new($"{name} demand", "Mtok/s", ColumnRole.Work, InUnits(service.AskedIn(shown, hours).Si, 1e6)));
        columns.Add(new($"{name} served", "Mtok/s", ColumnRole.Work, InUnits(RunPlan.WorkOf(service.Runs, shown, hours), 1e6)));
        if (service.Unserved is { } unserved) columns.Add(new($"{name} unserved", "Mtok/s", ColumnRole.Work, shown.PlanValues(unserved).ToArray()));
        if (service.Waiting is { } waiting) columns.Add(new($"{name} waiting", "Gtok", ColumnRole.Work, shown.PlanValues(waiting).ToArray()));
    }

    static double[] InUnits(ReadOnlySpan<double> si, double unit)
    {
        double[] values = new double[si.Length];
        for (int t = 0; t < values.Length; t++) values[t] = si[t] / unit;
        return values;
    }

    /// <summary>Grains of an interior answer are zero.</summary>
    static DispatchColumn Clean(DispatchColumn column) =>
        column with { Values = Array.ConvertAll(column.Values, value => Math.Abs(value) < 1e-6 ? 0 : value) };
}
