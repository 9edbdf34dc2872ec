using System.Text;

namespace Headroom.TestKit.Redfish;

/// <summary>The OData metadata: which published schemas the resources follow.</summary>
internal static class RedfishMetadata
{
    private static readonly (string Schema, string? Version)[] schemas =
    [
        ("ServiceRoot", "v1_21_0"), ("SessionService", "v1_2_0"), ("SessionCollection", null), ("Session", "v1_8_0"), ("TaskService", "v1_2_0"), ("TaskCollection", null),
        ("Task", "v1_7_4"), ("EventService", "v1_12_0"), ("EventDestinationCollection", null), ("EventDestination", "v1_17_0"), ("ManagerCollection", null), ("Manager", "v1_25_0"),
        ("ComputerSystemCollection", null), ("ComputerSystem", "v1_28_0"), ("ProcessorCollection", null), ("Processor", "v1_23_0"), ("ProcessorMetrics", "v1_7_0"),
        ("EnvironmentMetrics", "v1_6_0"), ("ChassisCollection", null), ("Chassis", "v1_28_0"), ("ControlCollection", null), ("Control", "v1_8_0"), ("SensorCollection", null),
        ("Sensor", "v1_13_0"), ("TelemetryService", "v1_4_1"), ("MetricReportCollection", null), ("MetricReport", "v1_5_2"), ("MetricReportDefinitionCollection", null),
        ("MetricReportDefinition", "v1_4_7"), ("ThermalEquipment", "v1_2_0"), ("ThermalSubsystem", "v1_3_4"), ("CoolingUnitCollection", null), ("CoolingUnit", "v1_5_0"),
        ("CoolantConnectorCollection", null), ("CoolantConnector", "v1_4_0"), ("PumpCollection", null), ("Pump", "v1_2_0"), ("LeakDetection", "v1_2_0"),
        ("LeakDetectorCollection", null), ("LeakDetector", "v1_6_0"), ("PowerEquipment", "v1_2_3"), ("PowerDistributionCollection", null), ("PowerDistribution", "v1_6_0"),
        ("PowerDistributionMetrics", "v1_4_0"), ("CircuitCollection", null), ("Circuit", "v1_9_0"), ("OutletCollection", null), ("Outlet", "v1_5_0"), ("Event", "v1_7_0"),
        ("Message", "v1_2_1"),
    ];

    /// <param name="prefix">Of the service's paths: its makers' schemas are its own to serve.</param>
    public static string TextFor(string prefix)
    {
        StringBuilder xml = new("""<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">""");
        foreach ((string schema, string? version) in schemas)
        {
            xml.Append("<edmx:Reference Uri=\"http://redfish.dmtf.org/schemas/v1/").Append(schema).Append("_v1.xml\"><edmx:Include Namespace=\"").Append(schema).Append("\"/>");
            if (version is not null) xml.Append("<edmx:Include Namespace=\"").Append(schema).Append('.').Append(version).Append("\"/>");
            // the container of a service is of the first version of its root, whatever came later
            if (schema == "ServiceRoot") xml.Append("<edmx:Include Namespace=\"ServiceRoot.v1_0_0\"/>");
            xml.Append("</edmx:Reference>");
        }
        xml.Append("<edmx:Reference Uri=\"http://redfish.dmtf.org/schemas/v1/RedfishExtensions_v1.xml\"><edmx:Include Namespace=\"RedfishExtensions.v1_0_0\" Alias=\"Redfish\"/></edmx:Reference>");
        foreach (OemSchema oem in OemSchema.All)
        {
            xml.Append("<edmx:Reference Uri=\"").Append(prefix).Append(oem.Path).Append("\">");
            foreach (string space in oem.Namespaces) xml.Append("<edmx:Include Namespace=\"").Append(space).Append("\"/>");
            xml.Append("</edmx:Reference>");
        }
        xml.Append("<edmx:DataServices><Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"Service\">");
        xml.Append("<EntityContainer Name=\"Service\" Extends=\"ServiceRoot.v1_0_0.ServiceContainer\"/></Schema></edmx:DataServices></edmx:Edmx>");
        return xml.ToString();
    }
}
