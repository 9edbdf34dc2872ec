using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Solvers;
using Headroom.Workloads;
using static Headroom.Planning.Tests.Planned;

namespace Headroom.Planning.Tests;

/// <summary>Racks, services and training whose answer a pencil finds; cooling is one number in the mild year.</summary>
/// <remarks>
///   Interior-point answers: 1e-6 of the objective, as the solver promises. Where tokens are sought the second solve gives up 1e-7 of
///   them for its interior (<see cref="Planner"/>), so what is shown is compared to 1e-6 too.
/// </remarks>
public class ComputeByHandTests
{
    const double Interior = 1e-6;
    static readonly double bus = Campus.BusPerIt(Campus.Air);

    static PlanReport Plan(Site site) => By(site, new Campus.TwoPoints());
    static double Megawatts(PlanReport plan) => plan.Energy.Draw.MegawattHours / 8760;

    [Fact]
    public void Standing_racks_serve_at_the_cap_that_joules_per_token_favour()
    {
        // 700 tok/s on 20 racks: idle 20 · 20 kW; 40 kW more for 70 tok/s at the half cap, so 10 racks work: 400 + 400 = 800 kW of IT
        PlanReport plan = Plan(Campus.Of(Campus.Grid(5, 50), Campus.Standing(20), Campus.Chat(700.TokensPerSecond)));
        AssertClose(0.8 * bus, Megawatts(plan), Interior, "MW");
        AssertClose(50 * 8760 * 0.8 * bus, plan.Objective.Value, Interior, "cost");
        AssertClose(bus, plan.Ladder.PueRatio, Interior, "PUE");
        AssertClose(700 * 8760.0 * 3600, plan.Tokens.Served.Tokens, Interior, "tokens");
    }

    [Fact]
    public void Racks_are_bought_until_running_fewer_harder_is_cheaper()
    {
        // a rack of 1 $/yr: power rules, 10 racks at the half cap; a rack of 10 M$/yr: price rules, 7 racks at full power
        Site At(Money price) => Campus.Of(Campus.Grid(5, 50), Campus.UpTo(50, price) with { Repayment = new(0, 1) }, Campus.Chat(700.TokensPerSecond));
        AssertClose(10, Plan(At(1.Dollars)).Size("rack"), 1e-4, "racks"); // sizes within 1e-4: a rack-hour costs little here
        AssertClose(7, Plan(At(10.MillionDollars)).Size("rack"), 1e-4, "racks");
    }

    [Fact]
    public void Tokens_go_unserved_up_to_the_tiers_share_where_serving_them_costs_more()
    {
        // 70 tok/s cost 40 kW: 1.587e-7 MWh per token; at 1,000 $/MWh and the cooling that is 159 $/Mtok times bus, so at 100 $/Mtok a tier-1 service drops 10 %
        Service chat = Campus.Chat(700.TokensPerSecond) with { Tier = 1, Unserved = 100.DollarsPerMillionTokens };
        PlanReport plan = Plan(Campus.Of(Campus.Grid(5, 1000), Campus.Standing(20), chat));
        double dropped = 70 * 8760 * 3600.0;
        AssertClose(dropped, plan.Tokens.Unserved.Tokens, Interior, "tokens unserved");
        AssertClose(100e-6 * dropped, plan.Cost("chat", "unserved tokens"), Interior, "their cost");
        AssertClose(100e-6 * dropped + 1000 * 8760 * bus * (0.4 + 0.36), plan.Objective.Value, Interior, "cost");
    }

    [Fact]
    public void Tokens_are_served_where_leaving_them_costs_more()
    {
        Service chat = Campus.Chat(700.TokensPerSecond) with { Tier = 1, Unserved = 200.DollarsPerMillionTokens };
        PlanReport plan = Plan(Campus.Of(Campus.Grid(5, 1000), Campus.Standing(20), chat));
        Assert.Equal(0, plan.Tokens.Unserved.Tokens);
    }

    [Theory, InlineData(6, 6), InlineData(7, 7)]
    public void Deferred_work_is_done_within_its_window(int windowHours, int doneIn)
    {
        // work of hour 0 each day; power is free to be bought at 100 − 10 · h $/MWh in hour h, so the last hour of the window is the cheapest
        Service batch = Campus.Chat(default) with
        {
            Name = "batch",
            Deferrable = TimeSpan.FromHours(windowHours),
            Demand = Years.Repeat<TokenRate>(Years.Day(h => h == 0 ? 700 : 0), "tok/s"),
        };
        double[] price = Years.Day(h => h <= 8 ? 100 - 10 * h : 200);
        Site site = Campus.Of(Campus.Grid(5, 0) with { Price = Years.Repeat<EnergyPrice>(price, "$/MWh") }, Campus.Standing(20), batch);
        PlanReport plan = Plan(site);
        AssertClose(365 * bus * (0.4 * price.Sum() + 0.4 * price[doneIn]), plan.Objective.Value, Interior, "cost");
        double[] served = plan.Hours("batch served");
        AssertClose(700e-6, served[24 + doneIn], 1e-4, "Mtok/s"); // one hour of a year: the interior point ends within 1e-4 of the corner
    }

