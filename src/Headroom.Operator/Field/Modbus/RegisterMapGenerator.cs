using Headroom.Protocols;
using Headroom.Protocols.Modbus;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What reading a generator gave: a closed family.</summary>
public abstract record GeneratorReading
{
    private GeneratorReading() { }

    public sealed record Read(GeneratorState State) : GeneratorReading
    {
        /// <summary>What of the device is not as it should be, or is lost for now, though it can be read.</summary>
        public IReadOnlyList<Malformed> Findings { get; init; } = [];
    }
    public sealed record Unfit(string Why) : GeneratorReading;
    public sealed record Silent(string Why) : GeneratorReading;
}

/// <summary>A generator at one moment.</summary>
/// <param name="Output">Onto the bus; negative while it is motored.</param>
/// <param name="State">As its map names the code: stopped, starting, running, stopping, fault; the code itself where it does not.</param>
public sealed record GeneratorState(Power Output, string State)
{
    public Power? SetPoint { get; init; }

    /// <summary>It is on the bus and follows its set point; taken for so where its map names no state.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Of a full tank.</summary>
    public double? FuelShare { get; init; }
}

/// <summary>What became of an order to a generator: a closed family.</summary>
public abstract record GeneratorAnswer(Power Requested)
{
    public sealed record Held(Power Requested, Power Enforced) : GeneratorAnswer(Requested);
    public sealed record Limited(Power Requested, Power Enforced, string Why) : GeneratorAnswer(Requested);
    public sealed record Refused(Power Requested, string Why) : GeneratorAnswer(Requested);
    public sealed record Silent(Power Requested, string Why) : GeneratorAnswer(Requested);
}

/// <summary>A generator by register map.</summary>
/// <remarks>
///   The map names <c>power</c>, <c>state</c> with its codes, <c>command</c> with codes <c>start</c> and <c>stop</c>, and <c>setPoint</c> with bounds;
///   <c>fuel</c> in % where it is.
///   Such devices have no reversion: a generator runs on as ordered when we are gone. Its own controls must end that, and the site must say so.
/// </remarks>
public sealed class RegisterMapGenerator(ModbusClient client, ModbusUnit unit, RegisterMap map, TimeProvider time)
{
    private readonly RegisterMapDevice device = new(client, unit, map, time);

    /// <summary>What a map of a generator lacks, all at once; beside <see cref="RegisterMap.Findings"/>.</summary>
    public static IReadOnlyList<Malformed> Findings(RegisterMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        List<Malformed> findings = [];
        foreach (string name in (string[])["power", "state", "command", "setPoint"])
            if (map.Find(name) is null) findings.Add(new(name, "a generator needs it"));
        foreach (string code in (string[])["start", "stop"])
            if (map.Find("command") is { } command && !command.Codes.ContainsKey(code)) findings.Add(new("command", $"has no code for {code}"));
        if (map.Find("state") is { } state && !state.Codes.ContainsKey(Running)) findings.Add(new("state", $"has no code for {Running}"));
        if (map.Find("power") is { Unit: not ("W" or "kW" or "MW") }) findings.Add(new("power", "needs a unit of power"));
        if (map.Find("setPoint") is { Unit: not ("W" or "kW" or "MW") }) findings.Add(new("setPoint", "needs a unit of power"));
        if (map.Find("setPoint") is { Access: RegisterAccess.Read }) findings.Add(new("setPoint", "cannot be written"));
        return findings;
    }

    public async ValueTask<GeneratorReading> ReadAsync(CancellationToken stop)
    {
        switch (await device.ReadAsync(stop))
        {
            case RegisterReading.Silent silent: return new GeneratorReading.Silent(silent.Why);
            case RegisterReading.Unfit unfit: return new GeneratorReading.Unfit(unfit.Why);
            case RegisterReading.Read { Values: var values, Findings: var findings } when device.Injection(values, "power") is { } output:
                string state = StateOf(values);
                return new GeneratorReading.Read(new(output, state)
                {
                    SetPoint = device.Injection(values, "setPoint"),
                    FuelShare = values.GetValueOrDefault("fuel") / 100,
                    IsRunning = state == Running || map.Find("state") is null,
                })
                { Findings = findings };
            case var read: return new GeneratorReading.Unfit(((RegisterReading.Read)read).Lacks("power"));
        }
    }

    /// <summary>The name of the state in which it follows its set point, and of the one in which nobody can start it.</summary>
    public const string Running = "running", Fault = "fault";

    /// <summary>Orders an output; none stops it.</summary>
    public async ValueTask<GeneratorAnswer> WriteAsync(Power output, CancellationToken stop)
    {
        if (output != Power.Zero) return await RunAsync(output, stop);
        if (map.Find("command") is not { } command) return new GeneratorAnswer.Refused(output, "its map has no command");
        return await SendAsync("command", command.Codes["stop"], stop) is { } fault ? fault(output) : new GeneratorAnswer.Held(output, Power.Zero);
    }

    /// <summary>Orders it to run, and to start where it does not; at the least that its map allows where nothing is asked of it yet. The set point comes before the
    /// start, so that it never starts towards an old one.</summary>
    public async ValueTask<GeneratorAnswer> RunAsync(Power output, CancellationToken stop)
    {
        if (map.Find("setPoint") is not { Least: { } least, Most: { } most } point || map.Find("command") is not { } command)
            return new GeneratorAnswer.Refused(output, "its map has no set point with bounds, or no command");
        if (!(output >= Power.Zero)) return new GeneratorAnswer.Refused(output, "a generator does not draw");
        double si = RegisterMapDevice.SiOf<Power>(point.Unit) * (point.Sign == RegisterSign.Draw ? -1 : 1);
        double asked = output.Watts / si, held = Math.Clamp(asked, least, most);
        RegisterWriting set = await device.WriteAsync("setPoint", held, stop);
        if (set is not RegisterWriting.Written written) return Failed(set)(output);
        if (await SendAsync("command", command.Codes["start"], stop) is { } failed) return failed(output);
        var enforced = Power.FromSi(written.Enforced * si);
        if (Math.Abs(written.Enforced - held) > 0.5000001 * Math.Abs(point.Scale)) return new GeneratorAnswer.Limited(output, enforced, "it keeps another set point");
        return held == asked || output == Power.Zero ? new GeneratorAnswer.Held(output, enforced)
            : new GeneratorAnswer.Limited(output, enforced, $"its map allows {Power.FromSi(least * si)} to {Power.FromSi(most * si)}");
    }

    private async ValueTask<Func<Power, GeneratorAnswer>?> SendAsync(string name, double value, CancellationToken stop) =>
        await device.WriteAsync(name, value, stop) is var writing and not RegisterWriting.Written ? Failed(writing) : null;

    private static Func<Power, GeneratorAnswer> Failed(RegisterWriting writing) => asked => writing is RegisterWriting.Silent silent
        ? new GeneratorAnswer.Silent(asked, silent.Why) : new GeneratorAnswer.Refused(asked, ((RegisterWriting.Refused)writing).Why);

    private string StateOf(IReadOnlyDictionary<string, double?> values)
    {
        if (values.GetValueOrDefault("state") is not { } code) return "unknown";
        foreach ((string name, int meaning) in map.Find("state")!.Codes)
            if (meaning == code) return name;
        return code.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
