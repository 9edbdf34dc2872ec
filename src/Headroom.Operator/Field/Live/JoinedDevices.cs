using System.Globalization;
using Headroom.Operator.Field.Modbus;
using Headroom.Operator.Field.Prometheus;
using Headroom.Operator.Field.Work;
using Headroom.Protocols;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Live;

/// <summary>What a device behind Modbus told of itself last, as alarms that stand.</summary>
internal static class DeviceAlarms
{
    public static FieldAlarm[] Of(string name, IReadOnlyList<Malformed> findings) => [.. findings.Select(one => new FieldAlarm($"{name} {one.Where}", $"{name}: {one}"))];

    /// <summary>Alarms of figures that are beyond what a site has; none where all of them are readings.</summary>
    public static FieldAlarm[] Beyond(string name, params ReadOnlySpan<(string What, double Si, double Most)> figures)
    {
        List<FieldAlarm> beyond = [];
        foreach ((string what, double si, double most) in figures)
            if (!FieldNumber.IsWithin(si, most))
                beyond.Add(new($"{name} {what}", string.Create(CultureInfo.InvariantCulture, $"{name}: its {what} is {si:0.###E+0} in SI: no site has that, and it is no reading.")));
        return [.. beyond];
    }

    public static FieldAlarm[] Unfit(string name, string why) => [new($"{name} unfit", $"{name} answers and cannot be read: {why}")];
}

/// <summary>A meter behind Modbus. What does not answer leaves the last telling, which ages.</summary>
internal sealed class JoinedMeter(string name, Func<CancellationToken, ValueTask<MeterReading>> read, TimeProvider time) : IMeter
{
    private Power flow;
    private bool? hasVoltage;
    private long at;

    public string Name => name;
    public IReadOnlyList<FieldAlarm> Alarms { get; private set; } = [];
    public MeterTelling? Telling => at == 0 ? null : new(flow, hasVoltage, time.GetElapsedTime(at));

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        MeterReading reading = await read(stop);
        if (reading is MeterReading.Unfit unfit) Alarms = DeviceAlarms.Unfit(name, unfit.Why);
        if (reading is not MeterReading.Read { State: var state, Findings: var findings }) return;
        if (DeviceAlarms.Beyond(name, ("power", state.Import.Watts, FieldNumber.WattsMost)) is { Length: > 0 } beyond)
        {
            Alarms = beyond;
            return;
        }
        (flow, hasVoltage, at) = (state.Import, state.HasVoltage, time.GetTimestamp());
        Alarms = DeviceAlarms.Of(name, findings);
    }
}

/// <summary>A battery behind SunSpec, which falls back by its own timer.</summary>
internal sealed class JoinedBattery(string name, SunSpecBattery battery, FoundRegisters found, TimeProvider time) : IBatteryHand
{
    private BatteryState? state;
    private long at;

    public string Name => name;
    public IReadOnlyList<FieldAlarm> Alarms { get; private set; } = [];

