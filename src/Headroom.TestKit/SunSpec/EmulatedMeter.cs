using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;
using Headroom.TestKit.Modbus;

namespace Headroom.TestKit.SunSpec;

/// <summary>A three-phase SunSpec meter whose flow whoever runs it sets.</summary>
/// <remarks>
///   Energies are the exact integral of what was set, over its clock. The phases are alike, at unity power factor:
///   I = P / (3·V/√3) in each, the sum of the three in <c>A</c>.
/// </remarks>
/// <param name="model">203, integers, or 213, floats.</param>
/// <param name="isReversed">Wired the other way round: positive is what is fed back.</param>
/// <param name="scale">10^this watts and watt-hours is a step of model 203.</param>
public sealed class EmulatedMeter(TimeProvider time, ushort model = 213, bool isReversed = false, int scale = 3) : IRegisterDevice
{
    private readonly Lock door = new();
    private readonly SunSpecImage image = Blank(model, scale);
    private long seenAt = time.GetTimestamp();
    private double importWatts;

    /// <summary>Counters before the first step, to let one wrap.</summary>
    public Energy Imported { get; set; }
    public Energy Exported { get; set; }

    /// <summary>Between phases: a connection of medium voltage.</summary>
    private const double LineVolts = 33_000, Hertz = 50;
    private static readonly double phaseVolts = LineVolts / Math.Sqrt(3);

    /// <summary>What is drawn through it; negative is fed back.</summary>
    public Power Import
    {
        get { lock (door) return Power.FromSi(importWatts); }
        set { lock (door) { Advance(); importWatts = value.Watts; } }
    }

    public ModbusFault? Read(RegisterTable table, int first, Span<ushort> into)
    {
        if (table != RegisterTable.Holding) return ModbusFault.IllegalAddress;
        lock (door)
        {
            Advance();
            Show();
            return image.Read(first, into);
        }
    }

    public ModbusFault? Write(int first, ReadOnlySpan<ushort> values) => ModbusFault.IllegalAddress;

    private void Advance()
    {
        long now = time.GetTimestamp();
        Energy flown = Power.FromSi(Math.Abs(importWatts)) * time.GetElapsedTime(seenAt, now);
        seenAt = now;
        if (importWatts > 0) Imported += flown;
        else Exported += flown;
    }

    private void Show()
    {
        double sign = isReversed ? -1 : 1;
        (Energy forward, Energy backward) = isReversed ? (Exported, Imported) : (Imported, Exported);
        bool isInteger = model == Model203.Id;
        SunSpecPoint power = isInteger ? Model203.Power : Model213.Power;
        Say(power, sign * importWatts);
        double amps = Math.Abs(importWatts) / phaseVolts;
        Say(isInteger ? Model203.Current : Model213.Current, amps);
        foreach (SunSpecPoint phase in isInteger ? MandatoryPoints.PhaseAmps203 : MandatoryPoints.PhaseAmps213) Say(phase, amps / 3);
        Count(isInteger ? Model203.EnergyImported : Model213.EnergyImported, forward);
        Count(isInteger ? Model203.EnergyExported : Model213.EnergyExported, backward);
    }

    /// <summary>More than its registers can say is nothing it says.</summary>
    private void Say(SunSpecPoint point, double value)
    {
        if (!point.TryWrite(image.Model(model), value)) point.WriteMissing(image.Model(model));
    }

    private void Count(SunSpecPoint point, Energy energy)
    {
        double counts = energy.Joules / 3600;
        // an accumulator wraps in its registers
        if (model == Model203.Id) counts = Math.Floor(counts / Math.Pow(10, scale)) % 4294967296.0 * Math.Pow(10, scale);
        point.TryWrite(image.Model(model), counts);
    }

    private static SunSpecImage Blank(ushort model, int scale)
    {
        var image = new SunSpecImage(40_000, Model1.Id, model);
        image.Put(Model1.Id, Model1.Manufacturer, "Headroom");
        image.Put(Model1.Id, Model1.Model, "Emulated meter");
        image.Put(Model1.Id, Model1.SerialNumber, "1");
        bool isInteger = model == Model203.Id;
        if (isInteger)
        {
            image.Put(model, Model203.PowerScale, scale);
            image.Put(model, Model203.EnergyScale, scale);
            // the current of the largest power it can say fits too
            image.Put(model, Model203.CurrentScale, Math.Clamp(Math.Ceiling(scale - Math.Log10(phaseVolts)), -10, 10));
            image.Put(model, Model203.VoltageScale, 1);
            image.Put(model, Model203.FrequencyScale, -2);
        }
        foreach (SunSpecPoint one in isInteger ? MandatoryPoints.PhaseVolts203 : MandatoryPoints.PhaseVolts213) image.Put(model, one, phaseVolts);
        foreach (SunSpecPoint one in isInteger ? MandatoryPoints.LineVolts203 : MandatoryPoints.LineVolts213) image.Put(model, one, LineVolts);
        image.Put(model, isInteger ? Model203.Frequency : Model213.Frequency, Hertz);
        image.Put(model, isInteger ? MandatoryPoints.Events203 : MandatoryPoints.Events213, 0);
        return image;
    }
}
