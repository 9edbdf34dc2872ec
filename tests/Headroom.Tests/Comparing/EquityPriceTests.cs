using Headroom.Comparing;
using Headroom.Quantities;

namespace Headroom.Tests.Comparing;

/// <summary>The off-grid study's gas-only microgrid: 100 MW of flat load and 100, 125 or 150 MW of turbines (planning reference §6).</summary>
public class EquityPriceTests
{
    static EquityModel OffGrid(double turbineMegawatts)
    {
        const double load = 100, energyMegawattHours = load * 8760;
        double hard = 885e3 * turbineMegawatts + 410e3 * load;
        return new()
        {
            Capital = (1.118 * hard).Dollars,
            Operation = (15e3 * turbineMegawatts + 6e3 * load + 5 * energyMegawattHours + 0.0025 * hard).Dollars,
            Fuel = (energyMegawattHours * 9630 * 5 / 1000).Dollars,
            GrowthFraction = 0.025,
            FuelGrowthFraction = 0.03,
            Energy = energyMegawattHours.MegawattHours,
        };
    }

    [Theory]
    [InlineData(100, 84.49)]
    [InlineData(125, 87.93)]
    [InlineData(150, 91.36)]
    public void Gas_alone_costs_what_the_study_found(double turbineMegawatts, double published) =>
        Assert.Equal(published, EquityPrice.Required(OffGrid(turbineMegawatts)).DollarsPerMegawattHour, 0.005);

    [Fact]
    public void At_the_required_price_the_owners_earn_their_return_and_no_more()
    {
        EquityModel project = OffGrid(125);
        Assert.Equal(0, EquityPrice.PresentWorth(project, EquityPrice.Required(project).DollarsPerMegawattHour), 1.0);
    }

    [Fact]
    public void A_tax_credit_lowers_the_price()
    {
        EquityModel plain = OffGrid(125);
        Assert.True(EquityPrice.Required(plain with { Creditable = (0.3 * plain.Capital.Dollars).Dollars }) < EquityPrice.Required(plain));
    }
}
