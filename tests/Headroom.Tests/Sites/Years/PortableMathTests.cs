using CsCheck;
using Headroom.Sites.Years;

namespace Headroom.Tests.Sites.Years;

public class PortableMathTests
{
    [Fact]
    public void Exponentials_agree_with_the_platform() =>
        Gen.Double[-700, 700].Sample(x => Near(Math.Exp(x), PortableMath.Exp(x), relative: 1e-15));

    [Fact]
    public void Logarithms_agree_with_the_platform() => Gen.Double[-600, 600].Select(Math.Exp)
        .Sample(x => Assert.Equal(Math.Log(x), PortableMath.Log(x), 1e-13));

    [Fact]
    public void Sines_and_cosines_agree_with_the_platform() => Gen.Double[-10000, 10000].Sample(x =>
    {
        Assert.Equal(Math.Sin(x), PortableMath.Sin(x), 1e-12);
        Assert.Equal(Math.Cos(x), PortableMath.Cos(x), 1e-12);
    });

    [Fact]
    public void Powers_agree_with_the_platform() => Gen.Select(Gen.Double[1e-3, 1e3], Gen.Double[-5, 5])
        .Sample((x, y) => Near(Math.Pow(x, y), PortableMath.Pow(x, y), relative: 1e-13));

    [Fact]
    public void The_edges_are_those_of_mathematics()
    {
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(0, PortableMath.Sin(0));
        Assert.Equal(1, PortableMath.Cos(0));
        Assert.Equal(0, PortableMath.Pow(0, 3.4));
        Assert.Equal(double.NegativeInfinity, PortableMath.Log(0));
        Assert.True(double.IsNaN(PortableMath.Log(-1)));
        Assert.True(double.IsNaN(PortableMath.Exp(double.NaN)));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(1000));
        Assert.Equal(0, PortableMath.Exp(-1000));
    }

    private static void Near(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual:R} is not {expected:R}");
}
