using CsCheck;
using Headroom.Growth;
using Headroom.Quantities;
using static Headroom.Tests.Growth.AnyOutlook;

namespace Headroom.Tests.Growth;

public class CrossingTests
{
    static readonly GrowthOutlook doubling = Still with { InferenceTokens = Known(2) };

    /// <summary>By hand: 10 MW that double every year are 40 MW after two.</summary>
    [Fact]
    public void Ten_megawatts_that_double_meet_forty_after_two_years()
    {
        Assert.Equal(new CeilingYear(2029), Crossing.Of(Need(doubling, 0, 10), Ceiling(40)));
        Assert.Equal(2029, Crossing.Numeric(Need(doubling, 0, 10), Ceiling(40)).Year, 1e-8);
    }

    [Fact]
    public void At_two_a_year_a_doubling_buys_one_year_on_either_side()
    {
        Assert.Equal(1, PowerGrowth.YearsBought(2, 2));
        Assert.Equal(2030, Crossing.Of(Need(doubling, 0, 10), Ceiling(40).Times(2)).Year, 1e-12);
        Assert.Equal(2030, Crossing.Of(Need(doubling, 0, 10) with { WorkPerJouleRatio = 2 }, Ceiling(40)).Year, 1e-12);
    }

    [Fact]
    public void The_closed_form_and_the_search_agree() =>
        Gen.Select(Gen.Double[1.05, 6], Gen.Double[1, 500], Gen.Double[1.01, 40], Gen.Bool).Sample((factor, first, ratio, trains) =>
        {
            GrowthOutlook outlook = Still with { InferenceTokens = Known(factor), TrainingCompute = Known(factor) };
            PowerNeed need = trains ? Need(outlook, first, 0) : Need(outlook, 0, first);
            Assert.Equal(factor, need.ConstantFactor!.Value, 1e-12);
            Assert.Equal(Crossing.Of(need, Ceiling(first * ratio)).Year, Crossing.Numeric(need, Ceiling(first * ratio)).Year, 1e-7);
        });

    [Fact]
    public void The_power_at_the_year_that_is_found_is_the_ceiling() =>
        Gen.Select(Outlook, Gen.Double[0, 100], Gen.Double[1, 100], Gen.Double[0, 50], Gen.Double[1.1, 30]).Sample((outlook, training, inference, steady, ratio) =>
        {
            PowerNeed need = Need(outlook, training, inference, steady);
            GrowthCeiling ceiling = Ceiling((training + inference + steady) * ratio);
            CeilingYear met = Crossing.Of(need, ceiling);
            if (met.IsNever) return;
            Assert.Equal(ceiling.Standing.Watts, need.At(GrowthBoundary.Meter, met.Year).Total.Watts, 1e-6 * ceiling.Standing.Watts);
            Assert.True(need.At(GrowthBoundary.Meter, met.Year - 0.01).Total < ceiling.Standing);
        });

    [Fact]
    public void A_ceiling_below_the_first_need_is_met_already() =>
        Assert.Equal(new CeilingYear(2027, IsAlready: true), Crossing.Of(Need(doubling, 0, 10), Ceiling(10)));

    [Fact]
    public void A_need_that_shrinks_never_meets_a_ceiling()
    {
        GrowthOutlook shrinking = doubling with { Software = Known(3) };
        Assert.True(Crossing.Of(Need(shrinking, 0, 10), Ceiling(11)).IsNever);
        Assert.True(Crossing.Numeric(Need(shrinking, 0, 10), Ceiling(11)).IsNever);
        Assert.True(Crossing.Of(Need(doubling, 0, 0), Ceiling(11)).IsNever);
    }

    /// <summary>By hand: 40 MW from the start and 40 more from 2028.9 on, which 10 MW that double have not met by then: 80 MW in 2030.</summary>
    [Fact]
    public void A_plant_that_comes_in_time_moves_the_year_and_one_that_is_late_does_not()
    {
        GrowthCeiling Plant(double year) => Ceiling(40) with { Steps = [new(year, 40.Megawatts, "engine")] };
        Assert.Equal(2030, Crossing.Of(Need(doubling, 0, 10), Plant(2028.9)).Year, 1e-8);
        Assert.Equal(2029, Crossing.Of(Need(doubling, 0, 10), Plant(2029.01)).Year, 1e-8);
    }

    /// <summary>By hand: 10 MW that double add 10 MW in 2027, 20 in 2028, 40 in 2029.</summary>
    [Fact]
    public void What_is_added_in_a_year_meets_the_room_of_a_region()
    {
        GrowthCeiling room = new("room", GrowthBoundary.YearlyRise, 40.Megawatts, "a test");
        Assert.Equal(2029, Crossing.Of(Need(doubling, 0, 10), room).Year, 1e-8);
        Assert.Equal(2029, Crossing.Of(Need(doubling, 0, 10, steadyMegawatts: 300), room).Year, 1e-8);
    }

    [Fact]
    public void Halls_are_met_by_the_power_of_the_racks()
    {
        GrowthCeiling halls = new("halls", GrowthBoundary.It, 32.Megawatts, "a test");
        Assert.Equal(2029, Crossing.Of(Need(doubling, 0, 10), halls).Year, 1e-12);
    }
}