    public BatteryTelling? Telling
    {
        get
        {
            if (state is not { Stored: { } stored, Capacity: { } capacity } now) return null;
            // one that hears nobody stays where it is
            bool isDeaf = now.IsLocal || now.IsHanging;
            return new(now.Injection, stored, capacity, isDeaf ? now.Injection : -now.ChargeMost, isDeaf ? now.Injection : now.DischargeMost, time.GetElapsedTime(at));
        }
    }

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        BatteryReading reading = await battery.ReadAsync(stop);
        if (reading is BatteryReading.Unfit unfit) Alarms = DeviceAlarms.Unfit(name, unfit.Why);
        if (reading is not BatteryReading.Read { State: var read, Findings: var findings }) return;
        if (Beyond(read) is { Length: > 0 } beyond)
        {
            Alarms = beyond;
            return;
        }
        (state, at) = (read, time.GetTimestamp());
        Alarms = DeviceAlarms.Of(name, findings);
    }

    private FieldAlarm[] Beyond(BatteryState read) => DeviceAlarms.Beyond(name, ("power", read.Injection.Watts, FieldNumber.WattsMost),
        ("charge limit", read.ChargeMost.Watts, FieldNumber.WattsMost), ("discharge limit", read.DischargeMost.Watts, FieldNumber.WattsMost),
        ("stored energy", read.Stored?.Joules ?? 0, FieldNumber.JoulesMost), ("capacity", read.Capacity?.Joules ?? 0, FieldNumber.JoulesMost));

    public async ValueTask<string?> InjectAsync(Power injection, Power importMost, TimeSpan timeToLive, CancellationToken stop)
    {
        BatteryAnswer answer = await battery.WriteAsync(injection, stop);
        found.Keep(battery.Found);
        return answer switch
        {
            BatteryAnswer.Limited limited => limited.Why,
            BatteryAnswer.Refused refused => refused.Why,
            BatteryAnswer.Lost lost => lost.Why,
            BatteryAnswer.Silent silent => silent.Why,
            _ => null,
        };
    }
}

/// <summary>Registers as they were before the first order, in a file: whoever starts anew gives back what was found, not what we wrote.</summary>
internal sealed class FoundRegisters(string path)
{
    private bool isKept;

    public BatteryFound? Load()
    {
        if (!File.Exists(path)) return null;
        string[] words = File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        isKept = true;
        return new([.. words.Select(word => ushort.Parse(word, System.Globalization.CultureInfo.InvariantCulture))]);
    }

    public void Keep(BatteryFound? found)
    {
        if (isKept || found is null) return;
        File.WriteAllText(path, string.Join(' ', found.Registers));
        isKept = true;
    }
}

/// <summary>A generator behind a register map.</summary>
/// <remarks>
///   Running, it can give its capacity. Stopped, starting, stopping, in fault or out of fuel it gives what its meter shows and nothing is counted on beside it, as in
///   the simulator; but for a fault or an empty tank it could give its capacity once it was started.
/// </remarks>
internal sealed class JoinedPlant(string name, RegisterMapGenerator generator, Power capacity, TimeProvider time) : IPlantHand
{
    private GeneratorState? state;
    private long at;

    public string Name => name;
    public IReadOnlyList<FieldAlarm> Alarms { get; private set; } = [];

    public PlantTelling? Telling
    {
        get
        {
            if (state is not { } now) return null;
            Power given = Power.Max(default, now.Output);
            bool isEmpty = now.FuelShare <= 0;
            return new(now.Output, Power.Zero, now.IsRunning && !isEmpty ? capacity : given, time.GetElapsedTime(at))
            {
                Started = isEmpty || now.State == RegisterMapGenerator.Fault ? given : capacity,
            };
        }
    }

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        GeneratorReading reading = await generator.ReadAsync(stop);
        if (reading is GeneratorReading.Unfit unfit) Alarms = DeviceAlarms.Unfit(name, unfit.Why);
        if (reading is not GeneratorReading.Read { State: var read, Findings: var findings }) return;
        if (DeviceAlarms.Beyond(name, ("power", read.Output.Watts, FieldNumber.WattsMost)) is { Length: > 0 } beyond)
        {
            Alarms = beyond;
            return;
        }
        (state, at) = (read, time.GetTimestamp());
        Alarms = DeviceAlarms.Of(name, findings);
    }

    public async ValueTask<string?> OrderAsync(Power wanted, bool isWanted, CancellationToken stop) =>
        await (isWanted ? generator.RunAsync(wanted, stop) : generator.WriteAsync(Power.Zero, stop)) switch
        {
            GeneratorAnswer.Limited limited => limited.Why,
            GeneratorAnswer.Refused refused => refused.Why,
            GeneratorAnswer.Silent silent => silent.Why,
            _ => null,
        };
}

