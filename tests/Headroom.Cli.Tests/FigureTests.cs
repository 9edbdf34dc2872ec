using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Tests;

public class FigureTests
{
    [Theory]
    [InlineData(-1e-9, "0 %")]
    [InlineData(1e-9, "< 0.0001 %")]
    [InlineData(-0.0123, "−1.2 %")]
    [InlineData(0, "0 %")]
    public void What_rounds_to_nothing_has_no_sign(double fraction, string expected) => Assert.Equal(expected, Figure.Percent(fraction));

    [Theory]
    [InlineData(100, 100.00001, "0 %")]
    [InlineData(100, 99.99999, "0 %")]
    [InlineData(100, 103, "+3 %")]
    [InlineData(100, 97, "−3 %")]
    public void A_difference_too_small_to_be_told_is_none(double planned, double simulated, string expected) =>
        Assert.Equal(expected, SimulationWords.Difference(new("draw", planned.MegawattHours, simulated.MegawattHours)));

    [Fact]
    public void A_ratio_has_no_sign_without_digits() => Assert.Equal("0.000", Figure.Ratio(-1e-5));

    [Fact]
    public void One_is_one()
    {
        Assert.Equal("1 process", Wording.Counted(1, ("process", "processes")));
        Assert.Equal("1,204 beats", Wording.Counted(1204, ("beat", "beats")));
    }
}
