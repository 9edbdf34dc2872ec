using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Planning.Tests.Ahead.Days;

namespace Headroom.Planning.Tests.Ahead;

/// <summary>What a reserve, a rest, a run's work and a lane's racks are worth to a look ahead; each answer found by a pencil.</summary>
public class AheadFamilyTests
{
    private static EnergyPrice[] Prices(params double[] dollars) => [.. dollars.Select(one => one.DollarsPerMegawattHour)];

    /// <summary>A full battery of 10 MWh, of which 6 are a reserve; to be full again at the end.</summary>
    private static AheadBattery Reserved(double value) => new()
    {
        Name = "battery",
        Power = 20.Megawatts,
        Energy = 10.MegawattHours,
        Stored = 10.MegawattHours,
        StoredAtEnd = 10.MegawattHours,
        Reserve = 6.MegawattHours,
        ReserveValue = value.DollarsPerMegawattHour,
    };

    [Fact]
    public void A_reserve_that_is_there_is_sold_at_no_price()
    {
        AheadInputs day = Of(1.Hours, 60, 60, 60) with { Price = Prices(50, 3000, 50), Services = [Service("chat", 0, 25, 25, 25)], Batteries = [Reserved(1)] };
        AheadPlan plan = Plan(day);
        AssertAll([10, 6, 10], plan.Stored[0].Select(one => one.MegawattHours));
        Draws([0, 4, -4], plan.BatteryInjection[0]);
    }

    [Theory]
    [InlineData(60, 190, 2)]           // filled an hour sooner it costs 200 $/MWh more
    [InlineData(60, 210, 6)]
    [InlineData(30, 380, 2)]           // for half an hour it is worth half
    [InlineData(30, 420, 6)]
    public void A_reserve_that_is_not_there_is_filled_where_it_is_worth_more_than_the_dear_hour_costs(double minutes, double value, double filled)
    {
        AheadInputs day = Of(minutes.Minutes, 60, 60, 60) with
        {
            Price = Prices(300, 100, 100),
            Services = [Service("chat", 0, 25, 25, 25)],
            Batteries = [Reserved(value) with { Stored = 2.MegawattHours, StoredAtEnd = 2.MegawattHours }],
        };
        AssertAll([filled, 6, 6], Plan(day).Stored[0].Select(one => one.MegawattHours));
    }

    [Fact]
    public void Tokens_come_before_any_reserve()
    {
        AheadInputs day = Of(1.Hours, 20, 12, 40) with { Services = [Service("chat", 3, 20, 20, 20)], Batteries = [Reserved(1e5)] };
        AheadPlan plan = Plan(day);
        Serves([20, 20, 20], plan.Tokens[0]);
        AssertAll([10, 2, 10], plan.Stored[0].Select(one => one.MegawattHours));
    }

    /// <summary>100 racks that idle at 0.2 MW each, 10 of them at work.</summary>
    private static AheadInputs Resting(double ceiling, double price, double[]? offMost, bool may = true) => Of(1.Hours, 100, ceiling, 100) with
    {
        Price = Prices(20, price, 20),
        Fleets = [new("racks", [100, 100, 100], 0.2.Megawatts) { MaySwitchOff = may, OffMost = offMost }],
        Services = [Service("chat", 1, 10, 10, 10)],
    };

    [Theory]
    [InlineData(99, 0)]                // cheaper than a rest is
    [InlineData(101, 40)]
    public void Racks_rest_where_their_idle_power_costs_more_than_a_rest(double price, double off)
    {
        AheadPlan plan = Plan(Resting(100, price, [40, 40, 40]));
        // of the racks that are on, a twentieth stays on for crowds: of 40 that may rest 40 − 0.05·60 do
        AssertAll([0, Math.Max(0, off - 0.05 * (100 - off)), 0], plan.Off[0]);
        Draws([30, 30 - 0.2 * off, 30], plan.Import);
    }

    [Theory]
    [InlineData(24, 40, 30, 10)]       // 0.2·(100 − 30) + 10: as many as the limit asks for, and no more
    [InlineData(24, 25, 25, 9)]        // no more than may: 0.2·75 + 9
    [InlineData(24, 0, 0, 4)]
    public void Under_a_limit_racks_rest_for_tokens_within_what_may(double ceiling, double most, double off, double served)
    {
        AheadPlan plan = Plan(Resting(ceiling, 20, [0, most, 0]));
        Serves([10, served, 10], plan.Tokens[0]);
        Assert.Equal(Math.Max(0, off - 0.05 * (100 - off)), plan.Off[0][1], 1e-3);         // tokens are held to a millionth, and racks with them
        AssertAll([0, 0], [plan.Off[0][0], plan.Off[0][2]]);
        Draws([30, ceiling, 30], plan.Import);
    }

