using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Simulation;
using static Headroom.Simulation.Heat;

namespace Headroom.Tests.Simulation.HeatLoops;

/// <summary>Worked by hand.</summary>
public sealed class HeatTests
{
    static readonly int[] oneFailed = [1], two = [2], three = [3], four = [4], fourAndNone = [4, 0];

    static HeatInputs Mild(double[] watts) => new() { RackItWatts = watts, DryBulb = 15.DegreesCelsius, WetBulb = 10.DegreesCelsius };

    /// <summary>
    ///   A rack of 120 kW, 87 % liquid: 104.4 kW at ΔT 10 K is 10.44 kW/K, 60·104.4/39 = 160.6 L/min. Water 40 °C, approach 4 K, rise 10 K:
    ///   supply 44 °C, return 54 °C, chip 25 K above: 79 °C. Its 15.6 kW of air: the handlers' fans add theirs to the room.
    /// </summary>
    [Fact]
    public void A_rack_in_steady_state()
    {
        HeatPlant plant = Plants.Of(Plants.Liquid(10));
        HeatState state = HeatState.Resting(plant);
        HeatOutcome outcome = Plants.Settle(plant, state, Mild(Plants.Watts(plant, 120_000, 0, 1)));
        Assert.Equal(10_440, outcome.RackFlowWattsPerKelvin[0], 1e-6);
        Assert.Equal(160.615, CoolantFlow.LitresPerMinute(outcome.RackFlowWattsPerKelvin[0]), 0.001);
        Assert.Equal(40, state.LoopKelvin[0] - 273.15, 1e-6);
        Assert.Equal(44, outcome.HallSupplyKelvin[0] - 273.15, 1e-6);
        Assert.Equal(54, state.RackCoolantKelvin[0] - 273.15, 1e-6);
        Assert.Equal(79, outcome.RackChipKelvin[0] - 273.15, 1e-6);
        Assert.Equal(1, outcome.RackAllowedFraction[0]);
        Assert.InRange(outcome.HallInletKelvin[0] - 273.15, 26.9, 27.9);
    }

    /// <summary>
    ///   From rest at 40 °C the first second of 104.4 kW into 4.5·104.4 = 469.8 kJ/K behind G = 10.44 kW/K: x = 1/45,
    ///   ΔT = 10 K·(1 − e^(−1/45)) = .219779 K; supply is still the loop's 40 °C.
    /// </summary>
    [Fact]
    public void The_first_second_of_a_rack()
    {
        HeatPlant plant = Plants.Of(Plants.Liquid(1));
        HeatState state = HeatState.Resting(plant);
        Advance(plant, state, Mild([120_000]), Plants.Second, OutcomeFor(plant));
        Assert.Equal(10 * (1 - Math.Exp(-1 / 45.0)), state.RackCoolantKelvin[0] - 273.15 - 40, 1e-9);
    }

    /// <summary>No flow: 104.4 kW into 469.8 kJ/K is .2222 K/s. From 54 °C the limit of 62 °C comes after 36 s, the floor after 81 s.</summary>
    [Fact]
    public void All_pumps_fail()
    {
        HeatPlant plant = Plants.Of(Plants.Liquid(10));
        HeatState state = HeatState.Resting(plant);
        double[] watts = Plants.Watts(plant, 120_000, 0, 1);
        Plants.Settle(plant, state, Mild(watts));
        HeatOutcome outcome = OutcomeFor(plant);
        HeatInputs stopped = Mild(watts) with { HallPumpsFailed = three };
        double[] allowed = new double[100];
        for (int second = 0; second < 100; second++)
        {
            Advance(plant, state, stopped, Plants.Second, outcome);
            allowed[second] = outcome.RackAllowedFraction[0];
        }
        Assert.Equal(54 + 100 * 104.4 / 469.8, state.RackCoolantKelvin[0] - 273.15, 1e-6);
        Assert.Equal(1, allowed[34]);
        Assert.Equal(1 - 0.07 * (59 * 104.4 / 469.8 - 8), allowed[58], 1e-6);
        Assert.Equal(0.3, allowed[81], 1e-12);
    }

    /// <summary>N+1: two needed, three installed. One failed costs nothing; two leave half the flow, twice the rise: 44 + 20 = 64 °C.</summary>
    [Fact]
    public void One_pump_to_spare()
    {
        HeatPlant plant = Plants.Of(Plants.Liquid(10));
        double[] watts = Plants.Watts(plant, 120_000, 0, 1);
        HeatState spare = HeatState.Resting(plant), half = HeatState.Resting(plant);
        Plants.Settle(plant, spare, Mild(watts) with { HallPumpsFailed = oneFailed });
        HeatOutcome outcome = Plants.Settle(plant, half, Mild(watts) with { HallPumpsFailed = two });
        Assert.Equal(54, spare.RackCoolantKelvin[0] - 273.15, 1e-6);
        Assert.Equal(64, half.RackCoolantKelvin[0] - 273.15, 1e-6);
        Assert.Equal(1 - 0.07 * 2, outcome.RackAllowedFraction[0], 1e-6);
    }

