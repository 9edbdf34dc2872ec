using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.TestKit.Redfish;

/// <summary>The power of a rack behind its management controller: GPUs that want power, limits that come into force late, a
/// brake.</summary>
/// <remarks>
///   drawn(g) = max(idle, min(demand(g), limit(g), brake))        then, where the tray's total binds:
///   drawn(g) = idle + (drawn(g) − idle)·(total − n·idle)/Σ(drawn − idle)
///   A limit that is written is requested at once and enforced after the latency of its class.
/// </remarks>
public sealed class EmulatedRack
{
    private readonly TimeProvider time;
    private readonly RedfishFaults faults;
    private readonly EmulatedLimit[] gpus, totals;
    private readonly double[] demandWatts, drawnWatts, energyJoules;
    private readonly bool[] braked;
    private long at;

    public EmulatedRack(RackShape shape, TimeProvider time, RedfishFaults faults)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(time);
        (Shape, this.time, this.faults, at) = (shape, time, faults, time.GetTimestamp());
        gpus = [.. Enumerable.Range(0, shape.Gpus).Select(_ => new EmulatedLimit(shape.GpuMost.Watts))];
        totals = [.. Enumerable.Range(0, shape.Trays).Select(_ => new EmulatedLimit(shape.TotalMost.Watts))];
        (demandWatts, drawnWatts, energyJoules, braked) =
            (new double[shape.Gpus], new double[shape.Gpus], new double[shape.Gpus], new bool[shape.Gpus]);
        Array.Fill(demandWatts, 0.9 * shape.GpuMost.Watts);
    }

    public RackShape Shape { get; }

    /// <summary>Counts changes of one limit; its entity tag.</summary>
    internal long VersionOf(int gpu) => gpus[gpu].Version;

    /// <inheritdoc cref="VersionOf"/>
    internal long VersionOfTotal(int tray) => totals[tray].Version;

    /// <summary>Of all GPUs, in the order of trays.</summary>
    public void Demand(Power perGpu)
    {
        lock (gpus)
        {
            Advance();
            Array.Fill(demandWatts, perGpu.Watts);
        }
    }

    public void Demand(int gpu, Power wanted)
    {
        lock (gpus)
        {
            Advance();
            demandWatts[gpu] = wanted.Watts;
        }
    }

    public void Brake(int gpu, bool on)
    {
        lock (gpus)
        {
            Advance();
            braked[gpu] = on;
        }
    }

    /// <summary>Somebody else writes a limit, past this service.</summary>
    public void WriteFromOutside(int gpu, Power limit)
    {
        lock (gpus)
        {
            Advance();
            gpus[gpu].Set(limit.Watts, at);
        }
    }

    /// <inheritdoc cref="WriteFromOutside(int, Power)"/>
    public void WriteTotalFromOutside(int tray, Power limit)
    {
        lock (gpus)
        {
            Advance();
            totals[tray].Set(limit.Watts, at);
        }
    }

    /// <summary>As a controller that starts finds it: one-shot limits are forgotten, persistent ones hold.</summary>
    public void Forget()
    {
        lock (gpus)
        {
            Advance();
            foreach (EmulatedLimit one in gpus) one.Reset(Shape.GpuMost.Watts);
            foreach (EmulatedLimit one in totals) one.Reset(Shape.TotalMost.Watts);
        }
    }

    internal void Write(int gpu, double watts, bool? persistent)
    {
        lock (gpus)
        {
            Advance();
            gpus[gpu].Ask(watts, faults.EnforcesAtMost is { } most ? Math.Min(watts, most.Watts) : watts, Due, persistent ?? false);
        }
    }

    internal void WriteTotal(int tray, double watts)
    {
        lock (gpus)
        {
            Advance();
            totals[tray].Ask(watts, faults.EnforcesAtMost is { } most ? Math.Min(watts, Shape.GpusPerTray * most.Watts) : watts, Due,
                persistent: false);
        }
    }

    /// <summary>Gives a limit back to the device.</summary>
    internal void Clear(int gpu)
    {
        lock (gpus)
        {
            Advance();
            gpus[gpu].Clear(Shape.GpuMost.Watts, Due);
        }
    }

    private long Due => at + (long)(Shape.CapLatency.TotalSeconds * time.TimestampFrequency);

    public GpuReading Gpu(int gpu)
    {
        lock (gpus)
        {
            Advance();
            EmulatedLimit limit = gpus[gpu];
            Limiters limiter = braked[gpu] ? Limiters.HardwarePowerBrake | Limiters.HardwareSlowdown
                : demandWatts[gpu] > drawnWatts[gpu] + 0.5 ? Limiters.SoftwarePowerCap : Limiters.None;
            return new(Told(drawnWatts[gpu]), Energy.FromSi(energyJoules[gpu]), Power.FromSi(limit.EnforcedWatts), limit.OneShotWatts,
                limit.PersistentWatts, limiter);
        }
    }

    public TotalReading Total(int tray)
    {
        lock (gpus)
        {
            Advance();
            double sum = 0;
            for (int g = tray * Shape.GpusPerTray; g < (tray + 1) * Shape.GpusPerTray; g++) sum += drawnWatts[g];
            return new(Told(sum), Power.FromSi(totals[tray].EnforcedWatts), Told(sum + Shape.Beside.Watts));
        }
    }

    /// <summary>What all GPUs draw in truth, whatever sensors tell.</summary>
    public Power Drawn
    {
        get
        {
            lock (gpus)
            {
                Advance();
                return Power.FromSi(drawnWatts.Sum());
            }
        }
    }

    private Power Told(double watts) => Power.FromSi(watts * faults.LyingFactor);

    /// <summary>To the present: energy of the past at the draw of the past, limits that have come due, the draw from now on.</summary>
    private void Advance()
    {
        long now = time.GetTimestamp();
        if (now > at)
        {
            double seconds = (double)(now - at) / time.TimestampFrequency;
            for (int g = 0; g < drawnWatts.Length; g++) energyJoules[g] += seconds * drawnWatts[g];
            at = now;
        }
        foreach (EmulatedLimit one in gpus) one.Advance(now);
        foreach (EmulatedLimit one in totals) one.Advance(now);
        double idle = Shape.GpuIdle.Watts, brake = Math.Max(idle, 0.3 * Shape.GpuMost.Watts);
        for (int tray = 0; tray < Shape.Trays; tray++)
        {
            int first = tray * Shape.GpusPerTray, end = first + Shape.GpusPerTray;
            double above = 0;
            for (int g = first; g < end; g++)
            {
                double most = Math.Min(gpus[g].EnforcedWatts, braked[g] ? brake : double.PositiveInfinity);
                drawnWatts[g] = Math.Max(idle, Math.Min(demandWatts[g], most));
                above += drawnWatts[g] - idle;
            }
            double room = Math.Max(0, totals[tray].EnforcedWatts - Shape.GpusPerTray * idle);
            if (above <= room) continue;
            for (int g = first; g < end; g++) drawnWatts[g] = idle + (drawnWatts[g] - idle) * room / above;
        }
    }
}

