using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>The heat of a site over one step: racks, then halls, then loops; every temperature comes from a balance.</summary>
/// <remarks>
///   Within a step a part sees its neighbour downstream as it was at the start of the step, and its own decay is exact
///   (<see cref="Relaxation"/>). That is stable for any step from .1 to 60 s, and first order in the step while heat or weather change.
/// </remarks>
public static class Heat
{
    public static TimeSpan StepLeast { get; } = TimeSpan.FromMilliseconds(100);
    public static TimeSpan StepMost { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Room for the outcome of steps of this plant; used again by every step.</summary>
    public static HeatOutcome OutcomeFor(HeatPlant plant)
    {
        ArgumentNullException.ThrowIfNull(plant);
        return new(plant);
    }

    /// <summary>Advances the state by a step and says what happened; allocates nothing.</summary>
    public static void Advance(HeatPlant plant, HeatState state, in HeatInputs inputs, TimeSpan step, HeatOutcome outcome) =>
        Advance(plant, state, inputs, step, outcome, byReference: false);

    /// <summary>The same rack by rack: the specification of <see cref="Advance(HeatPlant, HeatState, in HeatInputs, TimeSpan, HeatOutcome)"/>.</summary>
    public static void AdvanceByReference(HeatPlant plant, HeatState state, in HeatInputs inputs, TimeSpan step, HeatOutcome outcome) =>
        Advance(plant, state, inputs, step, outcome, byReference: true);

    private static void Advance(
        HeatPlant plant, HeatState state, in HeatInputs inputs, TimeSpan step, HeatOutcome outcome, bool byReference)
    {
        ArgumentNullException.ThrowIfNull(plant);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(outcome);
        if (step < StepLeast || step > StepMost) throw new ArgumentOutOfRangeException(nameof(step), step, "a step of heat lasts .1 … 60 s");
        inputs.Check(plant);
        double seconds = step.TotalSeconds;
        var decay = Relaxation.UpTo(seconds / plant.RackSecondsLeast);
        outcome.LoopHeatInWatts.AsSpan().Clear();
        outcome.LoopMoverWatts.AsSpan().Clear();
        var books = default(HeatBooks);
        for (int h = 0; h < plant.Halls; h++) AdvanceHall(plant, state, inputs, outcome, h, seconds, decay, byReference, ref books);
        for (int loop = 0; loop < plant.Loops; loop++) AdvanceLoop(plant, state, inputs, outcome, loop, seconds, ref books);
        Close(plant, outcome, seconds, books);
    }

    private static void AdvanceHall(HeatPlant plant, HeatState state, in HeatInputs inputs, HeatOutcome outcome, int h, double seconds,
        Relaxation decay, bool byReference, ref HeatBooks books)
    {
        HallFacts hall = plant.Hall[h];
        int first = plant.HallFirstRack[h], end = plant.HallFirstRack[h + 1], liquidLoop = plant.HallLiquidLoop[h], airLoop = plant.HallAirLoop[h];
        double pumps = hall.Pumps.FractionWith(inputs.HallPumpsFailed.IsEmpty ? 0 : inputs.HallPumpsFailed[h]);
        double handlers = hall.Handlers.FractionWith(inputs.HallHandlersFailed.IsEmpty ? 0 : inputs.HallHandlersFailed[h]);

        HallSums sums = byReference ? RackHeat.Flow(plant, state, inputs, outcome, first, end, pumps)
            : RackHeatFast.Flow(plant, state, inputs, outcome, first, end, pumps);
        Always.Holds(sums.LeastWatts >= 0, "a draw is never negative");
        double supply = liquidLoop >= 0 ? HallHeat.SupplyKelvin(hall, state.LoopKelvin[liquidLoop], sums) : state.LoopKelvin[airLoop];
        double air = state.HallAirKelvin[h];
        HallFlows flows = byReference ? RackHeat.Advance(plant, state, inputs, outcome, first, end, supply, air, seconds, decay)
            : RackHeatFast.Advance(plant, state, inputs, outcome, first, end, supply, air, seconds, decay);

        double airWatts = sums.ItWatts - sums.LiquidWatts;
        double pumpWatts = HallHeat.MoverWatts(hall.LiquidMoversRatio, hall.PumpStandbyWatts, sums.LiquidWatts, hall.LiquidDesignWatts, pumps);
        double fanWatts = HallHeat.MoverWatts(hall.AirMoversRatio, hall.FanStandbyWatts, airWatts, hall.AirDesignWatts, handlers);
        double intoRoom = fanWatts + (airLoop >= 0 ? hall.ControlsWatts : 0), intoUnits = pumpWatts + (airLoop >= 0 ? 0 : hall.ControlsWatts);
        double water = airLoop >= 0 ? state.LoopKelvin[airLoop] : air;
        RoomHeat room = HallHeat.Room(hall, air, water, airWatts + intoRoom + flows.ToRoomWatts, handlers, seconds);
        if (liquidLoop >= 0)
        {
            outcome.LoopHeatInWatts[liquidLoop] += flows.ToUnitsWatts + intoUnits;
            outcome.LoopMoverWatts[liquidLoop] += intoUnits;
        }
        if (airLoop >= 0)
        {
            outcome.LoopHeatInWatts[airLoop] += room.ToLoopWatts;
            outcome.LoopMoverWatts[airLoop] += intoRoom;
        }
        state.HallAirKelvin[h] = room.NextKelvin;
        (outcome.HallMoverWatts[h], outcome.HallSupplyKelvin[h], outcome.HallInletKelvin[h]) = (intoRoom + intoUnits, supply, room.InletKelvin);
        double airAllowed = HallHeat.AllowedFraction(hall, room.InletKelvin);
        if (byReference) RackHeat.Judge(plant, state, inputs, outcome, first, end, airAllowed);
        else RackHeatFast.Judge(plant, state, inputs, outcome, first, end, airAllowed);
        books.ItWatts += sums.ItWatts;
        books.MoverWatts += intoRoom + intoUnits;
        books.StoredJoules += flows.StoredJoules + room.StoredJoules;
    }

    /// <summary>Rejection, its power and its water.</summary>
    /// <remarks>
    ///   P = fans·U + compressor·min(U, k·Q_design),   w = ℓ·U,   U = max(0, R − movers)
    ///   The planner charges a kilowatt of IT heat with the whole chain behind it. So its ratios apply to what is rejected less what the
    ///   fans and pumps of the chain added; in steady state U is the IT heat. Likewise the capacity takes the movers' heat on top.
    /// </remarks>
    private static void AdvanceLoop(HeatPlant plant, HeatState state, in HeatInputs inputs, HeatOutcome outcome, int loop, double seconds,
        ref HeatBooks books)
    {
        LoopFacts facts = plant.Loop[loop];
        double chillers = facts.Chillers.FractionWith(inputs.LoopChillersFailed.IsEmpty ? 0 : inputs.LoopChillersFailed[loop]);
        double coolers = facts.Coolers.FractionWith(inputs.LoopCoolersFailed.IsEmpty ? 0 : inputs.LoopCoolersFailed[loop]);
        var now = RejectionNow.Of(facts, inputs.DryBulb.Celsius, inputs.WetBulb.Celsius, chillers, coolers);
        double movers = outcome.LoopMoverWatts[loop], kelvin = state.LoopKelvin[loop];
        double capacity = now.CapacityFraction * facts.DesignWatts + now.MoversFraction * movers;
        LoopHeat after = LoopHeat.Advance(facts, kelvin, outcome.LoopHeatInWatts[loop], capacity, now.PerWarmerKelvin * facts.DesignWatts, seconds);
        double useful = Math.Max(0, after.RejectedWatts - movers);
        double power = now.FanRatio * useful + now.CompressorRatio * Math.Min(useful, now.CompressorMostFraction * facts.DesignWatts);
        double water = now.LitresPerKilowattHour * useful / 3.6e6;
        state.LoopKelvin[loop] = after.NextKelvin;
        (outcome.LoopRejectedWatts[loop], outcome.LoopCapacityWatts[loop]) = (after.RejectedWatts, capacity);
        (outcome.LoopPlantWatts[loop], outcome.LoopWaterKilogramsPerSecond[loop]) = (power, water);
        books.RejectedWatts += after.RejectedWatts;
        books.PlantWatts += power;
        books.WaterKilogramsPerSecond += water;
        books.StoredJoules += facts.JoulesPerKelvin * (after.NextKelvin - kelvin);
    }

    /// <summary>The balance of the step: flows on one side, temperatures on the other.</summary>
    /// <remarks>
    ///   |(IT + movers − rejected)·Δt − Σ C·ΔT| ≤ 1e-9·(IT + movers + rejected)·Δt + ε
    ///   ε  the last bit of the temperatures themselves, 1e-15·Σ C·300 K: it speaks only where hardly any heat flows
    /// </remarks>
    private static void Close(HeatPlant plant, HeatOutcome outcome, double seconds, in HeatBooks books)
    {
        double through = (books.ItWatts + books.MoverWatts + books.RejectedWatts) * seconds;
        double left = (books.ItWatts + books.MoverWatts - books.RejectedWatts) * seconds - books.StoredJoules;
        Always.Holds(Math.Abs(left) <= 1e-9 * through + plant.LastBitJoules, "heat in less heat rejected is what the masses store");
        outcome.WorstImbalanceFraction = Math.Max(outcome.WorstImbalanceFraction, Math.Abs(left) / (through + 1e9 * plant.LastBitJoules));
        outcome.ItHeat = Power.FromSi(books.ItWatts);
        outcome.Rejected = Power.FromSi(books.RejectedWatts);
        outcome.CoolingDraw = Power.FromSi(books.MoverWatts + books.PlantWatts);
        outcome.StoredChange = Energy.FromSi(books.StoredJoules);
        outcome.WaterKilogramsPerSecond = books.WaterKilogramsPerSecond;
    }

    /// <summary>Totals of a step.</summary>
    private struct HeatBooks
    {
        public double ItWatts, MoverWatts, RejectedWatts, PlantWatts, WaterKilogramsPerSecond, StoredJoules;
    }
}
