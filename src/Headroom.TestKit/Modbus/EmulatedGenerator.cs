using Headroom.Protocols.Modbus;
using Headroom.Quantities;

namespace Headroom.TestKit.Modbus;

/// <summary>What an emulated generator is like.</summary>
public sealed record GeneratorMake(Power Rating)
{
    /// <summary>From a start to the first power.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(10);
    public Ramp Ramp { get; init; } = Ramp.FromSi(100_000);

    /// <summary>The lowest output at which it runs.</summary>
    public Power Least { get; init; }

    /// <summary>Energy that a full tank gives.</summary>
    public Energy Tank { get; init; } = Energy.FromSi(3.6e11);
}

/// <summary>A generator with a register map: it starts, follows its set point by its ramp, and stops when told to or when its tank is empty.</summary>
public sealed class EmulatedGenerator : IRegisterDevice
{
    private enum Phase { Stopped, Starting, Running, Stopping, Fault = 9 }

    private readonly Lock door = new();
    private readonly GeneratorMake make;
    private readonly TimeProvider time;
    private readonly ushort[] registers = new ushort[12];
    private readonly RegisterPoint power, state, fuel, command, setPoint;
    private Phase phase;
    private long seenAt;
    private double startsInSeconds, outputWatts, leftJoules;

    public EmulatedGenerator(GeneratorMake make, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(time);
        (this.make, this.time, seenAt, leftJoules) = (make, time, time.GetTimestamp(), make.Tank.Joules);
        power = new("power", 100, RegisterType.Int32, 0.1, "kW") { Sign = RegisterSign.Injection };
        state = new("state", 102, RegisterType.UInt16, 1, "") { Codes = new Dictionary<string, int> { ["stopped"] = 0, ["starting"] = 1, ["running"] = 2, ["stopping"] = 3, ["fault"] = 9 } };
        fuel = new("fuel", 103, RegisterType.UInt16, 0.1, "%") { Poll = PollClass.Slow };
        command = new("command", 104, RegisterType.UInt16, 1, "") { Access = RegisterAccess.ReadWrite, Least = 0, Most = 1, Codes = new Dictionary<string, int> { ["stop"] = 0, ["start"] = 1 } };
        setPoint = new("setPoint", 105, RegisterType.UInt32, 0.1, "kW")
        {
            Access = RegisterAccess.ReadWrite,
            Least = make.Least.Kilowatts,
            Most = make.Rating.Kilowatts,
            Sign = RegisterSign.Injection,
        };
        Map = new("emulated generator", [power, state, fuel, command, setPoint]);
    }

    public RegisterMap Map { get; }
    public Power Output { get { lock (door) { Advance(); return Power.FromSi(outputWatts); } } }

    /// <summary>It trips: it gives nothing, and takes no start.</summary>
    public void Trip()
    {
        lock (door)
        {
            Advance();
            (phase, outputWatts) = (Phase.Fault, 0);
        }
    }

    public ModbusFault? Read(RegisterTable table, int first, Span<ushort> into)
    {
        if (table != RegisterTable.Holding || first < 100 || first + into.Length > 107) return ModbusFault.IllegalAddress;
        lock (door)
        {
            Advance();
            Put(power, outputWatts / 1e3);
            registers[state.Address - 100] = (ushort)phase;
            Put(fuel, 100 * leftJoules / make.Tank.Joules);
            registers.AsSpan(first - 100, into.Length).CopyTo(into);
            return null;
        }
    }

    public ModbusFault? Write(int first, ReadOnlySpan<ushort> values)
    {
        if (first < command.Address || first + values.Length > 107) return ModbusFault.IllegalAddress;
        lock (door)
        {
            Advance();
            ushort[] next = [.. registers];
            values.CopyTo(next.AsSpan(first - 100));
            // half of a wide value, a command that is none or a set point beyond the rating is refused whole
            bool isHalf = first + values.Length == 106 || first == 106, isSetPoint = first + values.Length > 105;
            if (isHalf || next[4] > 1 || isSetPoint && setPoint.Read(next.AsSpan(5, 2)) is null) return ModbusFault.IllegalValue;
            next.CopyTo(registers, 0);
            if (next[4] == 1 && phase is Phase.Stopped or Phase.Stopping && leftJoules > 0) (phase, startsInSeconds) = (Phase.Starting, make.StartTime.TotalSeconds);
            if (next[4] == 0 && phase is Phase.Starting or Phase.Running) phase = Phase.Stopping;
            return null;
        }
    }

    private void Put(RegisterPoint point, double value)
    {
        double counts = Math.Round(value / point.Scale);
        uint raw = (uint)(long)counts;
        if (point.Size == 1) registers[point.Address - 100] = (ushort)raw;
        else (registers[point.Address - 100], registers[point.Address - 99]) = ((ushort)(raw >> 16), (ushort)raw);
    }

    private void Advance()
    {
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(seenAt, now).TotalSeconds;
        seenAt = now;
        if (phase == Phase.Starting)
        {
            double waited = Math.Min(seconds, startsInSeconds);
            startsInSeconds -= waited;
            seconds -= waited;
            if (startsInSeconds <= 0) phase = Phase.Running;
        }
        if (seconds <= 0) return;
        double target = phase == Phase.Running ? (setPoint.Read(registers.AsSpan(5, 2)) ?? 0) * 1e3 : 0, slope = make.Ramp.WattsPerSecond;
        double ramping = Math.Min(seconds, Math.Abs(target - outputWatts) / slope);
        double reached = outputWatts + Math.Sign(target - outputWatts) * slope * ramping;
        leftJoules -= (outputWatts + reached) / 2 * ramping + reached * (seconds - ramping);
        outputWatts = reached;
        if (phase == Phase.Stopping && outputWatts <= 0) phase = Phase.Stopped;
        if (leftJoules <= 0) (leftJoules, outputWatts, phase) = (0, 0, Phase.Stopped);
    }
}
