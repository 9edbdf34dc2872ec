using Headroom.Control;
using Headroom.Quantities;
using Headroom.Tests.Control.Limits;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Beats of a site that nothing holds unless a test says so; megawatts throughout.</summary>
static class Beats
{
    public static readonly Power Endless = Power.FromSi(double.PositiveInfinity);

    public static Envelope Of(double margin = 0, ControlFacts? facts = null, LimitBook? book = null)
    {
        ControlFacts known = facts ?? new();
        return new(margin, known, new(known, book ?? new(Books.Setting)));
    }

    public static ServiceNeed Service(int tier, double drawn, double full = 200, double least = 0.2, bool mayWait = false) =>
        new(tier, default, null, 1, default, drawn.Megawatts) { Full = full.Megawatts, LeastFraction = least, MayWait = mayWait };

    public static RunNeed Run(double full, double drawn, double enforced) => new(true, full.Megawatts, full.Megawatts, drawn.Megawatts, true) { Enforced = enforced.Megawatts };

    /// <summary>One of each tier and one that may wait, from the last that gives way to the first; all draw 10 MW.</summary>
    public static ServiceNeed[] EveryRank() => [Service(0, 10), Service(1, 10), Service(2, 10), Service(3, 10), Service(0, 10, mayWait: true)];

    public static Observation Sees(ServiceNeed[]? services = null, RunNeed[]? runs = null, PlantReach[]? plants = null, BatteryReach[]? batteries = null, FeedReading[]? feeds = null)
    {
        var seen = new Observation(services?.Length ?? 0, runs?.Length ?? 0, plants?.Length ?? 0, batteries?.Length ?? 0, feeds?.Length ?? 0)
        {
            Step = TimeSpan.FromSeconds(1),
            CapDelay = TimeSpan.FromSeconds(2),
            CeilingNow = Endless,
            CeilingSoon = Endless,
            CeilingAhead = Endless,
        };
        services?.CopyTo(seen.Services, 0);
        runs?.CopyTo(seen.Runs, 0);
        plants?.CopyTo(seen.Plants, 0);
        batteries?.CopyTo(seen.Batteries, 0);
        feeds?.CopyTo(seen.Feeds, 0);
        return seen;
    }

    public static Orders Free(Observation seen, int banks = 0)
    {
        Orders orders = new(seen.Services.Length, seen.Runs.Length, seen.Plants.Length, seen.Batteries.Length, banks);
        for (int i = 0; i < seen.Runs.Length; i++) orders.RunMost[i] = seen.Runs[i].Full;
        return orders;
    }

    /// <summary>A beat in which the policy leaves everything free.</summary>
    public static Orders Beat(this Envelope envelope, Observation seen, int banks = 0)
    {
        Orders orders = Free(seen, banks);
        envelope.Hold(seen, orders);
        return orders;
    }

    public static double[] Gates(this Orders orders) => [.. orders.ServiceMost.Select(power => power.Megawatts)];

    public static void Close(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-9);
    }
}
