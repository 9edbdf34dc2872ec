using CsCheck;
using Headroom.Sites.Years;

namespace Headroom.Tests.Sites.Years;

public class SolarTests
{
    private static readonly SolarPlant Fixed = new(SolarMounting.FixedTilt, TiltDegrees: 30, DirectPerAlternatingRatio: 1.2);
    private static readonly SolarPlant Tracker = new(SolarMounting.SingleAxis, TiltDegrees: 0, DirectPerAlternatingRatio: 1.2);

    [Fact]
    public void At_the_equator_and_equinox_noon_the_sun_is_overhead() =>
        // day 81 at longitude 0; the equation of time is −7.5 min, so noon is at 12:07:30
        Assert.Equal(1, SolarPosition.At(0, 0, 80 * 24 + 12 + 7.5 / 60).Up, 1e-3);

    [Fact]
    public void The_midsummer_sun_of_dallas_culminates_at_80_7_degrees()
    {
        double highest = Enumerable.Range(0, 240).Max(k => SolarPosition.At(32.78, -96.8, 171 * 24 + k / 10.0).Up);
        Assert.Equal(Math.Sin(80.7 * Math.PI / 180), highest, 2e-3);
    }

    [Fact]
    public void The_sun_rises_in_the_east_and_stands_south_at_noon_in_the_north()
    {
        Assert.True(SolarPosition.At(50, 0, 80 * 24 + 7).East > 0.9);
        Assert.True(SolarPosition.At(50, 0, 80 * 24 + 12).North < 0);
        Assert.True(SolarPosition.At(-33, 0, 80 * 24 + 12).North > 0);
    }

    [Fact]
    public void The_vector_to_the_sun_has_length_one() =>
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], Gen.Double[0, 8783]).Sample((latitude, longitude, hour) =>
        {
            SolarPosition sun = SolarPosition.At(latitude, longitude, hour);
            Assert.Equal(1, sun.East * sun.East + sun.North * sun.North + sun.Up * sun.Up, 1e-9);
        });

    [Fact]
    public void A_clear_zenith_sun_gives_about_one_kilowatt_per_square_metre_and_full_cloud_a_quarter()
    {
        Assert.Equal(1037, ClearSky.GlobalWattsPerSquareMetre(1), 1.0);
        Assert.Equal(0, ClearSky.GlobalWattsPerSquareMetre(-0.1));
        Assert.Equal(0.25, ClearSky.CloudTransmissionFraction(100), 1e-12);
        Assert.Equal(1, ClearSky.CloudTransmissionFraction(0), 1e-12);
    }

    [Fact]
    public void Diffuse_shares_lie_between_nothing_and_all() => Gen.Select(Gen.Double[0, 1300], Gen.Double[0.01, 1])
        .Sample((global, cosine) => Assert.InRange(ClearSky.DiffuseFraction(global, cosine), 0, 1));

    [Fact]
    public void More_cloud_never_gives_more_sun() => Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100]).Sample((a, b) =>
        Assert.True(ClearSky.CloudTransmissionFraction(Math.Max(a, b)) <= ClearSky.CloudTransmissionFraction(Math.Min(a, b)) + 1e-12));

    [Fact]
    public void Following_the_sun_pays_in_a_clear_year_and_clouds_cost()
    {
        double[] clear = new double[8760], grey = [.. clear.Select(_ => 100.0)];
        double still = SolarAvailability.FromCloudCover(Fixed, 33, -97, 2023, clear).Average();
        double turning = SolarAvailability.FromCloudCover(Tracker, 33, -97, 2023, clear).Average();
        double dull = SolarAvailability.FromCloudCover(Fixed, 33, -97, 2023, grey).Average();
        Assert.InRange(turning / still, 1.1, 1.35);
        Assert.InRange(dull / still, 0.1, 0.4);
    }

    [Fact]
    public void Cloud_and_the_radiation_it_implies_give_the_same_output()
    {
        double[] cloud = [.. Enumerable.Range(0, 8760).Select(t => t * 37 % 101.0)];
        double[] global = new double[8760], direct = new double[8760], diffuse = new double[8760];
        for (int t = 0; t < 8760; t++)
        {
            double up = SolarPosition.At(50, 8, t + 0.5).Up;
            global[t] = ClearSky.GlobalWattsPerSquareMetre(up) * ClearSky.CloudTransmissionFraction(cloud[t]);
            diffuse[t] = global[t] * ClearSky.DiffuseFraction(global[t], up);
            direct[t] = up > 0 ? (global[t] - diffuse[t]) / up : 0;
        }
        Assert.Equal(
            SolarAvailability.FromCloudCover(Fixed, 50, 8, 2023, cloud),
            SolarAvailability.FromIrradiance(Fixed, 50, 8, 2023, global, direct, diffuse));
    }

    [Fact]
    public void Inverters_clip_and_hot_cells_give_less()
    {
        Assert.Equal(1, new SolarPlant(SolarMounting.FixedTilt, 30, 1.5).Output(1100, 0));
        Assert.True(Fixed.Output(800, 40) < Fixed.Output(800, 10));
        Assert.Equal(0, Fixed.Output(0, 20));
    }

    [Fact]
    public void A_series_of_the_wrong_length_is_refused() => Assert.Throws<ArgumentException>(() =>
        SolarAvailability.FromCloudCover(Fixed, 50, 8, 2024, new double[8760]));
}
