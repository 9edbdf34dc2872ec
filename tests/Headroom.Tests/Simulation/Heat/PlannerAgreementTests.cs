using CsCheck;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Simulation;
using static Headroom.Simulation.Heat;

namespace Headroom.Tests.Simulation.HeatLoops;

/// <summary>In steady state the plant draws what the planner says.</summary>
public sealed class PlannerAgreementTests(ITestOutputHelper output)
{
    /// <summary>AT-16: heat removed is IT heat and fan heat less the change of what is stored; and no plant power falls with ambient.</summary>
    [Theory]
    [InlineData(Rejection.DryCooler)]
    [InlineData(Rejection.Tower)]
    [InlineData(Rejection.Chiller)]
    [InlineData(Rejection.Adiabatic)]
    public void Heat_closes_at_every_load_and_ambient(Rejection rejection)
    {
        HeatPlant plant = Plants.Of(Plants.Liquid(20, rejection), Plants.Air(15, rejection));
        foreach (double load in (double[])[0.2, 0.5, 0.8, 1.0])
        {
            double before = 0;
            foreach (double ambient in (double[])[10, 25, 40])
            {
                double[] watts = Plants.Watts(plant, 120_000, 40_000, load);
                var inputs = new HeatInputs
                {
                    RackItWatts = watts,
                    DryBulb = ambient.DegreesCelsius,
                    WetBulb = Psychrometrics.WetBulbCelsius(ambient, 0.3).DegreesCelsius,
                };
                HeatState state = HeatState.Resting(plant);
                HeatOutcome outcome = OutcomeFor(plant);
                double into = 0, rejected = 0, stored = 0, worst = 0;
                for (int second = 0; second < 3600; second++)
                {
                    Advance(plant, state, inputs, Plants.Second, outcome);
                    double inNow = outcome.ItHeat.Watts + outcome.HallMoverWatts.Sum();
                    worst = Math.Max(worst, Math.Abs(inNow - outcome.LoopRejectedWatts.Sum() - outcome.StoredChange.Joules) / inNow);
                    (into, rejected, stored) = (into + inNow, rejected + outcome.LoopRejectedWatts.Sum(), stored + outcome.StoredChange.Joules);
                }
                Assert.InRange(worst, 0, 1e-6);
                Assert.Equal(into, rejected + stored, 1e-6 * into);
                outcome = Plants.Settle(plant, state, inputs);
                Assert.Equal(1, outcome.Rejected.Watts / (outcome.ItHeat.Watts + outcome.HallMoverWatts.Sum()), 1e-6);
                double power = outcome.LoopPlantWatts.Sum();
                Assert.True(power >= before - 1e-6);
                before = power;
                output.WriteLine($"{rejection} {load:P0} {ambient} °C: plant {power / 1000:0.0} kW, worst step {worst:0.0e+0}");
            }
        }
    }

