using CsCheck;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;

namespace Headroom.Tests.Compute.Waveforms;

public sealed class CourseTests
{
    static readonly Course ramp = Course.Through((0.Seconds, 0), (2.Seconds, 1), (4.Seconds, 1));

    [Fact]
    public void A_ramp_of_two_seconds_and_two_at_the_top_has_a_mean_of_three_quarters()
    {
        Assert.Equal(0.75, ramp.MeanFraction, 1e-12);
        Assert.Equal(0.5, ramp.LevelFractionAt(1.Seconds), 1e-12);
        Assert.Equal(0.25, ramp.IntegralSeconds(1.Seconds), 1e-12);
        Assert.Equal(3, ramp.IntegralSeconds(9.Seconds), 1e-12);
    }

    [Fact]
    public void At_a_jump_the_later_level_holds()
    {
        Course jump = Course.Through((0.Seconds, 1), (2.Seconds, 1), (2.Seconds, 0.5), (4.Seconds, 0.5));
        Assert.Equal(0.5, jump.LevelFractionAt(2.Seconds), 1e-12);
        Assert.Equal(0.75, jump.MeanFraction, 1e-12);
    }

    [Fact]
    public void What_is_no_course_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Course.Through());
        Assert.Throws<ArgumentException>(() => Course.Through((1.Seconds, 1)));
        Assert.Throws<ArgumentException>(() => Course.Through((0.Seconds, 1), (2.Seconds, 1), (1.Seconds, 1)));
        Assert.Throws<ArgumentException>(() => Course.Through((0.Seconds, -0.1)));
    }

    [Fact]
    public void A_step_with_a_fifth_of_exposed_communication_at_half_level_draws_nine_tenths()
    {
        StepShape step = new(10.Seconds, CommunicationShare: 0.2, CommunicationFraction: 0.5, Fall: 1.Seconds, Rise: 1.Seconds);
        Assert.Equal(0.9, step.MeanFraction, 1e-12);
        Assert.Equal(0.9, step.Course().MeanFraction, 1e-9);
        // rise 0–1 s, compute 1–8 s, fall 8–9 s, floor 9–10 s
        Assert.Equal(0.75, step.Course().LevelFractionAt(8.5.Seconds), 1e-9);
        Assert.Equal(0.5, step.Course().LevelFractionAt(9.5.Seconds), 1e-9);
    }

    [Fact]
    public void Ramps_longer_than_the_communication_are_refused() => Assert.Throws<ArgumentException>(() =>
        new StepShape(10.Seconds, CommunicationShare: 0.1, CommunicationFraction: 0.5, Fall: 2.Seconds, Rise: 2.Seconds).Course());

    [Fact]
    public void The_mean_of_a_step_is_its_closed_form_whatever_its_ramps() =>
        Gen.Select(Gen.Double[2, 15], Gen.Double[0.1, 0.4], Gen.Double[0.3, 0.95], Gen.Double[0, 1], Gen.Double[0, 1])
            .Sample((period, share, level, fall, rise) =>
            {
                StepShape step = new(period.Seconds, share, level, (fall * share * period).Seconds, (rise * share * period).Seconds);
                Assert.Equal(step.MeanFraction, step.Course().MeanFraction, 1e-6);
                Assert.Equal((level, 1.0), (step.Course().LeastFraction, step.Course().MostFraction));
            });
}
