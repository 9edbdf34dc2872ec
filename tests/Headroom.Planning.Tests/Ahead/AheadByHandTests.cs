using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Planning.Tests.Ahead.Days;

namespace Headroom.Planning.Tests.Ahead;

/// <summary>Looks ahead whose answer a pencil finds.</summary>
public class AheadByHandTests
{
    [Fact]
    public void A_battery_carries_an_hour_under_a_limit_and_fills_up_behind_it()
    {
        // 4 MW are missing for an hour: 4 MWh. To be as full at the end, 4 / 0.8 = 5 MWh are charged in the two hours of 2.5 MW to spare
        AheadInputs day = Of(1.Hours, 10, 10, 6, 12.5, 12.5) with
        {
            Services = [Service("chat", 0, 10, 10, 10, 10, 10)],
            Batteries = [new() { Name = "battery", Power = 5.Megawatts, Energy = 4.MegawattHours, Stored = 4.MegawattHours,
                ChargeEfficiency = 0.8, StoredAtEnd = 4.MegawattHours }],
        };
        AheadPlan plan = Plan(day);
        Serves([10, 10, 10, 10, 10], plan.Tokens[0]);
        Draws([0, 0, 4, -2.5, -2.5], plan.BatteryInjection[0]);
        AssertAll([4, 4, 0, 2, 4], plan.Stored[0].Select(one => one.MegawattHours));
        Draws([10, 10, 6, 12.5, 12.5], plan.Import);
    }

    [Fact]
    public void Work_that_may_wait_moves_out_of_the_limit()
    {
        AheadInputs day = Of(1.Hours, 10, 8, 12, 12) with { Services = [Service("chat", 1, 8, 8, 8, 8), Waiting("batch", 2.Hours, 2, 2, 2, 2)] };
        AheadPlan plan = Plan(day);
        Serves([8, 8, 8, 8], plan.Tokens[0]);
        Assert.Equal(2 + 0 + 4 + 2, plan.Tokens[1].Sum(one => one.MillionTokensPerSecond), 1e-5);
        Serves([0, 0, 0, 0], plan.Lost[1]);
        Assert.Equal(2, plan.Tokens[1][0].MillionTokensPerSecond, 1e-5);
        Assert.Equal(0, plan.Tokens[1][1].MillionTokensPerSecond, 1e-5);
        Assert.Equal(2e6 * 3600, plan.Waiting[1][1].Tokens, 1e5);
    }

    [Fact]
    public void Work_that_waited_beyond_its_window_is_lost_and_no_more_than_that()
    {
        // three hours without room: what came in the first two is lost; that of the third is still within its hour
        AheadInputs day = Of(1.Hours, 10, 8, 8, 8, 12) with { Services = [Service("chat", 1, 8, 8, 8, 8, 8), Waiting("batch", 1.Hours, 2, 2, 2, 2, 2)] };
        AheadPlan plan = Plan(day);
        Assert.Equal(2 * 2e6, plan.Lost[1].Sum(one => one.TokensPerSecond), 10.0);
        Assert.Equal(4, plan.Tokens[1][4].MillionTokensPerSecond, 1e-5);
    }

    [Fact]
    public void What_waited_before_the_horizon_is_served_within_what_is_left_of_its_window()
    {
        // 3 MWh owed since an hour, with two hours to wait: only the first hour can serve it, and has room for 2 MW of it
        AheadInputs day = Of(1.Hours, 2, 10, 10) with
        {
            Services = [Waiting("batch", 2.Hours, 0, 0, 0) with { Owed = [new(1.Hours, (3e6 * 3600).Tokens)] }],
        };
        AheadPlan plan = Plan(day);
        Serves([2, 0, 0], plan.Tokens[0]);
        Serves([1, 0, 0], plan.Lost[0]);
    }

    [Theory]
    [InlineData(20, 4, 4, 4, 4)]
    [InlineData(6, 4, 2, 0, 0)]
    [InlineData(3, 3, 0, 0, 0)]
    public void Tiers_are_served_in_their_order(double ceiling, double first, double second, double third, double fourth)
    {
        AheadInputs day = Of(1.Hours, ceiling) with { Services = [Service("d", 3, 4), Service("b", 1, 4), Service("a", 0, 4), Service("c", 2, 4)] };
        Serves([fourth, second, first, third], Plan(day).Tokens.Select(one => one[0]));
    }

