using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A limit with every moment and level known.</summary>
/// <remarks>
///   baseline ──╲ RampStart            ╱── baseline, for the recovery ──┤ End
///               ╲________level_______╱
///          LevelFrom            LevelTo
///   Outside RampStart … End it asks for nothing.
///   ramp = max(stated, (baseline − level)/rate), a whole tick longer where it does not divide.
/// </remarks>
public sealed record LimitCourse(LimitEvent Limit, Power Baseline, Power Level)
{
    public required TimeSpan Announced { get; init; }
    public required TimeSpan RampStart { get; init; }
    public required TimeSpan LevelFrom { get; init; }
    public required TimeSpan LevelTo { get; init; }
    public required TimeSpan RecoveredAt { get; init; }
    public required TimeSpan End { get; init; }

    /// <param name="baseline">For limits that state none.</param>
    /// <param name="rate">For limits that state none.</param>
    public static LimitCourse Of(LimitEvent limit, Power baseline, Ramp? rate, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(limit);
        Power from = limit.Baseline ?? baseline, level = limit.Level ?? from * (limit.BaselineShare ?? 1);
        Ramp? steepest = limit.Ramp.RateMost ?? rate;
        TimeSpan down = RampTime(limit.Ramp.Down, from, level, steepest), up = RampTime(limit.Ramp.Up, from, level, steepest);
        TimeSpan start = limit.Ramp.Anchor == RampAnchor.Starts ? limit.From : limit.From - down;
        TimeSpan reached = start + down;
        TimeSpan to = limit.To ?? (limit.Hold is { } hold ? reached + hold : Later(horizon, reached));
        return new(limit, from, level)
        {
            Announced = limit.From - limit.Notice,
            RampStart = start,
            LevelFrom = reached,
            LevelTo = to,
            RecoveredAt = to + up,
            End = to + up + limit.Recovery,
        };
    }

    /// <summary>A rate of nearly nothing is a ramp of thirty years, not one beyond the end of time.</summary>
    internal const double RampSecondsMost = 1e9;

    /// <summary>How long a ramp between two levels takes: as stated, longer where it would be too steep, no time where nothing falls.</summary>
    internal static TimeSpan RampTime(TimeSpan stated, Power from, Power level, Ramp? steepest)
    {
        if (level >= from || steepest is not { } most) return level >= from ? TimeSpan.Zero : stated;
        double seconds = Math.Min(RampSecondsMost, (from - level).Watts / most.WattsPerSecond);
        return Later(stated, TimeSpan.FromTicks((long)Math.Ceiling(Math.Round(seconds * TimeSpan.TicksPerSecond, 3))));
    }

    /// <summary>While it ramps, and for a time after it, import changes no faster than the ramp does, with a slack; null where it does not ramp.</summary>
    /// <remarks>(baseline − level)/ramp + slack·baseline/1 min, as the contract counts it (arXiv 2507.00909v1, "gracefully"; the slack is our choice, grade C).</remarks>
    /// <param name="before">How long before a ramp its pace is kept already, so that it starts from a course that can follow it.</param>
    /// <param name="after">How long after it: the last minute of the ramp is judged against the one that follows.</param>
    public Ramp? PaceAt(TimeSpan now, TimeSpan before, TimeSpan after)
    {
        TimeSpan ramp = now >= RampStart - before && now < LevelFrom + after ? LevelFrom - RampStart
            : now >= LevelTo - before && now < RecoveredAt + after ? RecoveredAt - LevelTo : TimeSpan.Zero;
        if (ramp <= TimeSpan.Zero || Level >= Baseline) return null;
        return Ramp.FromSi((Baseline - Level).Watts / ramp.TotalSeconds + PaceSlackFraction * Baseline.Watts / 60);
    }

    /// <summary>Share of the baseline by which a minute may change beside the ramp's own part.</summary>
    public const double PaceSlackFraction = 0.009;

    /// <summary>What it asks for at a moment; infinite outside <see cref="RampStart"/> … <see cref="End"/>.</summary>
    public Power At(TimeSpan moment)
    {
        foreach (Line line in Lines()) if (moment.Ticks >= line.Start && moment.Ticks < line.End) return Power.FromSi(line.At(moment.Ticks));
        return Power.FromSi(double.PositiveInfinity);
    }

    internal static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>Its straight pieces, without those of no length.</summary>
    internal IEnumerable<Line> Lines()
    {
        Line[] all =
        [
            new(RampStart.Ticks, LevelFrom.Ticks, Baseline.Watts, Level.Watts),
            new(LevelFrom.Ticks, LevelTo.Ticks, Level.Watts, Level.Watts),
            new(LevelTo.Ticks, RecoveredAt.Ticks, Level.Watts, Baseline.Watts),
            new(RecoveredAt.Ticks, End.Ticks, Baseline.Watts, Baseline.Watts),
        ];
        return all.Where(line => line.End > line.Start);
    }
}

/// <summary>A straight line between two moments in ticks; whoever cuts it evaluates the same line, so cuts cost no bit.</summary>
internal readonly record struct Line(long Start, long End, double StartSi, double EndSi)
{
    public double SlopePerTick => StartSi == EndSi ? 0 : (EndSi - StartSi) / (End - Start);
    public double At(long tick) => StartSi == EndSi ? StartSi : tick == End ? EndSi
        : StartSi + (EndSi - StartSi) * ((double)(tick - Start) / (End - Start));
}
