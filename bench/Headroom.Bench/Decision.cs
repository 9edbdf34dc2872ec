using System.Diagnostics;
using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Bench;

/// <summary>One whole beat of the controller, for 100,000 accelerators under feeds, substations, UPS, rows and racks, on one core.</summary>
/// <remarks>
///   Where the site binds, services ask for more than there is room for, at an energy of a token that moves in every beat: what is short is divided by worth anew.
///   Clock, book, trust in readings, sight, the policy, the envelope; every node of the tree is metered and every rack is capped by itself.
/// </remarks>
internal static class Decision
{
    private const int Feeds = 2, SubstationsEach = 2, UpsEach = 8, RowsEach = 8, RacksEach = 12, Warmup = 100, Beats = 1000;
    private const double RackWatts = 130e3 * 100_000 / 72 / 1389, IdleShare = 0.2;

    public static int Measure()
    {
        Console.WriteLine("| what binds | banks | nodes | beats that divide | median ms | 99th percentile ms | worst ms | on the core, 99th percentile ms | bytes a beat |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        Row("nothing", siteShare: 1, feedShare: 1, warmth: 45);
        Row("site", siteShare: 0.5, feedShare: 1, warmth: 45);
        Row("site and all substations", siteShare: 0.5, feedShare: 0.7, warmth: 45);
        Row("site, all substations, coolant", siteShare: 0.5, feedShare: 0.7, warmth: 58);
        return 0;
    }

    private static void Row(string binds, double siteShare, double feedShare, double warmth)
    {
        Tree tree = Tree.Grown();
        int banks = tree.Banks, nodes = tree.Facts.Count;
        Power all = Power.FromSi(banks * RackWatts);
        ControlFacts facts = new() { Banks = banks, Feeds = tree.Facts, ChecksReadings = true, TimeToLive = 5.Seconds, RampLimit = 20.MegawattsPerMinute, EfficiencyFraction = 0.96 };
        LimitBook book = new(new()
        {
            Site = new(1.2 * all, all),
            Feeds = tree.Facts.ToDictionary(one => one.Name, one => new LimitScope(one.Rating, one.Rating)),
            RampLimit = facts.RampLimit,
        });
        Controller controller = new(facts, book, new HeadroomPolicy(0.02), 0.02);
        if (siteShare < 1) Send("site", null, siteShare * all);
        if (feedShare < 1) for (int f = 0; f < nodes; f++) if (tree.Facts[f].Name.StartsWith("substation", StringComparison.Ordinal)) Send("cut", tree.Facts[f].Name, feedShare * tree.Facts[f].Rating / 1.2);
        Observation seen = new(6, 2, 3, 2, nodes, banks) { BankShares = new double[banks] };
        Orders orders = new(6, 2, 3, 2, banks);
        double[] milliseconds = new double[Beats], onCore = new double[Beats];
        long bytes = 0;
        int divided = 0;
        for (int beat = -Warmup; beat < Beats; beat++)
        {
            See(seen, tree, all, beat, warmth);
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            double used = ThreadTime.Milliseconds;
            controller.Decide(seen, orders);
            used = ThreadTime.Milliseconds - used;
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (beat < 0) continue;
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            if (orders.Allowed.Any(rate => rate is not null)) divided++;
            (milliseconds[beat], onCore[beat]) = (took.TotalMilliseconds, used);
        }
        Array.Sort(milliseconds);
        Array.Sort(onCore);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {binds} | {banks:#,0} | {nodes:#,0} | {divided:#,0} | {milliseconds[Beats / 2]:0.00} | **{milliseconds[Beats * 99 / 100]:0.00}** | {milliseconds[^1]:0.0} | **{onCore[Beats * 99 / 100]:0.00}** | {bytes / Beats} |"));

        void Send(string name, string? feed, Power level)
        {
            LimitEvent limit = new() { Name = name + feed, Feed = feed, Level = level, From = TimeSpan.Zero };
            LimitReceipt receipt = controller.Receive(LimitMessage.Demand(new(limit.Authority, "bench"), new(TimeSpan.Zero), limit), TimeSpan.Zero);
            if (receipt.Outcome == LimitOutcome.Refused) throw new InvalidOperationException($"{name} is refused");
        }
    }

    /// <summary>Readings of a second: work swings, every meter moves a little.</summary>
    private static void See(Observation seen, Tree tree, Power all, int beat, double warmth)
    {
        double swing = 0.85 + 0.03 * Math.Sin(beat * 0.1) + 1e-4 * (beat & 7);
        Power above = (1 - IdleShare) * all, work = swing * above;
        (seen.Now, seen.Step, seen.CapDelay, seen.Idle, seen.Other, seen.DrawPerItRatio) = (TimeSpan.FromSeconds(beat + Warmup), 1.Seconds, 1.Seconds, IdleShare * all, 2.Megawatts, 1.15);
        for (int i = 0; i < 6; i++)
            seen.Services[i] = new(i % 4, (1e5 * swing).TokensPerSecond, null, Joules(above, beat, i), 1e6.TokensPerSecond, 0.1 * work)
            {
                MayWait = i == 5,
                Full = 0.12 * above,
                Enforced = 0.12 * above,
                LeastFraction = 0.3,
                WeightFactor = 1 + i,
            };
        for (int i = 0; i < 2; i++) seen.Runs[i] = new(true, 0.22 * above, 0.2 * above, 0.2 * work, true) { Enforced = 0.22 * above };
        for (int i = 0; i < 3; i++) seen.Plants[i] = new(20.Megawatts, 5.Megawatts, 30.Megawatts, i > 0);
        for (int i = 0; i < 2; i++) seen.Batteries[i] = new(default, (-40).Megawatts, 40.Megawatts, 80.MegawattHours, 80.MegawattHours) { Injected = default(Power) };
        seen.ConnectionMost = 1.2 * all;
        seen.GridRamp = 20.MegawattsPerMinute;
        seen.Generated = 60.Megawatts;
        seen.Import = 1.15 * (work + seen.Idle) + seen.Other - 60.Megawatts;
        for (int f = 0; f < seen.Feeds.Length; f++)
        {
            Power most = Power.FromSi(tree.Racks[f] * RackWatts);
            seen.Feeds[f] = new((IdleShare + (1 - IdleShare) * swing) * most / 0.96, IdleShare * most / 0.96);
        }
        for (int b = 0; b < seen.Banks.Length; b++)
        {
            seen.BankShares![b] = 1;
            seen.Banks[b] = new(new((warmth + 0.1 * Math.Sin(beat + b)).DegreesCelsius, 60.DegreesCelsius), new(25.DegreesCelsius, 35.DegreesCelsius));
        }
    }

    /// <summary>Energy of a token, as it is measured: a sixth of all power for what is asked at full swing, up and down by a twentieth within seconds.</summary>
    private static double Joules(Power above, int beat, int service) => 0.16 * above.Watts / 1e5 * (1 + 0.05 * Math.Sin(0.3 * beat + service));

    /// <summary>All nodes with what hangs on them.</summary>
    private sealed record Tree(IReadOnlyList<FeedFacts> Facts, int[] Racks, int Banks)
    {
        public static Tree Grown()
        {
            int banks = Feeds * SubstationsEach * UpsEach * RowsEach * RacksEach;
            List<FeedFacts> nodes = [];
            List<int> racks = [];
            int each = banks;
            foreach ((string level, int count) in ((string, int)[])[("site", 1), ("feed", Feeds), ("substation", SubstationsEach), ("UPS", UpsEach), ("row", RowsEach), ("rack", RacksEach)])
            {
                each /= count;
                for (int first = 0; first < banks; first += each)
                {
                    bool[] behind = new bool[banks];
                    Array.Fill(behind, true, first, each);
                    nodes.Add(new($"{level} {first / each}", Power.FromSi(1.2 * each * RackWatts), behind));
                    racks.Add(each);
                }
            }
            return new(nodes, [.. racks], banks);
        }
    }
}
