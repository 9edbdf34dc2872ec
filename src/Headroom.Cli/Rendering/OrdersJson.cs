using System.Text.Json;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>The plan as orders: what a simulator needs beside the hours of dispatch.csv.</summary>
static class OrdersJson
{
    public static void Write(Utf8JsonWriter json, PlanReport report)
    {
        PlannedYear orders = report.Orders;
        json.WriteStartObject("orders");
        Grid(json, report);
        json.WriteArray("generators", orders.Generators, static (json, plant) =>
        {
            json.WriteString("name", plant.Name);
            json.WriteQuantity("capacity", plant.Capacity.Megawatts, "MW");
        });
        json.WriteArray("batteries", orders.Batteries, static (json, battery) =>
        {
            json.WriteString("name", battery.Name);
            json.WriteQuantity("power", battery.Power.Megawatts, "MW");
            json.WriteQuantity("energy", battery.Energy.MegawattHours, "MWh");
        });
        json.WriteArray("hallParts", orders.HallParts, static (json, part) =>
        {
            json.WriteString("name", part.Name);
            json.WriteString("hall", part.Hall);
            json.WriteBoolean("rebuilt", part.IsRebuilt);
            json.WriteQuantity("power", part.Power.Megawatts, "MW");
        });
        json.WriteArray("racks", orders.Racks, static (json, racks) =>
        {
            json.WriteString("rack", racks.Rack);
            json.WriteString("part", racks.Part);
            json.WriteFinite("count", racks.Count);
        });
        Runs(json, report);
        json.WriteStartArray("backlogs");
        foreach (PlannedBacklog backlog in orders.Backlogs) json.WriteStringValue(backlog.Service);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Grid(Utf8JsonWriter json, PlanReport report)
    {
        if (report.Orders.GridInjectionMegawatts is null)
        {
            json.WriteNull("grid");
            return;
        }
        json.WriteStartObject("grid");
        json.WriteQuantity("firm", report.Orders.GridFirm.Megawatts, "MW");
        json.WriteQuantity("flexible", report.Orders.GridFlexible.Megawatts, "MW");
        json.WriteBoolean("exports", report.Dispatch.Find("export") is not null);
        json.WriteEndObject();
    }

    static void Runs(Utf8JsonWriter json, PlanReport report)
    {
        HashSet<string> training = [.. report.Tokens.Training.Select(run => run.Name)];
        json.WriteArray("runs", report.Orders.Runs.Zip(RunColumns.NamesOf(report.Orders.Runs)), (json, ordered) =>
        {
            (PlannedRun run, string column) = ordered;
            json.WriteString("workload", run.Workload);
            json.WriteString("rack", run.Rack);
            json.WriteStartArray("parts");
            foreach (string part in run.Parts) json.WriteStringValue(part);
            json.WriteEndArray();
            json.WriteFinite("cap", run.CapFraction);
            json.WriteQuantity("powerPerRack", run.PowerPerRack.Kilowatts, "kW");
            json.WriteQuantity("workPerRack", run.WorkPerRack, training.Contains(run.Workload) ? "FLOP/s" : "tok/s");
            json.WriteString("column", $"{column} [{RunColumns.Unit}]");
        });
    }
}
