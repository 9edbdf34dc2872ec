using CsCheck;
using Headroom.Sites.Years;

namespace Headroom.Tests.Sites.Years;

public class WindTests
{
    [Theory]
    [InlineData(2.9, 0)]
    [InlineData(12, 0.92)]
    [InlineData(20, 0.92)]
    [InlineData(25, 0.46)]
    [InlineData(28, 0)]
    public void The_power_curve_has_its_corners(double hubMetresPerSecond, double output) =>
        Assert.Equal(output, WindAvailability.Output(hubMetresPerSecond), 1e-12);

    [Fact]
    public void Output_lies_between_nothing_and_all() =>
        Gen.Double[0, 60].Sample(v => Assert.InRange(WindAvailability.Output(v), 0, 1));

    [Fact]
    public void The_hub_sees_39_percent_more_wind_than_the_mast() =>
        Assert.Equal(1.389, WindAvailability.HubMetresPerSecond(1), 1e-3);

    [Fact]
    public void Calibration_meets_its_target_and_refuses_what_is_out_of_reach()
    {
        double[] wind = [.. Enumerable.Range(0, 8760).Select(t => 1 + t % 13 * 0.5)];
        Assert.Equal(0.35, WindAvailability.Calibrated(wind, 0.35).Average(), 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => WindAvailability.Calibrated(new double[8760], 0.35));
    }
}
