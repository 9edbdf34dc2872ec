using Headroom.Protocols.Modbus;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What reading a device by its register map gave: a closed family.</summary>
public abstract record RegisterReading
{
    private RegisterReading() { }

    /// <param name="Values">By point, in the map's units; null for what the device does not state or states outside the map's bounds.</param>
    public sealed record Read(IReadOnlyDictionary<string, double?> Values) : RegisterReading;
    public sealed record Unfit(string Why) : RegisterReading;
    public sealed record Silent(string Why) : RegisterReading;
}

/// <summary>What became of a value that was written and read back: a closed family.</summary>
public abstract record RegisterWriting
{
    private RegisterWriting() { }

    /// <param name="Enforced">What the register says afterwards; what was sent where it cannot be read.</param>
    public sealed record Written(double Enforced) : RegisterWriting;
    public sealed record Refused(string Why) : RegisterWriting;
    public sealed record Silent(string Why) : RegisterWriting;
}

/// <summary>Reads and writes a device as its register map says.</summary>
public sealed class RegisterMapDevice(ModbusClient client, byte unit, RegisterMap map, TimeProvider time)
{
    /// <summary>How often slow points are read.</summary>
    public static readonly TimeSpan SlowEvery = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, double?> values = [];
    private long? slowAt;
    private bool hasOnce;

    public RegisterMap Map => map;

    /// <summary>Reads what its poll class makes due; the rest is as it was read last.</summary>
    public async ValueTask<RegisterReading> ReadAsync(CancellationToken stop)
    {
        bool isSlowDue = slowAt is not { } last || time.GetElapsedTime(last) >= SlowEvery;
        List<PollClass> due = [PollClass.Beat];
        if (isSlowDue) due.Add(PollClass.Slow);
        if (!hasOnce) due.Add(PollClass.Once);
        foreach (PollClass poll in due)
            foreach (ModbusRequest.Read request in map.Reads(poll))
            {
                ModbusAnswer answer = await client.AskAsync(unit, request, stop);
                if (answer is ModbusAnswer.Silent silent) return new RegisterReading.Silent(silent.Why);
                if (answer is not ModbusAnswer.Registers registers) return new RegisterReading.Unfit($"registers {request.First} to {request.First + request.Count - 1}: {answer.Reason}");
                foreach (RegisterPoint point in map.Points)
                    if (point.Table == request.Table && point.Poll == poll && point.Access != RegisterAccess.Write
                        && point.Address >= request.First && point.Address + point.Size <= request.First + request.Count)
                        values[point.Name] = point.Read(registers.Values.AsSpan(point.Address - request.First, point.Size));
            }
        if (isSlowDue) slowAt = time.GetTimestamp();
        hasOnce = true;
        return new RegisterReading.Read(new Dictionary<string, double?>(values));
    }

    /// <summary>Writes a value within the map's bounds and reads it back.</summary>
    public async ValueTask<RegisterWriting> WriteAsync(string name, double value, CancellationToken stop)
    {
        if (map.Find(name) is not { } point) return new RegisterWriting.Refused($"the map has no point {name}");
        if (point.Write(value) is not { } registers) return new RegisterWriting.Refused($"{name} cannot be {value} {point.Unit}".TrimEnd());
        ModbusAnswer answer = await client.WriteAsync(unit, point.Address, registers, stop);
        if (answer is ModbusAnswer.Silent silent) return new RegisterWriting.Silent(silent.Why);
        if (answer is not ModbusAnswer.Written) return new RegisterWriting.Refused($"{name}: {answer.Reason}");
        if (point.Access == RegisterAccess.Write) return new RegisterWriting.Written(value);
        return await client.ReadAsync(unit, point.Table, point.Address, point.Size, stop) switch
        {
            ModbusAnswer.Registers back when point.Read(back.Values) is { } stands => new RegisterWriting.Written(stands),
            ModbusAnswer.Silent gone => new RegisterWriting.Silent(gone.Why),
            _ => new RegisterWriting.Refused($"{name} was taken and cannot be read back"),
        };
    }

    /// <summary>A power of a reading, positive as injection; null where it is not stated.</summary>
    public Power? Injection(IReadOnlyDictionary<string, double?> read, string name)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (map.Find(name) is not { } point || read.GetValueOrDefault(name) is not { } value) return null;
        return Power.FromSi((point.Sign == RegisterSign.Draw ? -1 : 1) * value * SiOf<Power>(point.Unit));
    }

    /// <summary>An energy of a reading; null where it is not stated.</summary>
    public Energy? Energy(IReadOnlyDictionary<string, double?> read, string name)
    {
        ArgumentNullException.ThrowIfNull(read);
        return map.Find(name) is { } point && read.GetValueOrDefault(name) is { } value ? Quantities.Energy.FromSi(value * SiOf<Energy>(point.Unit)) : null;
    }

    /// <summary>How many watts, or joules, one of a unit is.</summary>
    internal static double SiOf<Q>(string unit) where Q : struct, IQuantity<Q> =>
        unit == "Wh" ? 3600 : Q.Units.FirstOrDefault(one => one.Symbol == unit)?.ToSi ?? double.NaN;
}
