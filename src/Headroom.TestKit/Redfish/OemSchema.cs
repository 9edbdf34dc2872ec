namespace Headroom.TestKit.Redfish;

/// <summary>A schema of NVIDIA's extensions, as far as the emulator has them.</summary>
/// <remarks>Names, versions and types are those of NVIDIA's own CSDL (NVIDIA/nv-redfish); a test holds the two together.</remarks>
/// <param name="Namespaces">Those that it defines, the one without a version first.</param>
internal sealed record OemSchema(string Name, IReadOnlyList<string> Namespaces, string Body)
{
    public string Path => $"{ServiceMap.V1}/schema/{Name}_v1.xml";

    public static IReadOnlyList<OemSchema> All { get; } = [Environment(), Processor()];

    /// <summary>As it is served.</summary>
    public string Text => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
          <edmx:Reference Uri="http://docs.oasis-open.org/odata/odata/v4.0/errata03/csd01/complete/vocabularies/Org.OData.Core.V1.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="OData"/></edmx:Reference>
          <edmx:Reference Uri="http://redfish.dmtf.org/schemas/v1/RedfishExtensions_v1.xml"><edmx:Include Namespace="RedfishExtensions.v1_0_0" Alias="Redfish"/></edmx:Reference>
          <edmx:Reference Uri="http://redfish.dmtf.org/schemas/v1/Resource_v1.xml"><edmx:Include Namespace="Resource"/></edmx:Reference>
          <edmx:Reference Uri="http://redfish.dmtf.org/schemas/v1/EnvironmentMetrics_v1.xml"><edmx:Include Namespace="EnvironmentMetrics.v1_0_0"/></edmx:Reference>
          <edmx:DataServices>{Body}
          </edmx:DataServices>
        </edmx:Edmx>
        """;

    private static OemSchema Environment()
    {
        const string name = "NvidiaEnvironmentMetrics";
        return new(name, [name, .. Versions(name, 0, 1, 2, 3)], $"""

                {Open(name)}
                  <ComplexType Name="{name}" BaseType="Resource.OemObject" Abstract="true">{Closed}</ComplexType>
                  <Action Name="ClearOOBSetPoint" IsBound="true"><Parameter Name="{name}" Type="EnvironmentMetrics.v1_0_0.OemActions"/></Action>
                </Schema>
                {Open(name, 0)}<ComplexType Name="{name}" BaseType="{name}.{name}"/></Schema>
                {Open(name, 1)}<ComplexType Name="{name}" BaseType="{name}.v1_0_0.{name}"/></Schema>
                {Open(name, 2)}
                  <ComplexType Name="{name}" BaseType="{name}.v1_1_0.{name}">
                    {Property("PowerLimitPersistency", "Edm.Boolean", "ReadWrite")}
                  </ComplexType>
                </Schema>
                {Open(name, 3)}
                  <ComplexType Name="{name}" BaseType="{name}.v1_2_0.{name}">
                    {Property("RequestedPersistentPowerLimitWatts", "Edm.Decimal", "Read")}
                    {Property("RequestedOneshotPowerLimitWatts", "Edm.Decimal", "Read")}
                  </ComplexType>
                </Schema>
            """);
    }

    private static OemSchema Processor()
    {
        const string name = "NvidiaProcessorMetrics", gpu = "NvidiaGPUProcessorMetrics";
        return new(name, [name, .. Versions(name, 0, 1, 3, 4)], $"""

                {Open(name)}<ComplexType Name="{name}" BaseType="Resource.OemObject" Abstract="true">{Closed}</ComplexType></Schema>
                {Open(name, 0)}
                  <ComplexType Name="{name}" BaseType="{name}.{name}">
                    {Property("ThrottleReasons", "Collection(Edm.String)", "Read")}
                  </ComplexType>
                </Schema>
                {Open(name, 1)}<ComplexType Name="{name}" BaseType="{name}.v1_0_0.{name}"/></Schema>
                {Open(name, 3)}<ComplexType Name="{gpu}" BaseType="{name}.v1_1_0.{name}"/></Schema>
                {Open(name, 4)}<ComplexType Name="{gpu}" BaseType="{name}.v1_3_0.{gpu}"/></Schema>
            """);
    }

    private const string Closed = """<Annotation Term="OData.AdditionalProperties" Bool="false"/>""";

    private static IEnumerable<string> Versions(string name, params int[] minors) => minors.Select(minor => $"{name}.v1_{minor}_0");

    private static string Open(string name, int? minor = null) =>
        $"""<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="{(minor is { } k ? $"{name}.v1_{k}_0" : name)}"><Annotation Term="Redfish.OwningEntity" String="NVIDIA"/>""";

    private static string Property(string name, string type, string permission) =>
        $"""<Property Name="{name}" Type="{type}"><Annotation Term="OData.Permissions" EnumMember="OData.Permission/{permission}"/></Property>""";
}
