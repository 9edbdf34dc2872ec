using Headroom.Compute.Waveforms;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Stands between the true state and what a controller sees.</summary>
internal sealed class LyingSensors(Faults faults)
{
    private readonly double?[] frozen = new double?[faults.Sensors.Count];
    private readonly SplitMix chance = new(faults.Seed ^ 0x5E45);

    /// <summary>Replaces readings by what their sensors show.</summary>
    /// <param name="isKept">Telemetry is out: services, runs and other draw show what they showed before.</param>
    public void Show(Observation seen, TimeSpan now, bool isKept)
    {
        for (int k = 0; k < faults.Sensors.Count; k++)
        {
            SensorFault one = faults.Sensors[k];
            if (now < one.From || now >= one.Until)
            {
                frozen[k] = null;
                continue;
            }
            if (isKept && one.Kind is (SensorKind.ServiceDraw or SensorKind.RunDraw or SensorKind.OtherDraw)) continue;
            if (Read(seen, one) is not { } truth) continue;
            Write(seen, one, one.Trick switch
            {
                SensorTrick.Freezes => frozen[k] ??= truth,
                SensorTrick.Jumps => truth * (1 + one.SizeFraction * (2 * chance.UniformFraction((ulong)(now.Ticks / TimeSpan.TicksPerSecond) + ((ulong)k << 40)) - 1)),
                SensorTrick.Lies => truth * (1 + one.SizeFraction),
                _ => double.NaN,
            });
        }
    }

    private static double? Read(Observation seen, SensorFault one) => one.Kind switch
    {
        SensorKind.Import => seen.Import?.Watts,
        SensorKind.ServiceDraw => one.Index < seen.Services.Length ? seen.Services[one.Index].Drawn.Watts : null,
        SensorKind.RunDraw => one.Index < seen.Runs.Length ? seen.Runs[one.Index].Drawn.Watts : null,
        SensorKind.FeedFlow => one.Index < seen.Feeds.Length ? seen.Feeds[one.Index].Flow.Watts : null,
        SensorKind.StoreLevel => one.Index < seen.Batteries.Length ? seen.Batteries[one.Index].Deliverable.Joules : null,
        _ => seen.Other.Watts,
    };

    private static void Write(Observation seen, SensorFault one, double shown)
    {
        switch (one.Kind)
        {
            case SensorKind.Import: seen.Import = Power.FromSi(shown); break;
            case SensorKind.ServiceDraw: seen.Services[one.Index] = seen.Services[one.Index] with { Drawn = Power.FromSi(shown) }; break;
            case SensorKind.RunDraw: seen.Runs[one.Index] = seen.Runs[one.Index] with { Drawn = Power.FromSi(shown) }; break;
            case SensorKind.FeedFlow: seen.Feeds[one.Index] = seen.Feeds[one.Index] with { Flow = Power.FromSi(shown) }; break;
            case SensorKind.StoreLevel: seen.Batteries[one.Index] = seen.Batteries[one.Index] with { Deliverable = Energy.FromSi(shown) }; break;
            default: seen.Other = Power.FromSi(shown); break;
        }
    }
}
