using CsCheck;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Tests.Simulation.HeatLoops;

/// <summary>Plants, weather and failures to test heat with.</summary>
internal static class Plants
{
    public static readonly DesignWeather Design = new(40.DegreesCelsius, 26.DegreesCelsius);
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Racks of 120 kW, 87 % liquid, filling their hall.</summary>
    public static HeatHall Liquid(int racks, Rejection rejection = Rejection.DryCooler, double supply = 40, string name = "B") =>
        new(name, new(CoolingKind.DirectLiquid, supply.DegreesCelsius, rejection), racks * 120.Kilowatts, [new(racks, 120.Kilowatts, 0.87)]);

    /// <summary>Racks of four 8×H200 servers.</summary>
    public static HeatHall Air(int racks, Rejection rejection = Rejection.Tower, string name = "A") =>
        new(name, new(CoolingKind.Air, 25.DegreesCelsius, rejection), racks * 40.Kilowatts, [new(racks, 40.Kilowatts, 0)]);

    public static HeatPlant Of(params HeatHall[] halls) => HeatPlant.Of(halls, Design);

    public static double[] Watts(HeatPlant plant, double liquidRack, double airRack, double load)
    {
        double[] watts = new double[plant.Racks];
        for (int h = 0; h < plant.Halls; h++)
            for (int i = plant.HallFirstRack[h]; i < plant.HallFirstRack[h + 1]; i++)
                watts[i] = load * (plant.HallLiquidLoop[h] >= 0 ? liquidRack : airRack);
        return watts;
    }

    /// <summary>Runs until nothing changes: six hours.</summary>
    public static HeatOutcome Settle(HeatPlant plant, HeatState state, in HeatInputs inputs, double hours = 6, double stepSeconds = 10)
    {
        HeatOutcome outcome = Headroom.Simulation.Heat.OutcomeFor(plant);
        for (int k = 0; k < hours * 3600 / stepSeconds; k++)
            Headroom.Simulation.Heat.Advance(plant, state, inputs, TimeSpan.FromSeconds(stepSeconds), outcome);
        return outcome;
    }

    /// <summary>One case of a storm: what fails, what the weather does, what the racks do.</summary>
    public sealed record Case(HeatPlant Plant, double[] Watts, double[] Open, double Dry, double Wet, int Pumps, int Handlers, int Chillers, int Coolers)
    {
        public HeatInputs Inputs(double? dry = null, double? wet = null, int? pumps = null) => new()
        {
            RackItWatts = Watts,
            RackOpenFraction = Open,
            DryBulb = (dry ?? Dry).DegreesCelsius,
            WetBulb = (wet ?? Wet).DegreesCelsius,
            HallPumpsFailed = Fill(Plant.Halls, pumps ?? Pumps),
            HallHandlersFailed = Fill(Plant.Halls, Handlers),
            LoopChillersFailed = Fill(Plant.Loops, Chillers),
            LoopCoolersFailed = Fill(Plant.Loops, Coolers),
        };

        static int[] Fill(int length, int value) => [.. Enumerable.Repeat(value, length)];
    }

    static readonly Gen<HeatHall[]> anyHalls =
        Gen.Select(Gen.Enum<CoolingKind>(), Gen.Enum<Rejection>(), Gen.Double[20, 45], Gen.Int[1, 9], Gen.Double[0.3, 1]).Select((kind, rejection, supply, racks, share) =>
            new HeatHall("h", new(kind, Math.Min(supply, kind == CoolingKind.Air ? 30 : 45).DegreesCelsius, rejection), racks * 100.Kilowatts,
                [new(racks, 80.Kilowatts, share), new(racks / 2, 40.Kilowatts, share)])).Array[1, 4];

    public static readonly Gen<Case> Any = Gen.Select(anyHalls, Gen.Double[-20, 45], Gen.Double[0.1, 1],
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 4], Gen.Int[0, 8]), Gen.Int[0, 1_000_000]).Select((halls, dry, humidity, failed, seed) =>
        {
            HeatPlant plant = Of(halls);
            var chance = new Random(seed);
            double[] watts = [.. Enumerable.Range(0, plant.Racks).Select(_ => chance.NextDouble() * 90_000)];
            double[] open = [.. Enumerable.Range(0, plant.Racks).Select(_ => chance.NextDouble() < 0.1 ? 0.0 : 1.0)];
            (int pumps, int handlers, int chillers, int coolers) = failed;
            return new Case(plant, watts, open, dry, Psychrometrics.WetBulbCelsius(dry, humidity), pumps, handlers, chillers, coolers);
        });

    public static readonly Gen<TimeSpan> AnyStep = Gen.Int[1, 600].Select(tenths => TimeSpan.FromMilliseconds(100 * tenths));
}
