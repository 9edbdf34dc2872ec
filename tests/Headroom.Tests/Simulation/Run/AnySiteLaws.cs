using Headroom.Control;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Tests.Simulation;

/// <summary>Two hundred small sites on which anything may happen: no exception, no broken law, and the books close.</summary>
public sealed class AnySiteLaws
{
    private const int Sites = 200, Parts = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_the_laws_hold(int part)
    {
        for (int seed = part * Sites / Parts; seed < (part + 1) * Sites / Parts; seed++)
        {
            StandingSite site = Any(new Random(seed), (ulong)seed);
            try
            {
                RunReading.Lawful(site.Report(), site);
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"seed {seed}: {site}", broken);
            }
        }
    }

    internal static StandingSite Any(Random chance, ulong seed)
    {
        bool Often() => chance.NextDouble() < 0.5;
        double[] steps = [0.5, 1, 1, 5, 10, 60];
        StandingSite site = new()
        {
            Serving = Often() ? 1 + chance.Next(4) : 0.5 + 3 * chance.NextDouble(),
            Training = Often() ? chance.Next(4) : 3 * chance.NextDouble(),
            Spare = Often() ? 0 : chance.Next(3),
            Load = _ => 0.9,
            Services = Often() ? [] : [new("a", chance.Next(4), 0.5), new("b", chance.Next(4), 0.3), new("c", 3, 0.2, 2.Hours)],
            Smooths = Often(),
            RampLimit = Often() ? null : (0.02 + chance.NextDouble()).MegawattsPerMinute,
            RideThrough = Often() ? null : new(3, 60.Seconds),
            Battery = Often() ? null : (0.5.Megawatts, 0.1.MegawattHours, (0.1 * chance.NextDouble()).MegawattHours),
            Traffic = ServiceTraffic.Usual with { GapVariationFraction = Often() ? 1.1 : 5, Patience = Often() ? null : 10.Seconds },
            OtherLoad = Often() ? default : 50.Kilowatts,
            DryBulb = (-10 + 50 * chance.NextDouble()).DegreesCelsius,
            Cooling = new(Often() ? CoolingKind.DirectLiquid : CoolingKind.RearDoor, 30.DegreesCelsius, (Rejection)chance.Next(4)),
            Tree = Often() ? new(0.96, []) : new(0.95, [new PowerNode("feed", (0.2 + chance.NextDouble()).Megawatts, ["A"])]),
            Step = steps[chance.Next(steps.Length)].Seconds,
            Length = 6.Minutes,
            Seed = seed,
            IsSteady = chance.Next(8) == 0,
            RowsMost = Often() ? 2048 : 3,
            FirstHour = chance.Next(3) * 4379,
        };
        site = site with
        {
            GridMost = chance.Next(8) == 0 ? null : (0.4 + 1.2 * chance.NextDouble()) * site.Usual,
            Plants = Plants(chance, site.Usual),
            Return = Often() ? null : new(30.Seconds, 0.3 * site.Usual, 30.Seconds),
        };
        return site with { Scenario = Anything(chance, site) };
    }

    private static (Generator, Power, Power)[] Plants(Random chance, Power usual) => chance.Next(5) switch
    {
        0 => [(SupplyRunTests.Plant("engine", 1.Minutes) with { MinimumLoadFraction = 0.4, LargestUnit = 0.3 * usual }, usual, 0.5 * usual)],
        1 => [(SupplyRunTests.Plant("sun", 0.Minutes) with { Kind = GeneratorKind.Solar, HeatRate = default }, 2 * usual, chance.NextDouble() * 2 * usual)],
        2 => [(SupplyRunTests.Plant("diesel", 30.Seconds), usual, default), (SupplyRunTests.Plant("turbine", 1.Minutes) with { RampPerMinuteFraction = 0.1 }, usual, 0.3 * usual)],
        3 => [(SupplyRunTests.Plant("reactor", 0.Minutes) with { Kind = GeneratorKind.Reactor, MinimumLoadFraction = 0.5 }, usual, 0.6 * usual)],
        _ => [],
    };

    private static Scenario Anything(Random chance, StandingSite site)
    {
        TimeSpan At() => (6 * chance.NextDouble()).Minutes;
        TimeSpan? Long() => chance.Next(4) == 0 ? null : (3 * chance.NextDouble()).Minutes;
        bool hasFeed = site.Tree.Nodes.Count > 0;
        FailureKind[] kinds = [FailureKind.Chiller, FailureKind.Pump, FailureKind.Generator, FailureKind.Battery, FailureKind.RackLeak, FailureKind.Telemetry];
        List<Failure> failures = [.. Enumerable.Range(0, chance.Next(4)).Select(_ => new Failure(kinds[chance.Next(kinds.Length)], At(), Long(), 1 + chance.Next(2), null))];
        if (hasFeed && chance.Next(3) == 0) failures.Add(new(FailureKind.Feed, At(), Long(), 1, "feed"));
        return new()
        {
            Name = "anything",
            Failures = failures,
            Limits = [.. Enumerable.Range(0, chance.Next(3)).Select(k => new LimitEvent
            {
                Name = $"limit {k}",
                From = At(),
                Hold = Long(),
                BaselineShare = chance.NextDouble(),
                Ramp = new((2 * chance.NextDouble()).Minutes, 1.Minutes, RampAnchor.Starts, null),
                Notice = chance.Next(2) * 5.Minutes,
            })],
            GridLosses = chance.Next(3) == 0 ? [new(At(), Long(), null)] : [],
            Dips = [.. Enumerable.Range(0, chance.Next(6)).Select(_ => new VoltageDip(At(), 0.06.Seconds, chance.NextDouble(), 0.2)).OrderBy(dip => dip.At)],
            Restarts = chance.Next(3) == 0 ? [new(At(), 1.Minutes, [], null)] : [],
            HeatWaves = chance.Next(3) == 0 ? [new(1.Minutes, 5.Minutes, 12.Kelvin, 6.Kelvin, WindowShape.Plateau)] : [],
            Prices = [new(1.Minutes, 2.Minutes, null, -1, default)],
        };
    }
}
