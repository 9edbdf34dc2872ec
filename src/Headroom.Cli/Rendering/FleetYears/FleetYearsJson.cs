using System.Text.Json;
using Headroom.Cli.Rendering.Expanding;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.FleetYears;

/// <summary>A fleet's plan over years as one JSON document; every number with a dimension has its unit beside it.</summary>
static class FleetYearsJson
{
    public static string Text(FleetYearsDocument document)
    {
        return JsonText.Of(json => Write(json, document));
    }

    static void Write(Utf8JsonWriter json, FleetYearsDocument document)
    {
        json.WriteStartObject();
        json.WriteString("schema", "headroom/fleet-years/1");
        json.WriteString("status", document.Status);
        json.WriteString("fleet", document.Fleet.Name);
        json.WriteNumber("firstYear", document.Fleet.Horizon!.FirstYear);
        json.WriteNumber("lastYear", document.Fleet.Horizon.LastYear);
        if (document.Answer is FleetYearsAnswer.Planned { Report: var report }) Write(json, report);
        else if (document.Answer is FleetYearsAnswer.None none) json.WriteString("why", none.Why);
        json.WriteArray("findings", document.Findings, PlanJson.WriteFinding);
        json.WriteArray("inputs", document.Fleet.Inputs, PlanJson.WriteInput);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, FleetYearsReport report)
    {
        string dollars = $"$ of {report.FirstYear}";
        json.WriteQuantity("total", report.Total.Dollars, dollars);
        json.WriteQuantity("penalties", report.Penalties.Dollars, dollars);
        json.WriteQuantity("bound", report.Bound.Dollars, dollars);
        json.WriteNumber("gap", report.GapFraction);
        json.WriteNumber("discountRate", report.DiscountFraction);
        json.WriteNullable("powerYear", report.PowerYear);
        json.WriteOptional("timeToPower", report.YearsToPower, "yr");
        json.WriteQuantity("waiting", report.Waiting.Dollars, dollars);
        json.WriteArray("years", report.Years, WriteYear);
        json.WriteArray("sites", report.Sites, (json, site) =>
        {
            json.WriteString("site", site.Site);
            json.WriteString("region", site.Region);
            json.WriteQuantity("total", site.Total.Dollars, dollars);
            json.WriteQuantity("penalties", site.Penalties.Dollars, dollars);
            json.WriteQuantity("waiting", site.Waiting.Dollars, dollars);
            ExpansionJson.WriteParts(json, site);
            json.WriteArray("inputs", site.Inputs, PlanJson.WriteInput);
        });
        ExpansionJson.WriteSearch(json, report.Search);
    }

    static void WriteYear(Utf8JsonWriter json, FleetYearFigures year)
    {
        json.WriteNumber("year", year.Year);
        json.WriteBoolean("served", year.IsServed);
        ExpansionJson.WriteWork(json, year.Services, year.Training);
        json.WriteArray("flows", year.Flows, static (json, flow) =>
        {
            json.WriteString("service", flow.Service);
            json.WriteString("region", flow.Region);
            json.WriteString("site", flow.Site);
            json.WriteQuantity("tokens", flow.Tokens.Tokens, "tok");
            json.WriteQuantity("roundTrip", flow.RoundTrip.TotalMilliseconds, "ms");
        });
        ExpansionJson.WriteItems(json, year.Running);
    }
}
