using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Which messages can be taken as they are. Nothing is repaired: what is refused says why.</summary>
internal static class LimitChecks
{
    /// <summary>Moments further from the epoch than this are mistakes; every date that a calendar can write lies within.</summary>
    internal static readonly TimeSpan MomentMost = TimeSpan.FromDays(4_000_000);

    /// <summary>Durations longer than this are mistakes; an open end is said by leaving the end out.</summary>
    internal static readonly TimeSpan DurationMost = TimeSpan.FromDays(1_000_000);

    /// <summary>Where an open end ends: after every moment, and far enough from the last tick to add three durations.</summary>
    internal static readonly TimeSpan Forever = TimeSpan.FromDays(7_000_000);

    public static (LimitRefusal Reason, string Why)? Refusal(LimitMessage message, LimitBookSetting setting, TimeSpan now)
    {
        if (string.IsNullOrEmpty(message.Source.Id) || !Enum.IsDefined(message.Source.Authority)) return (LimitRefusal.NoSource, "It names no source.");
        if (IsAbsurd(message.Stamp.Issued)) return (LimitRefusal.AbsurdTime, "Its time of issue is no date.");
        if (message.Stamp.Issued > now + setting.IssuedAheadMost) return (LimitRefusal.IssuedAhead, $"It claims to be issued {message.Stamp.Issued - now} from now.");
        if (message.Kind == LimitMessageKind.Heartbeat) return null;
        if (string.IsNullOrEmpty(message.Name)) return (LimitRefusal.NoName, "It names no limit.");
        if (message.Kind == LimitMessageKind.Cancel) return null;
        if (message.Limit is not { } limit || limit.Name != message.Name || !Enum.IsDefined(message.Kind)) return (LimitRefusal.NoLimit, "It demands nothing under its name.");
        if (limit.Authority != message.Source.Authority)
            return (LimitRefusal.AuthorityDiffers, $"The limit is of {limit.Authority}, its sender of {message.Source.Authority}.");
        if (limit.Feed is { } feed && !setting.Feeds.ContainsKey(feed)) return (LimitRefusal.UnknownFeed, $"The site has no feed \"{feed}\".");
        return OfPower(limit) ?? OfTime(limit) ?? OfSilence(message.Silence) ?? OfBaseline(limit, setting) ?? OfRamp(message, limit, setting);
    }

    private static (LimitRefusal, string)? OfPower(LimitEvent limit)
    {
        if (limit.Level is null && limit.BaselineShare is null) return (LimitRefusal.NoLevel, "It states neither a level nor a share.");
        foreach (double number in (double[])[limit.Level?.Watts ?? 0, limit.BaselineShare ?? 0, limit.Baseline?.Watts ?? 0])
        {
            if (!double.IsFinite(number)) return (LimitRefusal.NotFinite, "A power of it is no number.");
            if (number < 0) return (LimitRefusal.NegativePower, "A power of it is negative.");
        }
        return null;
    }

    private static (LimitRefusal, string)? OfTime(LimitEvent limit)
    {
        if (IsAbsurd(limit.From) || limit.To is { } end && IsAbsurd(end)) return (LimitRefusal.AbsurdTime, "It starts or ends at no date.");
        if (limit.To < limit.From) return (LimitRefusal.EndBeforeStart, $"It ends {limit.From - limit.To} before it starts.");
        return Durations(limit.Hold ?? TimeSpan.Zero, limit.Notice, limit.Ramp.Down, limit.Ramp.Up, limit.Recovery);
    }

    private static (LimitRefusal, string)? OfSilence(LimitSilence? silence)
    {
        if (silence is null) return null;
        if (silence.Interval <= TimeSpan.Zero || silence.Misses < 1 || !Enum.IsDefined(silence.Then))
            return (LimitRefusal.IncompleteSilence, "A heartbeat takes an interval and at least one miss.");
        if (silence.Interval > DurationMost / silence.Misses) return (LimitRefusal.AbsurdTime, "Its silence never begins.");
        if (Durations(silence.RevertAfter) is { } wrong) return wrong;
        if (silence.Then != OnSilence.FailSafe) return null;
        if (silence.FailSafe is not { } power) return (LimitRefusal.IncompleteSilence, "It states no fail-safe power.");
        if (!double.IsFinite(power.Watts)) return (LimitRefusal.NotFinite, "Its fail-safe power is no number.");
        return power.Watts < 0 ? (LimitRefusal.NegativePower, "Its fail-safe power is negative.") : null;
    }

    /// <summary>A share, and a ramp, are of a baseline: one that states none gets the scope's, if that has one.</summary>
    private static (LimitRefusal, string)? OfBaseline(LimitEvent limit, LimitBookSetting setting)
    {
        bool needs = limit.Level is null || limit.Ramp.Down > TimeSpan.Zero || limit.Ramp.Up > TimeSpan.Zero || limit.Ramp.RateMost is not null || setting.RampLimit is not null;
        if (!needs || double.IsFinite((limit.Baseline ?? setting.Scope(limit.Feed).Baseline).Watts)) return null;
        return (LimitRefusal.NoBaseline, "It states no baseline for its share or its ramp, and nobody here knows one.");
    }

    /// <summary>A ramp so slow that it takes ages would overflow time.</summary>
    private static (LimitRefusal, string)? OfRamp(LimitMessage message, LimitEvent limit, LimitBookSetting setting)
    {
        if ((limit.Ramp.RateMost ?? setting.RampLimit) is not { } rate) return null;
        if (!(rate.WattsPerSecond > 0)) return (LimitRefusal.NotFinite, "Its ramp is no rate.");
        Power from = limit.Baseline ?? setting.Scope(limit.Feed).Baseline, level = limit.Level ?? from * (limit.BaselineShare ?? 1);
        Power least = message.Silence?.FailSafe is { } power ? Power.Min(level, power) : level;
        return (from - least).Watts / rate.WattsPerSecond > DurationMost.TotalSeconds ? (LimitRefusal.AbsurdTime, "Its ramp takes ages.") : null;
    }

    private static (LimitRefusal, string)? Durations(params ReadOnlySpan<TimeSpan> all)
    {
        foreach (TimeSpan one in all)
        {
            if (one < TimeSpan.Zero) return (LimitRefusal.NegativeTime, "A duration of it is negative.");
            if (one > DurationMost) return (LimitRefusal.AbsurdTime, "A duration of it is longer than history; leave the end out for an open one.");
        }
        return null;
    }

    private static bool IsAbsurd(TimeSpan moment) => moment < -MomentMost || moment > MomentMost;
}
