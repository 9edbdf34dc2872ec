namespace Headroom.Operator;

/// <summary>The time of a site: spans since an epoch, as the controller counts them, and moments of the calendar. At a real site it is the machine's.</summary>
/// <remarks>The epoch never moves, so that moments outlive a restart. A simulated field that runs faster or slower than life goes by a <see cref="SteppedClock"/>.</remarks>
/// <param name="time">The machine's clock, or a test's.</param>
public class SiteClock(TimeProvider time)
{
    /// <summary>All spans count from here.</summary>
    public static DateTimeOffset Epoch { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The clock of a real site.</summary>
    public static SiteClock Real(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(time);
    }

    /// <summary>How much faster than life it is to go; above 0.</summary>
    public virtual double SpeedFactor => 1;
    public TimeProvider Time => time;

    /// <summary>The calendar's moment, in UTC.</summary>
    public virtual DateTimeOffset UtcNow => time.GetUtcNow();

    /// <summary>The same as the controller counts it.</summary>
    public TimeSpan Now => UtcNow - Epoch;

    /// <summary>How long ago a moment of the site was, in life.</summary>
    public virtual TimeSpan Age(DateTimeOffset moment) => UtcNow - moment;

    public static TimeSpan At(DateTimeOffset moment) => moment - Epoch;

    /// <summary>The calendar ends where <see cref="DateTimeOffset"/> does; moments beyond it are its first or last.</summary>
    public static DateTimeOffset At(TimeSpan moment) =>
        moment < DateTimeOffset.MinValue - Epoch ? DateTimeOffset.MinValue : moment > DateTimeOffset.MaxValue - Epoch ? DateTimeOffset.MaxValue : Epoch + moment;

    /// <summary>How long one waits for a span of the site's time, in life.</summary>
    public TimeSpan Wait(TimeSpan span) => span / SpeedFactor;
}
