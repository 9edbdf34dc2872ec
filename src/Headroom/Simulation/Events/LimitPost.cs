using Headroom.Control;

namespace Headroom.Simulation;

/// <summary>Carries the limits of a scenario to the controller, each as a message of its authority at the moment it is announced.</summary>
/// <remarks>The loss of a grid is no message: nobody announces it, and the voltage tells.</remarks>
internal sealed class LimitPost
{
    private readonly (TimeSpan At, LimitMessage Message)[] letters;
    private int next;

    public LimitPost(EventTimeline timeline) =>
        letters = [.. timeline.Limits.Where(course => course.Limit.Name != TimelineCompiler.GridLossName)
            .Select((course, k) => (course.Announced, LimitMessage.Announcing(course, $"scenario/{k + 1}"))).OrderBy(one => one.Announced)];

    /// <summary>Hands over what has been announced by now; what was announced before the run began is known from its start.</summary>
    public void Deliver(TimeSpan now, Controller controller)
    {
        for (; next < letters.Length && letters[next].At <= now; next++) controller.Receive(letters[next].Message, now);
    }
}
