using System.Text;
using System.Text.Json;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The hours that the report's charts draw. The default encoder escapes <c>&lt;</c>, so that no text of a site file ends the script block.</summary>
static class ReportHours
{
    public static string Json(PlanReport report, DispatchView view)
    {
        using var buffer = new MemoryStream(1_000_000);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("start", Hours.Start(report.Year, 0));
            json.WriteNumber("tightest", report.TightestHour);
            json.WriteNumber("week", view.WeekAround(report.TightestHour));
            json.WriteArray("sources", view.Sources.Select((column, i) => (column, Palette.Of(column.Name, i))), Column);
            json.WriteArray("below", view.Below.Select((column, i) => (column, Palette.Of(column.Name, i))), Column);
            Values(json, "draw", view.Draw);
            if (view.Ceiling is { } ceiling) Values(json, "ceiling", ceiling);
            if (view.Price is { } price)
            {
                json.WriteString("priceUnit", price.Unit);
                Values(json, "price", price.Values);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    static void Column(Utf8JsonWriter json, (DispatchColumn Column, Swatch Colour) item)
    {
        json.WriteString("name", item.Column.Name);
        json.WriteString("light", item.Colour.Light);
        json.WriteString("dark", item.Colour.Dark);
        Values(json, "values", item.Column.Values);
    }

    /// <summary>Four digits of the largest value: finer than a screen, a third of the bytes.</summary>
    internal static void Values(Utf8JsonWriter json, string name, double[] values)
    {
        double most = values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        int decimals = most > 0 ? Math.Clamp(4 - (int)Math.Ceiling(Math.Log10(most)), 0, 12) : 0;
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            double rounded = Math.Round(value, decimals);
            if (double.IsFinite(rounded)) json.WriteNumberValue(rounded == 0 ? 0 : rounded);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }
}
