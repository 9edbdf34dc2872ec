using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>What a day brought, one sample a minute of the site's time. It begins when this process does.</summary>
internal sealed class DayHistory
{
    public const int MinutesKept = 24 * 60;
    private readonly Lock gate = new();
    private readonly Queue<MinuteSample> samples = new(MinutesKept);
    private MinuteSample? open;
    private CounterReading? first;

    /// <summary>Takes a view. One that is older than the last is left out: a clock that went back does not bend the chart.</summary>
    public void Add(SiteView view)
    {
        lock (gate)
        {
            first ??= CounterReading.Of(view);
            if (open is null) open = MinuteSample.Of(view);
            else if (view.At < open.Last) return;
            else if (Minute(view.At) == Minute(open.At)) open = open.With(view);
            else
            {
                if (samples.Count == MinutesKept) samples.Dequeue();
                samples.Enqueue(open);
                open = MinuteSample.Of(view);
            }
        }
    }

    /// <summary>Oldest first; the last one is the minute that runs.</summary>
    public IReadOnlyList<MinuteSample> Samples
    {
        get { lock (gate) return open is null ? [] : [.. samples, open]; }
    }

    /// <summary>The newest reading that is at least so old, or the oldest there is.</summary>
    public CounterReading? Before(DateTimeOffset moment)
    {
        lock (gate) return samples.LastOrDefault(one => one.Counters.At <= moment)?.Counters ?? (samples.Count == MinutesKept ? samples.Peek().Counters : first);
    }

    private static long Minute(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute;
}

/// <summary>One minute.</summary>
/// <param name="At">Its first beat.</param>
/// <param name="Last">Its last.</param>
/// <param name="Read">Beats that read the meter.</param>
/// <param name="Import">Mean over its beats that read the meter.</param>
/// <param name="ImportMost">The highest of them.</param>
/// <param name="Ceiling">The lowest.</param>
/// <param name="HeadroomLeast">Of one beat.</param>
/// <param name="Counters">At its first beat.</param>
internal sealed record MinuteSample(
    DateTimeOffset At, DateTimeOffset Last, int Read, Power Import, Power ImportMost, Power Ceiling, Power? HeadroomLeast, CounterReading Counters)
{
    public static MinuteSample Of(SiteView view)
    {
        Power import = view.Import ?? Power.Zero;
        return new(view.At, view.At, view.Import is null ? 0 : 1, import, import, view.Ceiling, view.Headroom, CounterReading.Of(view));
    }

    public MinuteSample With(SiteView view) => view.Import is not { } import ? this with { Last = view.At, Ceiling = Power.Min(Ceiling, view.Ceiling) } : this with
    {
        Last = view.At,
        Read = Read + 1,
        Import = Import + (import - Import) / (Read + 1),
        ImportMost = Read == 0 ? import : Power.Max(ImportMost, import),
        Ceiling = Power.Min(Ceiling, view.Ceiling),
        HeadroomLeast = HeadroomLeast is { } least && view.Headroom is { } now ? Power.Min(least, now) : HeadroomLeast ?? view.Headroom,
    };
}
