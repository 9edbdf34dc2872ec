using Headroom.Comparing;

namespace Headroom.Tests.Comparing;

public class ContestTests
{
    [Fact]
    public void The_cheapest_wins_and_waiting_may_turn_that_round()
    {
        Contest contest = AnyCase.Contest();
        Supposed middle = contest.Assumptions.Middle();
        Assert.Equal(Strategy.Grid, contest.Winner(Telling.Plain, middle));
        Assert.Equal(Strategy.Onsite, contest.Winner(Telling.WithWaiting, middle));
    }

    /// <summary>By hand: 100,000 accelerators at 1 $/h for 3 years, A(3) = 2.6243, A(25) = 11.6536; 876 M$ a year over 10⁶ MWh.</summary>
    [Fact]
    public void Waiting_is_what_equation_15_says()
    {
        Contest contest = AnyCase.Contest();
        Assert.Equal(50 + 876 * 2.6243 / (11.6536 - 2.6243), contest.Cases[0].WithWaitingDollarsPerMegawattHour(contest.Assumptions.Middle()), 0.02);
    }

    [Fact]
    public void Power_before_the_halls_stand_does_not_help()
    {
        Contest contest = AnyCase.Contest(buildingYears: 2);
        Case onsite = contest.Cases.First(one => one.Strategy == Strategy.Onsite);
        Assert.Equal(1.5, onsite.YearsToPower(contest.Assumptions.Middle()));
        Assert.Equal(2, onsite.YearsToRun(contest.Assumptions.Middle()));
    }

    /// <summary>By hand: engines 20 + 8 · gas meet the grid at 50 where gas is 3.75; a reactor at 100 per 10,000 $/kW meets it at 5,000.</summary>
    [Fact]
    public void Break_evens_are_where_the_lines_cross()
    {
        IReadOnlyList<BreakEven> found = Changes.BreakEvens(AnyCase.Contest());
        BreakEven gas = Assert.Single(found, one => one is { Telling: Telling.Plain, Parameter: Parameters.Gas });
        Assert.Equal((Strategy.Onsite, Strategy.Grid), (gas.Below, gas.Above));
        Assert.Equal(3.75, gas.Value, 1e-6);
        BreakEven reactor = Assert.Single(found, one => one.Telling == Telling.Plain && one.Parameter == Parameters.CapitalOf("smr"));
        Assert.Equal((Strategy.Smr, Strategy.Grid), (reactor.Below, reactor.Above));
        Assert.Equal(5000, reactor.Value, 1e-3);
    }

    /// <summary>By hand: the grid's 50 + 0.3 c meets the reactor's 100 at c = 166.67 $/t; engines emit more than the grid and cost more, so never win.</summary>
    [Fact]
    public void A_carbon_price_turns_to_what_emits_nothing()
    {
        BreakEven carbon = Assert.Single(Changes.BreakEvens(AnyCase.Contest()), one => one is { Telling: Telling.Plain, Parameter: Parameters.CarbonPrice });
        Assert.Equal((Strategy.Grid, Strategy.Smr), (carbon.Below, carbon.Above));
        Assert.Equal(50 / 0.3, carbon.Value, 1e-3);
    }

    [Fact]
    public void A_queue_turns_the_winner_only_where_waiting_counts()
    {
        IReadOnlyList<BreakEven> found = Changes.BreakEvens(AnyCase.Contest());
        Assert.DoesNotContain(found, one => one is { Telling: Telling.Plain, Parameter: Parameters.GridQueue });
        BreakEven queue = Assert.Single(found, one => one is { Telling: Telling.WithWaiting, Parameter: Parameters.GridQueue });
        Assert.Equal((Strategy.Grid, Strategy.Onsite), (queue.Below, queue.Above));
        Assert.InRange(queue.Value, 1.5, 1.6);        // 2 $/MWh dearer engines buy days
    }

    [Fact]
    public void A_plan_that_flips_inside_a_range_says_at_which_end()
    {
        IReadOnlyList<Flip> flips = Changes.Flips(AnyCase.Contest());
        Flip gas = Assert.Single(flips, one => one is { Telling: Telling.Plain, Parameter: Parameters.Gas });
        Assert.Equal((false, 2.0, Strategy.Grid, Strategy.Onsite), (gas.IsHigh, gas.Value, gas.From, gas.To));
        Assert.Contains(flips, one => one is { Telling: Telling.Plain, Parameter: Parameters.GridPrice, IsHigh: true, To: Strategy.Onsite });
        Assert.DoesNotContain(flips, one => one is { Telling: Telling.Plain, Parameter: "smrCapital" });
    }

    [Fact]
    public void The_mix_does_not_compete_and_is_never_dearer_than_another()
    {
        SupplyAnswer mixed = AnyCase.Onsite with { Strategy = Strategy.Mixed };
        Setting setting = AnyCase.Setting(AnyCase.Assumptions());
        RegionFigures figures = RegionFigures.Of("somewhere", "Somewhere", [AnyCase.Grid, AnyCase.Onsite, mixed], setting, 0, 1, []);
        Assert.Equal(Strategy.Grid, figures.Winner);
        Assert.Equal(50, figures.Cases[2].DollarsPerMegawattHour.Mid, 1e-9);
    }

    [Fact]
    public void What_is_impossible_says_why_and_does_not_compete()
    {
        SupplyAnswer barred = new() { Region = "somewhere", Strategy = Strategy.Smr, Impossible = "barred" };
        RegionFigures figures = RegionFigures.Of("somewhere", "Somewhere", [barred, AnyCase.Grid], AnyCase.Setting(AnyCase.Assumptions()), 10, 1, []);
        Assert.Equal("barred", figures.Cases[0].Impossible);
        Assert.Equal(Strategy.Grid, figures.Winner);
    }

    [Fact]
    public void Tokens_cost_racks_and_power_together()
    {
        Case grid = AnyCase.Contest().Cases[0];
        // 50 M$ of power and 300 M$ of racks over 10⁹ million tokens
        Assert.Equal(0.35, grid.DollarsPerMillionTokens(grid.Setting.Assumptions.Middle(), withWaiting: false)!.Value, 1e-9);
        Assert.Equal(1e15 / (1e6 * 3.6e9), grid.TokensPerJoule, 1e-9);
    }
}
