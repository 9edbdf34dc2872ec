using Headroom.Algebra;
using Headroom.Planning.Expansion;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Solvers;
using Headroom.Workloads;

namespace Headroom.Planning.Tests;

/// <summary>Plans over years: against arithmetic, against HiGHS on the same rows, and by what more of a ceiling must do.</summary>
public sealed class GrowingSiteTests
{
    const double Gap = 1e-3;
    static readonly double[] sun = Years.Sun(7), wind = Years.Wind(7);

    [Fact]
    public void Power_that_comes_after_two_years_is_missed_for_two_years_and_no_longer()
    {
        Site site = Bare(100, Grid(60, 30), [Gas(200, 1000, variable: 50)]) with { Horizon = Over(2026, 2029, ("turbine", new() { LeadYears = 1.5 })) };

        ExpansionReport plan = Planned(site);

        double rent = 1000 * 1000 * new Repayment(0.07, 20).PerYear.PerYear, hours = Years.Hours;
        double grid = 60 * hours * 30, missing = 40 * hours * 100_000, gas = 40 * (hours * 50 + rent);
        double[] year = [grid + missing, grid + missing, grid + gas, grid + gas];
        Assert.Equal(year.Select((cost, y) => cost / Math.Pow(1.07, y)).Sum(), plan.Total.Dollars, 1e-6 * plan.Total.Dollars);
        Assert.Equal(2028, plan.PowerYear);
        Assert.Equal([0, 0, 40, 0], Of(plan, "turbine").Built.Select(megawatts => Math.Round(megawatts, 3)));
        CeilingFigure late = Assert.Single(plan.Ceilings, ceiling => ceiling.Asset == "turbine");
        Assert.Equal((2026, 2027), (late.FirstYear, late.LastYear));
        Assert.Equal(hours * (100_000 - 50) - rent, late.NetWorth.Dollars, 1e-4 * late.NetWorth.Dollars);
    }

    [Fact]
    public void All_years_cost_what_HiGHS_says_they_cost()
    {
        Site site = Growing(2027, 2028, 1.2) with { Batteries = [] };
        var theirs = (Outcome.Best)new HighsSolver().Solve(ExpansionPlanner.OnePiece(site).Arrays, new SolveOptions { Relax = true }, default);

        ExpansionReport plan = Planned(site);

        Assert.InRange(theirs.Solution.Objective, plan.Bound.Dollars * (1 - 1e-6), plan.Total.Dollars * (1 + 1e-6));
        Assert.True(plan.GapFraction <= Gap, $"gap {plan.GapFraction}");
    }

    /// <summary>A price that falls by a third a year makes waiting pay; a plant that lives two years must be replaced: both tie years together.</summary>
    [Fact]
    public void What_gets_cheaper_and_what_wears_out_agree_too()
    {
        Site site = Growing(2027, 2029, 1.0);
        site = site with
        {
            Batteries = [],
            Generators = [.. site.Generators.Where(plant => plant.Name != "wind").Select(plant => plant.Name == "turbine" ? plant with { Repayment = new(0.07, 2) } : plant)],
            Horizon = site.Horizon! with { Timing = new Dictionary<string, AssetTiming> { ["sun"] = new() { PriceFactor = 0.66 } } },
        };
        var theirs = (Outcome.Best)new HighsSolver().Solve(ExpansionPlanner.OnePiece(site).Arrays, new SolveOptions { Relax = true }, default);

        ExpansionReport plan = Planned(site);

        Assert.InRange(theirs.Solution.Objective, plan.Bound.Dollars * (1 - 1e-6), plan.Total.Dollars * (1 + 1e-6));
        Assert.True(plan.GapFraction <= Gap, $"gap {plan.GapFraction}");
        AssetPath turbine = Of(plan, "turbine");
        Assert.True(turbine.Built[0] > 1 && turbine.Built[2] > 1, "what stood two years is built again");
    }

    /// <summary>What each year pays and runs for, read year by year, is what the one program spent.</summary>
    [Fact]
    public void The_years_of_a_report_add_up_to_its_total()
    {
        ExpansionReport plan = Planned(Growing(2027, 2029, 1.1) with { Batteries = [] });

        double sum = Enumerable.Range(0, 3).Sum(y => (plan.Payments[y] + plan.Years[y].RunningTotal).Dollars / Math.Pow(1.07, y));

        Assert.Equal(plan.Total.Dollars, sum, 1e-3 * plan.Total.Dollars);
    }

    [Fact]
    public void More_grid_never_costs_more_and_its_worth_is_the_difference_it_makes()
    {
        Site At(double megawatts) => Bare(100, Grid(megawatts, 30), [Gas(200, 1000, variable: 50)]) with { Horizon = Over(2026, 2028) };

        ExpansionReport less = Planned(At(60)), more = Planned(At(61));

        double saved = less.Total.Dollars - more.Total.Dollars;
        double told = Of(less, "grid firm").Worth.Select((worth, y) => worth / Math.Pow(1.07, y)).Sum();
        Assert.True(saved > 0);
        Assert.Equal(saved, told, 0.01 * saved);
    }

