using CsCheck;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Tests.Sites;

/// <summary>The tables of reference/planning.md §2 at 7 %.</summary>
public class FinanceTests
{
    [Theory]
    [InlineData(10, .1424)]
    [InlineData(15, .1098)]
    [InlineData(20, .0944)]
    [InlineData(25, .0858)]
    [InlineData(30, .0806)]
    [InlineData(40, .0750)]
    [InlineData(60, .0712)]
    public void Capital_recovery_at_7_percent(double years, double factor) =>
        Assert.Equal(factor, Finance.CapitalRecovery(0.07, years).PerYear, 4);

    [Theory]
    [InlineData(1, 1.034)]
    [InlineData(2, 1.071)]
    [InlineData(3, 1.109)]
    [InlineData(4, 1.148)]
    [InlineData(6, 1.233)]
    [InlineData(8, 1.327)]
    public void Interest_during_construction_at_7_percent(double years, double factor) =>
        Assert.Equal(factor, Finance.InterestDuringConstructionFactor(0.07, years), 3);

    [Fact]
    public void Without_interest_the_price_is_repaid_in_equal_parts()
    {
        Assert.Equal(0.1, Finance.CapitalRecovery(0, 10).PerYear);
        Assert.Equal(1, Finance.InterestDuringConstructionFactor(0, 5), 12);
        Assert.Equal(1, Finance.InterestDuringConstructionFactor(0.07, 0));
    }

    [Fact]
    public void Payments_of_a_life_are_worth_the_price() => Gen.Select(Gen.Double[0.001, 0.25], Gen.Int[1, 60]).Sample((rate, years) =>
    {
        double payment = Finance.CapitalRecovery(rate, years).PerYear;
        double worth = Enumerable.Range(1, years).Sum(year => payment / Math.Pow(1 + rate, year));
        Assert.Equal(1, worth, 9);
    });

    [Fact]
    public void A_broken_year_of_construction_lies_between_its_neighbours() => Gen.Select(Gen.Double[0.01, 0.2], Gen.Double[0.1, 9.9])
        .Sample((rate, years) =>
    {
        double factor = Finance.InterestDuringConstructionFactor(rate, years);
        Assert.InRange(factor, 1, Finance.InterestDuringConstructionFactor(rate, Math.Ceiling(years)) + 1e-12);
        Assert.True(factor >= Finance.InterestDuringConstructionFactor(rate, Math.Floor(years)) - 1e-12, $"{rate} {years}");
    });

    [Fact]
    public void A_reactor_of_9831_dollars_a_kW_in_four_years_over_forty_costs_846_a_year()
    {
        // 9,831 · 0.07501 · 1.1484 = 846.9 $/kW-yr
        CapacityRent rent = 9831.DollarsPerKilowatt * new Repayment(0.07, 40, ConstructionYears: 4).PerYear;
        Assert.InRange(rent.DollarsPerKilowattYear, 846, 848);
    }
}
