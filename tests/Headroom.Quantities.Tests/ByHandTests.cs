namespace Headroom.Quantities.Tests;

/// <summary>The products that physics and accounting allow, worked by hand.</summary>
public class ByHandTests
{
    [Fact]
    public void Forty_racks_of_132_kW_leave_94_72_MW_of_100() =>
        Close(94.72, (100.Megawatts - 40 * 132.Kilowatts).Megawatts);

    [Fact]
    public void Forty_MWh_last_four_hours_at_ten_MW() => Assert.Equal(4.Hours, 40.MegawattHours / 10.Megawatts);

    [Fact]
    public void Ten_MW_for_four_hours_are_forty_MWh()
    {
        Close(40, (10.Megawatts * 4.Hours).MegawattHours);
        Close(10, (40.MegawattHours / 4.Hours).Megawatts);
    }

    [Fact]
    public void A_turbine_of_9000_Btu_per_kWh_at_4_dollars_burns_36_dollars_and_emits_478_g()
    {
        Close(36, (9000.BtuPerKilowattHour * 4.DollarsPerMillionBtu).DollarsPerMegawattHour);
        Close(477.54, (9000.BtuPerKilowattHour * 53.06.KilogramsPerMillionBtu).GramsPerKilowattHour);
    }

    [Fact]
    public void Fifty_dollars_a_tonne_on_400_g_are_20_dollars_a_MWh()
    {
        Close(20, (50.DollarsPerTonne * 400.GramsPerKilowattHour).DollarsPerMegawattHour);
        Close(500, (50.DollarsPerTonne * 10.Tonnes).Dollars);
        Close(10, (400.GramsPerKilowattHour * 25.MegawattHours).Tonnes);
    }

    [Fact]
    public void Sixty_MW_of_supply_at_2000_dollars_a_kW_cost_120_million()
    {
        Close(120, (60.Megawatts * 2000.DollarsPerKilowatt).Millions);
        Close(120, (2000.DollarsPerKilowatt * 60.Megawatts).Millions);
        Close(200, (2000.DollarsPerKilowatt * new RecoveryFraction(0.1)).DollarsPerKilowattYear);
    }

    [Fact]
    public void A_monthly_rent_is_a_twelfth_of_a_yearly_one()
    {
        Assert.True(QuantityText.TryParse("10 $/kW-month", out CapacityRent rent));
        Close(120, rent.DollarsPerKilowattYear);
        Assert.True(QuantityText.TryParse("329.17 $/MW-day", out CapacityRent capacity));
        Close(120.14705, capacity.DollarsPerKilowattYear);
    }

    [Fact]
    public void Energy_costs_its_price()
    {
        Close(3500, (100.MegawattHours * 35.DollarsPerMegawattHour).Dollars);
        Close(35, (3500.Dollars / 100.MegawattHours).DollarsPerMegawattHour);
        Close(35, 0.035.DollarsPerKilowattHour.DollarsPerMegawattHour);
    }

    [Fact]
    public void Tokens_per_joule_are_tokens_per_second_per_watt()
    {
        Close(10, (1_200_000.TokensPerSecond / 120.Kilowatts).TokensPerJoule);
        Close(10, (1_200_000.TokensPerSecond * 1.Hours / (120.Kilowatts * 1.Hours)).TokensPerJoule);
        Close(0.6, (0.6.DollarsPerMillionTokens * 1e6.Tokens).Dollars);
    }

    [Fact]
    public void Twenty_MW_a_minute_are_1200_MW_an_hour()
    {
        Close(1200, 20.MegawattsPerMinute.MegawattsPerHour);
        Close(100, (20.MegawattsPerMinute * 5.Minutes).Megawatts);
        Close(20, (100.Megawatts / 5.Minutes).MegawattsPerMinute);
    }

    [Fact]
    public void Temperatures_differ_by_rises()
    {
        TemperatureRise rise = 40.DegreesCelsius - 25.DegreesCelsius;
        Close(15, rise.Kelvin);
        Close(40, (25.DegreesCelsius + rise).Celsius);
        Close(25, (40.DegreesCelsius - rise).Celsius);
        Assert.True(25.DegreesCelsius < 40.DegreesCelsius);
    }

    [Fact]
    public void Water_follows_energy() => Close(1800, (1.8.LitresPerKilowattHour * 1.MegawattHours).Litres);

    [Fact]
    public void An_exaflop_for_an_hour_is_3_6e21_operations() =>
        Close(3.6e21, (1e18.FloatingPointOperationsPerSecond * 1.Hours).Operations);

    [Fact]
    public void The_literals_of_int_and_double_agree()
    {
        Assert.Equal(5.0.Megawatts, 5.Megawatts);
        Assert.Equal(35.0.DollarsPerMegawattHour, 35.DollarsPerMegawattHour);
        Assert.Equal(2.0.Hours, 2.Hours);
        Assert.Equal(9000.0.BtuPerKilowattHour, 9000.BtuPerKilowattHour);
    }

    static void Close(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected), $"expected {expected}, got {actual:R}");
}
