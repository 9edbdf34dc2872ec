using System.Text.Json;
using Headroom.Compute;

namespace Headroom.Cli.Rendering;

/// <summary>Points of one piece of hardware, or a comparison, as one JSON document: <c>docs/tokens-json.md</c>, <c>schema/tokens.schema.json</c>.</summary>
/// <remarks>Numbers are unrounded, so that tokens over watts are tokens per joule to the last bit; <c>units</c> names the unit of each.</remarks>
static class TokenJson
{
    static readonly (string Name, string Unit)[] units =
    [
        ("cap", "W"), ("batch", "sequences"), ("tokensPerSecond", "tok/s"), ("power", "W"), ("powerAt", "W"), ("tokensPerJoule", "tok/J"),
        ("ttft", "s"), ("tpot", "s"), ("memory", "GB"), ("memoryAvailable", "GB"), ("input", "tok"), ("output", "tok"),
    ];

    public static string Text(TokenDocument document)
    {
        return JsonText.Of(json =>
        {
            json.WriteStartObject();
            if (document.IsComparison) ComparisonJson.Write(json, document);
            else Write(json, document);
            json.WriteArray("findings", document.Findings, PlanJson.WriteFinding);
            json.WriteEndObject();
        });
    }

    static void Write(Utf8JsonWriter json, TokenDocument document)
    {
        json.WriteString("schema", "headroom/tokens/1");
        json.WriteString("status", document.Status);
        if (document.Answers is not [var answer]) return;
        TokenQuestion question = answer.Asked.Question;
        WriteHead(json, question);
        json.WriteString("on", answer.Asked.Hardware.Name);
        WriteHardware(json, answer);
        WriteUnits(json, units);
        json.WriteStartArray("notices");
        foreach (string notice in document.Notices) json.WriteStringValue(notice);
        json.WriteEndArray();
        json.WriteString("why", answer.Works ? null : answer.Why);
        json.WriteString("hint", answer.Asked.Hint);
        if (answer.Grid is not { } grid) return;
        json.WriteNumber("memoryAvailable", grid.MemoryAvailableBytes / 1e9);
        json.WriteNumber("batchInMemory", grid.BatchInMemory);
        WritePoint(json, "best", grid.Best);
        WritePoint(json, "mostEfficient", grid.MostEfficient);
        json.WriteArray("hull", grid.Hull, WritePoint);
        json.WriteNumber("hullError", grid.HullErrorFraction);
        json.WriteArray("points", grid.Points.OrderBy(point => point.CapWatts).ThenBy(point => point.Batch), WritePoint);
    }

    /// <summary>Model, lengths and targets.</summary>
    public static void WriteHead(Utf8JsonWriter json, TokenQuestion question)
    {
        ServingShape shape = question.Shape;
        json.WriteString("model", question.Model.Name);
        json.WriteNumber("input", shape.Input.Tokens);
        json.WriteNumber("output", shape.Output.Tokens);
        json.WriteStartObject("targets");
        json.WriteFinite("ttft", Limit(shape.TimeToFirstTokenMost));
        json.WriteFinite("tpot", Limit(shape.TimePerTokenMost));
        json.WriteEndObject();
        json.WriteFinite("utilisation", shape.UtilisationFraction ?? double.NaN);
        json.WriteStartObject("speculation");
        json.WriteNumber("draft", shape.Speculation.DraftTokens);
        json.WriteNumber("acceptance", shape.Speculation.AcceptanceLength);
        json.WriteEndObject();
    }

    /// <summary>Part, precision, replica, site, and how far to trust the figures.</summary>
    public static void WriteHardware(Utf8JsonWriter json, TokenAnswer answer)
    {
        TokenQuestion question = answer.Asked.Question;
        FitChoice choice = question.Choice;
        json.WriteString("accelerator", question.Rack.Accelerator.Name);
        json.WriteString("precision", TokenWords.Of(question.Shape.Precision));
        json.WriteString("precisionWhy", answer.Asked.PrecisionWhy);
        json.WriteNumber("accelerators", question.Rack.Accelerators);
        json.WriteNumber("replica", answer.Grid?.Replica.Accelerators ?? ReplicaChoice.For(question));
        json.WriteNullable("replicas", answer.Grid?.Replicas);
        json.WriteBoolean("estimate", answer.Asked.Estimate);
        json.WriteString("basis", choice.Basis);
        json.WriteStartObject("expectedError");
        json.WriteFinite("tpotMedian", choice.Estimated ? double.NaN : Math.Round(choice.Fit.Quality.MedianErrorFraction, 4));
        json.WriteFinite("tpotWide", choice.Estimated ? double.NaN : Math.Round(choice.Fit.Quality.WideErrorFraction, 4));
        json.WriteFinite("ttftMedian", choice.Estimated ? double.NaN : Math.Round(choice.Fit.Quality.FirstTokenErrorFraction ?? double.NaN, 4));
        json.WriteFinite("power", Math.Round(answer.Asked.PowerError ?? double.NaN, 4));
        json.WriteEndObject();
        json.WriteNumber("fittedBatchMost", choice.Fit.BatchMost);
        json.WriteNumber("pue", question.SitePerItRatio);
        json.WriteString("site", answer.Asked.Site);
    }

    public static void WriteUnits(Utf8JsonWriter json, IEnumerable<(string Name, string Unit)> units)
    {
        json.WriteStartObject("units");
        foreach ((string name, string unit) in units) json.WriteString(name, unit);
        json.WriteEndObject();
    }

    static void WritePoint(Utf8JsonWriter json, string name, GridPoint? point)
    {
        if (point is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        WritePoint(json, point.Value);
        json.WriteEndObject();
    }

    static void WritePoint(Utf8JsonWriter json, GridPoint point)
    {
        json.WriteNumber("cap", point.CapWatts);
        json.WriteNumber("batch", point.Batch);
        json.WriteNumber("tokensPerSecond", point.TokensPerSecond);
        json.WriteNumber("power", point.Watts.Accelerator);
        WriteBoundaries(json, point.Watts, point.TokensPerJoule);
        json.WriteNumber("ttft", point.FirstTokenSeconds);
        json.WriteNumber("tpot", point.TokenSeconds);
        json.WriteNumber("memory", point.MemoryBytes / 1e9);
        json.WriteString("binds", TokenWords.Of(point.Binds));
        json.WriteBoolean("meets", point.Meets);
        json.WriteBoolean("extrapolated", point.Extrapolated);
        json.WriteString("basis", TokenWords.Of(point.Basis));
    }

    public static void WriteBoundaries(Utf8JsonWriter json, BoundaryWatts watts, BoundaryTokensPerJoule tokens)
    {
        WriteLadder("powerAt", watts.Accelerator, watts.Server, watts.It, watts.Site);
        WriteLadder("tokensPerJoule", tokens.Accelerator, tokens.Server, tokens.It, tokens.Site);

        void WriteLadder(string name, double accelerator, double server, double it, double site)
        {
            json.WriteStartObject(name);
            json.WriteNumber("accelerator", accelerator);
            json.WriteNumber("server", server);
            json.WriteNumber("it", it);
            json.WriteNumber("site", site);
            json.WriteEndObject();
        }
    }

    static double Limit(TimeSpan most) => most < ServingShape.Whenever ? most.TotalSeconds : double.NaN;
}
