using Headroom.Sites.Years;

namespace Headroom.Tests.Sites.Years;

public class ChanceTests
{
    [Fact]
    public void Normal_deviates_have_mean_zero_variance_one_and_gaussian_tails()
    {
        double[] x = [.. Enumerable.Range(0, 200_000).Select(k => Chance.Normal(7, 3, (uint)k))];
        Assert.Equal(0, x.Average(), 0.01);
        Assert.Equal(1, x.Average(v => v * v), 0.02);
        Assert.Equal(0.0228, x.Count(v => v > 2) / 200_000.0, 0.002);
        Assert.Equal(0, x.Zip(x.Skip(1), (a, b) => a * b).Average(), 0.01);
    }

    [Fact]
    public void Streams_and_seeds_are_apart()
    {
        Assert.NotEqual(Chance.Bits(1, 0, 0), Chance.Bits(1, 1, 0));
        Assert.NotEqual(Chance.Bits(1, 0, 0), Chance.Bits(1, 0, 1));
        Assert.NotEqual(Chance.Bits(1, 0, 0), Chance.Bits(2, 0, 0));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959964)]
    [InlineData(0.001, -3.090232)]
    public void Quantiles_are_those_of_the_tables(double share, double value) =>
        Assert.Equal(value, NormalDistribution.Quantile(share), 1e-5);

    [Fact]
    public void The_factor_of_a_correlation_gives_it_back()
    {
        double[] below = [0.5, -0.3, 0.2];
        double[][] l = CorrelationTriangle.Factor(below, 3);
        Assert.Equal(0.5, l[1][0] * l[0][0], 1e-12);
        Assert.Equal(-0.3, l[2][0] * l[0][0], 1e-12);
        Assert.Equal(0.2, l[2][0] * l[1][0] + l[2][1] * l[1][1], 1e-12);
        Assert.Throws<ArgumentException>(() => CorrelationTriangle.Factor([0.9, 0.9, -0.9], 3));
    }
}
