using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What is remembered of one sensor; a value, so that a copy is a snapshot.</summary>
public record struct SensorMemory<Q> where Q : struct, IQuantity<Q>
{
    public bool HasGood { get; set; }

    /// <summary>The last reading that was believed.</summary>
    public Q Good { get; set; }
    public TimeSpan GoodAt { get; set; }

    /// <summary>The last reading of all.</summary>
    public Q Last { get; set; }
    public TimeSpan LastAt { get; set; }

    /// <summary>Where it last moved to.</summary>
    public Q Anchor { get; set; }
    public TimeSpan MovedAt { get; set; }

    /// <summary>Readings in a row at a level that was jumped to.</summary>
    public int Confirmations { get; set; }
    public TrustFault Fault { get; set; }
}

/// <summary>Judges sensors one by one: age, bounds, jumps and frozen values.</summary>
/// <remarks>
///   least(t), most(t) = good ∓ (noise + rate·(t − t_good)), within the bounds of the facts     rate   physics changes it no faster
///   Not believed, a sensor's value is the one of these on the safe side; for a jump the reading itself counts as well. Never read, it is the bound of its facts.
///   A frozen sensor was good for the last time when it last moved.
///   It allocates nothing and looks at no clock; times are those of <see cref="BeatState.Aged"/>.
/// </remarks>
public sealed class SensorTrust<Q> where Q : struct, IQuantity<Q>
{
    private readonly SensorFacts<Q>[] facts;
    private readonly SensorMemory<Q>[] memories;

    public SensorTrust(IReadOnlyList<SensorFacts<Q>> facts)
        : this(facts, new SensorMemory<Q>[facts?.Count ?? 0])
    {
    }

    private SensorTrust(IReadOnlyList<SensorFacts<Q>> facts, SensorMemory<Q>[] memories)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Count != memories.Length) throw new ArgumentException($"{facts.Count} sensors and {memories.Length} memories.", nameof(facts));
        foreach (SensorFacts<Q> one in facts)
            if (!(one.Least.Si <= one.Most.Si) || one.AgeMost <= TimeSpan.Zero || !(one.ChangePerSecond.Si >= 0) || !(one.Noise.Si >= 0)
                || one.FrozenAfter <= TimeSpan.Zero || one.ConfirmedAfter < 1)
                throw new ArgumentException($"{one} is no sensor: least ≤ most, times above zero, rate and noise never below.", nameof(facts));
        (this.facts, this.memories) = ([.. facts], memories);
    }

    public int Sensors => facts.Length;
    public SensorMemory<Q> this[int sensor] => memories[sensor];

    /// <summary>Takes what arrived, or null where nothing did, and says what to act on.</summary>
    public TrustedReading<Q> Judge(int sensor, SensorReading<Q>? arrived, TimeSpan now)
    {
        ref SensorMemory<Q> memory = ref memories[sensor];
        ref readonly SensorFacts<Q> fact = ref facts[sensor];
        if (arrived is { } reading && (!memory.HasGood || reading.TakenAt > memory.LastAt))
            Take(ref memory, fact, reading, now);
        return Answer(memory, fact, now);
    }

    private static void Take(ref SensorMemory<Q> memory, in SensorFacts<Q> fact, in SensorReading<Q> reading, TimeSpan now)
    {
        if (reading.TakenAt > now)
        {
            memory.Fault = TrustFault.FromTheFuture;                    // and forgotten: its moment would hide later ones
            return;
        }
        TrustFault fault = Fault(memory, fact, reading);
        if (fault == TrustFault.Jumped)
        {
            bool stays = memory.Fault == TrustFault.Jumped && Reachable(fact, memory.Last, reading.TakenAt - memory.LastAt, reading.Value);
            memory.Confirmations = stays ? memory.Confirmations + 1 : 1;
            if (memory.Confirmations >= fact.ConfirmedAfter) fault = TrustFault.None;
        }
        else memory.Confirmations = 0;
        (memory.Last, memory.LastAt, memory.Fault) = (reading.Value, reading.TakenAt, fault);
        if (fault != TrustFault.None) return;
        if (!memory.HasGood || Math.Abs(reading.Value.Si - memory.Anchor.Si) > fact.Still.Si)
            (memory.Anchor, memory.MovedAt) = (reading.Value, reading.TakenAt);
        (memory.HasGood, memory.Good, memory.GoodAt, memory.Confirmations) = (true, reading.Value, reading.TakenAt, 0);
    }

    private static TrustFault Fault(in SensorMemory<Q> memory, in SensorFacts<Q> fact, in SensorReading<Q> reading)
    {
        if (reading.Quality == ReadingQuality.Bad) return TrustFault.BadQuality;
        if (!(reading.Value.Si >= fact.Least.Si && reading.Value.Si <= fact.Most.Si)) return TrustFault.OutOfBounds;
        return memory.HasGood && !Reachable(fact, memory.Good, reading.TakenAt - memory.GoodAt, reading.Value) ? TrustFault.Jumped : TrustFault.None;
    }

    /// <summary>|to − from| ≤ noise + rate·time</summary>
    private static bool Reachable(in SensorFacts<Q> fact, Q from, TimeSpan time, Q to) => Math.Abs(to.Si - from.Si) <= Drift(fact, time);
    private static double Drift(in SensorFacts<Q> fact, TimeSpan time) => fact.Noise.Si + fact.ChangePerSecond.Si * time.TotalSeconds;

    private static TrustedReading<Q> Answer(in SensorMemory<Q> memory, in SensorFacts<Q> fact, TimeSpan now)
    {
        TrustFault fault = memory.Fault;
        if (!memory.HasGood)
            return Bounded(fact, fault == TrustFault.None ? TrustFault.NeverRead : fault, fact.Least.Si, fact.Most.Si);
        if (fault == TrustFault.None && now - memory.GoodAt > fact.AgeMost) fault = TrustFault.Stale;
        if (fault == TrustFault.None && fact.FrozenAfter is { } still && memory.GoodAt - memory.MovedAt >= still) fault = TrustFault.Frozen;
        if (fault == TrustFault.None) return new(memory.Good, TrustStanding.Trusted, fault, memory.Good, memory.Good);
        (double from, TimeSpan since) = fault == TrustFault.Frozen ? (memory.Anchor.Si, memory.MovedAt) : (memory.Good.Si, memory.GoodAt);
        double drift = Drift(fact, now > since ? now - since : TimeSpan.Zero), least = from - drift, most = from + drift;
        if (fault == TrustFault.Jumped) (least, most) = (Math.Min(least, memory.Last.Si), Math.Max(most, memory.Last.Si));
        return Bounded(fact, fault, Math.Max(fact.Least.Si, least), Math.Min(fact.Most.Si, most));
    }

    private static TrustedReading<Q> Bounded(in SensorFacts<Q> fact, TrustFault why, double least, double most)
    {
        Q low = Q.FromSi(least), high = Q.FromSi(most);
        return new(fact.Side == SafeSide.Larger ? high : low, TrustStanding.Bounded, why, low, high);
    }

    /// <summary>A copy of all that is remembered, for a restart.</summary>
    public IReadOnlyList<SensorMemory<Q>> Snapshot() => [.. memories];

    public static SensorTrust<Q> From(IReadOnlyList<SensorFacts<Q>> facts, IReadOnlyList<SensorMemory<Q>> snapshot) => new(facts, [.. snapshot]);
}
