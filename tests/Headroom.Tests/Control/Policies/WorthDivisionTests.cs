using Headroom.Control;
using Headroom.Quantities;
using Headroom.Tests.Control.Controllers;

namespace Headroom.Tests.Control.Policies;

/// <summary>What is short is divided by worth as it is measured, beat by beat, on one tree.</summary>
public sealed class WorthDivisionTests
{
    /// <summary>Two services of tier 2 that ask for 10 MW each at equal weight: what is short falls on the dearer.</summary>
    private static double[] Given(WorthDivision division, double first, double second, double roomMegawatts, int tier = 2, double weight = 1)
    {
        Observation seen = new(2, 0, 0, 0);
        seen.Services[0] = new(tier, default, null, first, default, default) { WeightFactor = 1 };
        seen.Services[1] = new(2, default, null, second, default, default) { WeightFactor = weight };
        TokenRate[] wanted = [(10e6 / first).TokensPerSecond, (10e6 / second).TokensPerSecond], given = new TokenRate[2];
        division.Divide(seen, wanted, [10e6, 10e6], roomMegawatts.Megawatts, given);
        return [Math.Round(given[0] / wanted[0], 9), Math.Round(given[1] / wanted[1], 9)];
    }

    [Fact]
    public void What_a_joule_yields_is_told_anew_when_it_has_moved_and_so_is_a_weight_or_a_tier()
    {
        WorthDivision division = new();
        Assert.Equal([1, 0.75], Given(division, 1, 2, 17.5));              // promised are 7.5 MW each
        Assert.Equal([0.75, 1], Given(division, 3, 2, 17.5));
        Assert.Equal([1, 0.75], Given(division, 1, 2, 17.5));
        Assert.Equal([0.75, 1], Given(division, 1, 2, 17.5, weight: 4));
        Assert.Equal([1, 0.5], Given(division, 9, 2, 15, tier: 0));
        Assert.Equal([0.75, 1], Given(division, 9, 2, 17.5));
    }

    [Fact]
    public void Equals_are_treated_alike_and_a_hundredth_is_no_difference()
    {
        WorthDivision division = new();
        Assert.Equal([0.875, 0.875], Given(division, 2, 2, 17.5));
        Assert.Equal([0.875, 0.875], Given(division, 2.001, 2, 17.5).Select(share => Math.Round(share, 3)));
    }

    [Fact]
    public void A_beat_in_which_a_ceiling_binds_and_costs_move_allocates_nothing()
    {
        Controller controller = StandingBeats.Of(70);
        Orders orders = new(3, 2, 1, 1, 3);
        Observation[] seen = [.. Enumerable.Range(0, 600).Select(Moving)];
        for (int beat = 0; beat < 300; beat++) controller.Decide(seen[beat], orders);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int divided = 0;
        for (int beat = 300; beat < 600; beat++)
        {
            controller.Decide(seen[beat], orders);
            if (orders.Allowed[2] is not null) divided++;
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(300, divided);

        static Observation Moving(int second)
        {
            Observation one = StandingBeats.Sees(second);
            for (int i = 0; i < 3; i++) one.Services[i] = one.Services[i] with { JoulesPerToken = 16e3 * (1 + 0.05 * Math.Sin(0.3 * second + i)) };
            return one;
        }
    }
}
