using System.Text.Json;
using Headroom.Quantities;

namespace Headroom.Cli.Rendering;

/// <summary>The same model on several kinds of hardware at equal latency, as JSON.</summary>
static class ComparisonJson
{
    static readonly (string Name, string Unit)[] units =
    [
        ("cap", "W"), ("batch", "sequences"), ("tokensPerSecond", "tok/s"), ("tokensPerSecondPerAccelerator", "tok/s"),
        ("tokensPerSecondPerMegawatt", "tok/s/MW"), ("power", "W"), ("powerAt", "W"), ("tokensPerJoule", "tok/J"), ("ttft", "s"), ("tpot", "s"),
        ("nameplate", "W"), ("typical", "W"), ("input", "tok"), ("output", "tok"),
    ];

    public static void Write(Utf8JsonWriter json, TokenDocument document)
    {
        json.WriteString("schema", "headroom/tokens-comparison/1");
        json.WriteString("status", document.Status);
        TokenJson.WriteHead(json, document.Answers[0].Asked.Question);
        TokenJson.WriteUnits(json, units);
        json.WriteStartArray("notices");
        foreach (string notice in document.Notices) json.WriteStringValue(notice);
        json.WriteEndArray();
        json.WriteArray("hardware", document.Answers, WriteOne);
    }

    static void WriteOne(Utf8JsonWriter json, TokenAnswer answer)
    {
        json.WriteString("on", answer.Asked.Hardware.Name);
        TokenJson.WriteHardware(json, answer);
        (Power nameplate, Power typical, bool measured) = answer.Asked.Hardware.Draws();
        json.WriteNumber("nameplate", nameplate.Watts);
        json.WriteNumber("typical", typical.Watts);
        json.WriteString("typicalKind", measured ? "measured" : "estimate");
        json.WriteString("why", answer.Works ? null : answer.Why);
        if (ComparisonRow.Of(answer) is not { } row) return;
        json.WriteNumber("cap", row.Point.CapWatts);
        json.WriteNumber("batch", row.Point.Batch);
        json.WriteNumber("tokensPerSecond", row.TokensPerSecond);
        json.WriteNumber("tokensPerSecondPerAccelerator", row.PerAccelerator);
        json.WriteNumber("tokensPerSecondPerMegawatt", row.PerMegawatt);
        json.WriteNumber("power", row.Watts.Accelerator);
        TokenJson.WriteBoundaries(json, row.Watts, row.TokensPerJoule);
        json.WriteNumber("ttft", row.Point.FirstTokenSeconds);
        json.WriteNumber("tpot", row.Point.TokenSeconds);
        json.WriteString("binds", TokenWords.Of(row.Point.Binds));
        json.WriteBoolean("extrapolated", row.Point.Extrapolated);
    }
}