/// <summary>Tokens of a service from its own counters. What is turned away before it reaches an engine nobody counts here.</summary>
internal sealed class JoinedService(string name, MetricScraper scraper, TimeProvider time) : IServiceMeter
{
    private static readonly TimeSpan window = TimeSpan.FromSeconds(15), kept = TimeSpan.FromMinutes(15);
    private readonly TokenMeter meter = new(kept);
    private volatile Told? told;

    private sealed record Told(ServiceTelling Telling, long At);

    public string Name => name;
    public IReadOnlyList<FieldAlarm> Alarms { get; private set; } = [];

    // made while it is read: whatever a page does to it is a fault of this device, not of the beat that looks at all of them
    public ServiceTelling? Telling => told is { } last ? last.Telling with { Age = time.GetElapsedTime(last.At) } : null;

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        if (await scraper.ReadAsync(stop) is not Scrape.Read read) return;
        meter.Take(scraper.Target.ToString(), read.Page, read.At);
        Alarms = meter.BoundsSkipped == 0 ? [] :
            [new($"{name} bounds", $"{name}: its histograms have {meter.BoundsSkipped} bounds more than are looked at; export fewer buckets.")];
        told = meter.TokensOver(window) is { } figures ? new(Of(figures), time.GetTimestamp()) : null;
    }

    private ServiceTelling Of(Prometheus.TokenFigures figures)
    {
        // what waits is as long as what runs: the mean of what was served for each request
        double perRequest = figures.RequestsRunning >= 1 ? figures.OutputRate.TokensPerSecond / figures.RequestsRunning : 0;
        TokenCount waiting = TokenCount.FromSi(perRequest * figures.RequestsWaiting * window.TotalSeconds);
        TokenRate asked = figures.OutputRate + TokenRate.FromSi(perRequest * figures.RequestsWaiting);
        return new(asked, figures.OutputRate, meter.Output, waiting, TimeSpan.Zero);
    }
}

/// <summary>A training run in the hands of a scheduler. Pausing takes as long as a checkpoint does: it runs beside the beat.</summary>
internal sealed class JoinedRun(string name, Work.IRunHand hand, TimeProvider time) : IRunHand
{
    private RunPhase phase;
    private long at, answeredAt;
    private bool? asked;
    private Task<string?>? under;

    public string Name => name;

    public RunTelling? Telling => at == 0 ? null : new(phase switch
    {
        RunPhase.Running => under is { IsCompleted: false } ? "saving" : "computing",
        RunPhase.Paused or RunPhase.Held => "paused",
        _ => "restarting",
    }, 0, time.GetElapsedTime(at));

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        if (await hand.StateAsync(stop) is RunStanding.Known known) (phase, at) = (known.Phase, time.GetTimestamp());
    }

    public async ValueTask<string?> PauseAsync(bool isPaused, CancellationToken stop)
    {
        if (under is { IsCompleted: false }) return null;
        string? before = under is null ? null : await under;
        under = null;
        // what failed is asked for again, and so is what shows otherwise: a scheduler, or a person, may have moved the run since
        if (before is null && asked == isPaused && (at <= answeredAt || Shows == isPaused)) return null;
        asked = before is null ? isPaused : null;
        under = AskAsync(isPaused);
        return before;
    }

    private bool Shows => phase is RunPhase.Paused or RunPhase.Held;

    public void Forget() => asked = null;

    private async Task<string?> AskAsync(bool isPaused)
    {
        // it outlives the beat: what it writes asks for the permit of this process, and not for the beat's
        RunAnswer answer = isPaused ? await hand.PauseAsync(CancellationToken.None) : await hand.ResumeAsync(CancellationToken.None);
        answeredAt = time.GetTimestamp();
        return answer switch
        {
            RunAnswer.Refused refused => refused.Why,
            RunAnswer.Silent silent => silent.Why,
            _ => null,
        };
    }
}
