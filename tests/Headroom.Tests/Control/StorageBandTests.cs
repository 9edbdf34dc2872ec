using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control;

/// <summary>Batteries that only take set points hold the band beside their orders; worked by hand, in MW.</summary>
public sealed class StorageBandTests
{
    private static BatteryReach Reach(double injected, double least = -10, double most = 10, double stored = 5, double free = 5) =>
        new(default, least.Megawatts, most.Megawatts, stored.MegawattHours, free.MegawattHours) { Injected = injected.Megawatts };

    private static double[] Held(double import, double least, double most, double[] orders, params BatteryReach[] reaches)
    {
        Power[] given = [.. orders.Select(one => one.Megawatts)];
        StorageBand.Hold(import.Megawatts, reaches, given, least.Megawatts, most.Megawatts);
        return [.. given.Select(one => Math.Round(one.Megawatts, 9))];
    }

    [Theory]
    [InlineData(50, 0, 60, 0, 0)]          // within the band: as ordered
    [InlineData(50, 0, 60, -4, -4)]
    [InlineData(50, 0, 45, 0, 5)]          // 5 MW too many
    [InlineData(50, 0, 45, 8, 8)]          // the order is more than that
    [InlineData(50, 0, 45, -4, 5)]         // charging would make it 9
    [InlineData(50, 0, 30, 0, 10)]         // as much as it can
    [InlineData(50, 53, 60, 0, -3)]        // import may not fall below 53
    [InlineData(50, 70, 90, 0, -10)]
    [InlineData(50, 45, 40, 0, 10)]        // a band without a width: its upper end counts
    public void What_import_misses_of_its_band_is_given_beside_the_order(double import, double least, double most, double order, double given) =>
        Assert.Equal([given], Held(import, least, most, [order], Reach(0)));

    /// <summary>It injects 5 already: without it import would be 55.</summary>
    [Theory]
    [InlineData(50, 50, 0, 5)]
    [InlineData(50, 45, 5, 10)]
    [InlineData(50, 45, 0, 10)]
    [InlineData(50, 52, 0, 3)]
    public void What_it_gives_already_counts(double import, double most, double order, double given) =>
        Assert.Equal([given], Held(import, double.NegativeInfinity, most, [order], Reach(5)));

    [Fact]
    public void Several_give_by_the_room_that_each_has_left()
    {
        Assert.Equal([6, 2], Held(50, 0, 42, [2, 0], Reach(0), Reach(0, most: 4)), new Within(1e-6));         // 6 MW too many, room 8 and 4
        Assert.Equal([10, 4], Held(50, 0, 10, [2, 0], Reach(0), Reach(0, most: 4)), new Within(1e-6));
    }

    /// <summary>0.05 MWh carry 3 MW for a minute.</summary>
    [Fact]
    public void What_is_nearly_empty_gives_what_it_holds_for_a_minute_and_what_is_nearly_full_takes_no_more()
    {
        Assert.Equal([3], Held(50, 0, 40, [0], Reach(0, stored: 0.05)), new Within(1e-6));
        Assert.Equal([-3], Held(50, 60, 80, [0], Reach(0, free: 0.05)), new Within(1e-6));
        Assert.Equal([0], Held(50, 0, 40, [0], Reach(0, stored: 0)), new Within(1e-6));
    }

    [Fact]
    public void One_that_stays_where_it_is_and_one_without_a_meter_are_left_as_they_are()
    {
        Assert.Equal([0.0, 7], Held(50, 0, 43, [0, 0], Reach(3, least: 3, most: 3) with { Injected = null }, Reach(0)), new Within(1e-6));
        // the deaf one gives 3 on, whatever it is ordered
        Assert.Equal(7, Held(50, 0, 43, [0, 0], Reach(3, least: 3, most: 3), Reach(0))[1], 1e-6);
    }

    /// <summary>With what it gives on the meter the band is kept, and stays so: it neither adds up nor runs away.</summary>
    [Fact]
    public void Beat_after_beat_it_settles_at_once()
    {
        double load = 50, injected = 0;
        for (int beat = 0; beat < 5; beat++)
        {
            injected = Held(load - injected, 20, 45, [0], Reach(injected))[0];
            Assert.Equal(5, injected, 1e-6);
        }
    }

    private sealed class Within(double most) : IEqualityComparer<double>
    {
        public bool Equals(double a, double b) => Math.Abs(a - b) <= most;
        public int GetHashCode(double one) => 0;
    }
}
