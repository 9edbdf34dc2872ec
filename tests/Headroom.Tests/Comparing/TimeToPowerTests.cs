using Headroom.Comparing;

namespace Headroom.Tests.Comparing;

public class TimeToPowerTests
{
    static double Years(string name) => name switch
    {
        Parameters.GridQueue => 4,
        "gasEngineTime" => 1.5,
        "gasTurbineAeroTime" => 2,
        "batteryTime" => 1,
        "smrTime" => 9,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    static SupplyAnswer Plan(Strategy strategy, params BuiltPlant[] build) => AnyCase.Onsite with { Strategy = strategy, Build = build };

    [Fact]
    public void A_grid_waits_for_its_queue_and_a_reactor_for_itself()
    {
        Assert.Equal(4, TimeToPower.Of(Plan(Strategy.Grid, new("grid", 100, "MW", 100), new("battery power", 50, "MW", 50)), Years));
        Assert.Equal(9, TimeToPower.Of(Plan(Strategy.Smr, new("smr", 154, "MW", 130), new("gasEngine", 200, "MW", 190)), Years));
    }

    [Fact]
    public void A_site_waits_for_what_must_stand_and_for_nothing_more()
    {
        BuiltPlant engines = new("gasEngine", 60, "MW", 58), turbines = new("gasTurbineAero", 60, "MW", 55), sun = new("solar", 300, "MW", 0), grid = new("grid", 90, "MW", 90);
        Assert.Equal(2, TimeToPower.Of(Plan(Strategy.Onsite, turbines, sun, engines), Years));
        Assert.Equal(2, TimeToPower.Of(Plan(Strategy.Mixed, turbines, grid, engines), Years));
        Assert.Equal(4, TimeToPower.Of(Plan(Strategy.Mixed, grid, engines), Years));
        Assert.Equal(1.5, TimeToPower.Of(Plan(Strategy.Onsite, new("battery power", 45, "MW", 44), engines), Years));
    }
}
