using Headroom.Control;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Tests.Simulation;
using Headroom.Workloads;

namespace Headroom.Storm;

/// <summary>A day of the storm: a small site, what is demanded of it, and what goes wrong; all of it from one seed.</summary>
internal sealed record AnyDay(int Seed, StandingSite Site, Faults Faults, IPolicy Policy)
{
    private static readonly TimeSpan day = 24.Hours;

    public SimulationOrder Order => Site.Order() with { Faults = Faults };

    /// <summary>Whether its policy orders nonsense.</summary>
    public static bool IsWild(int seed) => seed % 3 == 2;

    public static AnyDay Of(int seed)
    {
        Random chance = new(seed);
        StandingSite site = AnySite(chance, seed);
        site = site with { Scenario = Demands(chance, site) };
        return new(seed, site, Wrong(chance, site, seed), (seed % 3) switch { 0 => new PlanFollower(Simulator.MarginFraction), 1 => new HeadroomPolicy(Simulator.MarginFraction), _ => new WildPolicy(seed) });
    }

    private static StandingSite AnySite(Random chance, int seed)
    {
        bool Often() => chance.NextDouble() < 0.5;
        StandingSite site = new()
        {
            Serving = 1 + 4 * chance.NextDouble(),
            Training = Often() ? 0 : 1 + 2 * chance.NextDouble(),
            Spare = Often() ? 0 : chance.Next(2),
            Load = hour => 0.5 + 0.4 * Math.Sin((hour - 9) * Math.PI / 12),
            Services = Often() ? [] : [new("a", chance.Next(4), 0.5), new("b", chance.Next(4), 0.3), new("c", 3, 0.2, 2.Hours)],
            RampLimit = Often() ? null : (0.1 + chance.NextDouble()).MegawattsPerMinute,
            Battery = Often() ? null : (0.3.Megawatts, 0.1.MegawattHours, (0.1 * chance.NextDouble()).MegawattHours),
            Traffic = ServiceTraffic.Usual with { GapVariationFraction = Often() ? 1.1 : 4, Patience = Often() ? null : 10.Seconds },
            OtherLoad = Often() ? default : 30.Kilowatts,
            DryBulb = (-5 + 40 * chance.NextDouble()).DegreesCelsius,
            Cooling = new(Often() ? CoolingKind.DirectLiquid : CoolingKind.RearDoor, 30.DegreesCelsius, Rejection.DryCooler),
            Length = day,
            Seed = (ulong)seed,
            RowsMost = 4,
            FirstHour = 24 * chance.Next(300),
        };
        site = site with { Tree = Often() ? new(0.96, []) : new(0.95, [new PowerNode("feed", (0.8 + 0.8 * chance.NextDouble()) * site.Usual, ["A"])]) };
        return site with { GridMost = (0.8 + 0.8 * chance.NextDouble()) * site.Usual, Plants = Plants(chance, site.Usual) };
    }

    private static (Generator, Power, Power)[] Plants(Random chance, Power usual) => chance.Next(4) switch
    {
        0 => [(Plant("engine", 1.Minutes) with { MinimumLoadFraction = 0.4, LargestUnit = 0.3 * usual }, 0.5 * usual, 0.3 * usual)],
        1 => [(Plant("sun", 0.Minutes) with { Kind = GeneratorKind.Solar, HeatRate = default }, usual, 0.5 * chance.NextDouble() * usual)],
        _ => [],
    };

    private static Generator Plant(string name, TimeSpan start) => new()
    {
        Name = name,
        Kind = GeneratorKind.GasEngine,
        Size = Sizing<Power>.Fixed(1.Megawatts),
        HeatRate = HeatRate.FromSi(2.5),
        AvailableFraction = [.. Enumerable.Repeat(1.0, 8760)],
        StartTime = start,
    };

