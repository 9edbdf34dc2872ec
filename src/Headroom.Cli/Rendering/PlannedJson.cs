using System.Text.Json;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The part of the document that only a plan has, in the order in which people read it.</summary>
static class PlannedJson
{
    public static void Write(Utf8JsonWriter json, PlanReport report)
    {
        Objective(json, report.Objective);
        json.WriteArray("build", report.Build, Build);
        Cost(json, report.Cost);
        Energy(json, report.Energy);
        Tokens(json, report.Tokens);
        Ladder(json, report.Ladder);
        Carbon(json, report.Carbon);
        Water(json, report.Water);
        json.WriteArray("shadowPrices", report.ShadowPrices, Price);
        json.WriteStartObject("tightest");
        json.WriteNumber("hour", report.TightestHour);
        json.WriteString("timeUtc", Hours.Stamp(report.Year, report.TightestHour));
        json.WriteEndObject();
        OrdersJson.Write(json, report);
        json.WriteModel(report.Model);
    }

    internal static void Objective(Utf8JsonWriter json, ObjectiveFigure objective)
    {
        json.WriteStartObject("objective");
        json.WriteString("kind", objective.Kind);
        json.WriteFinite("value", objective.Value);
        json.WriteString("unit", objective.Unit);
        json.WriteFinite("bound", objective.Bound);
        json.WriteFinite("gap", objective.GapFraction);
        json.WriteEndObject();
    }

    static void Build(Utf8JsonWriter json, BuildFigure build)
    {
        json.WriteString("name", build.Name);
        json.WriteString("group", build.Group);
        json.WriteFinite("installed", build.Installed);
        json.WriteFinite("built", build.Built);
        json.WriteFinite("total", build.Total);
        json.WriteFinite("most", build.Most);
        json.WriteString("unit", build.Unit);
    }

    static void Cost(Utf8JsonWriter json, CostFigures cost)
    {
        json.WriteStartObject("cost");
        json.WriteQuantity("total", cost.Total.Dollars, "$/yr");
        json.WriteQuantity("capital", cost.Capital.Dollars, "$");
        json.WriteQuantity("perEnergy", cost.Energy.DollarsPerMegawattHour, "$/MWh");
        json.WriteOptional("perTokens", cost.Tokens?.DollarsPerMillionTokens, "$/Mtok");
        json.WriteArray("items", cost.Items, static (json, item) =>
        {
            json.WriteString("asset", item.Asset);
            json.WriteString("kind", item.Kind);
            json.WriteFinite("value", item.PerYear.Dollars);
            json.WriteString("unit", "$/yr");
            json.WriteBoolean("supply", item.Supply);
        });
        json.WriteEndObject();
    }

    internal static void Energy(Utf8JsonWriter json, EnergyFigures energy)
    {
        json.WriteStartObject("energy");
        json.WriteQuantity("draw", energy.Draw.MegawattHours, "MWh");
        json.WriteQuantity("peak", energy.Peak.Megawatts, "MW");
        json.WriteArray("sources", energy.Sources, Item);
        json.WriteArray("uses", energy.Uses, Item);
        json.WriteEndObject();

        static void Item(Utf8JsonWriter json, EnergyItem item)
        {
            json.WriteString("name", item.Name);
            json.WriteFinite("value", item.Amount.MegawattHours);
            json.WriteString("unit", "MWh");
        }
    }

    static void Tokens(Utf8JsonWriter json, TokenFigures tokens)
    {
        json.WriteStartObject("tokens");
        json.WriteQuantity("served", tokens.Served.Tokens, "tok");
        json.WriteQuantity("unserved", tokens.Unserved.Tokens, "tok");
        json.WriteArray("services", tokens.Services, Service);
        json.WriteArray("training", tokens.Training, Training);
        json.WriteEndObject();
    }

    internal static void Ladder(Utf8JsonWriter json, LadderFigures ladder)
    {
        if (ladder.IsEmpty) json.WriteNull("tokensPerJoule");
        else
        {
            json.WriteStartObject("tokensPerJoule");
            json.WriteFinite("accelerator", ladder.PerAcceleratorJoule.TokensPerJoule);
            json.WriteFinite("server", ladder.PerServerJoule.TokensPerJoule);
            json.WriteFinite("it", ladder.PerItJoule.TokensPerJoule);
            json.WriteFinite("site", ladder.PerSiteJoule.TokensPerJoule);
            json.WriteString("unit", "tok/J");
            json.WriteEndObject();
        }
        json.WriteFinite("pue", ladder.PueRatio);
    }

    internal static void Carbon(Utf8JsonWriter json, CarbonFigures carbon)
    {
        json.WriteStartObject("carbon");
        json.WriteQuantity("total", carbon.Total.Tonnes, "t");
        json.WriteQuantity("perEnergy", carbon.PerEnergy.GramsPerKilowattHour, "g/kWh");
        json.WriteOptional("perTokens", carbon.PerMillionTokens?.Kilograms * 1e3, "g/Mtok");
        json.WriteEndObject();
    }

    internal static void Water(Utf8JsonWriter json, WaterFigures water)
    {
        json.WriteStartObject("water");
        json.WriteQuantity("total", water.Total.CubicMetres, "m³");
        json.WriteQuantity("perItEnergy", water.PerItEnergy.LitresPerKilowattHour, "L/kWh");
        json.WriteOptional("perTokens", water.PerMillionTokens?.Litres, "L/Mtok");
        json.WriteEndObject();
    }

    internal static void Price(Utf8JsonWriter json, ShadowPrice price)
    {
        json.WriteString("constraint", price.Constraint);
        json.WriteString("of", price.Of);
        json.WriteFinite("worth", price.Worth);
        json.WriteString("unit", $"{price.WorthUnit} per {price.Unit}");
        json.WriteNullable("bindingHours", price.BindingHours);
        json.WriteString("sentence", price.Sentence);
    }

    internal static void Service(Utf8JsonWriter json, ServiceFigure service)
    {
        json.WriteString("name", service.Name);
        json.WriteNumber("tier", service.Tier);
        json.WriteQuantity("demand", service.Demand.Tokens, "tok");
        json.WriteQuantity("served", service.Served.Tokens, "tok");
        json.WriteQuantity("unserved", service.Unserved.Tokens, "tok");
        json.WriteNumber("hoursShort", service.HoursShort);
        json.WriteString("basis", service.Basis);
        json.WriteStartArray("estimatedOn");
        foreach (string rack in service.EstimatedOn) json.WriteStringValue(rack);
        json.WriteEndArray();
        json.WriteStartArray("measuredOn");
        foreach (string rack in service.MeasuredOn ?? []) json.WriteStringValue(rack);
        json.WriteEndArray();
    }

    internal static void Training(Utf8JsonWriter json, TrainingFigure run)
    {
        json.WriteString("name", run.Name);
        json.WriteQuantity("asked", run.Asked.Operations, "FLOP");
        json.WriteQuantity("done", run.Done.Operations, "FLOP");
        json.WriteQuantity("it", run.It.MegawattHours, "MWh");
    }
}