/// <summary>A GPU as its service tells it.</summary>
/// <param name="OneShot">Watts asked for until the next reset; null: never.</param>
public readonly record struct GpuReading(Power Drawn, Energy Energy, Power Enforced, double? OneShot, double? Persistent,
    Limiters Limiters);

/// <param name="Input">Of the tray.</param>
public readonly record struct TotalReading(Power Drawn, Power Enforced, Power Input);

/// <summary>A limit: what was asked, what is enforced, and what will be.</summary>
internal sealed class EmulatedLimit(double watts)
{
    private double pendingWatts;
    private long due = long.MaxValue;

    public long Version { get; private set; } = 1;
    public double EnforcedWatts { get; private set; } = watts;
    public double? OneShotWatts { get; private set; }
    public double? PersistentWatts { get; private set; }

    public void Ask(double asked, double enforced, long when, bool persistent)
    {
        Version++;
        if (persistent) PersistentWatts = asked;
        else OneShotWatts = asked;
        // a one-shot limit goes before a persistent one until the next reset
        if (persistent && OneShotWatts is not null) return;
        (pendingWatts, due) = (enforced, when);
    }

    public void Set(double enforced, long now) => (Version, EnforcedWatts, pendingWatts, due) = (Version + 1, enforced, enforced, now);

    public void Clear(double byDefault, long when) =>
        (Version, OneShotWatts, PersistentWatts, pendingWatts, due) = (Version + 1, null, null, byDefault, when);

    public void Reset(double byDefault) =>
        (Version, OneShotWatts, EnforcedWatts, due) = (Version + 1, null, PersistentWatts ?? byDefault, long.MaxValue);

    public void Advance(long now)
    {
        if (now < due) return;
        (EnforcedWatts, due) = (pendingWatts, long.MaxValue);
    }
}
