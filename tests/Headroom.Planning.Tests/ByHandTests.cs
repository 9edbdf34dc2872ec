using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using static Headroom.Planning.Tests.Planned;

namespace Headroom.Planning.Tests;

/// <summary>Power plans whose answer a pencil finds.</summary>
/// <remarks>1e-9 where HiGHS ends in a vertex (rounding over 8,760 terms), 1e-6 where the interior point answers (its own tolerance).</remarks>
public class ByHandTests
{
    const double Vertex = 1e-9, Interior = 1e-6;
    static readonly double[] flat = [100];

    /// <summary>0 $/kW all told, only what its energy costs.</summary>
    static Plant Free(string name, double marginal, double most) => new(name, 0, 0, marginal, Most: most);

    static Site Load(Expansion it) => Textbook.Site(it);
    static Site With(Site site, Func<Generator, Generator> change) => site with { Generators = [.. site.Generators.Select(change)] };

    [Fact]
    public void One_gas_plant_and_a_flat_load_cost_annuity_and_fuel()
    {
        // CRF(7 %, 20 y) = 0.094392925743; (1,150 · CRF + 16) · 1,000 · 100 MW + (4.2 + 8.989 · 4) $/MWh · 876,000 MWh
        double expected = (1150 * 0.0943929257432557 + 16) * 1e5 + (4.2 + 8.989 * 4) * 876_000;
        Site site = Load(new(flat, [TextbookTests.Gas]));
        PlanReport plan = Exactly(site);
        AssertClose(expected, plan.Objective.Value, Vertex, "by vertex");
        AssertClose(expected, By(site).Objective.Value, Interior, "by interior point");
        AssertClose(expected, plan.Cost.Total.Dollars, Vertex, "sum of the items");
        AssertClose(100, plan.Size("gas"), Vertex, "MW");
        AssertClose(expected / 876_000, plan.Cost.Energy.DollarsPerMegawattHour, Vertex, "$/MWh");
    }

    [Fact]
    public void Baseload_and_peaker_meet_where_their_screening_curves_cross()
    {
        // the load climbs from 40 MW to 140 MW over the year; the crossing is where 1,000 · (F_b − F_p) $/MW-yr = h · (m_p − m_b)
        double[] load = Years.Year(t => 40 + 100.0 * t / 8759);
        Plant baseload = new("baseload", 0, 200, 20), peaker = new("peaker", 0, 50, 80);
        double crossover = 1000 * (200.0 - 50) / (80 - 20); // 2,500 h
        // one more megawatt of baseload runs in as many hours as exceed it: build up to the load that exactly 2,500 hours reach or exceed
        double low = load[8759 - (int)crossover], high = load[8760 - (int)crossover];
        PlanReport plan = Exactly(Load(new(load, [baseload, peaker])));
        Assert.InRange(plan.Size("baseload"), low - 1e-6, high + 1e-6); // a watt; between the two loads all sizes cost the same
        AssertClose(140, plan.Size("baseload") + plan.Size("peaker"), Vertex, "MW together");
        double expected = 1000 * (200 * low + 50 * (140 - low)) + load.Sum(mw => 20 * Math.Min(mw, low) + 80 * Math.Max(0, mw - low));
        AssertClose(expected, plan.Objective.Value, Vertex, "cost");
    }

    [Fact]
    public void A_battery_buys_cheap_hours_and_sells_dear_ones()
    {
        // 12 h at 20 $/MWh, 12 h at 100 $/MWh; 48 MWh stored give 48 · 0.9 = 43.2 MWh and take 48 / 0.9 = 53.33 MWh each day
        Expansion it = new([10], [], new Store(0, 0, 0, 0.9, 0.9), new Feed(1000, Years.Day(h => h < 12 ? 20 : 100), 0, 0));
        Site site = Load(it);
        site = site with { Batteries = [site.Batteries[0] with { Power = Sizing<Power>.Fixed(5.Megawatts), Energy = Sizing<Energy>.Fixed(48.MegawattHours) }] };
        double day = 20 * (120 + 48 / 0.9) + 100 * (120 - 48 * 0.9);
        AssertClose(365 * day, Exactly(site).Objective.Value, Vertex, "cost");
        AssertClose(365 * day, By(site).Objective.Value, Interior, "cost by interior point");
    }

