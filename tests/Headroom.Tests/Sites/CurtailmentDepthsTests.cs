using Headroom.Sites;

namespace Headroom.Tests.Sites;

public sealed class CurtailmentDepthsTests
{
    [Theory]
    [InlineData(85, 0.742)]
    [InlineData(177, 0.7525)]
    [InlineData(1848, 0.763)]
    [InlineData(1, 0.4)]
    [InlineData(10, 0.01)]
    [InlineData(100, 0.999)]
    public void The_mean_is_what_is_not_retained_and_the_deepest_comes_first(int hours, double retained)
    {
        double[] depths = CurtailmentDepths.Of(hours, retained);
        Assert.Equal(1 - retained, depths.Average(), 1e-9);
        Assert.All(depths, depth => Assert.InRange(depth, 0, 1));
        Assert.Equal(depths.OrderDescending(), depths);
    }

    [Theory]
    [InlineData(0, 0.5, 0)]
    [InlineData(3, 0, 3)]
    [InlineData(3, 1, 0)]
    public void All_or_nothing_are_so_in_each_hour(int hours, double retained, double sum) => Assert.Equal(sum, CurtailmentDepths.Of(hours, retained).Sum());

    /// <summary>Duke University, Rethinking Load Growth (February 2025, hdl.handle.net/10161/32077): 0.5 % of the energy of 98 GW of new load, in 177 hours a year; shares of those hours in which so much of the load stays on.</summary>
    [Theory]
    [InlineData(0.50, 0.88)]
    [InlineData(0.75, 0.60)]
    [InlineData(0.90, 0.29)]
    public void Curtailed_hours_of_new_load_under_the_seasonal_peaks_are_as_deep_as_published(double kept, double hours)
    {
        double[] depths = CurtailmentDepths.Of(177, 1 - 0.005 * 8760 / 177);
        Assert.Equal(hours, depths.Count(depth => depth <= 1 - kept) / 177.0, 0.05);
    }

    [Theory]
    [InlineData(-1, 0.5)]
    [InlineData(5, -0.1)]
    [InlineData(5, 1.1)]
    [InlineData(5, double.NaN)]
    public void What_is_no_share_stops(int hours, double retained) => Assert.Throws<ArgumentOutOfRangeException>(() => CurtailmentDepths.Of(hours, retained));
}