    private static Scenario Demands(Random chance, StandingSite site)
    {
        TimeSpan At() => chance.NextDouble() * day;
        TimeSpan Long(double hours) => (hours * chance.NextDouble()).Hours;
        FailureKind[] kinds = [FailureKind.Chiller, FailureKind.Pump, FailureKind.Generator, FailureKind.Battery, FailureKind.RackLeak, FailureKind.Telemetry];
        List<Failure> failures = [.. Enumerable.Range(0, chance.Next(4)).Select(_ => new Failure(kinds[chance.Next(kinds.Length)], At(), Long(2), 1, null))];
        if (site.Tree.Nodes.Count > 0 && chance.Next(3) == 0) failures.Add(new(FailureKind.Feed, At(), Long(1), 1, "feed"));
        return new()
        {
            Name = $"storm {site.Seed}",
            Failures = failures,
            Limits = [.. Enumerable.Range(0, 1 + chance.Next(5)).Select(k => new LimitEvent
            {
                Name = $"limit {k}",
                Authority = (LimitAuthority)chance.Next(5),
                Firmness = chance.Next(4) == 0 ? Firmness.BestEffort : Firmness.Firm,
                Priority = 1 + chance.Next(3),
                From = At(),
                Hold = Long(3),
                BaselineShare = 0.2 + 0.8 * chance.NextDouble(),
                Baseline = site.Usual,
                Ramp = chance.Next(3) == 0 ? LimitRamp.None : new(Long(0.3), Long(0.3), (RampAnchor)chance.Next(2), null),
                Recovery = Long(0.5),
                Notice = chance.Next(4) == 0 ? TimeSpan.Zero : Long(1),
                Feed = site.Tree.Nodes.Count > 0 && chance.Next(5) == 0 ? "feed" : null,
            })],
            GridLosses = chance.Next(6) == 0 ? [new(At(), Long(0.5), null)] : [],
            Dips = [.. Enumerable.Range(0, chance.Next(4)).Select(_ => new VoltageDip(At(), 0.06.Seconds, chance.NextDouble(), 0.2)).OrderBy(dip => dip.At)],
            HeatWaves = chance.Next(3) == 0 ? [new(6.Hours, 18.Hours, 8.Kelvin, 4.Kelvin, WindowShape.Triangle)] : [],
        };
    }

    private static Faults Wrong(Random chance, StandingSite site, int seed)
    {
        TimeSpan At() => chance.NextDouble() * day;
        bool Rarely() => chance.Next(3) == 0;
        LimitSilence? silence = Rarely() ? new(2.Minutes, (OnSilence)chance.Next(3)) { Misses = 2, FailSafe = (0.3 + chance.NextDouble()) * site.Usual, RevertAfter = 10.Minutes } : null;
        TimeSpan quiet = At();
        List<SensorFault> sensors = [];
        // one sensor lies at a time; that is what can be told, and what trust promises
        for (TimeSpan at = 0.5 * At(); at < day && sensors.Count < 6; at += 0.3 * At())
        {
            TimeSpan until = at + (0.5 * chance.NextDouble()).Hours;
            SensorTrick trick = (SensorTrick)chance.Next(4);
            sensors.Add(new((SensorKind)chance.Next(6), chance.Next(2), trick, at, until, trick == SensorTrick.Jumps ? 0.3 : 0.5 * chance.NextDouble() - 0.3));
            at = until;
        }
        TimeSpan jump = At();
        List<ControllerFault> gone = [];
        for (TimeSpan at = At(); at < day && gone.Count < 3; at += At()) gone.Add(new(at, chance.Next(2) == 0 ? TimeSpan.Zero : (300 * chance.NextDouble()).Seconds, chance.Next(2) == 0));
        TimeSpan stuck = At();
        return new()
        {
            Seed = (ulong)seed,
            Post = new(Rarely() ? 0.2 : 0, 0.3, 10.Minutes, 0.3)
            {
                ContradictedFraction = 0.2,
                CancelledFraction = 0.2,
                ReplacedFraction = 0.2,
                Silence = silence,
                QuietFrom = quiet,
                QuietUntil = quiet + chance.NextDouble().Hours,
            },
            Sensors = chance.Next(2) == 0 ? [] : sensors,
            Caps = Rarely() ? [new(0, stuck, stuck + (2 * chance.NextDouble()).Hours, chance.Next(2) == 0 ? null : chance.NextDouble())] : [],
            Controller = chance.Next(2) == 0 ? [] : gone,
            RestartEvery = chance.Next(8) == 0 ? 1 + chance.Next(60) : 0,
            BookOnly = chance.Next(2) == 0,
            // a clock that is off for good is believed after a minute: nothing at the site could tell
            Clock = Rarely() ? [new(jump, jump + (50 * chance.NextDouble()).Seconds, ((chance.NextDouble() - 0.5) * 2).Hours)] : [],
        };
    }
}
