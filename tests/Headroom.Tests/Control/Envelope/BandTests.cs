using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>The band in which storage holds import: ceiling, ramps, and the fall to a ceiling that is announced.</summary>
public sealed class BandTests
{
    private const double Free = double.PositiveInfinity;

    [Theory]
    [InlineData(100, Free, Free, 0, 100)]
    [InlineData(100, 90, Free, 0, 90)]
    [InlineData(100, 90, 80, 70, 80)]           // it falls in time for a ceiling to come
    [InlineData(100, Free, 80, 90, 90)]         // but no faster than the ramp
    [InlineData(85, Free, 80, 90, 85)]          // and a ceiling outranks that
    public void Import_is_held_under_the_least_of_ceiling_ramp_and_fall(double ceiling, double byRamp, double byFall, double leastByRamp, double most)
    {
        Observation seen = Sees();
        (seen.CeilingNow, seen.ImportMostByRamp, seen.ImportMostByFall, seen.ImportLeastByRamp) = (Of(ceiling), Of(byRamp), Of(byFall), Of(leastByRamp));
        Orders orders = Beats.Of().Beat(seen);
        Assert.Equal(most, orders.ImportMost.Megawatts, 1e-9);
        Assert.Equal(Math.Min(leastByRamp, most), orders.ImportLeast.Megawatts, 1e-9);
    }

    [Fact]
    public void A_policy_may_ask_for_a_narrower_band_and_for_no_wider_one()
    {
        foreach ((double asked, double most) in (ReadOnlySpan<(double, double)>)[(75, 75), (95, 80)])
        {
            Observation seen = Sees();
            (seen.CeilingNow, seen.ImportMostByFall) = (100.Megawatts, 80.Megawatts);
            Orders orders = Beats.Free(seen);
            orders.ImportMost = asked.Megawatts;
            Beats.Of().Hold(seen, orders);
            Assert.Equal(most, orders.ImportMost.Megawatts, 1e-9);
        }
    }

    /// <summary>What burns in bursts keeps its room for a minute: 1/60 of it goes in a second.</summary>
    [Fact]
    public void A_burst_of_burnt_power_is_remembered_while_it_fades_over_a_minute()
    {
        Observation seen = Sees([Service(0, 0)], [Run(0, 20, 0)]);
        (seen.CeilingAhead, seen.Burned) = (100.Megawatts, 6.Megawatts);
        Envelope envelope = Beats.Of();
        Close([74], envelope.Beat(seen).Gates());
        seen.Burned = default;
        double burned = 6;
        for (int second = 1; second <= 90; second++)
        {
            burned *= 59.0 / 60;
            Assert.Equal(80 - burned, envelope.Beat(seen).Gates()[0], 1e-9);
        }
        seen.Burned = 4.Megawatts;          // more than is left of the last one
        Close([76], envelope.Beat(seen).Gates());
    }

    /// <summary>room = c − μ·(c + fed) + fed</summary>
    [Theory]
    [InlineData(100, 0, 90)]
    [InlineData(100, 40, 126)]
    [InlineData(10, 90, 90)]         // a tenth of the ceiling alone would leave 1 MW for the noise of 100
    public void The_margin_goes_with_all_that_is_fed(double ceiling, double plant, double room)
    {
        Observation seen = Sees([Service(0, 0)], plants: [new(plant.Megawatts, plant.Megawatts, plant.Megawatts, true)]);
        seen.CeilingAhead = ceiling.Megawatts;
        Orders orders = Beats.Free(seen);
        orders.Plants[0] = plant.Megawatts;
        Beats.Of(margin: 0.1).Hold(seen, orders);
        Close([room], orders.Gates());
    }

    private static Power Of(double megawatts) => double.IsInfinity(megawatts) ? Endless : megawatts.Megawatts;
}
