using System.Text.Json;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The few shapes that our documents are made of.</summary>
static class JsonParts
{
    /// <summary><c>"draw": {"value": 1.2, "unit": "MWh"}</c></summary>
    public static void WriteQuantity(this Utf8JsonWriter json, string name, double value, string unit)
    {
        json.WriteStartObject(name);
        json.WriteFinite("value", value);
        json.WriteString("unit", unit);
        json.WriteEndObject();
    }

    /// <summary>JSON has no infinity: without a limit, or without a meaning, a number is null.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value == 0 ? 0 : value);
        else json.WriteNull(name);
    }

    /// <summary>Null where there is no such thing.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, double? value, string unit)
    {
        if (value is { } there) json.WriteQuantity(name, there, unit);
        else json.WriteNull(name);
    }

    public static void WriteNullable(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteModel(this Utf8JsonWriter json, ModelFigures model)
    {
        json.WriteStartObject("model");
        json.WriteNumber("rows", model.Rows);
        json.WriteNumber("columns", model.Columns);
        json.WriteNumber("nonZeros", model.NonZeros);
        json.WriteString("algorithm", model.Algorithm);
        json.WriteEndObject();
    }
}
