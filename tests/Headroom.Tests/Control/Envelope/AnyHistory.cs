using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>A site with everything in it over some beats: work that wanders, racks that fail and come back, ceilings that move, feeds and coolant near their limits.</summary>
internal static class AnyHistory
{
    public const int Banks = 4, Services = 3, Runs = 2;

    public static readonly ControlFacts Facts = new()
    {
        Banks = Banks,
        EfficiencyFraction = 0.95,
        Feeds = [new("all", 150.Megawatts, [true, true, true, true]), new("a", 40.Megawatts, [true, true, false, false]), new("b", 45.Megawatts, [false, false, true, false])],
    };

    /// <summary>An envelope of this site, whose feed "b" has a limit from 20 s on.</summary>
    public static Envelope Envelope()
    {
        Dictionary<string, LimitScope> scopes = Facts.Feeds.ToDictionary(feed => feed.Name, feed => new LimitScope(feed.Rating, feed.Rating));
        LimitBook book = new(new() { Site = new(200.Megawatts, 100.Megawatts), Feeds = scopes });
        LimitEvent limit = new() { Name = "b", Feed = "b", Level = 35.Megawatts, From = TimeSpan.FromSeconds(20), To = TimeSpan.FromMinutes(5) };
        Assert.Equal(LimitOutcome.Accepted, book.Receive(LimitMessage.Demand(new(LimitAuthority.Utility, "oncor"), new(TimeSpan.Zero), limit), TimeSpan.Zero).Outcome);
        return Beats.Of(0.02, Facts, book);
    }

    /// <summary>The same from the same seed: an envelope writes into what it sees.</summary>
    public static Observation[] Of(int seed, int beats)
    {
        var random = new Random(seed);
        double Between(double least, double most) => least + (most - least) * random.NextDouble();
        bool OneIn(int many) => random.Next(many) == 0;
        double[] drawn = [.. Enumerable.Range(0, Services).Select(_ => Between(5, 30))], full = [.. drawn.Select(watts => watts * Between(1, 2))];
        double[] runs = [Between(0, 20), Between(0, 20)], orders = [20, 20], celsius = [.. Enumerable.Range(0, Banks).Select(_ => Between(48, 58))];
        double ceiling = Between(60, 140), ratio = Between(1.05, 1.4), idle = Between(5, 20), step = OneIn(3) ? 0.5 : 1;
        double ramp = OneIn(2) ? Between(60, 140) : double.PositiveInfinity;
        bool isSilent = false, isOver = false;
        return [.. Enumerable.Range(0, beats).Select(Next)];

        Observation Next(int beat)
        {
            for (int i = 0; i < Services; i++) drawn[i] = Math.Clamp(drawn[i] * Between(0.93, 1.07), 0, full[i]);
            if (OneIn(9)) ceiling = Between(40, 140);
            if (OneIn(9)) idle = Between(5, 20);
            if (OneIn(12)) isSilent = !isSilent;
            if (OneIn(10)) isOver = !isOver;
            if (OneIn(5)) ratio += Between(-0.005, 0.01);
            for (int r = 0; r < Runs; r++) runs[r] = OneIn(8) ? 0 : Math.Min(20, runs[r] + Between(0, 4));
            if (OneIn(8)) orders[random.Next(Runs)] = Between(2, 30);
            var seen = new Observation(Services, Runs, 1, 1, Facts.Feeds.Count, Banks)
            {
                Now = TimeSpan.FromSeconds(step * beat),
                Step = TimeSpan.FromSeconds(step),
                CapDelay = TimeSpan.FromSeconds(2),
                CeilingNow = ceiling.Megawatts,
                CeilingSoon = ceiling.Megawatts,
                CeilingAhead = (ceiling - Between(0, 10)).Megawatts,
                ImportMostByGrid = ramp.Megawatts,
                ImportMostByRamp = (ramp - 5).Megawatts,
                DrawPerItRatio = ratio,
                Idle = idle.Megawatts,
                Other = 2.Megawatts,
                Burned = (OneIn(4) ? Between(0, 10) : 0).Megawatts,
                CapsStick = OneIn(10),
                RacksAreSilent = isSilent,
            };
            for (int i = 0; i < Services; i++)
                seen.Services[i] = Service(i, drawn[i], full[i]) with { Enforced = (full[i] * Between(0.4, 1)).Megawatts, MayWait = i == 2 };
            for (int r = 0; r < Runs; r++)
                seen.Runs[r] = Run(20, runs[r], orders[r]) with { Returning = (OneIn(3) ? 1 : 0).Megawatts, Owed = (OneIn(3) ? 3 : 0).Megawatts };
            seen.Plants[0] = new(5.Megawatts, 1.Megawatts, 10.Megawatts, true);
            seen.Batteries[0] = new(default, (-5).Megawatts, 5.Megawatts, Energy.FromSi(Between(0, 1e9)), Energy.FromSi(1e9));
            seen.Feeds[0] = new((isOver ? 160 : 120).Megawatts, (isOver && OneIn(3) ? 155 : idle).Megawatts);
            seen.Feeds[1] = new(Between(30, 45).Megawatts, (idle / 2).Megawatts);
            seen.Feeds[2] = new(Between(30, 60).Megawatts, (OneIn(6) ? 50 : 5).Megawatts);
            for (int b = 0; b < Banks; b++)
            {
                celsius[b] += Between(-0.3, 0.4);
                HeatReading coolant = new(celsius[b].DegreesCelsius, 60.DegreesCelsius), air = new((celsius[b] - 20).DegreesCelsius, 38.DegreesCelsius);
                seen.Banks[b] = new(OneIn(9) ? null : coolant, b == 0 ? null : air);
            }
            return seen;
        }
    }

    /// <summary>Everything that leaves an envelope in a beat, as numbers.</summary>
    public static double[] Told(this Envelope envelope, Observation seen)
    {
        Orders orders = envelope.Beat(seen, Banks);
        return
        [
            .. orders.SlowFraction, .. orders.ServiceMost.Select(one => one.Watts), .. orders.RunMost.Select(one => one.Watts), .. orders.Plants.Select(one => one.Watts),
            .. orders.Batteries.Select(one => one.Watts), .. orders.BankShare, .. orders.BankOff.Select(one => one.Watts), .. orders.BankBack.Select(one => one.Watts),
            orders.ImportLeast.Watts, orders.ImportMost.Watts, orders.Drop.Watts, orders.FailSafeFraction, envelope.Held.Excess.Watts,
            .. envelope.Held.Changes.ToArray().SelectMany(one => new[] { (double)one.Kind, one.Index, one.Asked, one.Given, (double)one.Reason }),
        ];
    }
}
