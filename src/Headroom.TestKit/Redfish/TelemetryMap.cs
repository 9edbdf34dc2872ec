using System.Globalization;
using System.Text.Json;
using static Headroom.TestKit.Redfish.ServiceMap;

namespace Headroom.TestKit.Redfish;

/// <summary>The bulk report: all power, energy and temperature of a rack in one answer.</summary>
internal static class TelemetryMap
{
    public const string Report = V1 + "/TelemetryService/MetricReports/HGX_PlatformEnvironmentMetrics_0";
    private const string Definition = V1 + "/TelemetryService/MetricReportDefinitions/HGX_PlatformEnvironmentMetrics_0";

    public static void AddTo(ResourceMap map, RackShape shape)
    {
        map[V1 + "/TelemetryService"] = new((_, to) =>
        {
            to.Head(V1 + "/TelemetryService", "TelemetryService.v1_4_1.TelemetryService", "TelemetryService", "Telemetry Service");
            to.Json.WriteBoolean("ServiceEnabled", true);
            to.Status();
            to.Link("MetricReports", V1 + "/TelemetryService/MetricReports");
            to.Link("MetricReportDefinitions", V1 + "/TelemetryService/MetricReportDefinitions");
        });
        map.Collection(V1 + "/TelemetryService/MetricReports", "MetricReportCollection", "Metric reports", Report);
        map.Collection(V1 + "/TelemetryService/MetricReportDefinitions", "MetricReportDefinitionCollection", "Metric report definitions", Definition);
        map[Definition] = new((_, to) =>
        {
            to.Head(Definition, "MetricReportDefinition.v1_4_7.MetricReportDefinition", "HGX_PlatformEnvironmentMetrics_0", "Environment of the platform");
            to.Json.WriteString("MetricReportDefinitionType", "OnRequest");
            to.Status();
            to.Link("MetricReport", Report);
        });
        string[] names = NamesOf(shape);
        map[Report] = new((service, to) => Write(service, to, shape, names));
    }

    private static string[] NamesOf(RackShape shape)
    {
        List<string> names = [];
        for (int tray = 0; tray < shape.Trays; tray++)
        {
            names.Add(RackMap.TotalSensor(tray) + "#/Reading");
            names.Add(RackMap.InputSensor(tray) + "#/Reading");
            for (int n = 0; n < shape.GpusPerTray; n++)
            {
                string environment = RackMap.Gpu(tray, n) + "/EnvironmentMetrics#/";
                names.Add(environment + "PowerWatts/Reading");
                names.Add(environment + "EnergyJoules/Reading");
                names.Add(environment + "TemperatureCelsius/Reading");
                if (shape.ReportsLimits) names.Add(environment + "PowerLimitWatts/SetPoint");
            }
        }
        return [.. names];
    }

    private static void Write(EmulatedService service, ResourceWriter to, RackShape shape, string[] names)
    {
        Utf8JsonWriter json = to.Json;
        to.Head(Report, "MetricReport.v1_5_2.MetricReport", "HGX_PlatformEnvironmentMetrics_0", "Environment of the platform");
        DateTimeOffset now = service.Now;
        (DateTimeOffset At, List<double> Values)? standing = service.Standing = service.Faults.ReportStands is not { } length ? null
            : service.Standing is { } last && now - last.At < length ? last : (now, []);
        string at = (standing?.At ?? now).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        json.WriteString("Timestamp", at);
        to.Link("MetricReportDefinition", Definition);
        json.WriteStartArray("MetricValues");
        int k = 0;
        for (int tray = 0; tray < shape.Trays; tray++)
        {
            TotalReading total = service.Rack!.Total(tray);
            Value(total.Drawn.Watts);
            Value(total.Input.Watts);
            for (int n = 0; n < shape.GpusPerTray; n++)
            {
                GpuReading gpu = service.Rack.Gpu(tray * shape.GpusPerTray + n);
                Value(gpu.Drawn.Watts);
                Value(gpu.Energy.Joules);
                Value(35 + gpu.Drawn.Watts / 40);
                if (shape.ReportsLimits) Value(gpu.Enforced.Watts);
            }
        }
        json.WriteEndArray();

        void Value(double value)
        {
            if (standing is { Values: var stands })
            {
                if (stands.Count == k) stands.Add(value);
                value = stands[k];
            }
            Span<char> text = stackalloc char[32];
            Math.Round(value, 3).TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
            json.WriteStartObject();
            json.WriteString("MetricProperty", to.Full(names[k++]));
            json.WriteString("MetricValue", text[..length]);
            json.WriteString("Timestamp", at);
            json.WriteEndObject();
        }
    }
}
