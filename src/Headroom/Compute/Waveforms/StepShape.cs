namespace Headroom.Compute.Waveforms;

/// <summary>One iteration of synchronous training: arithmetic at full level, then communication that nothing hides.</summary>
/// <param name="Period">T_it, from step to step; 2–15 s in large runs.</param>
/// <param name="CommunicationShare">w, share of the period in exposed communication, measured at half its depth; .1–.25.</param>
/// <param name="CommunicationFraction">s_c, level at its floor, of the compute level; .55–.9.</param>
/// <param name="Fall">Time from the compute level to the floor.</param>
/// <param name="Rise">Time back.</param>
/// <remarks>
///   mean = 1 − w·(1 − s_c), whatever fall and rise;   floor lasts w·T_it − (fall + rise)/2 ≥ 0
///   The corners give the wave its second harmonic.
///   Source   shape: <c>reference/compute.md</c> §5; ranges of w and s_c are estimates, §1.6.
/// </remarks>
public sealed record StepShape(
    TimeSpan Period, double CommunicationShare, double CommunicationFraction, TimeSpan Fall, TimeSpan Rise)
{
    /// <summary>Mean over the period, of the compute level.</summary>
    public double MeanFraction => 1 - CommunicationShare * (1 - CommunicationFraction);

    /// <summary>The course of one step: rise, compute, fall, floor.</summary>
    public Course Course()
    {
        TimeSpan floor = CommunicationShare * Period - (Fall + Rise) / 2;
        TimeSpan compute = Period - floor - Fall - Rise;
        if (floor < TimeSpan.Zero || compute < TimeSpan.Zero)
            throw new ArgumentException(
                $"Fall {Fall} and rise {Rise} do not fit a communication of {CommunicationShare:P0} in a step of {Period}.");
        return Waveforms.Course.Through(
            (TimeSpan.Zero, CommunicationFraction), (Rise, 1), (Rise + compute, 1),
            (Rise + compute + Fall, CommunicationFraction), (Period, CommunicationFraction));
    }
}
