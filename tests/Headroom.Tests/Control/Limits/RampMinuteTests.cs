using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Limits;

/// <summary>The grid's ramp is given only for as long as import was metered.</summary>
public sealed class RampMinuteTests
{
    private static Observation Fill(LimitSight sight, BeatState beat, double? import)
    {
        Observation seen = new(0, 0, 0, 0)
        {
            Now = beat.Clock,
            Step = TimeSpan.FromSeconds(1),
            CapDelay = TimeSpan.FromSeconds(1),
            Import = import?.Megawatts,
            GridRamp = 20.MegawattsPerMinute,
        };
        sight.Fill(seen, beat);
        return seen;
    }

    private static BeatState After(BeatState beat, double seconds) => beat.Next(beat.Count + 1, beat.Clock + TimeSpan.FromSeconds(seconds), BeatRules.EverySecond);

    /// <summary>Thirty beats at 30 MW, and then one after so many seconds.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(1.7, false)]        // late
    [InlineData(4, false)]          // three were left out
    [InlineData(10, true)]          // the minute before was metered by nobody
    [InlineData(3600, true)]
    public void A_late_beat_forgets_nothing_and_a_gap_leaves_no_ramp_that_was_not_metered(double after, bool isGap)
    {
        LimitSight sight = new(new(), new(Books.Setting));
        sight.Changed();
        BeatState beat = BeatState.First(0, TimeSpan.Zero);
        Fill(sight, beat, 30);
        for (int k = 1; k < 30; k++) Fill(sight, beat = After(beat, 1), 30);
        beat = After(beat, after);
        Assert.Equal(isGap, beat.IsGap(TimeSpan.FromSeconds(1)));
        Observation seen = Fill(sight, beat, 40);
        Assert.Equal(isGap ? 40 : 50, seen.ImportMostByGrid.Megawatts, 1e-9);
        Assert.Equal(seen.ImportMostByGrid, seen.ImportMostByRamp);
        // a second that was metered gives a second's ramp, one that was not gives none
        Assert.Equal(isGap ? 40 + 20 / 60.0 : 50, Fill(sight, beat = After(beat, 1), 40).ImportMostByGrid.Megawatts, 1e-9);
        Assert.Equal(isGap ? 40 + 20 / 60.0 : 50, Fill(sight, After(beat, 1), null).ImportMostByGrid.Megawatts, 1e-9);
    }
}