    [Theory, InlineData(2000, 11_000), InlineData(12_000, 11_000)]
    public void A_hall_is_rebuilt_when_that_is_cheaper_than_a_new_one(double retrofit, double fresh)
    {
        // 10 racks that need liquid, 1 MW: rebuild the standing air hall or build hall B
        Hall a = Campus.Hall with { Power = Sizing<Power>.Fixed(1.Megawatts), Retrofit = new(Campus.Liquid, 140.Kilowatts, retrofit.DollarsPerKilowatt, new(0, 10)) };
        Hall b = Campus.Hall with { Name = "B", Power = Sizing<Power>.UpTo(20.Megawatts), Cooling = Campus.Liquid, PerRack = 140.Kilowatts, Capital = fresh.DollarsPerKilowatt, Repayment = new(0, 10) };
        RackChoice plumbed = Campus.Standing(10) with { Type = Campus.Rack with { LiquidShare = 0.8, SupplyMost = 45.DegreesCelsius } };
        PlanReport plan = Plan(Campus.Of(Campus.Grid(5, 50), plumbed, Campus.Chat(700.TokensPerSecond)) with { Halls = [a, b] });
        bool rebuild = retrofit < fresh;
        AssertClose(rebuild ? 1 : 0, plan.Size("hall A rebuilt"), 1e-6, "MW rebuilt");
        AssertClose(1e3 * Math.Min(retrofit, fresh) / 10, plan.Cost.Items.Where(i => i.Kind == "capital").Sum(i => i.PerYear.Dollars), Interior, "capital a year");
    }

    [Fact]
    public void Most_tokens_spreads_scarce_power_over_capped_racks_first()
    {
        // 12 racks under 1 MW of IT: all at the half cap take 720 kW, the other 280 kW take 7 of them to full power: 12 · 70 + 7 · 30 = 1,050 tok/s
        Site site = Campus.Of(Campus.Grid(bus * 1, 50), Campus.Standing(12), Campus.Chat(5000.TokensPerSecond)) with { Objective = Objective.MostTokens };
        PlanReport plan = Plan(site);
        AssertClose(1050 * 8760 * 3600.0, plan.Tokens.Served.Tokens, Interior, "tokens");
        // a megawatt more of bus carries 30 tok/s per 40 kW of IT, until all racks are at full power
        ShadowPrice worth = plan.ShadowPrices.Single(p => p.Constraint == "grid firm");
        AssertClose(30 / 0.04 / bus * 8760 * 3600, worth.Worth, 1e-5, "tok/yr for one more MW"); // prices converge a digit later than values
        Assert.Equal("tok/yr", worth.WorthUnit);
    }

    [Fact]
    public void Most_tokens_buys_as_many_racks_as_the_power_carries_at_the_half_cap()
    {
        // 1 MW of IT / 60 kW = 16.667 racks at 70 tok/s; fewer racks at full power give 10 · 100
        Site site = Campus.Of(Campus.Grid(bus * 1, 50), Campus.UpTo(40, 1.Dollars), Campus.Chat(5000.TokensPerSecond)) with { Objective = Objective.MostTokens };
        PlanReport plan = Plan(site);
        AssertClose(70 / 0.06 * 8760 * 3600.0, plan.Tokens.Served.Tokens, Interior, "tokens");
        AssertClose(1 / 0.06, plan.Size("rack"), 1e-5, "racks"); // the second solve keeps all tokens but 1e-7, here worth 1e-6 of the racks
    }

    [Fact]
    public void Most_tokens_stays_within_the_yearly_budget()
    {
        // 20 racks idle at 0.4 MW · bus; what is left of 300,000 $ at 50 $/MWh works at 70 tok/s per 40 kW
        Site site = Campus.Of(Campus.Grid(5, 50), Campus.Standing(20), Campus.Chat(5000.TokensPerSecond)) with
        {
            Objective = Objective.MostTokens,
            Policy = new() { YearlyCostMost = 300_000.Dollars },
        };
        double working = 300_000 / 50.0 / 8760 / bus - 0.4; // MW of IT above idle; 0.8 MW is where all work at the half cap
        Assert.InRange(working, 0, 0.8);
        PlanReport plan = Plan(site);
        AssertClose(working * 70 / 0.04 * 8760 * 3600, plan.Tokens.Served.Tokens, Interior, "tokens");
        AssertClose(300_000, plan.Cost.Total.Dollars, 1e-5, "$"); // 1e-7 of the tokens given up and half-dollar items left out
    }

