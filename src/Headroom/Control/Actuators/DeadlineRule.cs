namespace Headroom.Control;

/// <summary>Which actuator answers which deadline.</summary>
/// <remarks>
///   under 1 s    storage or in-band only
///   1 to 10 s    pre-armed caps, then the brake, which is blunt
///   to 60 s      in-band caps, clocks, batches; out-of-band caps where they are ordered 42 s ahead
///   to 2 min     out-of-band caps, then the faster ones
///   over 2 min   the scheduler, then sources, then everything faster
///   Ends belong to the shorter deadline, but 1 s belongs to the longer. An actuator of another band helps after those of the band, the slowest first, so
///   that the fast stay free; the brake comes last of them. That one minute ends and minutes begin at two is our choice.
/// </remarks>
public static class DeadlineRule
{
    private static readonly TimeSpan instant = TimeSpan.FromSeconds(1), seconds = TimeSpan.FromSeconds(10), minute = TimeSpan.FromMinutes(1),
        minutes = TimeSpan.FromMinutes(2);
    private static readonly ActuatorKind[] forInstants = [ActuatorKind.Smoothing, ActuatorKind.Storage, ActuatorKind.ClockLock, ActuatorKind.InBandCap];
    private static readonly ActuatorKind[] forSeconds = [ActuatorKind.PreArmedCap, ActuatorKind.Brake];
    private static readonly ActuatorKind[] forAMinute = [ActuatorKind.InBandCap, ActuatorKind.ClockLock, ActuatorKind.Batch];
    private static readonly ActuatorKind[] forTwoMinutes = [ActuatorKind.OutOfBandCap];
    private static readonly ActuatorKind[] forMinutes = [ActuatorKind.Scheduler, ActuatorKind.Generator, ActuatorKind.CoolingSetPoint];

    /// <summary>The kinds that a deadline asks first, in this order.</summary>
    public static IReadOnlyList<ActuatorKind> First(TimeSpan deadline) => FirstKinds(deadline);

    /// <summary>It may answer this deadline: it is seen to hold by then, and its kind is allowed so close.</summary>
    public static bool Permits(Actuator actuator, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(actuator);
        return actuator.InTime(deadline) && (deadline >= instant || Array.IndexOf(forInstants, actuator.Kind) >= 0);
    }

    /// <summary>A deadline so close that only storage and what is in band may answer.</summary>
    public static bool IsInstant(TimeSpan deadline) => deadline < instant;

    /// <summary>Which of two is asked first; negative where it is the first.</summary>
    public static int Compare(Actuator one, Actuator other, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        int byPlace = Place(one, deadline).CompareTo(Place(other, deadline));
        return byPlace != 0 ? byPlace : other.Reach.CompareTo(one.Reach);
    }

    private static int Place(Actuator actuator, TimeSpan deadline)
    {
        ActuatorKind[] kinds = FirstKinds(deadline);
        int place = Array.IndexOf(kinds, actuator.Kind);
        return place >= 0 ? place : actuator.Kind == ActuatorKind.Brake ? kinds.Length + 1 : kinds.Length;
    }

    private static ActuatorKind[] FirstKinds(TimeSpan deadline) => deadline < instant ? forInstants : deadline <= seconds ? forSeconds
        : deadline <= minute ? forAMinute : deadline <= minutes ? forTwoMinutes : forMinutes;
}
