namespace Headroom.Operator;

/// <summary>The time of a site: spans since an epoch, as the controller counts them, and moments of the calendar.</summary>
/// <remarks>
///   now = started + speed·(elapsed since then)        speed is 1 at a real site; a simulated field may run faster than life
///   The epoch never moves, so that moments outlive a restart.
/// </remarks>
/// <param name="time">The machine's clock, or a test's.</param>
/// <param name="started">The moment that the site's clock shows at once.</param>
/// <param name="speedFactor">How much faster than life; above 0.</param>
public sealed class SiteClock(TimeProvider time, DateTimeOffset started, double speedFactor = 1)
{
    /// <summary>All spans count from here.</summary>
    public static DateTimeOffset Epoch { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly long since = time.GetTimestamp();

    /// <summary>The clock of a real site.</summary>
    public static SiteClock Real(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(time, time.GetUtcNow());
    }

    public double SpeedFactor => speedFactor;
    public TimeProvider Time => time;

    /// <summary>The calendar's moment, in UTC.</summary>
    public DateTimeOffset UtcNow => speedFactor == 1 ? time.GetUtcNow() : started + speedFactor * time.GetElapsedTime(since);

    /// <summary>The same as the controller counts it.</summary>
    public TimeSpan Now => UtcNow - Epoch;

    public static TimeSpan At(DateTimeOffset moment) => moment - Epoch;

    /// <summary>The calendar ends where <see cref="DateTimeOffset"/> does; moments beyond it are its first or last.</summary>
    public static DateTimeOffset At(TimeSpan moment) =>
        moment < DateTimeOffset.MinValue - Epoch ? DateTimeOffset.MinValue : moment > DateTimeOffset.MaxValue - Epoch ? DateTimeOffset.MaxValue : Epoch + moment;

    /// <summary>How long one waits for a span of the site's time.</summary>
    public TimeSpan Wait(TimeSpan span) => span / speedFactor;
}
