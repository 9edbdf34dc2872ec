using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Limits;

/// <summary>What limits on feeds leave to work; flows in megawatts, a hundredth of each limit stays free.</summary>
public sealed class FeedRoomTests
{
    private static readonly string[] names = ["hall", "A", "B", "A1"];

    private static double WorkMost(double[] limits, double[] flows, bool reversed = false)
    {
        FeedFacts[] feeds = [new("hall", 500.Megawatts, [true, true, true, false]), new("A", 500.Megawatts, [true, true, false, false]), new("B", 500.Megawatts, [false, false, true, false]),
            new("A1", 500.Megawatts, [true, false, false, false])];
        int[] order = reversed ? [3, 2, 1, 0] : [0, 1, 2, 3];
        LimitScope any = new(500.Megawatts, 500.Megawatts);
        LimitBook book = new(Books.Setting with { Feeds = names.ToDictionary(name => name, _ => any) });
        for (int f = 0; f < 4; f++)
            if (limits[f] > 0) book.Receive(Books.Says(Books.Open(limits[f], names[f]) with { Feed = names[f], To = 1.Hours }, 0), TimeSpan.Zero);
        ControlFacts facts = new() { Banks = 4, EfficiencyFraction = 0.5, Feeds = [.. order.Select(f => feeds[f])] };
        LimitSight sight = new(facts, book);
        sight.Changed();
        Observation seen = new(0, 0, 0, 0, feeds: 4, banks: 4) { Step = TimeSpan.FromSeconds(1), CapDelay = TimeSpan.FromSeconds(1), Drawn = 100.Megawatts };
        for (int k = 0; k < 4; k++) seen.Feeds[k] = new(flows[order[k]].Megawatts, default);
        sight.Fill(seen, BeatState.First(0, default));
        return seen.WorkMost.Megawatts;
    }

    [Theory]
    [InlineData(0, 0, 0, 0, double.PositiveInfinity)]
    [InlineData(0, 100, 0, 0, 100 - 0.5 * (120 - 99))]
    [InlineData(0, 100, 50, 0, 100 - 0.5 * (21 + 80 - 49.5))]           // siblings add up
    [InlineData(150, 100, 50, 0, 100 - 0.5 * (21 + 80 - 49.5))]         // what leaves below has left above: 200 − 148.5 is less than that
    [InlineData(100, 100, 50, 0, 100 - 0.5 * (200 - 99))]               // the hall misses more
    [InlineData(0, 100, 0, 50, 100 - 0.5 * 21)]                         // A misses 21, A1 behind it 20.5
    [InlineData(0, 100, 0, 40, 100 - 0.5 * (70 - 39.6))]
    [InlineData(0, 0, 90, 0, 100 + 0.5 * (89.1 - 80))]                  // room for more
    [InlineData(1, 0, 0, 0, 100 - 0.5 * (200 - 0.99))]
    public void Feeds_that_miss_something_add_up_and_what_leaves_below_has_left_above(double hall, double a, double b, double a1, double most)
    {
        double[] limits = [hall, a, b, a1], flows = [200, 120, 80, 70];
        Assert.Equal(most, WorkMost(limits, flows), 1e-9);
        Assert.Equal(most, WorkMost(limits, flows, reversed: true), 1e-9);
    }
}
