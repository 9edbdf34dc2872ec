using Headroom.Quantities;

namespace Headroom.Protocols.DsxBms;

/// <summary>Which points there are, the units that the schema fixes, and which of them an integration may own.</summary>
/// <remarks>Source   DSX BMS 1.0.0, channels and …Fields schemas. A unit that is not fixed there stands in a point's metadata.</remarks>
public static class BmsPointTypes
{
    /// <summary>Requests of an integration to the BMS, which decides.</summary>
    public const string SupplyTemperatureRequest = "LiquidTemperatureSpRequest", LiquidIsolationRequest = "RackLiquidIsolationRequest",
        ElectricalIsolationRequest = "RackElectricalIsolationRequest", LeakDetectTray = "RackLeakDetectTray";

    public const string HeartbeatOfBms = "HeartbeatTimestampBms", EchoOfBms = "HeartbeatEchoBms",
        HeartbeatOfIntegration = "HeartbeatTimestampIntegration",
        EchoOfIntegration = "HeartbeatEchoIntegration";

    private static readonly Dictionary<(string ObjectType, string PointType), string> racks = new()
    {
        [("Rack", "RackLiquidSupplyTemperature")] = "C",
        [("Rack", "RackLiquidReturnTemperature")] = "C",
        [("Rack", "RackLiquidFlow")] = "LPM",
        [("Rack", "RackLiquidDifferentialPressure")] = "kPa",
        [("Rack", "RackLiquidDifferentialPressureSp")] = "kPa",
        [("Rack", "RackControlValvePosition")] = "%",
        [("Rack", "RackPower")] = "kW",
    };

    private static readonly HashSet<string> written = new(StringComparer.Ordinal)
    {
        SupplyTemperatureRequest, LiquidIsolationRequest, ElectricalIsolationRequest, LeakDetectTray, HeartbeatOfIntegration,
            EchoOfIntegration, "Status", "Available", "GenericPoint",
    };

    /// <summary>The unit that the schema fixes for a point; null where it leaves it to the metadata, or there are states.</summary>
    public static string? FixedUnit(string objectType, string pointType)
    {
        if (racks.TryGetValue((objectType, pointType), out string? unit)) return unit;
        return pointType is "LiquidTemperature" or "AirTemperature" or SupplyTemperatureRequest ? "C" : null;
    }

    /// <summary>Whether an integration may own such a point at all.</summary>
    public static bool IsForIntegrations(string pointType) => written.Contains(pointType);

    /// <summary>A request that takes a rack off its liquid or its power.</summary>
    public static bool IsIsolation(string pointType) => pointType is LiquidIsolationRequest or ElectricalIsolationRequest;

    public static bool IsHeartbeat(string pointType) =>
        pointType is HeartbeatOfBms or EchoOfBms or HeartbeatOfIntegration or EchoOfIntegration;

    /// <summary>A number in its unit as a power; null where it is none.</summary>
    public static Power? AsPower(double number, string? unit) => unit switch
    {
        "W" => Power.FromSi(number),
        "kW" => Power.FromSi(number * 1e3),
        "MW" => Power.FromSi(number * 1e6),
        _ => null,
    };

    /// <inheritdoc cref="AsPower"/>
    public static Temperature? AsTemperature(double number, string? unit) => unit switch
    {
        "C" or "°C" or "degC" => Temperature.FromSi(number + 273.15),
        "F" or "°F" or "degF" => Temperature.FromSi((number + 459.67) * 5 / 9),
        "K" => Temperature.FromSi(number),
        _ => null,
    };

    /// <inheritdoc cref="AsPower"/>
    public static VolumeFlow? AsFlow(double number, string? unit) => unit switch
    {
        "LPM" or "L/min" => VolumeFlow.FromSi(number / 60_000),
        "L/s" => VolumeFlow.FromSi(number / 1_000),
        "m3/h" or "m³/h" => VolumeFlow.FromSi(number / 3_600),
        _ => null,
    };
}
