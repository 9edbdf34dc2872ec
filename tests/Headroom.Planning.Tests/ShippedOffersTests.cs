using Headroom.Compute.Waveforms;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Planning.Tests;

/// <summary>What the sites that ship promise, simulation confirms as it was computed, and it costs no more than stated.</summary>
public sealed class ShippedOffersTests(ITestOutputHelper report)
{
    /// <summary>Noise of two runs that differ by an offer: tokens of those asked for, and dollars of what is served.</summary>
    private const double NoiseFraction = 0.005;

    /// <summary>Offers from the whole ladder, at hours of the day and of depths that chance draws, each with two seeds.</summary>
    [Theory]
    [InlineData("edge", 5)]
    [InlineData("enterprise", 2)]
    [InlineData("sovereign", 3)]
    [InlineData("hyperscale", 2)]
    public void Offers_drawn_from_the_ladder_hold_as_computed(string example, int draws)
    {
        (Site site, PlanReport planned) = Shipped.Planned(example);
        var order = new SimulationOrder { Site = site, Plan = planned.Orders, FirstHour = planned.TightestHour / 24 * 24 + 12, Length = OfferBook.Reach + TimeSpan.FromHours(7) };
        OfferInputs inputs = OffersOfPlan.At(order, TimeSpan.Zero);
        Offer[] some = [.. OfferBook.For(inputs).Where(one => one.Cut > Power.Zero && one.Duration <= TimeSpan.FromHours(1))];
        Assert.True(some.Length > 20, $"{example} offers {some.Length} times");
        var proof = new OfferProof(order) { After = TimeSpan.FromHours(1) };
        var chance = new SplitMix(4);
        for (int k = 0; k < draws; k++)
        {
            Offer offer = some[(int)(chance.Bits((ulong)k) % (ulong)some.Length)];
            OfferVerdict verdict = proof.Judge(inputs, offer, TestContext.Current.CancellationToken)!;
            string what = $"{example}, {offer.Cut} from {offer.From}, notice {offer.Notice}, for {offer.Duration}, {offer.Depth}";
            report.WriteLine($"{what}: {verdict.Why} cost {offer.Cost.Total.Dollars:0.##} $, simulated {verdict.Cost.Dollars:0.##} $");
            Assert.True(verdict.IsConfirmed, $"{what}: {verdict.Why}");
            Money noise = default;
            for (int tier = 0; tier < 4; tier++)
            {
                TokenCount asked = site.Services.Index().Where(one => one.Item.Tier == tier).Select(one => inputs.Ahead.Services[one.Index].Demand.Aggregate(TokenRate.Max) * offer.Duration).Sum();
                Assert.True(verdict.Lost[tier] <= offer.Lost[tier] + NoiseFraction * asked, $"{what}: tier {tier} loses {verdict.Lost[tier]}, stated {offer.Lost[tier]}");
                noise += NoiseFraction * (inputs.Values.Aggregate(TokenPrice.Max) * asked);
            }
            Assert.True(verdict.Cost <= offer.Cost.Total + noise, $"{what}: it cost {verdict.Cost}, stated {offer.Cost.Total}");
        }
    }
}
