using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>What holds whatever a policy says and whatever it sees, over many beats.</summary>
public sealed class EnvelopeLaws
{
    private const double Margin = 0.03;
    private static readonly Gen<double> wild = Gen.OneOf(Gen.Double[-300, 300], Gen.Const(0.0), Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity),
        Gen.Const(-1e300), Gen.Const(1e300), Gen.Const(double.MaxValue), Gen.Const(double.Epsilon));

    private static readonly Gen<Power> some = Gen.OneOf(Gen.Double[0, 120], Gen.Const(0.0)).Select(megawatts => megawatts.Megawatts);
    private static readonly Gen<Power> bound = Gen.OneOf(Gen.Double[0, 400].Select(megawatts => megawatts.Megawatts), Gen.Const(Endless));

    private static readonly Gen<ServiceNeed> anyService = Gen.Select(Gen.Int[0, 4], some, some, Gen.Double[0, 1])
        .Select((rank, drawn, full, least) => new ServiceNeed(rank % 4, default, null, 1, default, drawn) { Full = full, LeastFraction = least, MayWait = rank == 4 });

    private static readonly Gen<RunNeed> anyRun = Gen.Select(some, some, some).Select((full, drawn, enforced) => new RunNeed(true, full, full, Power.Min(full, drawn), true) { Enforced = enforced });
    private static readonly Gen<PlantReach> anyPlant = Gen.Select(some, some, Gen.Double[0, 1], Gen.Bool).Select((a, b, at, follows) => new PlantReach(Power.Min(a, b) + at * (Power.Max(a, b) - Power.Min(a, b)), Power.Min(a, b), Power.Max(a, b), follows));
    private static readonly Gen<BatteryReach> anyBattery = Gen.Select(some, some, some, some)
        .Select((take, give, left, free) => new BatteryReach(default, -take, give, left * TimeSpan.FromMinutes(1), free * TimeSpan.FromMinutes(1)));

    /// <summary>What is seen in one beat and what a policy says to it, from a seed.</summary>
    private static readonly Gen<(Observation Seen, Orders Orders)[]> anyBeats = Gen.Select(
        Gen.Select(anyService.Array[3], anyRun.Array[2], anyPlant.Array[2], anyBattery.Array[1]),
        Gen.Select(bound.Array[3], bound.Array[2], Gen.Double[0, 1].Array[3], Gen.Bool, some.Array[3]),
        wild.Array[21]).Select((devices, site, said) => Beat(devices, site, said)).Array[1, 12];

    private static (Observation, Orders) Beat((ServiceNeed[], RunNeed[], PlantReach[], BatteryReach[]) devices, (Power[], Power[], double[], bool, Power[]) site, double[] said)
    {
        Observation seen = Sees(devices.Item1, devices.Item2, devices.Item3, devices.Item4);
        (seen.CeilingNow, seen.CeilingSoon, seen.CeilingAhead) = (site.Item1[0], site.Item1[1], site.Item1[2]);
        (seen.ImportMostByRamp, seen.ImportMostByGrid) = (site.Item2[0], Power.Max(site.Item2[0], site.Item2[1]));
        seen.ImportLeastByRamp = seen.ImportMostByRamp - Power.FromSi(1e7 * site.Item3[0]);
        (seen.DrawPerItRatio, seen.GridLives, seen.RampAhead) = (1 + site.Item3[1], site.Item4, site.Item3[2] > 0.5 ? Ramp.FromSi(1e6 * site.Item3[2]) : null);
        (seen.Idle, seen.Other, seen.Burned) = (site.Item5[0], site.Item5[1], 0.1 * site.Item5[2]);
        Orders orders = Free(seen);
        int k = 0;
        for (int i = 0; i < 3; i++) (orders.SlowFraction[i], orders.ServiceMost[i], orders.Allowed[i]) = (said[k++] / 100, said[k++].Megawatts, TokenRate.FromSi(said[k++]));
        for (int i = 0; i < 2; i++) (orders.RunMost[i], orders.Plants[i]) = (said[k++].Megawatts, said[k++].Megawatts);
        orders.Batteries[0] = said[k++].Megawatts;
        (orders.ImportLeast, orders.ImportMost, orders.Drop) = (said[k++].Megawatts, said[k++].Megawatts, said[k].Megawatts);
        return (seen, orders);
    }

    private static void Sample(Action<Observation, Orders, Held> law) => anyBeats.Sample(beats =>
    {
        Envelope envelope = Of(Margin);
        foreach ((Observation seen, Orders orders) in beats)
        {
            envelope.Hold(seen, orders);
            law(seen, orders, envelope.Held);
        }
    }, iter: 2000, threads: 1);

    [Fact]
    public void No_order_leaves_that_is_no_number_or_beyond_what_a_device_can() => Sample((seen, orders, _) =>
    {
        for (int i = 0; i < seen.Services.Length; i++)
        {
            Assert.InRange(orders.SlowFraction[i], seen.Services[i].LeastFraction, 1);
            Assert.True(orders.ServiceMost[i] >= Power.Zero && orders.Allowed[i]!.Value >= TokenRate.Zero);
        }
        for (int i = 0; i < seen.Runs.Length; i++) Assert.InRange(orders.RunMost[i].Watts, 0, seen.Runs[i].Full.Watts);
        for (int i = 0; i < seen.Plants.Length; i++) Assert.InRange(orders.Plants[i].Watts, seen.Plants[i].Least.Watts, seen.Plants[i].Most.Watts);
        for (int i = 0; i < seen.Batteries.Length; i++) Assert.InRange(orders.Batteries[i].Watts, seen.Batteries[i].Least.Watts, seen.Batteries[i].Most.Watts);
        Assert.True(orders.Drop >= Power.Zero && double.IsFinite(orders.Drop.Watts));
    });

    [Fact]
    public void Gates_and_runs_together_keep_the_room_that_the_ceiling_ahead_leaves() => Sample((seen, orders, _) =>
    {
        Power fed = seen.GridLives ? (1 - Margin) * seen.CeilingAhead : default, runs = default, drawn = seen.Burned, gates = default;
        for (int i = 0; i < seen.Plants.Length; i++) fed += !seen.GridLives && seen.Plants[i].Follows ? seen.Plants[i].Most : orders.Plants[i];
        foreach (BatteryReach one in seen.Batteries) fed += Power.Min(one.Most, one.Deliverable / TimeSpan.FromSeconds(90));
        Power room = (fed - seen.Other) / seen.DrawPerItRatio - seen.Idle;
        for (int i = 0; i < seen.Runs.Length; i++) (runs, drawn) = (runs + Power.Max(orders.RunMost[i], Power.Min(seen.Runs[i].Enforced, seen.Runs[i].Full)), drawn + seen.Runs[i].Drawn);
        foreach (Power one in orders.ServiceMost) gates += one;
        Power left = Power.Max(default, room - Power.Max(runs, drawn));
        Assert.True(gates <= left + Power.FromSi(1e-3), $"{gates} through gates, {left} left");
    });

    [Fact]
    public void The_band_of_storage_lies_under_the_ceiling_and_within_the_ramp_where_the_ceiling_lets_it() => Sample((seen, orders, _) =>
    {
        Assert.True(orders.ImportMost <= seen.CeilingNow && orders.ImportLeast <= orders.ImportMost);
        Assert.True(orders.ImportMost <= Power.Max(seen.ImportMostByRamp, seen.ImportLeastByRamp));
        Assert.True(orders.ImportLeast >= Power.Min(seen.ImportLeastByRamp, orders.ImportMost));
    });

    [Fact]
    public void A_battery_stops_softly_as_far_as_its_reach_lets_it() => Sample((seen, orders, _) =>
    {
        if (seen.RampAhead is not { } ramp) return;
        BatteryReach one = seen.Batteries[0];
        // half of P²/r is what a stop by the ramp takes
        Assert.True(Math.Pow(Math.Max(0, orders.Batteries[0].Watts), 2) / 2 / ramp.WattsPerSecond <= one.Deliverable.Joules * (1 + 1e-9));
        Assert.True(Math.Pow(Math.Min(0, orders.Batteries[0].Watts), 2) / 2 / ramp.WattsPerSecond <= one.Takeable.Joules * (1 + 1e-9));
    });

    [Fact]
    public void A_change_is_told_once_for_its_reason_and_is_one() => Sample((_, _, held) =>
    {
        Change[] told = held.Changes.ToArray();
        Assert.Equal(told.Length, told.Select(one => (one.Kind, one.Index, one.Reason)).Distinct().Count());
        Assert.All(told, one => Assert.False(one.Asked.Equals(one.Given)));
        Assert.All(told, one => Assert.False(double.IsNaN(one.Given)));
    });

    [Fact]
    public void Orders_that_held_once_hold_again_unchanged_where_nothing_is_short() => anyBeats.Sample(beats =>
    {
        (Observation seen, Orders orders) = beats[0];
        (seen.CeilingAhead, seen.CeilingSoon, seen.CeilingNow, seen.ImportMostByGrid, seen.ImportMostByRamp) = (Endless, Endless, Endless, Endless, Endless);
        (seen.GridLives, seen.ImportLeastByRamp) = (true, -Endless);
        Of(Margin).Hold(seen, orders);
        Envelope again = Of(Margin);
        again.Hold(seen, orders);
        Assert.Equal(0, again.Held.Count);
    }, iter: 500, threads: 1);
}