    [Theory]
    [InlineData(13, 4, 4, 3, 2)]           // promises of 3.6, 3 and 2 kept; what is left goes to tier 1
    [InlineData(12.6, 4, 3.6, 3, 2)]
    [InlineData(10, 4, 3.6, 2.4, 0)]       // tier 3 gives beyond its promise, then tier 2
    public void Over_an_event_promises_come_before_tokens_beyond_them(double ceiling, double first, double second, double third, double fourth)
    {
        AheadInputs day = Of(1.Hours, ceiling) with
        {
            Services = [Service("a", 0, 4), Service("b", 1, 4), Service("c", 2, 4), Service("d", 3, 4)],
            Events = [new(0, 1)],
        };
        Serves([first, second, third, fourth], Plan(day).Tokens.Select(one => one[0]));
    }

    [Fact]
    public void A_promise_counts_over_the_event_and_not_in_each_step()
    {
        // 2 of 4 hours' worth may go in all: the hour without any power is within the promise of half of two hours
        AheadInputs day = Of(1.Hours, 0, 4) with { Services = [Service("batch", 3, 4, 4)], Events = [new(0, 2)] };
        AheadPlan plan = Plan(day);
        Serves([0, 4], plan.Tokens[0]);
        Assert.Equal(3, plan.Scarcity[0].Rank);
    }

    [Theory]
    [InlineData(2, 0)]              // stopping an hour early costs 4 MWh; stopping late loses two hours of 4 MW
    [InlineData(0.5, 4)]            // half an hour lost is less than an hour stopped
    public void A_run_stops_at_its_checkpoint_where_stopping_late_would_lose_more(double hoursAtRisk, double powerBefore)
    {
        AheadInputs day = Of(1.Hours, 10, 10, 6, 10) with
        {
            Services = [Service("chat", 0, 6, 6, 6, 6)],
            Runs =
            [
                new()
                {
                    Name = "run", RacksMost = [4, 4, 4, 4], FullPerRack = 1.Megawatts, LeastPerRack = 0.5.Megawatts, MayPause = true,
                    AtRisk = [1.Hours, TimeSpan.Zero, hoursAtRisk.Hours, TimeSpan.Zero],
                },
            ],
        };
        AheadPlan plan = Plan(day);
        Serves([6, 6, 6, 6], plan.Tokens[0]);
        Draws([4, powerBefore, 0, 4], plan.RunPower[0]);
    }

    [Fact]
    public void A_run_slows_down_before_it_stops_and_slowing_loses_no_work()
    {
        AheadInputs day = Of(1.Hours, 10, 8, 10) with
        {
            Services = [Service("chat", 0, 6, 6, 6)],
            Runs = [new() { Name = "run", RacksMost = [4, 4, 4], FullPerRack = 1.Megawatts, LeastPerRack = 0.5.Megawatts, MayPause = true, AtRisk = [1.Hours, 1.Hours, 1.Hours] }],
        };
        AheadPlan plan = Plan(day);
        Draws([4, 2, 4], plan.RunPower[0]);
        AssertAll([4, 4, 4], plan.RunRacks[0]);
    }

    [Fact]
    public void Import_rises_no_faster_than_the_grid_allows_and_falls_as_the_ceiling_does()
    {
        AheadInputs day = Of(1.Hours, 10, 6, 10, 10) with
        {
            Services = [Service("chat", 0, 10, 10, 10, 10)],
            RampLimit = Ramp.FromSi(2e6 / 3600),
            ImportNow = 10.Megawatts,
        };
        Draws([10, 6, 8, 10], Plan(day).Import);
    }

    [Fact]
    public void A_run_changes_no_faster_than_it_may()
    {
        AheadInputs day = Of(1.Hours, 10, 10, 6, 10) with
        {
            Services = [Service("chat", 0, 6, 6, 6, 6)],
            Runs = [new() { Name = "run", RacksMost = [4, 4, 4, 4], FullPerRack = 1.Megawatts, MayPause = true, Ramp = Ramp.FromSi(3e6 / 3600) }],
        };
        Draws([4, 3, 0, 3], Plan(day).RunPower[0]);
    }

    [Fact]
    public void Energy_is_bought_when_it_is_cheap()
    {
        // batch waits for the cheap hour; the battery takes 2 MWh more at 20 $ and gives 0.9 · 2 back at 100 $
        AheadInputs day = Of(1.Hours, 20, 20, 20) with
        {
            Price = [100.DollarsPerMegawattHour, 20.DollarsPerMegawattHour, 100.DollarsPerMegawattHour],
            Services = [Service("chat", 0, 5, 5, 5), Waiting("batch", 1.Hours, 1, 0, 0)],
            Batteries = [new() { Name = "battery", Power = 2.Megawatts, Energy = 2.MegawattHours, Stored = Energy.Zero, DischargeEfficiency = 0.9 }],
        };
        AheadPlan plan = Plan(day);
        Serves([0, 1, 0], plan.Tokens[1]);
        Draws([0, -2, 1.8], plan.BatteryInjection[0]);
        // moving energy costs a cent a megawatt-hour beside its price, and so does an hour's waiting of 1 MWh of work
        Assert.Equal(100 * 5 + 20 * (5 + 1 + 2) + 100 * (5 - 1.8) + 0.01 * (3.8 + 1), plan.Cost.Dollars, 2e-3);
    }

