using Headroom.Comparing;

namespace Headroom.Tests.Comparing;

/// <summary>Made-up plans of a site of 100 MW, whose costs a test can do in its head.</summary>
static class AnyCase
{
    public const double Draw = 1_000_000;        // MWh a year

    public static Assumptions Assumptions(double queueYears = 3, double gas = 4, double reactor = 10_000) => new(
    [
        new(Parameters.Gas, "$/MMBtu", new(gas / 2, gas, 2 * gas), "made up"),
        new(Parameters.CapitalOf("smr"), "$/kW", new(0.7 * reactor, reactor, 2 * reactor), "made up") { Law = Law.Overrun, Overrun = (1.3, 2) },
        new(Parameters.GridPrice, "$/MWh", new(40, 50, 60), "made up"),
        new(Parameters.GridQueue, "yr", new(queueYears - 1, queueYears, queueYears + 1), "made up"),
        new(Parameters.CarbonPrice, "$/t", Spread.Of(0), "made up"),
        new(Parameters.IdleValue, "$/h", Spread.Of(1), "made up"),
        new(Parameters.TimeOf("gasEngine"), "yr", Spread.Of(1.5), "made up"),
        new(Parameters.TimeOf("smr"), "yr", Spread.Of(9), "made up"),
    ]);

    /// <summary>The utility at 50 $/MWh, 300 g/kWh.</summary>
    public static SupplyAnswer Grid { get; } = Of(Strategy.Grid, [new("grid", 100, "MW", 100)], [new("grid", "energy", 50 * Draw)], 0.3 * Draw);

    /// <summary>Engines at 20 $/MWh and 8 $/MWh for each $/MMBtu; 500 g/kWh.</summary>
    public static SupplyAnswer Onsite { get; } = Of(Strategy.Onsite, [new("gasEngine", 120, "MW", 110)],
        [new("gasEngine", "capital", 20 * Draw), new("gasEngine", "fuel", 32 * Draw)], 0.5 * Draw);

    /// <summary>A reactor at 100 $/MWh, all of it capital; no carbon.</summary>
    public static SupplyAnswer Smr { get; } = Of(Strategy.Smr, [new("smr", 154, "MW", 140)], [new("smr", "capital", 100 * Draw)], 0);

    static SupplyAnswer Of(Strategy strategy, BuiltPlant[] build, CostLine[] costs, double carbon) => new()
    {
        Region = "somewhere",
        Strategy = strategy,
        Build = build,
        Costs = costs,
        DrawMegawattHours = Draw,
        PeakMegawatts = 100,
        PueRatio = 1.1,
        CarbonTonnes = carbon,
    };

    public static Setting Setting(Assumptions assumptions, double accelerators = 100_000, double buildingYears = 0) => new(
        new FixedFleet
        {
            Site = "any",
            UtcOffsetHours = 0,
            Racks = [],
            OtherMegawatts = [],
            EfficiencyFraction = 1,
            Accelerators = accelerators,
            Tokens = 1e15,
            ServingItMegawattHours = Draw / 1.1,
            SalesDollarsPerYear = 1e8,
            ComputeDollarsPerYear = 3e8,
            GapFraction = 0,
        }, assumptions, Spread.Of(buildingYears), 25, 0.07);

    public static Contest Contest(Assumptions? assumptions = null, double buildingYears = 0, params SupplyAnswer[] answers)
    {
        Assumptions known = assumptions ?? Assumptions();
        Setting setting = Setting(known, buildingYears: buildingYears);
        SupplyAnswer[] all = answers.Length > 0 ? answers : [Grid, Onsite, Smr];
        return new("somewhere", [.. all.Select(answer => new Case(answer, setting))], known);
    }
}
