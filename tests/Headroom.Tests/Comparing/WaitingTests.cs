using Headroom.Comparing;
using Headroom.Quantities;

namespace Headroom.Tests.Comparing;

public class WaitingTests
{
    /// <summary>One megawatt of site at PUE 1.10 and 0.9125 kW an accelerator (planning reference §8).</summary>
    const double PerMegawatt = 1000 / (1.10 * 0.9125);

    [Theory]
    [InlineData(2.40, 20.9)]
    [InlineData(0.974, 8.5)]
    public void An_idle_year_of_a_megawatt_costs_what_is_published(double dollarsPerHour, double millions)
    {
        Assert.Equal(996, PerMegawatt, 0.5);
        Assert.Equal(millions, PerMegawatt * dollarsPerHour * 8760 / 1e6, 0.06);
        // undiscounted, (15) is the same
        Assert.Equal(millions, Waiting.Idle(PerMegawatt.Items, dollarsPerHour.Dollars, 1, 0).Dollars / 1e6, 0.06);
    }

    [Fact]
    public void A_year_of_waiting_outweighs_sixteen_to_forty_years_of_a_bill_of_60_dollars()
    {
        double bill = 60 * 8760 / 1e6;
        Assert.Equal(0.53, bill, 0.005);
        Assert.InRange(8.5 / bill, 16, 17);
        Assert.InRange(20.9 / bill, 39, 41);
    }

    /// <summary>Dearer power by 10 $/MWh for 15 years is repaid by starting 14 to 34 days earlier.</summary>
    [Fact]
    public void Ten_dollars_more_are_repaid_in_days()
    {
        double worth = 10 * 8760 * Waiting.PresentWorthYears(0.07, 15) / 1e6;
        Assert.Equal(0.80, worth, 0.005);
        Assert.InRange(365 * worth / 20.9, 13.5, 14.5);
        Assert.InRange(365 * worth / 8.5, 33.5, 34.5);
    }

    /// <summary>Newkirk et al. 2025, El Paso, 24,000 accelerators: cost of energy without and with idle accelerators, $/kWh; 7 %, 27 years, 2.40 $/h.</summary>
    /// <remarks>Years of the study: 2 for sun and battery, 3 for the grid of Texas, 3 of lead and 1 of construction for gas; 7.3 kW for 8 accelerators; PUE 1.06 is what its own figures give.</remarks>
    [Theory]
    [InlineData(0.181, 2, 0.622)]
    [InlineData(0.055, 3, 0.758)]
    [InlineData(0.154, 4, 1.132)]
    public void Idle_accelerators_cost_what_the_study_found(double plain, double years, double published)
    {
        Energy perYear = (7.3 / 8 * 1.06 * 8760).KilowattHours;
        EnergyPrice added = Waiting.Added(Waiting.Idle(1.Items, 2.40.Dollars, years, 0.07), perYear, years, 27, 0.07);
        Assert.Equal(published, plain + added.DollarsPerKilowattHour, 0.02 * published);
    }

    [Fact]
    public void Longer_waits_cost_more_and_a_wait_as_long_as_the_horizon_is_never_repaid()
    {
        double before = -1;
        for (double years = 0; years < 25; years += 0.5)
        {
            double added = Waiting.Added(Waiting.Idle(1.Items, 1.Dollars, years, 0.07), 8.0.MegawattHours, years, 25, 0.07).DollarsPerMegawattHour;
            Assert.True(added > before);
            before = added;
        }
        Assert.True(double.IsPositiveInfinity(Waiting.Added(Waiting.Idle(1.Items, 1.Dollars, 25, 0.07), 8.0.MegawattHours, 25, 25, 0.07).DollarsPerMegawattHour));
    }
}
