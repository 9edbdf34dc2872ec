using CsCheck;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control;

/// <summary>What holds for offers of every site.</summary>
public sealed class OfferLaws
{
    private const int Sites = 120;
    private static readonly Gen<AnyOffers> any = Gen.Int[0, 1_000_000_000].Select(AnyOffers.Of);

    private static OfferQuestion Asked(TimeSpan notice, TimeSpan duration, OfferDepth depth, double confidence = 0.9) =>
        new(TimeSpan.FromHours(3), notice, duration, depth) { ConfidenceFraction = confidence };

    private static Power Cut(AnyOffers it, OfferQuestion asked) => OfferBook.One(it.Inputs, asked).Cut;

    private static void NoLess(Power more, Power less, string what) => Assert.True(more.Watts >= less.Watts - 1e-3, $"{what}: {more} after {less}");

    private static void Everywhere(Action<TimeSpan, TimeSpan, OfferDepth> each)
    {
        foreach (TimeSpan notice in OfferBook.Notices)
            foreach (TimeSpan duration in OfferBook.Durations)
                foreach (OfferDepth depth in OfferBook.Depths) each(notice, duration, depth);
    }

    [Fact]
    public void Generated_sites_offer_something_and_most_things_bind()
    {
        HashSet<string> binding = [];
        int some = 0, all = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            AnyOffers it = AnyOffers.Of(seed);
            foreach (Offer offer in OfferBook.For(it.Inputs, 0.9, hours: 1))
            {
                binding.Add(offer.Binding.Constraint);
                (some, all) = (some + (offer.Cut > Power.Zero ? 1 : 0), all + 1);
            }
        }
        Assert.InRange((double)some / all, 0.3, 0.99);
        foreach (string one in (string[])["the grid's ramp limit", "racks that let their draw fall slowly", "power of the battery", "energy in the battery", "plants that can be raised",
            "caps land too late", "what tiers promise"]) Assert.Contains(one, binding);
    }

    [Fact]
    public void More_notice_never_offers_less() => any.Sample(it => Everywhere((notice, duration, depth) =>
    {
        Power cut = Cut(it, Asked(notice, duration, depth));
        foreach (TimeSpan later in OfferBook.Notices.Where(one => one > notice)) NoLess(Cut(it, Asked(later, duration, depth)), cut, $"{later} for {notice}");
    }), iter: Sites / 10, threads: 1);

    [Fact]
    public void Longer_never_offers_more() => any.Sample(it => Everywhere((notice, duration, depth) =>
    {
        Power cut = Cut(it, Asked(notice, duration, depth));
        foreach (TimeSpan longer in OfferBook.Durations.Where(one => one > duration)) NoLess(cut, Cut(it, Asked(notice, longer, depth)), $"{longer} for {duration}");
    }), iter: Sites / 10, threads: 1);

    [Fact]
    public void Deeper_never_offers_less() => any.Sample(it => Everywhere((notice, duration, depth) =>
    {
        if (depth > OfferDepth.NothingLost) NoLess(Cut(it, Asked(notice, duration, depth)), Cut(it, Asked(notice, duration, depth - 1)), $"{depth}");
    }), iter: Sites / 10, threads: 1);

    [Fact]
    public void Surer_never_offers_more() => Gen.Select(any, Gen.Double[0.5, 0.998], Gen.Double[0.5, 0.998]).Sample((it, one, other) => Everywhere((notice, duration, depth) =>
        NoLess(Cut(it, Asked(notice, duration, depth, Math.Min(one, other))), Cut(it, Asked(notice, duration, depth, Math.Max(one, other))), $"{one} and {other}")),
        iter: Sites / 10, threads: 1);

    [Fact]
    public void A_larger_battery_never_offers_less() => Gen.Select(any, Gen.Double[1, 3], Gen.Double[1, 3]).Sample((it, power, energy) => Everywhere((notice, duration, depth) =>
    {
        OfferInputs larger = it.Inputs with
        {
            Ahead = it.Inputs.Ahead with { Batteries = [.. it.Inputs.Ahead.Batteries.Select(one => one with { Power = power * one.Power, Energy = energy * one.Energy })] },
            Stored = [.. it.Inputs.Stored.Select(one => one.Select(stored => energy * stored).ToArray())],
        };
        NoLess(OfferBook.One(larger, Asked(notice, duration, depth)).Cut, Cut(it, Asked(notice, duration, depth)), $"{power} × {energy}");
    }), iter: Sites / 10, threads: 1);

    [Fact]
    public void An_offer_is_within_what_is_imported_and_loses_what_its_depth_lets_go() => any.Sample(it =>
    {
        foreach (Offer offer in OfferBook.For(it.Inputs, 0.9, hours: 2))
        {
            Assert.InRange(offer.Cut.Watts, 0, offer.Baseline.Watts * (1 + 1e-12));
            Assert.True(offer.RampDown <= offer.Notice);
            Assert.True(offer.Cut == Power.Zero == (offer.RampUp == TimeSpan.Zero));
            Assert.Equal(0, offer.Lost[0].Tokens);
            if (it.Inputs.Facts.RampLimit is { } ramp) Assert.True(offer.Cut.Watts <= (ramp * offer.Notice).Watts + 1e-6);
            if (offer.Depth == OfferDepth.NothingLost) Assert.Equal(0, offer.Cost.LostTokens.Dollars);
            Assert.True(offer.Rebound.Energy >= Energy.Zero && offer.Rebound.Recovery >= TimeSpan.Zero);
        }
    }, iter: Sites / 5, threads: 1);

    /// <summary>1 MW of battery with 1 MWh behind it, and nothing else: an hour gets 0.95 MWh over 70 minutes less the margin.</summary>
    [Fact]
    public void A_battery_by_hand()
    {
        OfferInputs inputs = AnyOffers.OnlyBattery(1.Megawatts, 1.MegawattHours);
        double margin = OfferConfidence.Deviations(0.9, 0.995)!.Value * OfferConfidence.SpreadFraction(TimeSpan.FromHours(3)) * 10;
        Offer hour = OfferBook.One(inputs, Asked(TimeSpan.Zero, TimeSpan.FromHours(1), OfferDepth.NothingLost));
        Assert.Equal(0.95 / (70.0 / 60) - margin, hour.Cut.Megawatts, 1e-6);
        Assert.Equal("energy in the battery", hour.Binding.Constraint);
        Offer quarter = OfferBook.One(inputs, Asked(TimeSpan.Zero, TimeSpan.FromMinutes(15), OfferDepth.NothingLost));
        Assert.Equal(1 - margin, quarter.Cut.Megawatts, 1e-6);
        Assert.Equal("power of the battery", quarter.Binding.Constraint);
    }

    /// <summary>10 MW of racks leave 0.3 MW of import to noise, whatever carries the rest.</summary>
    [Fact]
    public void A_level_leaves_noise_its_room()
    {
        Offer offer = OfferBook.One(AnyOffers.OnlyBattery(50.Megawatts, 500.MegawattHours), Asked(TimeSpan.Zero, TimeSpan.FromHours(1), OfferDepth.NothingLost));
        Assert.Equal(0.3, offer.Level.Megawatts, 1e-9);
        Assert.Equal("expected import: all of it is offered but what is left for noise", offer.Binding.Constraint);
    }

    [Fact]
    public void What_no_meter_could_tell_is_not_offered() =>
        Assert.Equal(Power.Zero, OfferBook.One(AnyOffers.OnlyBattery(0.2.Megawatts, 9.MegawattHours), Asked(TimeSpan.Zero, TimeSpan.FromHours(1), OfferDepth.NothingLost)).Cut);

    /// <summary>6 MW of training that comes back at 0.1 MW/s may ask 180 MJ of batteries, 0.05 MWh; the rest lasts for duration and ten minutes, less crests of 12 %.</summary>
    [Fact]
    public void Batteries_that_keep_the_ramp_are_not_spent()
    {
        OfferInputs calm = AnyOffers.OnlyBattery(5.Megawatts, 2.MegawattHours);
        OfferInputs waves = calm with
        {
            RunDraw = [[.. Enumerable.Repeat(6.Megawatts, AnyOffers.Steps)]],
            Ahead = calm.Ahead with { Runs = [new() { Name = "run", Fleet = 0, RacksMost = [.. Enumerable.Repeat(6.0, AnyOffers.Steps)], FullPerRack = 1.Megawatts, LeastPerRack = default, MayPause = true }] },
            Facts = new() { RampLimit = Ramp.FromSi(1e5), SlowFall = Ramp.FromSi(1e5), EfficiencyFraction = 1 },
        };
        Offer offer = OfferBook.One(waves, Asked(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), OfferDepth.NothingLost));
        Assert.Equal((0.95 * 2 - 0.05) / (70.0 / 60) - 0.12 * 6, offer.Cut.Megawatts, 1e-9);
        Assert.Equal("batteries have to keep the grid's ramp when training comes back", offer.Binding.Constraint);
        Assert.True(OfferBook.One(waves with { Facts = waves.Facts with { RampLimit = null } }, Asked(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), OfferDepth.NothingLost)).Cut > 3 * offer.Cut);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(1.6448536269514722, 0.95)]
    [InlineData(-2, 0.0227501319481792)]
    public void The_normal_distribution_is_the_textbooks(double z, double p)
    {
        Assert.Equal(p, OfferConfidence.Chance(z), 1e-12);
        Assert.Equal(z, OfferConfidence.Quantile(p), 1e-7);
    }

    [Fact]
    public void Nothing_unavailable_is_counted_on()
    {
        Assert.Null(OfferConfidence.Deviations(0.996, OfferConfidence.BatteryAvailabilityFraction));
        Assert.Equal(Power.Zero, OfferBook.One(AnyOffers.OnlyBattery(9.Megawatts, 90.MegawattHours), Asked(TimeSpan.Zero, TimeSpan.FromHours(1), OfferDepth.NothingLost, 0.997)).Cut);
    }
}
