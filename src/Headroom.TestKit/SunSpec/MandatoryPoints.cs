using Headroom.Protocols.SunSpec;

namespace Headroom.TestKit.SunSpec;

/// <summary>Points that a model must have although no driver of ours reads them.</summary>
/// <remarks>Source   the published models (sunspec/models), points marked mandatory.</remarks>
internal static class MandatoryPoints
{
    /// <summary>Of model 203: amperes of the phases.</summary>
    public static SunSpecPoint[] PhaseAmps203 { get; } = [new("AphA", 3, SunSpecType.Int16, 6), new("AphB", 4, SunSpecType.Int16, 6), new("AphC", 5, SunSpecType.Int16, 6)];

    /// <summary>Volts of the phases against neutral, after their mean.</summary>
    public static SunSpecPoint[] PhaseVolts203 { get; } = [Model203.Voltage, new("PhVphA", 8, SunSpecType.Int16, 15), new("PhVphB", 9, SunSpecType.Int16, 15), new("PhVphC", 10, SunSpecType.Int16, 15)];

    /// <summary>Volts between phases, after their mean.</summary>
    public static SunSpecPoint[] LineVolts203 { get; } =
        [new("PPV", 11, SunSpecType.Int16, 15), new("PhVphAB", 12, SunSpecType.Int16, 15), new("PhVphBC", 13, SunSpecType.Int16, 15), new("PhVphCA", 14, SunSpecType.Int16, 15)];

    public static SunSpecPoint Events203 { get; } = new("Evt", 105, SunSpecType.Bitfield32);

    /// <inheritdoc cref="PhaseAmps203"/>
    public static SunSpecPoint[] PhaseAmps213 { get; } = [new("AphA", 4, SunSpecType.Float32), new("AphB", 6, SunSpecType.Float32), new("AphC", 8, SunSpecType.Float32)];

    /// <inheritdoc cref="PhaseVolts203"/>
    public static SunSpecPoint[] PhaseVolts213 { get; } = [Model213.Voltage, new("PhVphA", 12, SunSpecType.Float32), new("PhVphB", 14, SunSpecType.Float32), new("PhVphC", 16, SunSpecType.Float32)];

    /// <inheritdoc cref="LineVolts203"/>
    public static SunSpecPoint[] LineVolts213 { get; } =
        [new("PPV", 18, SunSpecType.Float32), new("PPVphAB", 20, SunSpecType.Float32), new("PPVphBC", 22, SunSpecType.Float32), new("PPVphCA", 24, SunSpecType.Float32)];

    public static SunSpecPoint Events213 { get; } = new("Evt", 124, SunSpecType.Bitfield32);

    /// <summary>Of model 802.</summary>
    public static SunSpecPoint AlarmReset { get; } = new("AlmRst", 20, SunSpecType.UInt16);
    public static SunSpecPoint BatteryType { get; } = new("Typ", 21, SunSpecType.Enum16);
    public static SunSpecPoint[] MoreEvents { get; } = [new("Evt2", 28, SunSpecType.Bitfield32), new("EvtVnd1", 30, SunSpecType.Bitfield32), new("EvtVnd2", 32, SunSpecType.Bitfield32)];
    public static SunSpecPoint DirectVolts { get; } = new("V", 34, SunSpecType.UInt16, 59);
    public static SunSpecPoint DirectAmps { get; } = new("A", 44, SunSpecType.Int16, 61);
    public static SunSpecPoint InverterState { get; } = new("SetInvState", 51, SunSpecType.Enum16);
    public static SunSpecPoint ChargeRatedScale { get; } = new("AHRtg_SF", 52, SunSpecType.ScaleFactor);
    public static SunSpecPoint DirectVoltsScale { get; } = new("V_SF", 59, SunSpecType.ScaleFactor);
    public static SunSpecPoint CellVoltsScale { get; } = new("CellV_SF", 60, SunSpecType.ScaleFactor);
    public static SunSpecPoint DirectAmpsScale { get; } = new("A_SF", 61, SunSpecType.ScaleFactor);
    public static SunSpecPoint DirectAmpsMostScale { get; } = new("AMax_SF", 62, SunSpecType.ScaleFactor);
}
