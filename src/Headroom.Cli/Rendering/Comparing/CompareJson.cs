using System.Text.Json;
using Headroom.Cli.Comparing;
using Headroom.Comparing;

namespace Headroom.Cli.Rendering.Comparing;

/// <summary>A comparison as one JSON document, <c>headroom/compare/1</c>; units in the names of quantities.</summary>
static class CompareJson
{
    public static void Write(TextWriter to, CompareDocument document) => to.Write(Text(document));

    public static string Text(CompareDocument document)
    {
        return JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", "headroom/compare/1");
            json.WriteString("status", document.Status);
            if (document.Answer is CompareAnswer.Stopped { Done: var done, All: var all })
            {
                json.WriteNumber("unitsDone", done);
                json.WriteNumber("units", all);
            }
            if (document.Answer is CompareAnswer.Compared { Comparison: var comparison }) Write(json, comparison);
            json.WriteArray("findings", document.Findings, PlanJson.WriteFinding);
            json.WriteEndObject();
        });
    }

    static void Write(Utf8JsonWriter json, Comparison comparison)
    {
        json.WriteStartObject("fleet");
        json.WriteString("site", comparison.Fleet.Site);
        json.WriteNumber("accelerators", comparison.Fleet.Accelerators);
        json.WriteQuantity("tokens", comparison.Fleet.Tokens, "tok/yr");
        json.WriteQuantity("computeCost", comparison.Fleet.ComputeDollarsPerYear, "$/yr");
        json.WriteFinite("gap", comparison.Fleet.GapFraction);
        json.WriteEndObject();
        json.WriteNumber("draws", comparison.Draws);
        json.WriteNumber("seed", comparison.Seed);
        json.WriteStartArray("whatIf");
        foreach (string supposition in comparison.Suppositions) json.WriteStringValue(supposition);
        json.WriteEndArray();
        json.WriteArray("regions", comparison.Regions, WriteRegion);
    }

    static void WriteRegion(Utf8JsonWriter json, RegionFigures region)
    {
        json.WriteString("region", region.Region);
        json.WriteString("title", region.Title);
        json.WriteString("winner", region.Winner is { } plain ? CompareWords.Name(plain) : null);
        json.WriteString("winnerWithWaiting", region.WinnerWithWaiting is { } waiting ? CompareWords.Name(waiting) : null);
        json.WriteArray("strategies", region.Cases, WriteCase);
        json.WriteArray("breakEvens", region.BreakEvens, (to, even) =>
        {
            to.WriteBoolean("withWaiting", even.Telling == Telling.WithWaiting);
            to.WriteString("parameter", even.Parameter);
            to.WriteQuantity("at", even.Value, even.Unit);
            to.WriteString("below", CompareWords.Name(even.Below));
            to.WriteString("above", CompareWords.Name(even.Above));
        });
        json.WriteArray("flips", region.Flips, (to, flip) =>
        {
            to.WriteBoolean("withWaiting", flip.Telling == Telling.WithWaiting);
            to.WriteString("parameter", flip.Parameter);
            to.WriteQuantity("at", flip.Value, flip.Unit);
            to.WriteString("end", flip.IsHigh ? "high" : "low");
            to.WriteString("from", CompareWords.Name(flip.From));
            to.WriteString("to", CompareWords.Name(flip.To));
        });
        json.WriteArray("assumptions", region.Assumptions, (to, one) =>
        {
            to.WriteString("name", one.Name);
            WriteSpread(to, "values", one.Values, one.Unit);
            to.WriteString("source", one.Source);
        });
        json.WriteStartArray("notes");
        foreach (string note in region.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
    }

    static void WriteCase(Utf8JsonWriter json, CaseFigures row)
    {
        json.WriteString("strategy", CompareWords.Name(row.Strategy));
        json.WriteString("impossible", row.Impossible);
        if (!row.IsPlanned) return;
        WriteSpread(json, "energyCost", row.DollarsPerMegawattHour, "$/MWh");
        WriteSpread(json, "energyCostWithWaiting", row.WithWaitingDollarsPerMegawattHour, "$/MWh");
        WritePercentiles(json, "energyCostDrawn", row.Chance);
        WritePercentiles(json, "energyCostWithWaitingDrawn", row.ChanceWithWaiting);
        json.WriteFinite("won", row.WonFraction);
        json.WriteFinite("wonWithWaiting", row.WonWithWaitingFraction);
        json.WriteOptional("tokenCost", row.DollarsPerMillionTokens, "$/Mtok");
        json.WriteOptional("tokenCostWithWaiting", row.WithWaitingDollarsPerMillionTokens, "$/Mtok");
        json.WriteQuantity("tokensPerJoule", row.TokensPerJoule, "tok/J");
        json.WriteQuantity("carbon", row.GramsPerKilowattHour, "g/kWh");
        json.WriteQuantity("water", row.LitresPerKilowattHour, "L/kWh");
        WriteSpread(json, "timeToPower", row.YearsToPower, "yr");
        json.WriteQuantity("salesLost", row.SalesLostDollars, "$");
        json.WriteQuantity("draw", row.Answer.DrawMegawattHours, "MWh");
        json.WriteQuantity("peak", row.Answer.PeakMegawatts, "MW");
        json.WriteFinite("pue", row.Answer.PueRatio);
        json.WriteFinite("gap", row.Answer.GapFraction);
        json.WriteArray("build", row.Answer.Build, (to, plant) =>
        {
            to.WriteString("name", plant.Name);
            to.WriteQuantity("capacity", plant.Capacity, plant.Unit);
        });
        json.WriteArray("costs", row.Answer.Costs, (to, line) =>
        {
            to.WriteString("asset", line.Asset);
            to.WriteString("kind", line.Kind);
            to.WriteQuantity("perYear", line.DollarsPerYear, "$/yr");
        });
        json.WriteArray("energy", row.Answer.Energy, (to, source) =>
        {
            to.WriteString("name", source.Name);
            to.WriteQuantity("amount", source.MegawattHours, "MWh");
        });
    }

    static void WriteSpread(Utf8JsonWriter json, string name, Spread spread, string unit)
    {
        json.WriteStartObject(name);
        json.WriteFinite("low", spread.Low);
        json.WriteFinite("mid", spread.Mid);
        json.WriteFinite("high", spread.High);
        json.WriteString("unit", unit);
        json.WriteEndObject();
    }

    static void WritePercentiles(Utf8JsonWriter json, string name, Percentiles? drawn)
    {
        if (drawn is not { } known)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteFinite("p10", known.P10);
        json.WriteFinite("p50", known.P50);
        json.WriteFinite("p90", known.P90);
        json.WriteString("unit", "$/MWh");
        json.WriteEndObject();
    }
}
