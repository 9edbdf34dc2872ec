using Headroom.Protocols.Modbus;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>A meter without a SunSpec model. Its map names <c>power</c> with its sign, and <c>imported</c> and <c>exported</c> where it counts them.</summary>
public sealed class RegisterMapMeter(ModbusClient client, ModbusUnit unit, RegisterMap map, TimeProvider time)
{
    private readonly RegisterMapDevice device = new(client, unit, map, time);

    public async ValueTask<MeterReading> ReadAsync(CancellationToken stop)
    {
        switch (await device.ReadAsync(stop))
        {
            case RegisterReading.Silent silent: return new MeterReading.Silent(silent.Why);
            case RegisterReading.Unfit unfit: return new MeterReading.Unfit(unfit.Why);
            case RegisterReading.Read { Values: var values, Findings: var findings } when device.Injection(values, "power") is { } injection:
                return new MeterReading.Read(new(Power.FromSi(0 - injection.Watts), device.Energy(values, "imported"), device.Energy(values, "exported"))) { Findings = findings };
            case var read: return new MeterReading.Unfit(((RegisterReading.Read)read).Lacks("power"));
        }
    }
}
