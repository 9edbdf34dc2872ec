namespace Headroom.Protocols.OpenAdr;

/// <summary>Types of report payloads, as the enumerations of 3.1.0 write them, and private ones.</summary>
public static class ReportTypes
{
    public const string Reading = "READING";
    public const string Usage = "USAGE";
    public const string Demand = "DEMAND";
    public const string Setpoint = "SETPOINT";
    public const string Baseline = "BASELINE";
    public const string OperatingState = "OPERATING_STATE";
    public const string UpRegulation = "UP_REGULATION_AVAILABLE";
    public const string DownRegulation = "DOWN_REGULATION_AVAILABLE";
    public const string StorageCapacity = "STORAGE_USABLE_CAPACITY";
    public const string StorageLevel = "STORAGE_CHARGE_LEVEL";
    public const string StorageDischarge = "STORAGE_MAX_DISCHARGE_POWER";
    public const string StorageCharge = "STORAGE_MAX_CHARGE_POWER";
    public const string UsageForecast = "USAGE_FORECAST";
    public const string LoadShed = "LOAD_SHED_DELTA_AVAILABLE";
    public const string GenerationDelta = "GENERATION_DELTA_AVAILABLE";
    public const string DataQuality = "DATA_QUALITY";
    public const string ImportReservation = "IMPORT_RESERVATION_CAPACITY";
    public const string ImportReservationFee = "IMPORT_RESERVATION_FEE";

    /// <summary>Private strings beside an offer: what the standard has no word for. Seconds, kW, kWh, tokens, dollars, 0 … 1.</summary>
    public const string OfferNotice = "HEADROOM_NOTICE_SECONDS", OfferDuration = "HEADROOM_DURATION_SECONDS", OfferRampDown =
        "HEADROOM_RAMP_DOWN_SECONDS",
        OfferRampUp = "HEADROOM_RAMP_UP_SECONDS", ReboundEnergy = "HEADROOM_REBOUND_KWH", ReboundPeak = "HEADROOM_REBOUND_PEAK_KW",
        Recovery = "HEADROOM_RECOVERY_SECONDS", Confidence = "HEADROOM_CONFIDENCE", TokensLost = "HEADROOM_TOKENS_LOST", OfferCost =
            "HEADROOM_COST_USD",
        Binding = "HEADROOM_BINDING";

    /// <summary>The whole enumeration.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Reading, Usage, Demand, Setpoint, "DELTA_USAGE", Baseline, OperatingState, UpRegulation, DownRegulation, "REGULATION_SETPOINT",
            StorageCapacity,
        StorageLevel, StorageDischarge, StorageCharge, "SIMPLE_LEVEL", UsageForecast, "STORAGE_DISPATCH_FORECAST", LoadShed,
            GenerationDelta, DataQuality,
        ImportReservation, ImportReservationFee, "EXPORT_RESERVATION_CAPACITY", "EXPORT_RESERVATION_FEE",
    ];

    /// <summary>Names of the guide's examples in the enumeration's words; every other name stays.</summary>
    public static string Canonical(string type) => type switch
    {
        "IMPORT_CAPACITY_RESERVATION" or "CAPACITY_RESERVATION" => ImportReservation,
        "IMPORT_CAPACITY_RESERVATION_FEE" or "CAPACITY_RESERVATION_FEE" => ImportReservationFee,
        "EXPORT_CAPACITY_RESERVATION" => "EXPORT_RESERVATION_CAPACITY",
        "EXPORT_CAPACITY_RESERVATION_FEE" => "EXPORT_RESERVATION_FEE",
        _ => type,
    };
}