    [Fact]
    public void A_plant_is_raised_before_tokens_are_lost_and_only_as_far()
    {
        AheadInputs day = Of(1.Hours, 10, 6, 10) with
        {
            Services = [Service("chat", 0, 10, 10, 10)],
            Plants = [new() { Name = "gas", Planned = Megawatts(0, 0, 0), Least = Megawatts(0, 0, 0), Most = Megawatts(3, 3, 3), Follows = true,
                Cost = 80.DollarsPerMegawattHour }],
        };
        AheadPlan plan = Plan(day);
        Draws([0, 3, 0], plan.PlantOutput[0]);
        Serves([10, 9, 10], plan.Tokens[0]);
        // a watt more of ceiling is a token a second more in the second hour, and worth nothing where it does not bind
        Assert.Equal((0, 1.0), (plan.Scarcity[1].Rank ?? -1, Math.Round(plan.Scarcity[1].Tokens.TokensPerJoule, 6)));
        Assert.Null(plan.Scarcity[0].Rank);
    }

    [Theory]
    [InlineData(1, 10, 10)]        // 10 MW for ten minutes warm 1/6 MWh per kelvin by ten kelvin
    [InlineData(0.5, 5, 10)]       // half the mass takes half of it
    [InlineData(2, 10, 5)]
    public void Coolant_carries_ten_minutes_without_a_chiller(double mass, double served, double rise)
    {
        AheadInputs day = Of(10.Minutes, 20, 20, 20, 20, 20) with
        {
            Services = [Service("chat", 0, 10, 10, 10, 10, 10)],
            Loops = [new("loop", [0], (mass / 6).MegawattHours, Megawatts(10, 0, 20, 20, 20), [0.1, 0.1, 0.1, 0.1, 0.1]) { RiseMost = 10.Kelvin }],
        };
        AheadPlan plan = Plan(day);
        Serves([10, served, 10, 10, 10], plan.Tokens[0]);
        Assert.Equal(rise, plan.LoopRise[0][1].Kelvin, 1e-4);
        Assert.Equal(served, plan.Import[1].Megawatts, 1e-5);
    }

    [Fact]
    public void Cooling_comes_before_the_limit_where_the_mass_can_be_cooled_ahead()
    {
        // 1 MW of cooling is what the limit lacks: 10 MW of heat wait for an hour in a mass that was cooled by 10 MWh
        AheadInputs day = Of(1.Hours, 12, 10, 12) with
        {
            Services = [Service("chat", 0, 10, 10, 10)],
            Loops = [new("loop", [0], 1.MegawattHours, Megawatts(20, 20, 20), [0.1, 0.1, 0.1]) { RiseLeast = -10.Kelvin }],
        };
        AheadPlan plan = Plan(day);
        Serves([10, 10, 10], plan.Tokens[0]);
        Draws([12, 10, 11], plan.Import);
    }

    [Fact]
    public void Racks_are_shared_and_the_first_in_rank_takes_them()
    {
        AheadInputs day = Of(1.Hours, 100) with
        {
            Fleets = [new("racks", [10], default)],
            Services = [Service("chat", 0, 7), Service("extra", 2, 7)],
            Runs = [new() { Name = "run", RacksMost = [10], FullPerRack = 1.Megawatts, MayPause = true }],
        };
        AheadPlan plan = Plan(day);
        Serves([7, 3], plan.Tokens.Select(one => one[0]));
        Draws([0], plan.RunPower[0]);
    }

    [Fact]
    public void A_concave_curve_gives_what_lies_on_it()
    {
        // 10 racks, knots at 0.5 MW for 0.8 and 1 MW for 1 Mtok/s: with 7 MW six racks are at the first and four at the second
        AheadInputs day = Of(1.Hours, 7) with
        {
            Fleets = [new("racks", [10], default)],
            Services = [Service("chat", 0, 10) with { Lanes = [new(0, [new(0.5.Megawatts, 8e5.TokensPerSecond), new(1.Megawatts, 1e6.TokensPerSecond)])] }],
        };
        Serves([6 * 0.8 + 4 * 1.0], Plan(day).Tokens[0]);
    }
}
