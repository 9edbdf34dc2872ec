using Headroom.Protocols;
using Headroom.Protocols.Modbus;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What reading a device by its register map gave: a closed family.</summary>
public abstract record RegisterReading
{
    private RegisterReading() { }

    /// <param name="Values">By point, in the map's units; null for what the device does not state or states outside the map's bounds.</param>
    public sealed record Read(IReadOnlyDictionary<string, double?> Values) : RegisterReading
    {
        /// <summary>Points that the device refuses, and why.</summary>
        public IReadOnlyList<Malformed> Findings { get; init; } = [];

        /// <summary>Why a driver cannot do with it.</summary>
        internal string Lacks(string point) => string.Join("; ", [$"it does not state its {point}", .. Findings.Where(one => one.Where == point).Select(one => one.Why)]);
    }
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
public sealed class RegisterMapDevice(ModbusClient client, ModbusUnit unit, RegisterMap map, TimeProvider time)
{
    /// <summary>How often slow points are read.</summary>
    public static readonly TimeSpan SlowEvery = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, double?> values = [];
    private readonly Dictionary<string, Malformed> lost = [];

    /// <summary>Requests that were refused as a whole, and when: their points are asked one by one until slow points have been due again.</summary>
    /// <remarks>A device that is set up later answers them then.</remarks>
    private readonly Dictionary<ModbusRequest.Read, long> apart = [];
    private long? slowAt;
    private bool hasOnce;

    public RegisterMap Map => map;

    /// <summary>Reads what its poll class makes due; the rest is as it was read last.</summary>
    /// <remarks>
    ///   A point that the device refuses is lost and the others go on. Lost ones are asked again with their class, those that are read once with the slow ones.
    ///   Slow points of a device that is busy keep what was read last, and are due in the next beat still.
    /// </remarks>
    public async ValueTask<RegisterReading> ReadAsync(CancellationToken stop)
    {
        bool isSlowDue = slowAt is not { } last || time.GetElapsedTime(last) >= SlowEvery, isPutOff = false, isUnheard = false;
        List<PollClass> due = [PollClass.Beat];
        if (isSlowDue) due.Add(PollClass.Slow);
        if (isSlowDue && !hasOnce) due.Add(PollClass.Once);
        foreach (PollClass poll in due)
            foreach (ModbusRequest.Read request in map.Reads(poll))
            {
                ModbusAnswer answer = await TakeAsync(request, poll, stop);
                if (poll == PollClass.Beat && (answer.IsSilence || answer.IsFruitless)) return new RegisterReading.Silent(answer.Reason);
                isPutOff |= answer.IsFruitless;
                // what answered in this beat is not silent for a slow register that does not: it is lost until slow points are due again
                isUnheard |= answer.IsSilence;
                if (answer.IsSilence) break;
            }
        if (isSlowDue && !isPutOff)
        {
            slowAt = time.GetTimestamp();
            hasOnce = !isUnheard && !map.Points.Any(point => point.Poll == PollClass.Once && lost.ContainsKey(point.Name));
        }
        Malformed[] findings = [.. lost.Values];
        return findings.Length > 0 && map.Points.All(point => point.Access == RegisterAccess.Write || lost.ContainsKey(point.Name))
            ? new RegisterReading.Unfit($"none of its points can be read; {findings[0]}")
            : new RegisterReading.Read(new Dictionary<string, double?>(values)) { Findings = findings };
    }

    /// <summary>Reads the points of a request, one by one where the device refuses them together.</summary>
    /// <returns>The last answer: silence and busyness are for the caller.</returns>
    private async ValueTask<ModbusAnswer> TakeAsync(ModbusRequest.Read request, PollClass poll, CancellationToken stop)
    {
        RegisterPoint[] points =
        [
            .. map.Points.Where(point => point.Table == request.Table && point.Poll == poll && point.Access != RegisterAccess.Write
                && point.Address >= request.First && point.Address + point.Size <= request.First + request.Count),
        ];
        bool isSplit = points.Length > 1 && apart.TryGetValue(request, out long refusedAt) && time.GetElapsedTime(refusedAt) < SlowEvery;
        ModbusAnswer answer = new ModbusAnswer.Registers([]);
        if (!isSplit)
        {
            answer = await client.AskAsync(unit, request, stop);
            if (answer.IsSilence && poll != PollClass.Beat) foreach (RegisterPoint point in points) Take(point, answer, request.First);
            if (answer.IsSilence || answer.IsFruitless) return answer;
            isSplit = answer is ModbusAnswer.Refused && points.Length > 1;
            if (isSplit) apart[request] = time.GetTimestamp();
            else foreach (RegisterPoint point in points) Take(point, answer, request.First);
        }
        if (!isSplit) return answer;
        foreach (RegisterPoint point in points)
        {
            answer = await client.AskAsync(unit, new ModbusRequest.Read(point.Table, point.Address, (ushort)point.Size), stop);
            if (answer.IsSilence || answer.IsFruitless) return answer;
            Take(point, answer, point.Address);
        }
        return answer;
    }

    private void Take(RegisterPoint point, ModbusAnswer answer, int first)
    {
        if (answer is ModbusAnswer.Registers registers)
        {
            values[point.Name] = point.Read(registers.Values.AsSpan(point.Address - first, point.Size));
            lost.Remove(point.Name);
            return;
        }
        values[point.Name] = null;
        lost[point.Name] = new(point.Name, $"register {point.Address} {answer.Reason}");
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
