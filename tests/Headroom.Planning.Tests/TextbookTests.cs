using Headroom.Reports;
using static Headroom.Planning.Tests.Planned;

namespace Headroom.Planning.Tests;

/// <summary>A site of nothing but load and supply is a plain capacity expansion: the plan against a program written apart from it.</summary>
/// <remarks>
///   Objective within 1e-6 relative, as both solvers promise 1e-8 of the gap; sizes within 1e-3 of themselves where they are unique.
///   A day that repeats through the year is solved as one day: the plan's average over its 365 days is as feasible and as cheap, for the
///   battery closes on itself. GLOP and SCIP then answer in milliseconds what the planner answers over 8,760 hours.
/// </remarks>
public class TextbookTests
{
    internal static readonly Plant Gas = new("gas", 1150, 16, 4.2, 8989, 4);
    internal static readonly Store Battery = new(300, 220, 10, 0.95, 0.93);
    static Plant Solar(double[] sun) => new("solar", 1100, 20, 0, Available: sun, Life: 30);
    static Plant Wind(double[] wind) => new("wind", 1500, 34, 0.5, Available: wind, Life: 25);

    static readonly double[] dayLoad = Years.Day(h => 100 + 20 * Math.Sin(Math.PI * (h - 10) / 12));
    static readonly double[] dayWind = Years.Day(h => 0.4 + 0.3 * Math.Cos(Math.PI * h / 12) + 0.05 * Math.Sin(h));
    static readonly double[] dayPrice = Years.Day(h => h is >= 16 and < 21 ? 180 + h : h is >= 10 and < 14 ? -3 : 35 + 1.3 * h);

    [Fact]
    public void A_year_of_sun_battery_and_gas_off_the_grid() =>
        AgreesOverTheYear(new(Years.Load, [Gas with { Fuel = 9 }, Solar(Years.Sun(7))], Battery));

    [Fact]
    public void A_year_of_wind_and_gas_on_a_limited_grid_with_demand_charge() => AgreesOverTheYear(new(Years.Load,
        [Gas with { Fuel = 9 }, Wind(Years.Wind(3))], null, new Feed(70, Years.Prices(5), 8, 45, 6)));

    [Fact]
    public void A_year_of_gas_that_ramps_slowly_and_keeps_a_minimum_beside_the_sun() => AgreesOverTheYear(new(Years.Load,
        [Gas with { LeastLoad = 0.4, Ramp = 0.1 }, Gas with { Name = "peaker", Capital = 700, HeatRate = 11000, Fuel = 6 }, Solar(Years.Sun(2))]));

    [Fact]
    public void Sun_battery_and_gas() => AgreesOverTheDay(new(dayLoad, [Gas with { Fuel = 9 }, Solar(Years.SunOfDay)], Battery));

    [Fact]
    public void Wind_beside_sun_and_battery() =>
        AgreesOverTheDay(new(dayLoad, [Gas with { Fuel = 12 }, Solar(Years.SunOfDay), Wind(dayWind)], Battery));

    [Fact]
    public void A_grid_with_hourly_price_limited_capacity_charge_and_adder() =>
        AgreesOverTheDay(new(dayLoad, [Gas, Solar(Years.SunOfDay)], Battery, new Feed(60, dayPrice, 12, 60)));

    [Fact]
    public void Gas_capped_at_thirty_percent_of_the_energy() =>
        AgreesOverTheDay(new(dayLoad, [Gas with { Share = 0.30 }, Solar(Years.SunOfDay), Wind(dayWind)], Battery));

    [Fact]
    public void Power_and_energy_of_a_battery_sized_apart_with_unequal_ways() => AgreesOverTheDay(new(dayLoad,
        [Gas with { Fuel = 15, Most = 60 }, Solar(Years.SunOfDay)], new Store(150, 120, 4, 0.98, 0.80)));

    [Fact]
    public void Reactors_in_whole_modules_beside_gas() => AgreesOverTheDay(new(dayLoad,
        [Gas with { Fuel = 7 }, new Plant("smr", 5200, 127, 10, Module: 35, Most: 140, Life: 40)]));

    [Fact]
    public void Reactors_in_whole_modules_beside_sun_and_battery() => AgreesOverTheDay(new(dayLoad,
        [Gas with { Fuel = 11 }, Solar(Years.SunOfDay), new Plant("smr", 5200, 127, 10, Module: 35, Most: 140, Life: 40)], Battery));

    internal static void AgreesOverTheDay(Expansion it)
    {
        var (program, sizes) = Textbook.Plain(it);
        Agrees(it, program.ByOrTools(), sizes);
    }

    static void AgreesOverTheYear(Expansion it)
    {
        var (program, sizes) = Textbook.Plain(it);
        Agrees(it, program.ByHighs(), sizes);
    }

    static void Agrees(Expansion it, (double Cost, double[] Values) other, IReadOnlyDictionary<string, int> sizes)
    {
        PlanReport plan = By(Textbook.Site(it));
        AssertClose(other.Cost, plan.Objective.Value, 1e-6, "cost");
        Assert.True(plan.Objective.GapFraction <= 1e-6, $"gap {plan.Objective.GapFraction:0.0e+0}");
        foreach ((string name, int column) in sizes)
        {
            double unit = it.Plants.SingleOrDefault(p => p.Name == name)?.Module ?? 1, size = unit * other.Values[column];
            if (size < 1e-3) Assert.True(plan.Size(name) < 1e-3, $"{name}: expected none, got {plan.Size(name)} MW"); // a kilowatt is none
            else AssertClose(size, plan.Size(name), 1e-3, name);
        }
    }
}
