using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>A three-phase meter that speaks SunSpec, model 203 or 213.</summary>
/// <param name="most">More than what can ever flow: a counter that moved further since the last reading was reset.</param>
public sealed class SunSpecMeter(ModbusClient client, ModbusUnit unit, MeterWiring wiring, Power most, TimeProvider time)
{
    private readonly MeterCounter first = new(), second = new();
    private readonly SunSpecLook look = new(client, unit);
    private SunSpecDevice? device;
    private long? readAt;

    public async ValueTask<MeterReading> ReadAsync(CancellationToken stop)
    {
        if (device is null)
        {
            SunSpecSearch search = await look.FindAsync(stop);
            if (search is SunSpecSearch.Silent gone) return new MeterReading.Silent(gone.Why);
            if (search is not SunSpecSearch.Found found) return new MeterReading.Unfit(((SunSpecSearch.Unfit)search).Why);
            if (BlockOf(found.Device) is null) return new MeterReading.Unfit(found.Device.Lacks("it has neither model 203 nor 213"));
            device = found.Device;
        }
        SunSpecBlock block = BlockOf(device)!.Value;
        ModbusAnswer answer = await device.ReadAsync(block, stop);
        if (answer.IsSilence || answer.IsFruitless) return new MeterReading.Silent(answer.Reason);
        if (answer is not ModbusAnswer.Registers { Values: var registers } || registers[0] != block.Id)
        {
            device = null;
            return new MeterReading.Unfit($"model {block.Id} is no longer at register {block.Address}");
        }
        return State(block.Id == Model203.Id, registers) is { } state ? new MeterReading.Read(state) { Findings = device.Findings }
            : new MeterReading.Unfit("it does not state its power");
    }

    private static SunSpecBlock? BlockOf(SunSpecDevice device) => device.Find(Model213.Id) ?? device.Find(Model203.Id);

    private MeterState? State(bool isInteger, ushort[] registers)
    {
        if ((isInteger ? Model203.Power : Model213.Power).Read(registers) is not { } watts) return null;
        long now = time.GetTimestamp();
        // the device's clock and ours differ by the time of a request: a second of slack
        double joulesMost = readAt is { } last ? (most * (time.GetElapsedTime(last, now) + TimeSpan.FromSeconds(1))).Joules : double.PositiveInfinity;
        readAt = now;
        first.Take(isInteger ? Model203.EnergyImported : Model213.EnergyImported, registers, joulesMost);
        second.Take(isInteger ? Model203.EnergyExported : Model213.EnergyExported, registers, joulesMost);
        return wiring == MeterWiring.ImportIsPositive ? new(Power.FromSi(watts), first.Total, second.Total) : new(Power.FromSi(-watts), second.Total, first.Total);
    }
}

/// <summary>An energy counter of a meter as a total that neither wraps nor falls.</summary>
internal sealed class MeterCounter
{
    private readonly Accumulator integers = new(32);
    private double? before;
    private double floatJoules;
    private double? perCount;

    /// <summary>Null before the device stated one.</summary>
    public Energy? Total => before is not null ? Energy.FromSi(floatJoules) : perCount is { } joules ? Energy.FromSi(integers.Total * joules) : null;

    public void Take(SunSpecPoint point, ushort[] registers, double joulesMost)
    {
        if (point.Type == SunSpecType.Acc32)
        {
            if (point.Read(registers) is null || point.Scale(registers) is not { } scale) return;
            perCount ??= 3600 * Math.Pow(10, scale);
            integers.Take(point.Raw(registers), Math.Ceiling(joulesMost / perCount.Value));
            return;
        }
        if (point.Read(registers) is not { } wattHours) return;
        double now = 3600 * wattHours;
        // a float counter does not wrap; one that fell was reset, and counts from there
        if (before is { } last) floatJoules += now >= last ? now - last : now;
        before = now;
    }
}
