using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Trust;

/// <summary>A bus that carries more than all readings tell.</summary>
public sealed class ReadingTrustTests
{
    private static Observation Of(double import, double drawn, bool silent = false)
    {
        var seen = new Observation(1, 0, 0, 0, 0)
        {
            Step = TimeSpan.FromSeconds(1),
            Import = import.Megawatts,
            Generated = default(Power),
            DrawPerItRatio = 1.25,
            RacksAreSilent = silent,
        };
        seen.Services[0] = new(0, default, null, 1, default, drawn.Megawatts) { Full = 100.Megawatts, Enforced = 100.Megawatts };
        return seen;
    }

    private static double Other(ReadingTrust trust, Observation seen, long beat = 1)
    {
        trust.Judge(seen, BeatState.First(beat, TimeSpan.FromSeconds(beat)));
        return seen.Other.Megawatts;
    }

    [Fact]
    public void What_nobody_explains_leaves_no_room_and_goes_when_it_is_explained()
    {
        ReadingTrust trust = new();
        Assert.Equal(0, Other(trust, Of(50, 40)), 1e-9);
        Assert.Equal(10, Other(trust, Of(60, 40)), 1e-9);
        Assert.Equal(10.Megawatts, trust.Unexplained);
        Assert.Equal(0, Other(trust, Of(50.05, 40)), 1e-9);             // meters differ by less than the tolerance
        Assert.Equal(0, Other(trust, Of(40, 40)), 1e-9);                // nothing is thought smaller than it is told
    }

    [Fact]
    public void While_racks_are_silent_what_their_work_left_may_come_back()
    {
        ReadingTrust trust = new();
        Assert.Equal(10, Other(trust, Of(60, 40, silent: true)), 1e-9);
        // work ends and the bus falls: the readings stand still, and so does what they do not explain, but for a thousandth a second
        Assert.Equal(9.99, Other(trust, Of(52, 40, silent: true)), 1e-9);
        Assert.Equal(9.99 * 0.999, Other(trust, Of(45, 40, silent: true)), 1e-9);
        Assert.Equal(14, Other(trust, Of(64, 40, silent: true)), 1e-9);
        Assert.Equal(2, Other(trust, Of(52, 40)), 1e-9);
    }

    [Fact]
    public void A_restart_in_silence_remembers_it()
    {
        ReadingTrust before = new(), after = new();
        Other(before, Of(60, 40, silent: true));
        after.TakeOver(before.Memory!);
        Assert.Equal(9.99, Other(after, Of(50, 40, silent: true)), 1e-9);
    }
}