    [Fact]
    public void Most_value_serves_only_in_hours_whose_power_costs_less_than_tokens_earn()
    {
        // 40 kW earn 70 tok/s · 3,600 s at 100 $/Mtok = 25.2 $ an hour: worth it at 50 $/MWh, not at 2,000 $/MWh; the step to full power earns
        // 10.8 $ per 40 kW: worth it at 50 $/MWh too
        double[] price = Years.Day(h => h < 20 ? 50 : 2000);
        Service chat = Campus.Chat(5000.TokensPerSecond) with { Value = 100.DollarsPerMillionTokens };
        Site site = Campus.Of(Campus.Grid(5, 0) with { Price = Years.Repeat<EnergyPrice>(price, "$/MWh") }, Campus.Standing(10), chat) with { Objective = Objective.MostValue };
        PlanReport plan = Plan(site);
        double earned = 365.0 * 20 * 3600 * 1000 * 100e-6, paid = 365 * bus * (20 * 50 * 1.0 + 4 * 2000 * 0.2);
        AssertClose(earned - paid, plan.Objective.Value, Interior, "value");
        AssertClose(365.0 * 20 * 3600 * 1000, plan.Tokens.Served.Tokens, Interior, "tokens");
    }

    [Fact]
    public void A_training_run_takes_the_racks_that_finish_it_by_its_date()
    {
        // without a cap a rack gives 8 · 1e15 · 0.4 · 0.9 = 2.88e15 FLOP/s; 2.88e15 · 3,600 s · 1,000 h · 5 racks
        TrainingRun run = new() { Name = "frontier", Amount = (2.88e15 * 3600 * 1000 * 5).FloatingPointOperations, FirstHour = 500, EndHour = 1500 };
        Site site = Campus.Of(Campus.Grid(5, 1), Campus.UpTo(50, 10.MillionDollars)) with { Training = [run] };
        PlanReport plan = Plan(site);
        AssertClose(5, plan.Size("rack"), Interior, "racks");
        AssertClose(run.Amount.In("EFLOP"), plan.Tokens.Training[0].Done.In("EFLOP"), Interior, "FLOP");
        double[] work = plan.Hours("frontier compute");
        Assert.Equal(0, work[499]);
        Assert.Equal(0, work[1500]);
    }

    [Fact]
    public void A_run_that_may_not_pause_holds_its_rate_through_dear_hours()
    {
        // 5 racks for 1,000 h of which half are dear: one that pauses needs racks for 500 h, one that may not pays the dear hours
        TrainingRun run = new() { Name = "frontier", Amount = (2.88e15 * 3600 * 1000 * 5).FloatingPointOperations, FirstHour = 0, EndHour = 1000, MayPause = false };
        GridConnection grid = Campus.Grid(5, 0) with { Price = Years.Repeat<EnergyPrice>(Years.Day(h => h < 12 ? 10 : 5000), "$/MWh") };
        double[] steady = Plan(Campus.Of(grid, Campus.Standing(20)) with { Training = [run] }).Hours("frontier compute");
        Assert.All(steady[..1000], rate => AssertClose(steady[0], rate, 1e-6, "EFLOP/s")); // rows of equality: feasible to 1e-6
        double[] pausing = Plan(Campus.Of(grid, Campus.Standing(20)) with { Training = [run with { MayPause = true }] }).Hours("frontier compute");
        Assert.True(pausing[18] < 1e-3 * pausing[6]);
    }

    [Fact]
    public void Losses_of_the_power_tree_are_drawn_at_the_meter()
    {
        Site site = Campus.Of(Campus.Grid(5, 50), Campus.Standing(20), Campus.Chat(700.TokensPerSecond)) with { Tree = new(0.9, []) };
        AssertClose(0.8 * bus / 0.9, Megawatts(Plan(site)), Interior, "MW");
    }

    [Fact]
    public void A_node_of_the_tree_carries_no_more_than_its_rating()
    {
        // racks of 100 kW through 90 %: a node of 1 MW carries 9 of them, though power would allow many more
        Site site = Campus.Of(Campus.Grid(5, 50), Campus.UpTo(40, 1.Dollars), Campus.Chat(5000.TokensPerSecond)) with
        {
            Objective = Objective.MostTokens,
            Tree = new(0.9, [new PowerNode("row", 1.Megawatts, ["A"])]),
        };
        AssertClose(9, Plan(site).Size("rack"), Interior, "racks");
    }

    [Fact]
    public void Tokens_per_joule_fall_from_accelerator_to_site()
    {
        LadderFigures ladder = Plan(Campus.Of(Campus.Grid(5, 50), Campus.Standing(20), Campus.Chat(700.TokensPerSecond))).Ladder;
        Assert.True(ladder.PerAcceleratorJoule > ladder.PerServerJoule && ladder.PerServerJoule > ladder.PerItJoule && ladder.PerItJoule > ladder.PerSiteJoule);
    }
}