    /// <summary>A leak: no flow, no power allowed. The heat stays: 469.8 kJ/K lose .7·120 = 84 W/K, half of the excess in 65 minutes.</summary>
    [Fact]
    public void A_leak_isolates_a_rack()
    {
        HeatPlant plant = Plants.Of(Plants.Liquid(4));
        HeatState state = HeatState.Resting(plant);
        double[] watts = Plants.Watts(plant, 120_000, 0, 1), open = [1, 0, 1, 1];
        Plants.Settle(plant, state, Mild(watts));
        watts[1] = 0;
        double air = state.HallAirKelvin[0], hot = state.RackCoolantKelvin[1];
        HeatOutcome outcome = Plants.Settle(plant, state, Mild(watts) with { RackOpenFraction = open }, hours: 1.0768, stepSeconds: 1);
        Assert.Equal(0, outcome.RackAllowedFraction[1]);
        Assert.Equal(0, outcome.RackFlowWattsPerKelvin[1]);
        Assert.Equal(1, outcome.RackAllowedFraction[0]);
        Assert.InRange((state.RackCoolantKelvin[1] - air) / (hot - air), 0.45, 0.55);
    }

    /// <summary>
    ///   Chillers only, all down at 1 MW of design heat and load: 63 kJ/K per kW warm 1 kW in 63 s per kelvin. Fans and racks add a little
    ///   and take a little; after ten minutes 9.5 K, less what the racks and the room stored.
    /// </summary>
    [Fact]
    public void All_chillers_fail_and_come_back()
    {
        HeatPlant plant = Plants.Of(Plants.Air(25, Rejection.Chiller));
        HeatState state = HeatState.Resting(plant);
        double[] watts = Plants.Watts(plant, 0, 40_000, 1);
        Plants.Settle(plant, state, Mild(watts));
        HeatOutcome down = Plants.Settle(plant, state, Mild(watts) with { LoopChillersFailed = four }, hours: 1.0 / 6, stepSeconds: 1);
        Assert.Equal(0, down.LoopRejectedWatts[0]);
        Assert.Equal(0, down.LoopPlantWatts[0]);
        Assert.InRange(state.LoopKelvin[0] - plant.LoopSetKelvin[0], 8, 9.8);
        Assert.True(down.RackAllowedFraction[0] < 1);
        HeatOutcome back = Plants.Settle(plant, state, Mild(watts));
        Assert.Equal(plant.LoopSetKelvin[0], state.LoopKelvin[0], 0.05);        // at full load there is little to spare
        Assert.Equal(1, back.RackAllowedFraction[0]);
    }

    /// <summary>
    ///   Half the dry coolers of a loop at 40 °C in 30 °C air, full load, trim chillers none: UA halves, so the approach doubles from 10 to
    ///   20 K and the loop settles near 50 °C. The racks warm with it, by as much.
    /// </summary>
    [Fact]
    public void Half_the_coolers_fail()
    {
        DesignWeather cool = new(30.DegreesCelsius, 20.DegreesCelsius);
        HeatPlant plant = HeatPlant.Of([Plants.Liquid(10)], cool);
        HeatState state = HeatState.Resting(plant);
        double[] watts = Plants.Watts(plant, 120_000, 0, 1);
        var inputs = new HeatInputs { RackItWatts = watts, DryBulb = 30.DegreesCelsius, WetBulb = 20.DegreesCelsius, LoopCoolersFailed = fourAndNone };
        Plants.Settle(plant, state, inputs, hours: 12);
        Assert.InRange(state.LoopKelvin[0] - 273.15, 49.9, 50.3);
        Assert.InRange(state.RackCoolantKelvin[0] - 273.15, 63.9, 64.3);
    }

    [Fact]
    public void Wrong_inputs_are_refused()
    {
        HeatPlant plant = Plants.Of(Plants.Liquid(3));
        HeatState state = HeatState.Resting(plant);
        HeatOutcome outcome = OutcomeFor(plant);
        Assert.Throws<ArgumentException>(() => Advance(plant, state, Mild([1, 2]), Plants.Second, outcome));
        Assert.Throws<ArgumentOutOfRangeException>(() => Advance(plant, state, Mild([1, 2, 3]), TimeSpan.FromMinutes(2), outcome));
        Assert.Throws<Headroom.Sites.BrokenLawException>(() => Advance(plant, state, Mild([1, -2, 3]), Plants.Second, outcome));
        Assert.Throws<Headroom.Sites.BrokenLawException>(() => Advance(plant, state, Mild([1, double.NaN, 3]), Plants.Second, outcome));
        Assert.Throws<ArgumentException>(() => Plants.Of(new HeatHall("h", Plants.Liquid(1).Cooling, 0.Kilowatts, [])));
    }
}
