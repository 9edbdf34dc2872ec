using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Tests.Sites;

public class SeriesTests
{
    [Fact]
    public void A_series_reads_numbers_in_a_unit_and_gives_quantities_back()
    {
        Unit unit = EnergyPrice.Units.Single(u => u.Symbol == "$/MWh");
        var price = Series<EnergyPrice>.Of([30, -5, 65], unit);
        Assert.Equal(-5, price[1].DollarsPerMegawattHour, 12);
        Assert.Equal((30, -5, 65), (Math.Round(price.Mean.DollarsPerMegawattHour, 9), Math.Round(price.Least.DollarsPerMegawattHour, 9),
            Math.Round(price.Most.DollarsPerMegawattHour, 9)));
    }

    [Fact]
    public void An_offset_unit_is_a_point_on_its_scale() =>
        Assert.Equal(313.15, Series<Temperature>.Of([40], Temperature.Units[0])[0].Kelvin, 12);

    [Fact]
    public void A_constant_is_the_same_in_every_hour()
    {
        var load = Series<Power>.Constant(50.Megawatts, 8760);
        Assert.Equal((8760, 50.Megawatts, 50.Megawatts), (load.Hours, load[0], load[8759]));
    }

    [Fact]
    public void Sizing_tells_fixed_from_free()
    {
        Assert.True(Sizing<Power>.Fixed(5.Megawatts).IsFixed);
        Assert.False(Sizing<Power>.UpTo(5.Megawatts).IsFixed);
        Assert.Equal(Power.Zero, Sizing<Power>.UpTo(5.Megawatts).Installed);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.10)]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.50)]
    public void Tiers_of_a_service_give_their_share(int tier, double share) => Assert.Equal(share, Service.FlexibleFraction(tier));
}
