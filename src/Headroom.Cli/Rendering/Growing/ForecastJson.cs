using System.Text.Json;
using Headroom.Growth;

namespace Headroom.Cli.Rendering.Growing;

/// <summary>A forecast as one JSON document: <c>docs/forecast.md</c>, <c>schema/forecast.schema.json</c>. Powers in MW, moments in years, numbers unrounded.</summary>
static class ForecastJson
{
    public static string Text(ForecastDocument document)
    {
        return JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", "headroom/forecast/1");
            json.WriteString("status", document.Status);
            json.WriteString("site", document.Forecast?.Site);
            if (document.Forecast is { } forecast) Write(json, forecast);
            Texts(json, "notices", document.Notices);
            json.WriteArray("findings", document.Findings, PlanJson.WriteFinding);
            json.WriteEndObject();
        });
    }

    static void Write(Utf8JsonWriter json, Forecast forecast)
    {
        GrowthOutlook outlook = forecast.Outlook;
        json.WriteString("region", forecast.Region);
        json.WriteNumber("from", outlook.FromYear);
        json.WriteNumber("until", outlook.UntilYear);
        Texts(json, "answer", ForecastWords.Answer(forecast));
        TokenJson.WriteUnits(json, [("power", "MW"), ("year", "yr"), ("years", "yr"), ("factor", "per yr"), ("joulesPerUnit", "J/tok, or J/FLOP of training")]);
        json.WriteStartObject("base");
        json.WriteNumber("hour", forecast.Base.Hour);
        json.WriteFinite("meterPerItRatio", forecast.Base.MeterPerItRatio);
        Power(json, "it", forecast.Base.It);
        Power(json, "meter", forecast.Base.Meter);
        json.WriteArray("work", forecast.Base.Work, Work);
        json.WriteEndObject();
        json.WriteArray("levers", GrowthLevers.All.Where(lever => outlook.Rate(lever) is not null), (to, lever) => Rate(to, outlook, lever));
        json.WriteArray("years", forecast.Years, Year);
        json.WriteString("headline", forecast.Headline?.Ceiling.Name);
        json.WriteArray("ceilings", forecast.Ceilings, (to, one) => Ceiling(to, outlook, one));
    }

    static void Work(Utf8JsonWriter json, BaseWork work)
    {
        json.WriteString("name", work.Name);
        json.WriteString("kind", work.IsTraining ? "training" : "inference");
        json.WriteString("asked", work.Asked);
        json.WriteNumber("joulesPerUnit", work.JoulesPerUnit);
        json.WriteNumber("power", work.It.Megawatts);
        json.WriteString("racks", work.Racks);
    }

    static void Rate(Utf8JsonWriter json, GrowthOutlook outlook, GrowthLever lever)
    {
        GrowthRange<GrowthRate> range = outlook.Rate(lever)!;
        json.WriteString("name", LeverWords.Key(lever));
        foreach (GrowthCase one in Enum.GetValues<GrowthCase>())
        {
            GrowthRate rate = range.At(one);
            json.WriteStartObject(LeverWords.JsonName(one.ToString()));
            json.WriteNumber("factor", rate.Factor);
            json.WriteNumber("laterFactor", rate.LaterFactor);
            json.WriteNullable("settledYear", rate.IsConstant ? null : (int)rate.SettledYear);
            json.WriteEndObject();
        }
        json.WriteString("source", range.Source);
        json.WriteString("grade", range.Grade);
    }

    static void Year(Utf8JsonWriter json, YearNeed year)
    {
        json.WriteNumber("year", year.Year);
        json.WriteNumber("low", year.Low.Megawatts);
        Power(json, "mid", year.Mid);
        json.WriteNumber("high", year.High.Megawatts);
        json.WriteNumber("least", year.Least.Megawatts);
        json.WriteNumber("most", year.Most.Megawatts);
    }

    static void Ceiling(Utf8JsonWriter json, GrowthOutlook outlook, CeilingForecast one)
    {
        json.WriteString("name", one.Ceiling.Name);
        json.WriteString("boundary", LeverWords.JsonName(one.Ceiling.Boundary.ToString()));
        json.WriteString("basis", one.Ceiling.Basis);
        json.WriteNumber("standing", one.Ceiling.Standing.Megawatts);
        json.WriteArray("steps", one.Ceiling.Steps, static (to, step) =>
        {
            to.WriteNumber("year", step.Year);
            to.WriteNumber("more", step.More.Megawatts);
            to.WriteString("what", step.What);
        });
        json.WriteBoolean("isGrid", one.Ceiling.IsGrid);
        json.WriteNumber("needAtFirst", one.NeedAtFirst.Megawatts);
        json.WriteStartObject("met");
        Met(json, "low", one.Low, outlook);
        Met(json, "mid", one.Mid, outlook);
        Met(json, "high", one.High, outlook);
        Met(json, "earliest", one.Earliest, outlook);
        Met(json, "latest", one.Latest, outlook);
        Met(json, "atDoubleCeiling", one.AtDoubleCeiling, outlook);
        Met(json, "atHalfJoules", one.AtHalfJoules, outlook);
        Met(json, "atHalfJoulesPerToken", one.AtHalfJoulesPerToken, outlook);
        json.WriteEndObject();
        json.WriteArray("tornado", one.Tornado, (to, bar) =>
        {
            to.WriteString("lever", LeverWords.Key(bar.Lever));
            Met(to, "atLow", bar.AtLow, outlook);
            Met(to, "atHigh", bar.AtHigh, outlook);
            to.WriteNumber("years", bar.Years);
            to.WriteBoolean("isOpen", bar.IsOpen);
        });
    }

    static void Met(Utf8JsonWriter json, string name, CeilingYear year, GrowthOutlook outlook)
    {
        json.WriteStartObject(name);
        json.WriteString("is", ForecastWords.Kind(year, outlook));
        json.WriteFinite("year", year.Year);
        json.WriteEndObject();
    }

    static void Power(Utf8JsonWriter json, string name, WorkPower power)
    {
        json.WriteStartObject(name);
        json.WriteNumber("total", power.Total.Megawatts);
        json.WriteNumber("training", power.Training.Megawatts);
        json.WriteNumber("inference", power.Inference.Megawatts);
        json.WriteNumber("steady", power.Steady.Megawatts);
        json.WriteEndObject();
    }

    static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
