using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>How long the envelope waits before racks go off for what no cap takes away; worked by hand.</summary>
public sealed class PatienceTests
{
    private static Observation Stiff(double soon, double drawn, double idle = 0)
    {
        Observation seen = Sees([Service(0, drawn, least: 1)]);
        (seen.CeilingSoon, seen.Idle) = (soon.Megawatts, idle.Megawatts);
        return seen;
    }

    private static int SecondsUntilOff(double margin, Observation seen)
    {
        Envelope envelope = Of(margin);
        for (int beat = 0; beat < 200; beat++)
            if (envelope.Beat(seen).Drop > Power.Zero) return beat;
        return int.MaxValue;
    }

    /// <summary>Caps take 2 s and are left 3 s more; what is little and lies within the margin is left 90 s, in which work ends by itself.</summary>
    [Theory]
    [InlineData(0.01, 500, 101, 400, 5)]            // 1 MW above the ceiling itself
    [InlineData(0.01, 500, 99.5, 400, 90)]          // half of the margin is 2.5 MW: 2 MW of it are used
    [InlineData(0.01, 100, 99.9, 0, 90)]
    [InlineData(0.01, 500, 97.4, 400, int.MaxValue)]
    [InlineData(0.06, 100, 99.05, 0, 5)]            // 2.05 MW of the margin, more than a fiftieth of the draw
    [InlineData(0.06, 100, 98.9, 0, 90)]            // 1.9 MW, less than that
    [InlineData(0.1, 500, 80, 400, 90)]             // 5 MW of the margin where 480 MW are drawn
    public void What_passes_the_ceiling_goes_off_soon_and_a_little_of_the_margin_may_leave_by_itself(double margin, double soon, double drawn, double idle, int seconds) =>
        Assert.Equal(seconds, SecondsUntilOff(margin, Stiff(soon, drawn, idle)));

    /// <summary>At the lowest caps services of 10 MW each lose a twentieth within seconds: two of them 1 MW, three of them 1.5 MW.</summary>
    [Theory]
    [InlineData(0.4, 1)]
    [InlineData(0.95, 2)]
    [InlineData(1.04, 3)]
    [InlineData(2.4, 5)]
    [InlineData(9, 5)]
    public void As_many_start_nothing_new_as_lose_within_seconds_what_is_too_much(double excess, int shut)
    {
        Observation seen = Sees([.. EveryRank().Select(one => one with { LeastFraction = 1 })]);
        seen.CeilingSoon = (50 - excess).Megawatts;
        Assert.Equal(shut, Of().Beat(seen).Gates().Count(gate => gate == 0));
    }
}
