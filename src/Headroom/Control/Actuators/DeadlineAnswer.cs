using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Power to be off by a deadline and to stay off. Times count from now.</summary>
/// <param name="For">How long from the deadline on; <see cref="Open"/> without a known end.</param>
public readonly record struct ShedNeed(TimeSpan Deadline, Power Shed, TimeSpan For)
{
    public static TimeSpan Open => TimeSpan.MaxValue;

    public TimeSpan End => Deadline > TimeSpan.MaxValue - For ? TimeSpan.MaxValue : Deadline + For;
}

/// <summary>What one actuator can give now. No two of them may count the same watts.</summary>
/// <param name="Most">Power that it can take off the site.</param>
public readonly record struct Means(Actuator Actuator, Power Most)
{
    /// <summary>Energy that it can give before it is empty; null where it lasts.</summary>
    public Energy? Store { get; init; }

    /// <summary>It gives this much or nothing; zero where any part will do.</summary>
    public Power Least { get; init; }

    /// <summary>It gives whole multiples of it, rounded up; zero where it is continuous.</summary>
    public Power Step { get; init; }
}

/// <summary>What an actuator does in a plan.</summary>
public enum StepRole
{
    /// <summary>Gives its power to the end.</summary>
    Holds,

    /// <summary>Gives what is missing until slower ones have landed.</summary>
    Bridges,
}

/// <summary>One actuator of a plan, and when it has to be ordered.</summary>
/// <param name="Means">Its place among the means.</param>
/// <param name="CommandAt">When its order leaves at the latest; zero is now.</param>
/// <param name="From">When it counts.</param>
/// <param name="Until">When it may be released; no earlier than its hold time.</param>
/// <param name="Power">What it gives at most.</param>
/// <param name="Above">A bridge gives what is missing beyond this; others take care of the rest.</param>
/// <param name="Uses">Energy that a bridge needs.</param>
public readonly record struct DeadlineStep(int Means, StepRole Role, TimeSpan CommandAt, TimeSpan From, TimeSpan Until, Power Power, Power Above, Energy Uses);

/// <summary>Why no plan starts.</summary>
public enum RefusalReason
{
    /// <summary>All means together give too little.</summary>
    TooLittle,

    /// <summary>The slowest necessary actuator misses the deadline, and nothing bridges the time until it lands.</summary>
    TooLate,

    /// <summary>Something bridges, but it runs empty before.</summary>
    StoreTooSmall,
}

/// <summary>How a deadline is met, or why it cannot be.</summary>
public abstract record DeadlineAnswer
{
    private DeadlineAnswer() { }

    /// <summary>Steps in the order in which they were chosen.</summary>
    public sealed record Plan(ShedNeed Need, IReadOnlyList<DeadlineStep> Steps) : DeadlineAnswer
    {
        /// <summary>The first order leaves by then.</summary>
        public TimeSpan FirstCommand => Steps.Count == 0 ? Need.Deadline : Steps.Min(step => step.CommandAt);

        /// <summary>Power that is off at a moment if every step does as planned.</summary>
        public Power GivenAt(TimeSpan moment)
        {
            Power held = default, given = default;
            foreach (DeadlineStep step in Steps)
                if (step.Role == StepRole.Holds && step.From <= moment && moment < step.Until) held += step.Power;
            foreach (DeadlineStep step in Steps)
                if (step.Role == StepRole.Bridges && step.From <= moment && moment < step.Until)
                    given += Power.Max(default, Power.Min(step.Power, Need.Shed - held - step.Above));
            return held + given;
        }
    }

    /// <summary>Nothing is started.</summary>
    /// <param name="Missing">Power that would be missing at the deadline.</param>
    /// <param name="Until">How long it would be missing.</param>
    /// <param name="Slowest">The means that comes too late; null where none would help.</param>
    public sealed record Refused(RefusalReason Reason, Power Missing, TimeSpan Until, int? Slowest, string Why) : DeadlineAnswer;
}
