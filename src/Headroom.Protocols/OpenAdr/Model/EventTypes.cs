namespace Headroom.Protocols.OpenAdr;

/// <summary>Types of event payloads, as the enumerations of 3.1.0 write them.</summary>
public static class EventTypes
{
    public const string Simple = "SIMPLE";
    public const string Price = "PRICE";
    public const string PriceAlternate = "PRICE_ALTERNATE";
    public const string ExportPrice = "EXPORT_PRICE";
    public const string GreenhouseGas = "GHG";
    public const string ImportLimit = "IMPORT_CAPACITY_LIMIT";
    public const string ImportSubscription = "IMPORT_CAPACITY_SUBSCRIPTION";
    public const string ImportReservation = "IMPORT_CAPACITY_RESERVATION";
    public const string ImportReservationFee = "IMPORT_CAPACITY_RESERVATION_FEE";
    public const string ImportAvailable = "IMPORT_CAPACITY_AVAILABLE";
    public const string ImportAvailablePrice = "IMPORT_CAPACITY_AVAILABLE_PRICE";
    public const string DispatchSetpoint = "DISPATCH_SETPOINT";
    public const string DispatchSetpointRelative = "DISPATCH_SETPOINT_RELATIVE";
    public const string DispatchInstruction = "DISPATCH_INSTRUCTION";
    public const string GridEmergency = "ALERT_GRID_EMERGENCY";
    public const string BlackStart = "ALERT_BLACK_START";

    /// <summary>Private strings of ours: seconds of ramp and of notice that go with a limit of the same interval.</summary>
    public const string RampDown = "HEADROOM_RAMP_DOWN_SECONDS", RampUp = "HEADROOM_RAMP_UP_SECONDS", Notice = "HEADROOM_NOTICE_SECONDS",
        Recovery = "HEADROOM_RECOVERY_SECONDS";

    /// <summary>The whole enumeration.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Simple, Price, PriceAlternate, ExportPrice, GreenhouseGas, "CHARGE_STATE_SETPOINT", DispatchSetpoint, DispatchSetpointRelative,
            DispatchInstruction,
        "CONTROL_SETPOINT", "CONTROL_LEVEL_OFFSET", "CONTROL_LEVEL_OFFSET_PERCENT", "CURVE", "OLS",
        ImportSubscription, ImportReservation, ImportReservationFee, ImportAvailable, ImportAvailablePrice, ImportLimit,
        "EXPORT_CAPACITY_SUBSCRIPTION", "EXPORT_CAPACITY_RESERVATION", "EXPORT_CAPACITY_RESERVATION_FEE", "EXPORT_CAPACITY_AVAILABLE",
        "EXPORT_CAPACITY_AVAILABLE_PRICE", "EXPORT_CAPACITY_LIMIT",
        GridEmergency, BlackStart, "ALERT_POSSIBLE_OUTAGE", "ALERT_FLEX_ALERT", "ALERT_FIRE", "ALERT_FREEZING", "ALERT_WIND",
            "ALERT_TSUNAMI",
        "ALERT_AIR_QUALITY", "ALERT_OTHER", "CTA2045_REBOOT", "CTA2045_SET_OVERRIDE_STATUS",
    ];

    /// <summary>Names of the guide's examples in the enumeration's words; every other name stays.</summary>
    public static string Canonical(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        string name = type.StartsWith("CAPACITY_", StringComparison.Ordinal) ? "IMPORT_" + type : type;
        return name.EndsWith("_CAPACITY_AVAILABLE_FEE", StringComparison.Ordinal) ? name[..^3] + "PRICE" : name;
    }

    /// <summary>It gives leave to take more: whatever is unsaid about it grants nothing.</summary>
    public static bool Grants(string canonical) => canonical is ImportReservation or ImportReservationFee or ImportAvailable
        or ImportAvailablePrice
        or "EXPORT_CAPACITY_RESERVATION" or "EXPORT_CAPACITY_RESERVATION_FEE" or "EXPORT_CAPACITY_AVAILABLE"
            or "EXPORT_CAPACITY_AVAILABLE_PRICE";

    /// <summary>Several values of one payload share its interval, each for an equal part.</summary>
    public static bool Packs(string canonical) => canonical is Price or PriceAlternate or ExportPrice or GreenhouseGas;
}