    [Fact]
    public void What_a_longer_horizon_does_in_its_first_years_is_no_cheaper_than_the_shorter_plan()
    {
        Site site = Growing(2027, 2030, 1.3);
        ExpansionReport longer = Planned(site), shorter = Planned(site with { Horizon = site.Horizon! with { LastYear = 2028 } });

        double past = Enumerable.Range(0, 2).Sum(y => (longer.Payments[y] + longer.Years[y].RunningTotal).Dollars / Math.Pow(1.07, y));
        Assert.True(past >= shorter.Bound.Dollars * (1 - 1e-6), $"{past} is less than {shorter.Bound.Dollars}");
    }

    [Fact]
    public void Modules_are_whole_in_every_year_and_the_bound_stays_below()
    {
        Generator reactor = Gas(231, 3000, variable: 5) with { Name = "reactor", Module = 77.Megawatts, LargestUnit = 77.Megawatts, MinimumLoadFraction = 0.3 };
        Site site = Bare(100, Grid(80, 90), [reactor]) with { Horizon = Over(2026, 2028) with { EnergyPriceFactor = 1.1 } };

        ExpansionReport plan = Planned(site);

        AssetPath path = Of(plan, "reactor");
        Assert.All(path.Standing, modules => Assert.Equal(Math.Round(modules), modules, 1e-6));
        Assert.Contains(path.Standing, modules => modules >= 1);
        Assert.True(plan.Bound.Dollars <= plan.Total.Dollars);
        Assert.True(plan.GapFraction < 0.02, $"gap {plan.GapFraction}");
    }

    [Fact]
    public void Racks_follow_the_demand_and_software_holds_them_back()
    {
        Site Of(double demand, double software) => Campus.Of(Campus.Grid(100, 40), Campus.UpTo(400, 1e6.Dollars), Campus.Chat(10_000.TokensPerSecond)) with
        {
            Horizon = Over(2027, 2030) with { DemandFactor = demand, SoftwareFactor = software },
        };

        double[] growing = GrowingSiteTests.Of(PlannedBy(Of(1.25, 1)), "rack").Used, held = GrowingSiteTests.Of(PlannedBy(Of(1.25, 1.25)), "rack").Used;

        Assert.Equal([100, 125, 156.25, 195.3125], growing, (a, b) => Math.Abs(a - b) < 0.02 * a);
        Assert.Equal([100, 100, 100, 100], held, (a, b) => Math.Abs(a - b) < 0.02 * a);
    }

    /// <summary>A horizon of one year is that year: what stands costs its upkeep there too, used or not.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(65)]
    public void A_horizon_of_one_year_costs_what_the_year_costs(double load)
    {
        Generator engine = Gas(100, 1000, variable: 60) with { Size = new(20.Megawatts, 20.Megawatts, 100.Megawatts), Fixed = 30.DollarsPerKilowattYear };
        Site site = Bare(load, Grid(50, 30) with { Firm = new(50.Megawatts, 50.Megawatts, 50.Megawatts), CapacityCharge = 100.DollarsPerKilowattYear }, [engine]);
        var year = Assert.IsType<PlanAnswer.Planned>(Planner.Plan(site, new StructuredSolver(), new PlanOptions(), null, CancellationToken.None));

        ExpansionReport plan = Planned(site with { Horizon = Over(2026, 2026) });

        Assert.Equal(year.Report.Cost.Total.Dollars, plan.Total.Dollars, 1e-4 * plan.Total.Dollars);
        Assert.Equal(50 * 100_000 + Math.Max(20, load - 50) * 30_000, plan.Years[0].Running.Where(item => item.Kind is "fixed" or "capacity charge").Sum(item => item.PerYear.Dollars), 5e3);
    }

    /// <summary>In a year in which none may stand, any price from the unit's worth upward is a price; what is told is the difference that a unit makes.</summary>
    [Fact]
    public void A_grid_that_cannot_stand_yet_is_worth_what_its_first_megawatt_saves()
    {
        Site At(double standing) => Bare(100, Grid(60, 30) with { Firm = new(standing.Megawatts, Power.Zero, 60.Megawatts) }, [Gas(200, 1000, variable: 50)]) with
        {
            Horizon = Over(2026, 2027, ("grid", new() { LeadYears = 2 })),
        };

        ExpansionReport none = Planned(At(0)), one = Planned(At(1));

        AssetPath grid = Of(none, "grid firm");
        Assert.Equal([0, 0], grid.Most);
        double saved = none.Total.Dollars - one.Total.Dollars;
        Assert.Equal(saved, grid.Worth[0] + grid.Worth[1] / 1.07, 0.02 * saved);
        Assert.Contains("at most", Assert.Single(none.Ceilings, ceiling => ceiling.Asset == "grid firm").Sentence, StringComparison.Ordinal);
    }