    [Fact]
    public void A_demand_charge_is_paid_on_each_months_highest_hour()
    {
        // 50 MW, and in hour 300 of month m (0 … 11) m MW more: Σ (50 + m) = 666 MW-months at 9 $/kW, 12 more MWh·m at 30 $/MWh
        PlanYear year = Years.Of2023;
        double[] load = Years.Year(t => 50 + (t - year.FirstHourOfMonth(year.MonthOf(t)) == 300 ? year.MonthOf(t) : 0));
        PlanReport plan = Exactly(Load(new(load, [], Feed: new Feed(100, [30], 0, 0, DemandCharge: 9))));
        AssertClose(9000 * 666, plan.Cost("grid", "demand charge"), Vertex, "demand charge");
        AssertClose(9000 * 666 + 30 * (50 * 8760 + 66), plan.Objective.Value, Vertex, "cost");
    }

    [Theory, InlineData(10), InlineData(40)]
    public void A_carbon_price_is_paid_per_tonne_and_turns_the_plan_when_clean_power_is_cheaper(double dollarsPerTonne)
    {
        // dirty: 30 $/MWh and 0.4 t/MWh; clean: 40 $/MWh; they cost the same at 25 $/t
        Site site = Load(new(flat, [Free("dirty", 30, 200), Free("clean", 40, 200)]));
        site = With(site, g => g.Name == "dirty" ? g with { HeatRate = HeatRate.FromSi(2), FuelCarbon = 200.GramsPerKilowattHour } : g)
            with
        { Policy = new() { CarbonPrice = dollarsPerTonne.DollarsPerTonne } };
        PlanReport plan = Exactly(site);
        AssertClose(876_000 * Math.Min(30 + 0.4 * dollarsPerTonne, 40), plan.Objective.Value, Vertex, "cost");
        AssertClose(dollarsPerTonne < 25 ? 350_400 : 1e-9, plan.Carbon.Total.Tonnes + 1e-9, Vertex, "t");
    }

    [Fact]
    public void A_carbon_cap_buys_just_as_much_clean_energy_as_it_must()
    {
        // 100,000 t / 0.4 t/MWh = 250,000 MWh dirty at 30 $/MWh, the other 626,000 MWh clean at 40 $/MWh; a tonne is worth 10 / 0.4 = 25 $
        Site site = Load(new(flat, [Free("dirty", 30, 200), Free("clean", 40, 200)]));
        site = With(site, g => g.Name == "dirty" ? g with { HeatRate = HeatRate.FromSi(2), FuelCarbon = 200.GramsPerKilowattHour } : g)
            with
        { Policy = new() { CarbonMost = 100_000.Tonnes } };
        PlanReport plan = Exactly(site);
        AssertClose(30 * 250_000 + 40 * 626_000, plan.Objective.Value, Vertex, "cost");
        AssertClose(25, plan.ShadowPrices.Single(p => p.Constraint == "carbon cap").Worth, 1e-6, "$/t"); // to HiGHS' dual tolerance
    }

    [Theory, InlineData(4000), InlineData(9000)]
    public void Modules_round_up_or_down_as_the_whole_plan_is_cheaper(double capital)
    {
        // 100 MW of load, modules of 77 MW, gas at 60 $/MWh with 60 $/kW-yr for the rest: compare 0, 1 and 2 modules
        Plant reactor = new("smr", capital, 100, 10, Module: 77, Most: 308, Life: 40), gas = new("gas", 0, 60, 60);
        double perMegawatt = 1000 * (capital * Textbook.Crf(0.07, 40) + 100);
        double Cost(int n)
        {
            double nuclear = Math.Min(100, 77.0 * n), rest = 100 - nuclear;
            return 77 * n * perMegawatt + 8760 * (10 * nuclear + 60 * rest) + 60_000 * rest;
        }
        int best = Enumerable.Range(0, 5).MinBy(Cost);
        PlanReport plan = Exactly(Load(new(flat, [reactor, gas])));
        AssertClose(Cost(best), plan.Objective.Value, Vertex, "cost");
        AssertClose(77 * best + 1e-9, plan.Size("smr") + 1e-9, Vertex, "MW");
    }

    [Fact]
    public void A_capacity_written_as_four_modules_is_four_modules_in_spite_of_rounding()
    {
        PlanReport plan = Exactly(Load(new([280], [new Plant("smr", 10, 0, 1, Module: 77, Most: 4 * 77.0), Free("gas", 500, 400)])));
        AssertClose(308, plan.Size("smr"), Vertex, "MW");
    }

    [Theory, InlineData(0, 150), InlineData(0.1, 160)]
    public void The_reserve_carries_the_load_with_the_largest_unit_out(double margin, double expected)
    {
        // units of 50 MW: firm − 50 ≥ (1 + margin) · 100
        Site site = Load(new(flat, [TextbookTests.Gas with { Most = 500 }]));
        site = With(site, g => g with { LargestUnit = 50.Megawatts, FirmFraction = 1 }) with { Policy = new() { ReserveMarginFraction = margin } };
        AssertClose(expected, Exactly(site).Size("gas"), Vertex, "MW");
    }

