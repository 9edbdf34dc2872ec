using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Tests.Cooling;

public class SiteOverheadTests
{
    static readonly ElectricalLosses losses = new(UpsEfficiency: 0.97, DistributionLossFraction: 0.01, LightsFraction: 0.001);

    static SiteOverhead Liquid(double share) => new(CoolingKind.DirectLiquid, 40.DegreesCelsius, Rejection.DryCooler, share, losses);

    [Fact]
    public void Site_power_is_it_power_over_distribution_plus_cooling()
    {
        SiteOverhead site = Liquid(1);
        CoolingCost cooling = CoolingSlope.Of(site.Kind, site.Supply, site.Rejection, 20.DegreesCelsius, 14.DegreesCelsius);
        Assert.Equal(1 / site.DistributionEfficiency + cooling.PowerPerHeatRatio,
            site.PowerUsageEffectiveness(20.DegreesCelsius, 14.DegreesCelsius), 1e-12);
        Assert.Equal(1 / 0.97 + 1 / 0.99 - 1 + 0.001, 1 / site.DistributionEfficiency, 1e-12);
    }

    [Fact]
    public void Heat_left_in_the_air_costs_more_than_heat_in_liquid() =>
        Assert.True(Liquid(0.8).PowerUsageEffectiveness(20.DegreesCelsius, 14.DegreesCelsius)
            > Liquid(1).PowerUsageEffectiveness(20.DegreesCelsius, 14.DegreesCelsius));
}
