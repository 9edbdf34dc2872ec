using Headroom.Control;
using Headroom.Quantities;
using Headroom.Tests.Control.Limits;

namespace Headroom.Tests.Control.Controllers;

/// <summary>Beats of a whole controller on a site that stands: three services, two runs, a plant, a battery, a feed above all racks and one beside it.</summary>
static class StandingBeats
{
    public static ControlFacts Facts { get; } = new()
    {
        Banks = 3,
        Feeds = [new("A", 150.Megawatts, [true, true, true]), new("B", 60.Megawatts, [false, true, false])],
        EfficiencyFraction = 0.96,
        RampLimit = 20.MegawattsPerMinute,
        TimeToLive = TimeSpan.FromSeconds(10),
        ChecksReadings = true,
    };

    public static LimitBook Book(double? level = null)
    {
        LimitBook book = new(Books.Setting);
        if (level is { } megawatts) book.Receive(Books.Says(Books.Open(megawatts), 0), TimeSpan.Zero);
        return book;
    }

    public static Controller Of(double? level = null, ControlFacts? facts = null, IPolicy? policy = null) =>
        new(facts ?? Facts, Book(level), policy ?? new HeadroomPolicy(0.01), 0.01);

    /// <summary>81.4 MW: 30 idle, 8 in flight of each service, 6 of each run at 1.2, and 7 others.</summary>
    public static Observation Sees(int second)
    {
        Observation seen = new(3, 2, 1, 1, 2, 3)
        {
            Now = TimeSpan.FromSeconds(second),
            Step = TimeSpan.FromSeconds(1),
            CapDelay = TimeSpan.FromSeconds(1),
            ConnectionMost = 200.Megawatts,
            GridRamp = 20.MegawattsPerMinute,
            Import = 81.2.Megawatts,
            Generated = 5.Megawatts,
            Idle = 30.Megawatts,
            Drawn = 36.Megawatts,
            Burned = 0.1.Megawatts,
            DrawPerItRatio = 1.2,
            Other = 7.Megawatts,
            BankShares = [1, 1, 1],
        };
        for (int i = 0; i < 3; i++)
            seen.Services[i] = new(i + 1, 1000.TokensPerSecond, null, 8e3, 1500.TokensPerSecond, 8.Megawatts)
            {
                Full = 12.Megawatts,
                Enforced = 12.Megawatts,
                LeastFraction = 0.3,
                WeightFactor = 1,
                Waiting = 10.Tokens,
            };
        for (int i = 0; i < 2; i++) seen.Runs[i] = new(true, 7.Megawatts, 6.Megawatts, 6.Megawatts, true) { Enforced = 7.Megawatts, Returning = default, Owed = default };
        seen.Plants[0] = new(5.Megawatts, 2.Megawatts, 10.Megawatts, true);
        seen.Batteries[0] = new(default, (-10).Megawatts, 10.Megawatts, 5.MegawattHours, 5.MegawattHours) { Injected = default(Power) };
        for (int f = 0; f < 2; f++) seen.Feeds[f] = new((f == 0 ? 70 : 23).Megawatts, (f == 0 ? 31 : 10).Megawatts) { Told = (f == 0 ? 70 : 23).Megawatts };
        for (int b = 0; b < 3; b++) seen.Banks[b] = new(new(45.DegreesCelsius, 60.DegreesCelsius), new(25.DegreesCelsius, 35.DegreesCelsius));
        return seen;
    }

    public static Orders Beat(this Controller controller, Observation seen, Orders? orders = null)
    {
        orders ??= new(3, 2, 1, 1, 3);
        controller.Decide(seen, orders);
        return orders;
    }

    /// <summary>Every number of the orders, bit for bit.</summary>
    public static double[] Numbers(this Orders orders) =>
    [
        .. orders.SlowFraction, .. orders.BankShare, orders.FailSafeFraction,
        .. orders.ServiceMost.Concat(orders.RunMost).Concat(orders.Plants).Concat(orders.Batteries).Concat(orders.BankOff)
            .Concat([orders.ImportLeast, orders.ImportMost, orders.FailSafeImport, orders.Drop]).Select(power => power.Watts),
        .. orders.Allowed.Select(rate => rate?.TokensPerSecond ?? -1), .. orders.Pause.Select(paused => paused ? 1.0 : 0), orders.CallPlants ? 1 : 0,
    ];
}
