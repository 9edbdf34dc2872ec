namespace Headroom.Control;

/// <summary>How a beat stands to the one before.</summary>
public enum BeatStanding
{
    Steady,

    /// <summary>The clock moved on by more than the beats explain: a jump, or a process that slept.</summary>
    JumpedAhead,

    /// <summary>The clock went back, or moved on by less than the beats.</summary>
    JumpedBack,

    /// <summary>A beat that was there already: nothing happens.</summary>
    Repeated,
}

/// <summary>How beats are judged.</summary>
/// <param name="Tolerance">A beat may come so much early or late.</param>
/// <param name="ConfirmedAfter">Steady beats in a row after which the clock is believed again.</param>
public sealed record BeatRules(TimeSpan Period, TimeSpan Tolerance, int ConfirmedAfter)
{
    /// <summary>Half a second early or late, and a minute until a clock that jumped is believed; our choice.</summary>
    public static BeatRules EverySecond { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5), 60);
}

/// <summary>Clock and count of beats, held against each other; a value, so that a copy is a snapshot.</summary>
/// <remarks>
///   expected = beats·period,  elapsed = clock − clock before
///   aged     += max(elapsed, expected)      never goes back, never slower than the beats: ages of readings and lives of orders count on it
///   steady   earliest, latest += elapsed
///   ahead    earliest += expected,                              latest = max(latest + expected, clock)
///   back     earliest = min(earliest + expected, clock),        latest += expected
///   Between earliest and latest the true moment lies; after enough steady beats both are the clock's. What is owed counts while any of
///   these moments lies in it, so that no jump ends a limit early or starts it late. What is granted, the life of an order or the validity of a
///   message, counts on <see cref="Aged"/>, so that no jump extends it.
/// </remarks>
/// <param name="Count">Of beats, from any start on.</param>
/// <param name="Clock">What the clock said.</param>
/// <param name="Aged">The axis for ages and lives.</param>
/// <param name="SteadyBeats">In a row.</param>
public readonly record struct BeatState(long Count, TimeSpan Clock, TimeSpan Aged, TimeSpan Earliest, TimeSpan Latest, int SteadyBeats, BeatStanding Standing)
{
    /// <summary>The first beat: the clock is believed.</summary>
    public static BeatState First(long count, TimeSpan clock) => new(count, clock, clock, clock, clock, 0, BeatStanding.Steady);

    public BeatState Next(long count, TimeSpan clock, BeatRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (count == Count) return this with { Standing = BeatStanding.Repeated };
        // a count that starts anew is a restart: how long it was gone, the clock alone knows
        TimeSpan expected = count > Count ? (count - Count) * rules.Period : TimeSpan.Zero, elapsed = clock - Clock;
        TimeSpan aged = Aged + (elapsed > expected ? elapsed : expected);
        if ((elapsed - expected).Duration() <= rules.Tolerance)
        {
            int steady = SteadyBeats + 1;
            bool isConfirmed = steady >= rules.ConfirmedAfter;
            return new(count, clock, aged, isConfirmed ? clock : Earliest + elapsed, isConfirmed ? clock : Latest + elapsed, steady, BeatStanding.Steady);
        }
        TimeSpan earliest = Earliest + expected, latest = Latest + expected;
        return elapsed > expected
            ? new(count, clock, aged, earliest, clock > latest ? clock : latest, 0, BeatStanding.JumpedAhead)
            : new(count, clock, aged, clock < earliest ? clock : earliest, latest, 0, BeatStanding.JumpedBack);
    }

    /// <summary>So many beats are missing that what was remembered of the last minute is of another time; a late beat, or a few that were left out, are no gap.</summary>
    public bool IsGap(TimeSpan period) => Standing == BeatStanding.JumpedAhead && Latest - Earliest > GapBeats * period;

    private const int GapBeats = 5;

    /// <summary>The clock is believed: there is one moment.</summary>
    public bool IsSure => Earliest == Latest;

    /// <summary>A limit from one moment to another may hold now; what may hold, holds.</summary>
    public bool MayHold(TimeSpan from, TimeSpan to) => from <= Latest && to > Earliest;

    /// <summary>A life that ends at this moment of <see cref="Aged"/> is over, and stays over.</summary>
    public bool HasEnded(TimeSpan agedEnd) => Aged >= agedEnd;

    /// <summary>A moment of the clock, such as that of a reading just arrived, on the axis of ages.</summary>
    public TimeSpan OnAged(TimeSpan moment) => Aged - (Clock - moment);
}
