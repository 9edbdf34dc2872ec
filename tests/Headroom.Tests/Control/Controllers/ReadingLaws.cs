using CsCheck;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Controllers;

/// <summary>What holds whatever number a reading is, or is none.</summary>
public sealed class ReadingLaws
{
    private static Power Of(double si) => Power.FromSi(si);

    /// <summary>Every number of an observation.</summary>
    private static readonly (string Name, Action<Observation, double> Write)[] readings =
    [
        ("import", (o, x) => o.Import = Of(x)), ("generated", (o, x) => o.Generated = Of(x)), ("connection", (o, x) => o.ConnectionMost = Of(x)),
        ("ramp", (o, x) => o.GridRamp = Ramp.FromSi(x)), ("drawn", (o, x) => o.Drawn = Of(x)), ("idle", (o, x) => o.Idle = Of(x)), ("burned", (o, x) => o.Burned = Of(x)),
        ("ratio", (o, x) => o.DrawPerItRatio = x), ("other", (o, x) => o.Other = Of(x)), ("price", (o, x) => o.Price = EnergyPrice.FromSi(x)),
        ("mean price", (o, x) => o.PriceMean = EnergyPrice.FromSi(x)), ("bank share", (o, x) => o.BankShares![0] = x),
        ("asked", (o, x) => o.Services[0] = o.Services[0] with { Asked = TokenRate.FromSi(x) }), ("planned", (o, x) => o.Services[0] = o.Services[0] with { Planned = TokenRate.FromSi(x) }),
        ("energy of a token", (o, x) => o.Services[1] = o.Services[1] with { JoulesPerToken = x }), ("most", (o, x) => o.Services[1] = o.Services[1] with { Most = TokenRate.FromSi(x) }),
        ("service drawn", (o, x) => o.Services[0] = o.Services[0] with { Drawn = Of(x) }), ("waiting", (o, x) => o.Services[2] = o.Services[2] with { Waiting = TokenCount.FromSi(x) }),
        ("weight", (o, x) => o.Services[2] = o.Services[2] with { WeightFactor = x }), ("full", (o, x) => o.Services[0] = o.Services[0] with { Full = Of(x) }),
        ("enforced", (o, x) => o.Services[1] = o.Services[1] with { Enforced = Of(x) }), ("least", (o, x) => o.Services[1] = o.Services[1] with { LeastFraction = x }),
        ("run full", (o, x) => o.Runs[0] = o.Runs[0] with { Full = Of(x) }), ("run mean", (o, x) => o.Runs[0] = o.Runs[0] with { Mean = Of(x) }),
        ("run drawn", (o, x) => o.Runs[0] = o.Runs[0] with { Drawn = Of(x) }), ("run enforced", (o, x) => o.Runs[1] = o.Runs[1] with { Enforced = Of(x) }),
        ("returning", (o, x) => o.Runs[1] = o.Runs[1] with { Returning = Of(x) }), ("owed", (o, x) => o.Runs[1] = o.Runs[1] with { Owed = Of(x) }),
        ("plant planned", (o, x) => o.Plants[0] = o.Plants[0] with { Planned = Of(x) }), ("plant least", (o, x) => o.Plants[0] = o.Plants[0] with { Least = Of(x) }),
        ("plant most", (o, x) => o.Plants[0] = o.Plants[0] with { Most = Of(x) }), ("battery planned", (o, x) => o.Batteries[0] = o.Batteries[0] with { Planned = Of(x) }),
        ("battery least", (o, x) => o.Batteries[0] = o.Batteries[0] with { Least = Of(x) }), ("battery most", (o, x) => o.Batteries[0] = o.Batteries[0] with { Most = Of(x) }),
        ("deliverable", (o, x) => o.Batteries[0] = o.Batteries[0] with { Deliverable = Energy.FromSi(x) }), ("takeable", (o, x) => o.Batteries[0] = o.Batteries[0] with { Takeable = Energy.FromSi(x) }),
        ("injected", (o, x) => o.Batteries[0] = o.Batteries[0] with { Injected = Of(x) }), ("flow", (o, x) => o.Feeds[0] = o.Feeds[0] with { Flow = Of(x) }),
        ("feed idle", (o, x) => o.Feeds[0] = o.Feeds[0] with { Idle = Of(x) }), ("told", (o, x) => o.Feeds[0] = o.Feeds[0] with { Told = Of(x) }),
        ("told beside", (o, x) => o.Feeds[1] = o.Feeds[1] with { Told = Of(x) }),
        ("coolant", (o, x) => o.Banks[0] = o.Banks[0] with { Coolant = new(Temperature.FromSi(x), 60.DegreesCelsius) }),
        ("air limit", (o, x) => o.Banks[0] = o.Banks[0] with { Air = new(25.DegreesCelsius, Temperature.FromSi(x)) }),
    ];