    /// <summary>Bulk work that no grid carries takes nothing from what chat is promised, though tokens of either are worth less than the racks that serve them.</summary>
    [Fact]
    public void What_nothing_could_keep_drops_no_other_promise()
    {
        Service chat = Campus.Chat(2_000.TokensPerSecond), bulk = Campus.Chat(20_000.TokensPerSecond) with { Name = "bulk", Tier = 2 };
        Site site = Campus.Of(Campus.Grid(6, 40), Campus.UpTo(400, 1e6.Dollars), chat, bulk) with { Horizon = Over(2026, 2027) };

        ExpansionReport plan = PlannedBy(site);

        Assert.All(plan.Years, year =>
        {
            Assert.Equal(0, One(year, "chat").Missed.Tokens, 1e-6 * One(year, "chat").Demand.Tokens);
            Assert.True(One(year, "bulk").Missed.Tokens > 0.5 * One(year, "bulk").Demand.Tokens);
        });
        Assert.Null(plan.PowerYear);
        static ServiceFigure One(YearFigures year, string name) => year.Tokens.Services.Single(service => service.Name == name);
    }

    [Fact]
    public void A_budget_of_capital_holds_over_the_whole_horizon()
    {
        Site site = Bare(100, Grid(60, 30), [Gas(200, 1000, variable: 50)]) with { Horizon = Over(2026, 2027), Policy = new SitePolicy { CapitalMost = 20e6.Dollars } };

        ExpansionReport plan = Planned(site);

        Assert.Equal(20, Of(plan, "turbine").Standing[^1], 0.01); // 1,000 $/kW · 20 MW
        Assert.Null(plan.PowerYear);
    }

    static AssetPath Of(ExpansionReport plan, string asset) => plan.Assets.Single(path => path.Name == asset);

    static ExpansionReport Planned(Site site) => Assert.IsType<ExpansionAnswer.Planned>(
        ExpansionPlanner.Plan(site, new StructuredSolver(), new OneByOne(), Gap, null, CancellationToken.None)).Report;

    static ExpansionReport PlannedBy(Site site) => Assert.IsType<ExpansionAnswer.Planned>(
        ExpansionPlanner.Plan(site, new Campus.TwoPoints(), new StructuredSolver(), new OneByOne(), Gap, null, CancellationToken.None)).Report;

    static Horizon Over(int first, int last, params (string Asset, AssetTiming Timing)[] timing) =>
        new() { FirstYear = first, LastYear = last, Timing = timing.ToDictionary(one => one.Asset, one => one.Timing) };

    static GridConnection Grid(double megawatts, double price) => new()
    {
        Firm = Sizing<Power>.Fixed(megawatts.Megawatts),
        Price = Years.Flat(price.DollarsPerMegawattHour),
        Carbon = Years.Flat(400.GramsPerKilowattHour),
    };

    static Generator Gas(double most, double dollarsPerKilowatt, double variable) => new()
    {
        Name = "turbine",
        Kind = GeneratorKind.GasTurbine,
        Size = Sizing<Power>.UpTo(most.Megawatts),
        Capital = dollarsPerKilowatt.DollarsPerKilowatt,
        Variable = variable.DollarsPerMegawattHour,
        AvailableFraction = Years.Repeat([1]),
    };

    static Generator Free(string name, GeneratorKind kind, double dollarsPerKilowatt, double[] available) =>
        Gas(400, dollarsPerKilowatt, 0) with { Name = name, Kind = kind, AvailableFraction = available };

    static Site Bare(double megawatts, GridConnection? grid, IReadOnlyList<Generator> plants) => new()
    {
        Name = "bare",
        Region = "nowhere",
        Year = Years.Of2023,
        Weather = Years.Mild,
        Grid = grid,
        Generators = plants,
        OtherLoad = Years.Flat(megawatts.Megawatts),
    };

    /// <summary>Sun, wind, gas, a store and a grid whose price rises or falls.</summary>
    static Site Growing(int first, int last, double price) => Bare(100, Grid(70, 45), [Gas(200, 900, 55), Free("sun", GeneratorKind.Solar, 900, sun), Free("wind", GeneratorKind.Wind, 1500, wind)]) with
    {
        Batteries = [new Battery
        {
            Name = "store", Power = Sizing<Power>.UpTo(100.Megawatts), Energy = Sizing<Energy>.UpTo(800.MegawattHours),
            CapitalOfPower = 200.DollarsPerKilowatt, CapitalOfEnergy = (150 * 1000).DollarsPerMegawattHour, ChargeEfficiency = 0.95, DischargeEfficiency = 0.95,
        }],
        Horizon = Over(first, last) with { EnergyPriceFactor = price },
    };
}