    /// <summary>
    ///   Cooling power and water are <see cref="CoolingSlope"/> times the IT heat. Bound .1 %; without failures, within the capacity that the
    ///   planner states, and without the fixed part of halls, which plans leave out.
    /// </summary>
    [Fact]
    public void Power_and_water_are_the_planners() =>
        Gen.Select(Gen.Enum<CoolingKind>(), Gen.Enum<Rejection>(), Gen.Double[20, 45], Gen.Double[-20, 42], Gen.Double[0.1, 0.95], Gen.Double[0.05, 1])
            .Select(Gen.Double[0.5, 1], (a, share) => (a, share)).Sample((a, liquidShare) =>
        {
            (CoolingKind kind, Rejection rejection, double supplyCelsius, double dry, double humidity, double load) = a;
            Temperature supply = Math.Min(supplyCelsius, kind == CoolingKind.Air ? 30 : 45).DegreesCelsius;
            Temperature wet = Psychrometrics.WetBulbCelsius(dry, humidity).DegreesCelsius;
            var hall = new HeatHall("h", new(kind, supply, rejection), 8 * 100.Kilowatts, [new(8, 100.Kilowatts, liquidShare)]);
            HeatPlant plant = HeatPlant.Of([hall], Plants.Design);
            CoolingCost main = CoolingSlope.Of(kind, supply, rejection, dry.DegreesCelsius, wet, Plants.Design);
            CoolingCost cost = kind != CoolingKind.DirectLiquid ? main : CoolingCost.Blend(liquidShare, main,
                CoolingSlope.Of(CoolingKind.Air, 27.DegreesCelsius, rejection, dry.DegreesCelsius, wet, Plants.Design));
            double watts = 100_000 * Math.Min(load, cost.CapacityFraction);
            double[] racks = [.. Enumerable.Repeat(watts, 8)];
            HeatOutcome outcome = Plants.Settle(plant, HeatState.Resting(plant),
                new HeatInputs { RackItWatts = racks, DryBulb = dry.DegreesCelsius, WetBulb = wet }, stepSeconds: 30);
            Power planned = cost.PowerFor(8 * watts.Watts);
            Assert.Equal(planned.Watts, outcome.CoolingDraw.Watts, 1e-3 * planned.Watts);
            double plannedWater = cost.LitresPerKilowattHour * 8 * watts / 3.6e6;
            Assert.Equal(plannedWater, outcome.WaterKilogramsPerSecond, 1e-3 * plannedWater + 1e-15);
        }, iter: 300);

    /// <summary>With <see cref="HeatEstimates.StandbyFraction"/> 1 the fixed part of halls comes on top, <see cref="HallFixed"/>.</summary>
    [Theory]
    [InlineData(CoolingKind.Air, 25)]
    [InlineData(CoolingKind.DirectLiquid, 40)]
    [InlineData(CoolingKind.RearDoor, 20)]
    public void The_fixed_part_can_be_counted(CoolingKind kind, double celsius)
    {
        var hall = new HeatHall("h", new(kind, celsius.DegreesCelsius, Rejection.DryCooler), 1.Megawatts, [new(10, 100.Kilowatts, 0.9)]);
        double[] racks = [.. Enumerable.Repeat(60_000.0, 10)];
        var inputs = new HeatInputs { RackItWatts = racks, DryBulb = 15.DegreesCelsius, WetBulb = 10.DegreesCelsius };
        HeatPlant without = HeatPlant.Of([hall], Plants.Design);
        HeatPlant with = HeatPlant.Of([hall], Plants.Design, HeatEstimates.Default with { StandbyFraction = 1 });
        double more = Plants.Settle(with, HeatState.Resting(with), inputs).CoolingDraw.Watts
            - Plants.Settle(without, HeatState.Resting(without), inputs).CoolingDraw.Watts;
        Assert.Equal(HallFixed.Of(kind, celsius.DegreesCelsius, 1.Megawatts).Watts, more, 1);
    }

    /// <summary>The parts that the plant adds up are the planner's sum.</summary>
    [Fact]
    public void Parts_of_the_rejection_are_the_planners_ratio() => Plants.Any.Sample(c =>
    {
        foreach (LoopFacts loop in c.Plant.Loop)
        {
            var now = RejectionNow.Of(loop, c.Dry, c.Wet, 1, 1);
            CoolingCost cost = new CoolingSlope.Plant(loop.Side, loop.Rejection, loop.Design).CostAt(c.Dry, c.Wet);
            Assert.Equal(cost.PowerPerHeatRatio, loop.Side.MoversPerHeatRatio + now.FanRatio + now.CompressorRatio, 1e-12);
            Assert.Equal(cost.LitresPerKilowattHour, now.LitresPerKilowattHour, 1e-12);
            Assert.Equal(cost.CapacityFraction, now.CapacityFraction, 1e-12);
            Assert.True(RejectionNow.Of(loop, c.Dry, c.Wet, 0.5, 0.75).CapacityFraction <= now.CapacityFraction + 1e-12);
        }
    });
}
