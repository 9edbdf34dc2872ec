using System.Text.Json;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>A plan over years as one JSON document; every number with a dimension has its unit beside it.</summary>
static class ExpansionJson
{
    public static string Text(ExpansionDocument document)
    {
        return JsonText.Of(json => Write(json, document));
    }

    static void Write(Utf8JsonWriter json, ExpansionDocument document)
    {
        json.WriteStartObject();
        json.WriteString("schema", "headroom/expansion/1");
        json.WriteString("status", document.Status);
        json.WriteString("site", document.Site.Name);
        json.WriteString("region", document.Site.Region);
        json.WriteNumber("firstYear", document.Site.Horizon!.FirstYear);
        json.WriteNumber("lastYear", document.Site.Horizon.LastYear);
        if (document.Answer is ExpansionAnswer.Planned { Report: var report }) Write(json, report);
        else if (document.Answer is ExpansionAnswer.None none) json.WriteString("why", none.Why);
        json.WriteArray("findings", document.Findings, PlanJson.WriteFinding);
        json.WriteArray("inputs", document.Site.Inputs, PlanJson.WriteInput);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, ExpansionReport report)
    {
        json.WriteQuantity("total", report.Total.Dollars, $"$ of {report.FirstYear}");
        json.WriteQuantity("penalties", report.Penalties.Dollars, $"$ of {report.FirstYear}");
        json.WriteQuantity("bound", report.Bound.Dollars, $"$ of {report.FirstYear}");
        json.WriteNumber("gap", report.GapFraction);
        json.WriteNumber("discountRate", report.DiscountFraction);
        json.WriteNullable("powerYear", report.PowerYear);
        json.WriteOptional("timeToPower", report.YearsToPower, "yr");
        json.WriteQuantity("waiting", report.Waiting.Dollars, $"$ of {report.FirstYear}");
        WriteParts(json, report);
        WriteSearch(json, report.Search);
    }

    /// <summary>What is built, year by year, and the ceilings of a site.</summary>
    public static void WriteParts(Utf8JsonWriter json, SiteYears report)
    {
        json.WriteArray("assets", report.Assets, WriteAsset);
        json.WriteStartArray("years");
        for (int y = 0; y < report.Years.Count; y++) WriteYear(json, report, y);
        json.WriteEndArray();
        json.WriteArray("ceilings", report.Ceilings, static (json, ceiling) =>
        {
            json.WriteString("asset", ceiling.Asset);
            json.WriteNumber("firstYear", ceiling.FirstYear);
            json.WriteNumber("lastYear", ceiling.LastYear);
            json.WriteNumber("worstYear", ceiling.WorstYear);
            json.WriteQuantity("worthBeyondCost", ceiling.NetWorth.Dollars, $"$/yr per {ceiling.Unit}");
            json.WriteBoolean("worthIsUpperBound", ceiling.IsUpperBound);
            json.WriteString("sentence", ceiling.Sentence);
        });
    }

    public static void WriteSearch(Utf8JsonWriter json, SearchFigures search)
    {
        json.WriteStartObject("search");
        json.WriteNumber("tries", search.Tries);
        json.WriteNumber("rows", search.Rows);
        json.WriteNumber("columns", search.Columns);
        json.WriteEndObject();
    }

    /// <summary>What is asked and served in a year.</summary>
    public static void WriteWork(Utf8JsonWriter json, IReadOnlyList<ServiceFigure> services, IReadOnlyList<TrainingFigure> training)
    {
        json.WriteArray("services", services, static (json, service) =>
        {
            json.WriteString("name", service.Name);
            json.WriteNumber("tier", service.Tier);
            json.WriteQuantity("demand", service.Demand.Tokens, "tok");
            json.WriteQuantity("served", service.Served.Tokens, "tok");
            json.WriteQuantity("unserved", service.Unserved.Tokens, "tok");
            json.WriteQuantity("missed", service.Missed.Tokens, "tok");
        });
        json.WriteArray("training", training, static (json, run) =>
        {
            json.WriteString("name", run.Name);
            json.WriteQuantity("asked", run.Asked.Operations, "FLOP");
            json.WriteQuantity("done", run.Done.Operations, "FLOP");
        });
    }

    /// <summary>What running costs in a year.</summary>
    public static void WriteItems(Utf8JsonWriter json, IReadOnlyList<CostItem> items) => json.WriteArray("items", items, static (json, item) =>
    {
        json.WriteString("asset", item.Asset);
        json.WriteString("kind", item.Kind);
        json.WriteQuantity("cost", item.PerYear.Dollars, "$/yr");
    });

    static void WriteAsset(Utf8JsonWriter json, AssetPath asset)
    {
        json.WriteString("name", asset.Name);
        json.WriteString("group", asset.Group);
        json.WriteString("unit", asset.Unit);
        json.WriteFinite("installed", asset.Installed);
        json.WriteNumber("firstServiceYear", asset.FirstServiceYear);
        json.WriteString("leadTimeSource", asset.LeadSource);
        WriteNumbers(json, "built", asset.Built);
        WriteNumbers(json, "standing", asset.Standing);
        WriteNumbers(json, "used", asset.Used);
        WriteNumbers(json, "most", asset.Most);
        WriteNumbers(json, "worthDollarsPerUnitYear", asset.Worth);
        WriteNumbers(json, "paymentDollarsPerUnitYear", asset.Payment);
        json.WriteFinite("upkeepDollarsPerUnitYear", asset.Upkeep);
    }

    static void WriteNumbers(Utf8JsonWriter json, string name, double[] numbers)
    {
        json.WriteStartArray(name);
        foreach (double number in numbers) if (double.IsFinite(number)) json.WriteNumberValue(number == 0 ? 0 : number); else json.WriteNullValue();
        json.WriteEndArray();
    }

    static void WriteYear(Utf8JsonWriter json, SiteYears report, int y)
    {
        YearFigures year = report.Years[y];
        json.WriteStartObject();
        json.WriteNumber("year", year.Year);
        json.WriteBoolean("served", year.IsServed);
        json.WriteQuantity("peak", year.Energy.Peak.Megawatts, "MW");
        json.WriteQuantity("draw", year.Energy.Draw.MegawattHours, "MWh");
        json.WriteQuantity("payments", report.Payments[y].Dollars, "$/yr");
        json.WriteQuantity("running", year.RunningTotal.Dollars, "$/yr");
        WriteItems(json, year.Running);
        json.WriteArray("sources", year.Energy.Sources, static (json, item) =>
        {
            json.WriteString("name", item.Name);
            json.WriteQuantity("energy", item.Amount.MegawattHours, "MWh");
        });
        WriteWork(json, year.Tokens.Services, year.Tokens.Training);
        json.WriteOptional("costPerMillionTokens", ExpansionWords.DollarsPerMillionTokens(report, y), "$/Mtok");
        json.WriteOptional("tokensPerSiteJoule", ExpansionWords.TokensPerSiteJoule(year), "tok/J");
        json.WriteQuantity("carbon", year.Carbon.Tonnes, "t");
        json.WriteQuantity("water", year.Water.CubicMetres, "m³");
        json.WriteEndObject();
    }
}