    private static readonly Gen<double> none = Gen.OneOf(Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity), Gen.Const(1e300), Gen.Const(-1e300));

    /// <summary>Readings that fail, with what they show; from which beat on and for how many; a ceiling that binds or not; with a judge of readings or without.</summary>
    private static readonly Gen<((int Which, double Shows)[] Bad, int From, int Beats, double? Level, bool Checks)> any =
        Gen.Select(Gen.Select(Gen.Int[0, readings.Length - 1], none).Array[1, 3], Gen.Int[0, 3], Gen.Int[1, 8], Gen.OneOf(Gen.Const((double?)null), Gen.Const((double?)70)), Gen.Bool);

    private static void InRange(Orders orders)
    {
        Assert.All(orders.Numbers(), number => Assert.False(double.IsNaN(number)));
        Observation site = StandingBeats.Sees(0);
        Assert.All(orders.SlowFraction.Concat(orders.BankShare), share => Assert.InRange(share, 0.02, 1));
        Assert.InRange(orders.FailSafeFraction, 0, 1);
        for (int i = 0; i < 2; i++) Assert.InRange(orders.RunMost[i].Watts, 0, site.Runs[i].Full.Watts);
        Assert.InRange(orders.Plants[0].Watts, 0, site.Plants[0].Most.Watts);
        Assert.InRange(orders.Batteries[0].Watts, site.Batteries[0].Least.Watts, site.Batteries[0].Most.Watts);
        Assert.All(orders.ServiceMost.Concat(orders.BankOff).Append(orders.Drop), power => Assert.True(power >= Power.Zero));
        Assert.All(orders.BankOff.Append(orders.Drop), power => Assert.True(double.IsFinite(power.Watts)));
        Assert.True(orders.ImportMost <= 200.Megawatts && orders.ImportLeast <= orders.ImportMost, $"{orders.ImportLeast} to {orders.ImportMost}");
    }

    [Fact]
    public void Whatever_reading_is_no_number_orders_are_numbers_in_their_range_and_good_readings_make_them_what_they_would_have_been() => any.Sample(one =>
    {
        ControlFacts facts = StandingBeats.Facts with { ChecksReadings = one.Checks };
        Controller struck = StandingBeats.Of(one.Level, facts), spared = StandingBeats.Of(one.Level, facts);
        Orders after = new(3, 2, 1, 1, 3), without = new(3, 2, 1, 1, 3);
        for (int beat = 0; beat < one.From + one.Beats + 900; beat++)
        {
            Observation seen = StandingBeats.Sees(beat);
            if (beat >= one.From && beat < one.From + one.Beats)
                foreach ((int which, double shows) in one.Bad) readings[which].Write(seen, shows);
            struck.Beat(seen, after);
            spared.Beat(StandingBeats.Sees(beat), without);
            InRange(after);
        }
        double[] expected = without.Numbers(), actual = after.Numbers();
        for (int k = 0; k < expected.Length; k++)
            // shares come first, powers after them
            Assert.True(expected[k] == actual[k] || Math.Abs(expected[k] - actual[k]) <= 0.02 * Math.Abs(expected[k]) + (k < 7 ? 0.01 : 1e3),
                $"order {k}: {actual[k]} in the place of {expected[k]} after {string.Join(", ", one.Bad.Select(bad => $"{readings[bad.Which].Name} {bad.Shows}"))}");
    }, iter: 400, threads: 1);

    [Fact]
    public void Each_reading_alone_may_be_lost_from_the_first_beat_on()
    {
        foreach ((string name, Action<Observation, double> write) in readings)
            foreach (double shows in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
            {
                Controller controller = StandingBeats.Of(70);
                for (int beat = 0; beat < 20; beat++)
                {
                    Observation seen = StandingBeats.Sees(beat);
                    write(seen, shows);
                    Orders orders = controller.Beat(seen);
                    Assert.True(orders.Numbers().All(number => !double.IsNaN(number)), $"{name} {shows} in beat {beat}");
                    if (name is not ("connection" or "plant most" or "run full" or "battery least")) InRange(orders);
                }
            }
    }

    [Fact]
    public void What_was_observed_is_left_as_it_is()
    {
        Controller controller = StandingBeats.Of(70);
        for (int beat = 0; beat < 5; beat++)
        {
            Observation seen = StandingBeats.Sees(beat), same = StandingBeats.Sees(beat);
            (seen.Import, same.Import) = (95.Megawatts, 95.Megawatts);            // more than anything explains
            (seen.Services[0], same.Services[0]) = (seen.Services[0] with { Drawn = Of(double.NaN) }, seen.Services[0] with { Drawn = Of(double.NaN) });
            controller.Beat(seen);
            Assert.Equal((same.Other, same.Import, same.Idle), (seen.Other, seen.Import, seen.Idle));
            Assert.Equal(same.Services, seen.Services);
            Assert.Equal(same.Batteries, seen.Batteries);
            Assert.Equal(same.Feeds, seen.Feeds);
            Assert.Equal(70, seen.CeilingNow.Megawatts, 1e-9);                    // what the book says is told
        }
    }
}