    [Fact]
    public void No_rack_that_works_rests_and_where_no_rest_is_counted_all_others_do()
    {
        // a bound may switch off for nothing: all but the ten at work
        AheadPlan plan = Plan(Resting(100, 20, null));
        AssertAll([90 - 0.5, 90 - 0.5, 90 - 0.5], plan.Off[0]);
        Draws([12, 12, 12], plan.Import);
        AssertAll([0, 0, 0], Plan(Resting(100, 500, null, may: false)).Off[0]);
    }

    private static AheadInputs Training(AheadRun run, double ratio, params double[] prices) => Of(1.Hours, [.. prices.Select(_ => 20.0)]) with
    {
        Price = Prices(prices),
        DrawPerItRatio = [.. prices.Select(_ => ratio)],
        Runs = [run],
    };

    private static AheadRun Run(double? value) => new()
    {
        Name = "run",
        RacksMost = [4, 4, 4],
        FullPerRack = 1.Megawatts,
        LeastPerRack = 0.5.Megawatts,
        MayPause = true,
        Value = value?.DollarsPerMegawattHour,
    };

    [Theory]
    [InlineData(1, 79, 4)]
    [InlineData(1, 81, 0)]
    [InlineData(1.25, 63, 4)]          // a megawatt-hour of its work takes 1.25 of import: 78.75 $
    [InlineData(1.25, 65, 0)]
    public void A_run_works_where_power_costs_less_than_its_work_is_worth_and_stands_where_it_costs_more(double ratio, double price, double power) =>
        Draws([4, power, 4], Plan(Training(Run(80), ratio, 20, price, 20)).RunPower[0]);

    [Fact]
    public void A_run_without_a_value_works_at_any_price() => Draws([4, 4, 4], Plan(Training(Run(null), 1, 20, 5000, 20)).RunPower[0]);

    [Fact]
    public void A_run_that_may_not_pause_slows_to_its_lowest_cap_where_power_is_dear() =>
        Draws([4, 2, 4], Plan(Training(Run(80) with { MayPause = false }, 1, 20, 200, 20)).RunPower[0]);

    [Theory]
    [InlineData(0.26, 4)]              // a rack that stands for the dear hour saves 100 − 80 $ and loses 80 $ an hour since its checkpoint
    [InlineData(0.24, 0)]
    public void Work_since_the_last_checkpoint_counts_with_its_value(double hoursAtRisk, double power)
    {
        AheadRun run = Run(80) with { LeastPerRack = 1.Megawatts, AtRisk = [TimeSpan.Zero, hoursAtRisk.Hours, TimeSpan.Zero] };
        Draws([4, power, 4], Plan(Training(run, 1, 20, 100, 20)).RunPower[0]);
    }

    [Fact]
    public void A_run_with_a_value_gives_way_to_tokens_as_any_does()
    {
        AheadInputs day = Training(Run(1e6), 1, 20, 20, 20) with { Services = [Waiting("batch", 1.Hours, 18, 18, 18)] };
        AheadPlan plan = Plan(day);
        Serves([18, 18, 18], plan.Tokens[0]);
        Draws([2, 2, 2], plan.RunPower[0]);
    }

    [Fact]
    public void A_lane_is_laid_for_the_racks_of_all_its_knots_at_their_mean_cap()
    {
        // with 7 MW six of ten racks are at 0.5 MW for 0.8 Mtok/s and four at 1 MW; with 3 MW six at the first
        AheadKnot low = new(0.5.Megawatts, 8e5.TokensPerSecond) { CapFraction = 0.6 }, high = new(1.Megawatts, 1e6.TokensPerSecond) { CapFraction = 0.9 };
        AheadInputs day = Of(1.Hours, 7, 3, 20, 20) with
        {
            Fleets = [new("racks", [10, 10, 10, 10], default)],
            Services = [Service("chat", 0, 10, 10, 10, 0) with { Lanes = [new(0, [low, high])] }],
        };
        LaneUse[] lane = Plan(day).Lanes[0][0];
        AssertAll([10, 6, 10, 0], lane.Select(one => one.Racks));
        AssertAll([(6 * 0.6 + 4 * 0.9) / 10, 0.6, 0.9, 0.6], lane.Select(one => one.CapFraction));
        Serves([6 * 0.8 + 4, 4.8, 10, 0], lane.Select(one => one.Tokens));
    }

    [Fact]
    public void Each_lane_of_a_service_is_laid_by_itself()
    {
        AheadInputs day = Of(1.Hours, 8) with
        {
            Fleets = [new("good", [4], default), new("poor", [10], default)],
            Services =
            [
                Service("chat", 0, 20) with { Lanes = [new(1, [new(1.Megawatts, 5e5.TokensPerSecond) { CapFraction = 0.7 }]), new(0, [new(1.Megawatts, 1e6.TokensPerSecond)])] },
            ],
        };
        LaneUse[][] lanes = Plan(day).Lanes[0];
        AssertAll([4, 4], lanes.Select(one => one[0].Racks));
        AssertAll([0.7, 1], lanes.Select(one => one[0].CapFraction));
        Serves([2, 4], lanes.Select(one => one[0].Tokens));
    }
}
