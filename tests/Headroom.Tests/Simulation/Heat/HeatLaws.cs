using CsCheck;
using Headroom.Quantities;
using Headroom.Simulation;
using static Headroom.Simulation.Heat;

namespace Headroom.Tests.Simulation.HeatLoops;

/// <summary>What holds for every plant, weather, load and failure.</summary>
public sealed class HeatLaws
{
    static void SameBits(double[] a, double[] b) =>
        Assert.True(a.AsSpan().SequenceEqual(b) && a.Zip(b).All(pair => BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second)));

    [Fact]
    public void One_by_one_and_four_at_once_are_the_same_bits() => Gen.Select(Plants.Any, Plants.AnyStep).Sample((c, step) =>
    {
        HeatState fast = HeatState.Resting(c.Plant), plain = HeatState.Resting(c.Plant);
        HeatOutcome did = OutcomeFor(c.Plant), said = OutcomeFor(c.Plant);
        for (int k = 0; k < 5; k++)
        {
            Advance(c.Plant, fast, c.Inputs(), step, did);
            AdvanceByReference(c.Plant, plain, c.Inputs(), step, said);
        }
        SameBits(plain.RackCoolantKelvin, fast.RackCoolantKelvin);
        SameBits(plain.HallAirKelvin, fast.HallAirKelvin);
        SameBits(plain.LoopKelvin, fast.LoopKelvin);
        SameBits(said.RackAllowedFraction, did.RackAllowedFraction);
        SameBits(said.RackChipKelvin, did.RackChipKelvin);
        SameBits(said.RackFlowWattsPerKelvin, did.RackFlowWattsPerKelvin);
        SameBits(said.LoopRejectedWatts, did.LoopRejectedWatts);
        SameBits(said.LoopPlantWatts, did.LoopPlantWatts);
        Assert.Equal(said.StoredChange, did.StoredChange);
    });

    /// <summary>Recomputed here from state and outcome, not from the books of the step.</summary>
    [Fact]
    public void Heat_balances_at_every_step() => Gen.Select(Plants.Any, Plants.AnyStep).Sample((c, step) =>
    {
        HeatState state = HeatState.Resting(c.Plant);
        HeatOutcome outcome = OutcomeFor(c.Plant);
        for (int k = 0; k < 10; k++)
        {
            double before = Stored(c.Plant, state);
            Advance(c.Plant, state, c.Inputs(), step, outcome);
            double into = (c.Watts.Sum() + outcome.HallMoverWatts.Sum()) * step.TotalSeconds;
            double rejected = outcome.LoopRejectedWatts.Sum() * step.TotalSeconds;
            Assert.InRange(Math.Abs(into - rejected - (Stored(c.Plant, state) - before)), 0, 1e-6 * into + 1e-3);
        }
    });

    [Fact]
    public void Temperatures_move_no_further_than_their_exponential_allows() => Gen.Select(Plants.Any, Plants.AnyStep).Sample((c, step) =>
    {
        HeatState state = HeatState.Resting(c.Plant);
        HeatOutcome outcome = OutcomeFor(c.Plant);
        RackFacts rack = c.Plant.Rack;
        for (int k = 0; k < 20; k++)
        {
            double[] before = [.. state.RackCoolantKelvin], airBefore = [.. state.HallAirKelvin];
            Advance(c.Plant, state, c.Inputs(), step, outcome);
            for (int h = 0; h < c.Plant.Halls; h++)
                for (int i = c.Plant.HallFirstRack[h]; i < c.Plant.HallFirstRack[h + 1]; i++)
                {
                    double g = outcome.RackFlowWattsPerKelvin[i], l = (1 - c.Open[i]) * rack.StillAirWattsPerKelvin[i], t = before[i];
                    double net = rack.LiquidShare[i] * c.Watts[i] - g * (t - outcome.HallSupplyKelvin[h]) - l * (t - airBefore[h]);
                    double time = rack.JoulesPerKelvin[i] / (g + l);
                    double bound = g + l > 0 ? Math.Abs(net) / (g + l) * (1 - Math.Exp(-step.TotalSeconds / time))
                        : Math.Abs(net) * step.TotalSeconds / rack.JoulesPerKelvin[i];
                    Assert.InRange(Math.Abs(state.RackCoolantKelvin[i] - t), 0, bound * (1 + 1e-9) + 1e-9);
                }
        }
    });

    /// <summary>Any step, for a day: with a plant that works no temperature runs away, and long steps end where short ones do.</summary>
    [Fact]
    public void Every_step_is_stable_and_ends_in_the_same_place() => Gen.Select(Plants.Any, Plants.AnyStep).Sample((c, step) =>
    {
        c = c with { Pumps = 0, Handlers = 0, Chillers = 0, Coolers = 0, Dry = Math.Min(c.Dry, 35), Wet = Math.Min(c.Wet, 24) };
        HeatState longer = HeatState.Resting(c.Plant), shorter = HeatState.Resting(c.Plant);
        c.Open.AsSpan().Fill(1);
        HeatOutcome a = Plants.Settle(c.Plant, longer, c.Inputs(), hours: 8, stepSeconds: step.TotalSeconds > 20 ? step.TotalSeconds : 60);
        HeatOutcome b = Plants.Settle(c.Plant, shorter, c.Inputs(), hours: 8, stepSeconds: 10);
        foreach ((double x, double y) in longer.RackCoolantKelvin.Zip(shorter.RackCoolantKelvin)) Assert.Equal(y, x, 0.01);
        foreach ((double x, double y) in longer.HallAirKelvin.Zip(shorter.HallAirKelvin)) Assert.Equal(y, x, 0.01);
        Assert.Equal(b.CoolingDraw.Watts, a.CoolingDraw.Watts, 1e-3 * b.CoolingDraw.Watts);
    }, iter: 20);

    [Fact]
    public void Colder_weather_never_rejects_less() => Gen.Select(Plants.Any, Gen.Double[0, 15], Plants.AnyStep).Sample((c, colder, step) =>
    {
        HeatState warm = HeatState.Resting(c.Plant);
        HeatOutcome inWarm = OutcomeFor(c.Plant), inCold = OutcomeFor(c.Plant);
        for (int k = 0; k < 50; k++)
        {
            HeatState cold = warm.Copy();
            Advance(c.Plant, cold, c.Inputs(c.Dry - colder, c.Wet - colder), step, inCold);
            Advance(c.Plant, warm, c.Inputs(), step, inWarm);
            for (int loop = 0; loop < c.Plant.Loops; loop++)
            {
                Assert.True(cold.LoopKelvin[loop] <= warm.LoopKelvin[loop] + 1e-9);
                Assert.True(inCold.LoopCapacityWatts[loop] >= inWarm.LoopCapacityWatts[loop] * (1 - 1e-12));
                Assert.True(inCold.LoopRejectedWatts[loop] >= inWarm.LoopRejectedWatts[loop] - 1e-6 * inWarm.LoopHeatInWatts[loop] - 1e-6);
            }
        }
    });

    /// <summary>
    ///   With racks loaded alike and a plant with heat to spare. Otherwise neighbours may gain: what a starved rack does not give away, its
    ///   distribution unit and an overloaded loop do not have to carry.
    /// </summary>
    [Fact]
    public void A_failed_pump_never_cools_better() => Gen.Select(Plants.Any, Gen.Double[0, 1]).Sample((c, load) =>
    {
        c = c with { Chillers = 0, Coolers = 0, Dry = 5, Wet = 3, Watts = [.. c.Plant.Rack.ChipKelvinPerWatt.Select(k => load * 25 / k)] };
        c.Open.AsSpan().Fill(1);
        HeatState well = HeatState.Resting(c.Plant), worse = HeatState.Resting(c.Plant);
        HeatOutcome a = OutcomeFor(c.Plant), b = OutcomeFor(c.Plant);
        for (int k = 0; k < 100; k++)
        {
            Advance(c.Plant, well, c.Inputs(pumps: 0), Plants.Second, a);
            Advance(c.Plant, worse, c.Inputs(pumps: 2), Plants.Second, b);
            for (int i = 0; i < c.Plant.Racks; i++)
            {
                Assert.True(worse.RackCoolantKelvin[i] >= well.RackCoolantKelvin[i] - 1e-9);
                Assert.True(b.RackAllowedFraction[i] <= a.RackAllowedFraction[i] + 1e-9);
            }
        }
    });

    [Fact]
    public void A_warmer_rack_is_never_allowed_more() => Gen.Select(Plants.Any, Gen.Double[0, 20], Gen.Double[0, 20]).Sample((c, first, second) =>
    {
        HeatOutcome cool = OutcomeFor(c.Plant), warm = OutcomeFor(c.Plant);
        HeatState a = HeatState.Resting(c.Plant), b = HeatState.Resting(c.Plant);
        for (int i = 0; i < c.Plant.Racks; i++) (a.RackCoolantKelvin[i], b.RackCoolantKelvin[i]) = (a.RackCoolantKelvin[i] + first, b.RackCoolantKelvin[i] + first + second);
        Advance(c.Plant, a, c.Inputs(), Plants.Second, cool);
        Advance(c.Plant, b, c.Inputs(), Plants.Second, warm);
        for (int i = 0; i < c.Plant.Racks; i++)
        {
            Assert.True(warm.RackAllowedFraction[i] <= cool.RackAllowedFraction[i] + 1e-12);
            Assert.InRange(warm.RackAllowedFraction[i], c.Open[i] > 0 ? 0.3 - 1e-12 : 0, 1);
            if (c.Open[i] == 0) Assert.Equal(0, warm.RackAllowedFraction[i]);
        }
    });

    /// <summary>Ten steps of .1 s and one of 1 s: bound .05 K, from loads that jump from idle to any value.</summary>
    [Fact]
    public void Ten_short_steps_are_one_long_step() => Plants.Any.Sample(c =>
    {
        HeatState one = HeatState.Resting(c.Plant), ten = HeatState.Resting(c.Plant);
        HeatOutcome outcome = OutcomeFor(c.Plant);
        for (int k = 0; k < 60; k++)
        {
            Advance(c.Plant, one, c.Inputs(), Plants.Second, outcome);
            for (int tenth = 0; tenth < 10; tenth++) Advance(c.Plant, ten, c.Inputs(), TimeSpan.FromMilliseconds(100), outcome);
            foreach ((double x, double y) in one.RackCoolantKelvin.Zip(ten.RackCoolantKelvin)) Assert.Equal(y, x, 0.05);
            foreach ((double x, double y) in one.HallAirKelvin.Zip(ten.HallAirKelvin)) Assert.Equal(y, x, 0.05);
            foreach ((double x, double y) in one.LoopKelvin.Zip(ten.LoopKelvin)) Assert.Equal(y, x, 0.005);
        }
    });

    [Fact]
    public void A_step_allocates_nothing()
    {
        HeatPlant plant = Plants.Of(Plants.Liquid(101), Plants.Air(30));
        HeatState state = HeatState.Resting(plant);
        HeatOutcome outcome = OutcomeFor(plant);
        double[] watts = Plants.Watts(plant, 110_000, 35_000, 1);
        var inputs = new HeatInputs { RackItWatts = watts, DryBulb = 30.DegreesCelsius, WetBulb = 20.DegreesCelsius };
        for (int k = 0; k < 100; k++) Advance(plant, state, inputs, Plants.Second, outcome);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 1000; k++) Advance(plant, state, inputs, Plants.Second, outcome);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static double Stored(HeatPlant plant, HeatState state) =>
        state.RackCoolantKelvin.Select((t, i) => t * plant.Rack.JoulesPerKelvin[i]).Sum()
        + state.HallAirKelvin.Select((t, h) => t * plant.Hall[h].RoomJoulesPerKelvin).Sum()
        + state.LoopKelvin.Select((t, loop) => t * plant.Loop[loop].JoulesPerKelvin).Sum();
}
