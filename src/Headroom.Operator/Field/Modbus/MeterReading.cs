using Headroom.Protocols;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What reading a meter gave: a closed family.</summary>
public abstract record MeterReading
{
    private MeterReading() { }

    public sealed record Read(MeterState State) : MeterReading
    {
        /// <summary>What of the device is not as it should be, or is lost for now, though it can be read.</summary>
        public IReadOnlyList<Malformed> Findings { get; init; } = [];
    }
    public sealed record Unfit(string Why) : MeterReading;
    public sealed record Silent(string Why) : MeterReading;
}

/// <summary>A meter at one moment.</summary>
/// <param name="Import">Positive is drawn through the meter, such as from the grid; negative is fed back.</param>
/// <param name="Imported">Total since this process looked first, without the wraps of the device's counter; null where it has none.</param>
public sealed record MeterState(Power Import, Energy? Imported, Energy? Exported)
{
    /// <summary>Null where the meter does not tell its voltage: nobody can say by it whether the grid lives.</summary>
    public bool? HasVoltage { get; init; }
}

/// <summary>Which way a SunSpec meter is wired: what its positive power is. The models leave it open, so a site states it.</summary>
public enum MeterWiring
{
    /// <summary>Positive power and the import counter are what is drawn.</summary>
    ImportIsPositive,

    /// <summary>Positive power and the import counter are what is fed back.</summary>
    ExportIsPositive,
}