    [Fact]
    public void A_battery_counts_in_the_reserve_for_four_hours_of_its_energy()
    {
        // 30 MW and 80 MWh: 20 MW firm, so 100 + 50 (unit out) − 20 = 130 MW of gas
        Site site = Load(new(flat, [TextbookTests.Gas with { Most = 500 }], new Store(0, 0, 0, 1, 1)));
        site = With(site, g => g with { LargestUnit = 50.Megawatts, FirmFraction = 1 }) with
        {
            Policy = new() { ReserveMarginFraction = 0 },
            Batteries = [site.Batteries[0] with { Power = Sizing<Power>.Fixed(30.Megawatts), Energy = Sizing<Energy>.Fixed(80.MegawattHours) }],
        };
        AssertClose(130, Exactly(site).Size("gas"), Vertex, "MW");
    }

    [Fact]
    public void What_is_left_over_is_sold_up_to_the_limit()
    {
        // 100 MW that cost 20 $/MWh, 40 MW of load, 30 MW may be sold at 50 − 5 $/MWh
        Site site = Load(new([40], [Free("own", 20, 100)], Feed: new Feed(50, [50], 0, 0)));
        PlanReport plan = Exactly(site with { Grid = site.Grid! with { ExportMost = 30.Megawatts, ExportFee = 5.DollarsPerMegawattHour } });
        AssertClose(8760 * (20 * 70 - 45 * 30), plan.Objective.Value, Vertex, "cost");
        AssertClose(8760 * -45 * 30, plan.Cost("grid", "sales"), Vertex, "sales");
        Assert.All(plan.Hours("export"), mw => AssertClose(30, mw, Vertex, "MW"));
    }

    [Fact]
    public void What_stands_is_paid_for_and_only_what_is_built_costs_capital()
    {
        Site site = Load(new(flat, [TextbookTests.Gas]));
        site = With(site, g => g with { Size = new(60.Megawatts, 60.Megawatts, 500.Megawatts) });
        PlanReport plan = Exactly(site);
        AssertClose(1e6 * 1150 * 40 / 1000, plan.Cost.Capital.Dollars, Vertex, "spent once");
        AssertClose(16 * 1e5, plan.Cost("gas", "fixed"), Vertex, "fixed cost of all 100 MW");
        AssertClose(40, plan.Build.Single(b => b.Name == "gas").Built, Vertex, "MW built");
    }

    [Fact]
    public void Flexible_grid_helps_only_in_the_hours_that_the_utility_leaves_it()
    {
        // 60 MW firm and 40 MW flexible, gone for 85 h: gas of 40 MW runs 85 h
        Site site = Load(new(flat, [TextbookTests.Gas], Feed: new Feed(60, [30], 0, 0)));
        double[] there = Years.Year(t => t is >= 5000 and < 5085 ? 0 : 1);
        site = site with { Grid = site.Grid! with { Flexible = new(Sizing<Power>.Fixed(40.Megawatts), there) } };
        PlanReport plan = Exactly(site);
        AssertClose(40, plan.Size("gas"), Vertex, "MW");
        AssertClose(85 * 40, plan.Energy.Sources.Single(s => s.Name == "gas").Amount.MegawattHours, Vertex, "MWh");
        Assert.InRange(plan.TightestHour, 5000, 5084);
    }

    [Fact]
    public void A_permit_limits_full_load_hours()
    {
        // diesel at 10 $/MWh may run 500 h · 20 MW = 10,000 MWh; the rest is grid at 60 $/MWh
        Site site = Load(new(flat, [Free("diesel", 10, 20)], Feed: new Feed(100, [60], 0, 0)));
        PlanReport plan = Exactly(With(site, g => g with { FullLoadHoursMost = 500, Size = Sizing<Power>.Fixed(20.Megawatts) }));
        AssertClose(60 * 876_000 - 50 * 10_000, plan.Objective.Value, Vertex, "cost");
    }

    [Fact]
    public void A_grid_that_ramps_slowly_pays_for_the_step_it_cannot_follow()
    {
        // a step from 10 to 40 MW once in the year; import climbs 10 MW an hour, gas at 100 $/MWh gives 20 and 10 MWh, grid at 10 $/MWh the rest.
        // It may not climb early, for what is imported must be used.
        double[] load = Years.Year(t => t < 4000 ? 10 : 40);
        Site site = Load(new(load, [Free("gas", 100, 50)], Feed: new Feed(50, [10], 0, 0)));
        PlanReport plan = Exactly(site with { Grid = site.Grid! with { RampLimit = (10.0 / 60).MegawattsPerMinute } });
        AssertClose(10 * load.Sum() + 90 * 30, plan.Objective.Value, Vertex, "cost");
    }
}
