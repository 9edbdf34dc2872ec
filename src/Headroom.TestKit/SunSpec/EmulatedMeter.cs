using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;
using Headroom.TestKit.Modbus;

namespace Headroom.TestKit.SunSpec;

/// <summary>A three-phase SunSpec meter whose flow whoever runs it sets.</summary>
/// <remarks>Energies are the exact integral of what was set, over its clock.</remarks>
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
        // more than its registers can say is nothing it says
        if (!power.TryWrite(image.Model(model), sign * importWatts)) power.WriteMissing(image.Model(model));
        Count(isInteger ? Model203.EnergyImported : Model213.EnergyImported, forward);
        Count(isInteger ? Model203.EnergyExported : Model213.EnergyExported, backward);
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
        if (model != Model203.Id) return image;
        image.Put(model, Model203.PowerScale, scale);
        image.Put(model, Model203.EnergyScale, scale);
        return image;
    }
}
