using System.Text.Json;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Scenarios.Plans;

/// <summary>What plan.json says of the orders: everything but the hours.</summary>
internal sealed record PlanOrders
{
    /// <summary>The plan, its hourly arrays empty.</summary>
    public required PlannedYear Plan { get; init; }
    public required bool HasGrid { get; init; }
    public required bool Exports { get; init; }

    /// <summary>Header of the column of each run, in their order.</summary>
    public required IReadOnlyList<string> RunColumns { get; init; }

    static readonly Unit[] work = [.. TokenRate.Units, .. ComputeRate.Units];

    /// <summary>Null where there is no plan in the document, or no year, so that nothing can be said about its hours.</summary>
    public static PlanOrders? Read(JsonElement root, JsonFindings findings)
    {
        var document = new JsonBlock(findings, root, "");
        if (!IsPlan(document)) return null;
        (string site, string region, int? year) = (document.Text("site"), document.Text("region"), document.Whole("year", 1900, 2200));
        if (document.Block("orders") is not { } orders || year is not { } planned) return null;
        JsonBlock? grid = orders.Block("grid", mayBeNull: true);
        IReadOnlyList<(PlannedRun Run, string Column)> runs = orders.List("runs", RunOf);
        var plan = new PlannedYear
        {
            Site = site,
            Region = region,
            Year = planned,
            GridFirm = grid?.Quantity<Power>("firm") ?? Power.Zero,
            GridFlexible = grid?.Quantity<Power>("flexible") ?? Power.Zero,
            Generators = orders.List("generators", plant => new PlannedGenerator(plant.Text("name"), plant.Quantity<Power>("capacity"), [])),
            Batteries = orders.List("batteries", battery =>
                new PlannedBattery(battery.Text("name"), battery.Quantity<Power>("power"), battery.Quantity<Energy>("energy"), [], [])),
            HallParts = orders.List("hallParts", part => new PlannedHallPart(part.Text("hall"), part.Truth("rebuilt"), part.Quantity<Power>("power"))),
            Racks = orders.List("racks", racks => new PlannedRacks(racks.Text("rack"), racks.Text("part"), racks.Number("count"))),
            Runs = [.. runs.Select(one => one.Run)],
            Backlogs = [.. orders.Texts("backlogs").Select(service => new PlannedBacklog(service, []))],
            DrawMegawatts = [],
            ItMegawatts = [],
            CoolingMegawatts = [],
            LossMegawatts = [],
        };
        if (!findings.Within("orders.hallParts")) CheckParts(plan, orders);
        return new() { Plan = plan, HasGrid = grid is not null, Exports = grid?.Truth("exports") ?? false, RunColumns = [.. runs.Select(one => one.Column)] };
    }

    static bool IsPlan(JsonBlock document)
    {
        string schema = document.Text("schema");
        if (schema != "headroom/plan/1")
        {
            if (schema.Length > 0) document.Wrong("schema", $"\"{schema}\"", "\"headroom/plan/1\"");
            return false;
        }
        string status = document.Text("status");
        if (status is "optimal" or "feasible") return true;
        if (status.Length > 0)
            document.Wrong("status", $"\"{status}\"", "\"optimal\" or \"feasible\"", "There is no plan in this document, only why there is none; plan the site anew.");
        return false;
    }

    static (PlannedRun, string) RunOf(JsonBlock run) => (new(run.Text("workload"), run.Text("rack"), run.Texts("parts"),
        run.Number("cap", "a share of the accelerators' TDP, zero or more"), run.Quantity<Power>("powerPerRack"), run.Si("workPerRack", work), []), run.Text("column"));

    /// <summary>Racks stand, and runs run, in parts that the document lists.</summary>
    static void CheckParts(PlannedYear plan, JsonBlock orders)
    {
        HashSet<string> parts = [.. plan.HallParts.Select(part => part.Name)];
        void Check(string path, string part)
        {
            if (part.Length > 0 && !parts.Contains(part))
                orders.Wrong(path, $"\"{part}\"", parts.Count == 0 ? "no part, for there are no hallParts" : string.Join(", ", parts));
        }
        for (int k = 0; k < plan.Racks.Count; k++) Check($"racks[{k}].part", plan.Racks[k].Part);
        for (int k = 0; k < plan.Runs.Count; k++)
            for (int p = 0; p < plan.Runs[k].Parts.Count; p++) Check($"runs[{k}].parts[{p}]", plan.Runs[k].Parts[p]);
    }
}
