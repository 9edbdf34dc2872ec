using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What a judge of readings remembers.</summary>
/// <param name="Draws">Services, runs, other draw.</param>
/// <param name="Deliverable">Of each battery, as counted.</param>
public sealed record TrustMemory(IReadOnlyList<SensorMemory<Power>> Draws, IReadOnlyList<Energy> Deliverable)
{
    /// <summary>The most that all racks draw, as it was when judging began; null of one that did not keep it.</summary>
    public Power? All { get; init; }

    /// <summary>Draw that no reading explained, as it is held while racks are silent.</summary>
    public Power Unexplained { get; init; }
}

/// <summary>Holds the readings of a beat against each other, and puts the safe value where it cannot be told who lies.</summary>
/// <remarks>
///   lost      a draw that is no number counts as much as its racks can draw under their caps (<see cref="SensorTrust{Q}"/>)
///   bus       import + generated        parts   κ·(idle + Σ drawn + burned) + other
///   other     += bus − parts where that passes the tolerance: draw that nobody explains leaves no room; parts above the bus count as they are
///   silence   racks whose readings stand still may leave work and take it back: what was unexplained while they are silent fades slowly
///   feed      the larger of its own meter and what the racks behind it tell
///   battery   deliverable ≤ counted: what was there, less what it gave, plus what it took with its losses
///   With one side lying at a time, no draw is thought smaller and no store larger than it is, beyond the tolerance.
/// </remarks>
public sealed class ReadingTrust
{
    /// <summary>Honest meters differ by no more than this share of the draw: class 0.1 on either side, and a step between their moments.</summary>
    private const double ToleranceFraction = 0.002;

    /// <summary>Of what a battery takes from the bus it gives back at least this share.</summary>
    private const double RoundTripLeast = 0.7;

    /// <summary>Share of the difference to a store's reading by which a count that lies below it comes up again, per second.</summary>
    private const double CountUpPerSecond = 0.0005;
    private SensorTrust<Power>? draws;
    private Energy[]? counted;
    private TrustMemory? saved;
    private Power all;

    /// <summary>Draw that no reading explains, in the last beat.</summary>
    public Power Unexplained { get; private set; }

    public TrustMemory? Memory => draws is null ? saved : new(draws.Snapshot(), [.. counted!]) { All = all, Unexplained = held };

    internal void TakeOver(TrustMemory memory) => saved = memory;

    public void Judge(Observation seen, in BeatState beat)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (draws is null) Begin(seen);
        int sensor = 0;
        for (int i = 0; i < seen.Services.Length; i++)
        {
            ServiceNeed need = seen.Services[i];
            seen.Services[i] = need with { Drawn = Draw(sensor++, need.Drawn, need.Enforced, beat) };
        }
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            RunNeed run = seen.Runs[i];
            seen.Runs[i] = run with { Drawn = Draw(sensor++, run.Drawn, run.Enforced, beat) };
        }
        seen.Other = Draw(sensor, seen.Other, Power.Zero, beat);
        if (seen.Import is { } metered && !double.IsFinite(metered.Watts)) seen.Import = null;
        for (int f = 0; f < seen.Feeds.Length; f++)
            if (seen.Feeds[f].Told is { } told && double.IsFinite(told.Watts) && !(told <= seen.Feeds[f].Flow)) seen.Feeds[f] = seen.Feeds[f] with { Flow = told };
        for (int i = 0; i < seen.Batteries.Length; i++) Count(seen, i);
        Balance(seen);
    }

    private void Begin(Observation seen)
    {
        int count = seen.Services.Length + seen.Runs.Length + 1;
        all = 1.Kilowatts;
        foreach (ServiceNeed need in seen.Services) all += need.Full;
        foreach (RunNeed run in seen.Runs) all += run.Full;
        if (saved is { All: { } known } && saved.Draws.Count == count) all = known;
        // one step may switch on or off all there is, so that a jump alone proves nothing
        SensorFacts<Power>[] facts = [.. Enumerable.Repeat(new SensorFacts<Power>(default, Power.FromSi(double.PositiveInfinity), SafeSide.Larger,
            TimeSpan.FromSeconds(5), Power.FromSi(2e3 * all.Watts), default, null), count)];
        draws = saved is { } memory && memory.Draws.Count == count ? SensorTrust<Power>.From(facts, memory.Draws) : new(facts);
        held = saved?.Unexplained ?? default;
        counted = saved is { } before && before.Deliverable.Count == seen.Batteries.Length ? [.. before.Deliverable]
            : [.. seen.Batteries.Select(one => double.IsFinite(one.Deliverable.Joules) ? one.Deliverable : default)];
    }

    /// <summary>A draw as read; not believed, the most that caps leave, and never less than what was believed last.</summary>
    private Power Draw(int sensor, Power read, Power enforced, in BeatState beat)
    {
        TrustedReading<Power> judged = draws!.Judge(sensor, new(read, beat.Aged), beat.Aged);
        if (judged.Standing == TrustStanding.Trusted) return judged.Value;
        SensorMemory<Power> memory = draws[sensor];
        return Power.Min(judged.Most, Power.Max(enforced, memory.HasGood ? memory.Good : default));
    }

    private void Count(Observation seen, int i)
    {
        BatteryReach battery = seen.Batteries[i];
        if (battery.Injected is { } injected)
            counted![i] -= injected > Power.Zero ? injected * seen.Step : RoundTripLeast * (injected * seen.Step);
        Energy read = battery.Deliverable;
        if (read < counted![i]) counted[i] = read;
        else if (double.IsFinite(read.Joules)) counted[i] += CountUpPerSecond * seen.Step.TotalSeconds * (read - counted[i]);
        counted[i] = Energy.Max(default, counted[i]);
        seen.Batteries[i] = battery with { Deliverable = counted[i] };
    }

    private void Balance(Observation seen)
    {
        Unexplained = default;
        if (seen.Import is not { } import || seen.Generated is not { } generated) return;
        Power parts = seen.Idle + seen.Burned;
        foreach (ServiceNeed need in seen.Services) parts += need.Drawn;
        foreach (RunNeed run in seen.Runs) parts += run.Drawn;
        Power bus = import + generated, told = seen.DrawPerItRatio * parts + seen.Other, more = bus - told;
        // what work gave up since racks fell silent, it may take again in the next step: the bus falls, and nobody has explained more
        held = seen.RacksAreSilent ? Power.Max(more, (1 - ForgetPerSecond * seen.Step.TotalSeconds) * held) : default;
        more = Power.Max(more, held);
        if (!(more > ToleranceFraction * bus)) return;
        Unexplained = more;
        seen.Other += more;
    }

    private const double ForgetPerSecond = 0.001;
    private Power held;
}
