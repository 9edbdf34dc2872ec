using Headroom.Comparing;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Tests.Comparing;

/// <summary>The plain cost of energy against the published table (planning reference §3.3 and §8), each within a digit of its last place.</summary>
public class LevelisedTests
{
    const double LastPlace = 0.051;

    static PlainPlant Gas(double capital, double fixedCost, double variable, double heatRate, double years, double life = 25) => new(
        capital.DollarsPerKilowatt, fixedCost.DollarsPerKilowattYear, variable.DollarsPerMegawattHour, heatRate.BtuPerKilowattHour, default, 0.90, new(0.07, life, years))
    { FuelCarbon = 53.06.KilogramsPerMillionBtu };

    static PlainPlant Reactor(double capital, double fixedCost = 127.62, double variable = 3.32) => new(
        capital.DollarsPerKilowatt, fixedCost.DollarsPerKilowattYear, variable.DollarsPerMegawattHour, default, 7.DollarsPerMegawattHour, 0.92, new(0.07, 60, 6));

    static PlainPlant Combined => Gas(1600, 16.23, 3.49, 6226, 3);

    public static TheoryData<string, double, double> Table() => new()
    {
        { "cc multi", 2.5, 33.2 }, { "cc multi", 3.52, 39.5 }, { "cc multi", 5, 48.8 }, { "cc multi", 8, 67.4 }, { "cc multi", 12, 92.3 },
        { "cc", 2.5, 40.4 }, { "cc", 3.52, 46.8 }, { "cc", 5, 56.0 }, { "cc", 8, 74.7 }, { "cc", 12, 99.6 },
        { "frame", 2.5, 41.4 }, { "frame", 3.52, 50.8 }, { "frame", 5, 64.3 }, { "frame", 8, 91.7 }, { "frame", 12, 128.3 },
        { "aero", 2.5, 57.4 }, { "aero", 3.52, 67.0 }, { "aero", 5, 81.0 }, { "aero", 8, 109.3 }, { "aero", 12, 147.1 },
        { "sofc", 2.5, 71.2 }, { "sofc", 3.52, 77.8 }, { "sofc", 5, 87.4 }, { "sofc", 8, 106.8 }, { "sofc", 12, 132.7 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Gas_costs_what_the_table_says(string plant, double gas, double published)
    {
        PlainPlant one = plant switch
        {
            "cc multi" => Gas(1032, 12.69, 3.57, 6226, 3),
            "cc" => Combined,
            "frame" => Gas(1158, 7.18, 4.17, 9142, 2),
            "aero" => Gas(2275, 9.99, 5.97, 9447, 2),
            _ => Gas(4000, 37.77, 0.72, 6469, 1, life: 20),
        };
        Assert.Equal(published, Levelised.Cost(one, gas.DollarsPerMillionBtu).DollarsPerMegawattHour, LastPlace);
    }

    [Theory]
    [InlineData(9831, 133.3)]
    [InlineData(12_700, 164.6)]
    [InlineData(20_100, 245.2)]
    public void Small_reactors_cost_what_the_table_says(double capital, double published) =>
        Assert.Equal(published, Levelised.Cost(Reactor(capital), default).DollarsPerMegawattHour, LastPlace);

    [Fact]
    public void A_large_reactor_costs_what_the_table_says() =>
        Assert.Equal(119.9, Levelised.Cost(Reactor(8255, 163.40, 2.62), default).DollarsPerMegawattHour, LastPlace);

    [Theory]
    [InlineData(1484, 23.60, 0.20, 84.1)]
    [InlineData(1484, 23.60, 0.25, 67.3)]
    [InlineData(1484, 23.60, 0.30, 56.1)]
    public void Sun_costs_what_the_table_says(double capital, double fixedCost, double factor, double published)
    {
        var plant = new PlainPlant(capital.DollarsPerKilowatt, fixedCost.DollarsPerKilowattYear, default, default, default, factor, new(0.07, 30, 1));
        Assert.Equal(published, Levelised.Cost(plant, default).DollarsPerMegawattHour, LastPlace);
    }

    /// <summary>§8: combined cycle at 1,600 $/kW against a small reactor, without and with 100 $/t.</summary>
    [Theory]
    [InlineData(6907, 0, 12.3)]
    [InlineData(9831, 0, 17.4)]
    [InlineData(12_700, 0, 22.4)]
    [InlineData(6907, 100, 7.0)]
    [InlineData(9831, 100, 12.1)]
    [InlineData(12_700, 100, 17.1)]
    public void Gas_and_reactor_break_even_where_it_is_published(double capital, double carbon, double published) =>
        Assert.Equal(published, Levelised.BreakEvenFuel(Combined, Reactor(capital), carbon.DollarsPerTonne).DollarsPerMillionBtu, LastPlace);

    [Fact]
    public void At_the_break_even_both_cost_the_same()
    {
        EnergyPrice fuel = Levelised.BreakEvenFuel(Combined, Reactor(9831), 40.DollarsPerTonne);
        Assert.Equal(Levelised.Cost(Reactor(9831), default).DollarsPerMegawattHour, Levelised.Cost(Combined, fuel, 40.DollarsPerTonne).DollarsPerMegawattHour, 1e-9);
    }
}
