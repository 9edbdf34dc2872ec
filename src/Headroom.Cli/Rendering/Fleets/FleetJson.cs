using System.Text.Json;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Fleets;

/// <summary>A fleet's plan, or why there is none, as one JSON document; <c>docs/fleet.md</c> describes it.</summary>
/// <remarks>Every number with a dimension has its unit beside it. Each site's part is written as a site's plan is.</remarks>
static class FleetJson
{
    public static string Text(FleetDocument document)
    {
        return JsonText.Of(json => Write(json, document));
    }

    public static void Write(TextWriter to, FleetDocument document) => to.Write(Text(document));

    static void Write(Utf8JsonWriter json, FleetDocument document)
    {
        json.WriteStartObject();
        json.WriteString("schema", "headroom/fleet/1");
        json.WriteString("status", document.Status);
        json.WriteString("fleet", document.Fleet?.Name);
        json.WriteNullable("year", document.Fleet?.Year.Year);
        if (document.Report is { } report) Planned(json, report);
        else PlanJson.WriteRefusal(json, document.Refusal.Answer);
        json.WriteArray("findings", document.Findings, PlanJson.WriteFinding);
        if (document.Fleet is { } fleet) json.WriteArray("inputs", fleet.Inputs, PlanJson.WriteInput);
        json.WriteEndObject();
    }

    static void Planned(Utf8JsonWriter json, FleetReport report)
    {
        PlannedJson.Objective(json, report.Objective);
        json.WriteStartObject("cost");
        json.WriteQuantity("total", report.Cost.Dollars, "$/yr");
        json.WriteQuantity("unserved", report.Unserved.Dollars, "$/yr");
        json.WriteQuantity("capital", report.Capital.Dollars, "$");
        json.WriteEndObject();
        json.WriteQuantity("draw", report.Draw.MegawattHours, "MWh");
        json.WriteQuantity("carbon", report.Carbon.Total.Tonnes, "t");
        PlannedJson.Ladder(json, report.Ladder);
        json.WriteArray("services", report.Services, PlannedJson.Service);
        json.WriteArray("training", report.Training, PlannedJson.Training);
        json.WriteArray("flows", report.Flows, static (json, flow) =>
        {
            json.WriteString("service", flow.Service);
            json.WriteString("region", flow.Region);
            json.WriteString("site", flow.Site);
            json.WriteQuantity("tokens", flow.Tokens.Tokens, "tok");
            json.WriteQuantity("roundTrip", flow.RoundTrip.TotalMilliseconds, "ms");
        });
        json.WriteArray("prices", report.Prices, static (json, price) =>
        {
            json.WriteString("site", price.Site);
            PlannedJson.Price(json, price.Price);
        });
        json.WriteArray("sites", report.Sites, static (json, site) =>
        {
            json.WriteString("site", site.Name);
            json.WriteString("region", site.Plan.Region);
            json.WriteQuantity("latitude", site.Place.LatitudeDegrees, "°");
            json.WriteQuantity("longitude", site.Place.LongitudeDegrees, "°");
            PlannedJson.Write(json, site.Plan);
        });
        json.WriteModel(report.Model);
    }
}
