using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Racks that go off behind a feed, round by round, and those that have just come back behind it; worked by hand.</summary>
public sealed class FeedRoundsTests
{
    private static readonly ControlFacts facts = new() { Banks = 4, Feeds = [new("A", 50.Megawatts, [true, true, true, true])] };

    private static Orders Beat(Envelope envelope, double flow, double idle = 10) => envelope.Beat(Sees([Service(0, 10)], feeds: [new(flow.Megawatts, idle.Megawatts)]), banks: 4);

    private static double Off(Envelope envelope, double flow, double idle = 10)
    {
        double[] off = [.. Beat(envelope, flow, idle).BankOff.Select(one => one.Megawatts)];
        Assert.All(off, one => Assert.Equal(off[0], one));
        return Math.Round(off[0], 9);
    }

    /// <summary>Idle power that no cap takes: 8 MW too much on four banks, asked for in parts that double while the meter shows no less.</summary>
    [Fact]
    public void Parts_double_every_three_steps_up_to_all_and_start_small_again_after_a_relief()
    {
        Envelope envelope = Of(facts: facts);
        double[] expected = [2, 0, 0, 4, 0, 0, 8, 0, 0, 8, 0, 0, 8];
        Assert.Equal(expected, expected.Select(_ => Off(envelope, 58, 58)));
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(_ => Off(envelope, 45, 45)));
        Assert.Equal(2, Off(envelope, 58, 58));
    }

    /// <summary>Caps take a second: at their lowest they have that and 5 s, elsewhere twice that and 5 s.</summary>
    [Theory]
    [InlineData(50, 6)]         // nothing but idle racks fits: caps are at their lowest at once
    [InlineData(10, 7)]
    public void What_caps_leave_goes_off_once_they_have_had_their_time(double idle, int beats)
    {
        Envelope envelope = Of(facts: facts);
        for (int beat = 0; beat < beats; beat++) Assert.Equal(0, Off(envelope, 60, idle));
        Assert.Equal(2.5, Off(envelope, 60, idle));
    }

    [Fact]
    public void A_feed_that_carries_just_what_it_may_is_not_over_however_long()
    {
        Envelope envelope = Of(facts: facts);
        for (int beat = 0; beat < 50; beat++) Assert.Equal((0, 1), (Off(envelope, 50), Beat(envelope, 50).BankShare[0]));
        for (int beat = 0; beat < 7; beat++) Assert.Equal(0, Off(envelope, 60));
    }

    /// <summary>5 MW of racks have come back since the meter was read.</summary>
    [Fact]
    public void Racks_that_have_just_come_back_flow_already()
    {
        Envelope envelope = Of(facts: facts);
        Beat(envelope, 50, 10);
        Orders orders = Beat(envelope, 50, 15);
        Assert.Equal((50 - 15) / (55 - 15.0), orders.BankShare[0], 1e-9);
        // they are read in the next beat, and those that go off make no room before they are
        envelope = Of(facts: facts);
        Beat(envelope, 40, 10);
        Assert.Equal(10 + 5, Beat(envelope, 40, 15).Gates()[0], 1e-9);
        Assert.Equal(10 + 10, Beat(envelope, 40, 15).Gates()[0], 1e-9);
        Assert.Equal(10 + 10, Beat(envelope, 40, 12).Gates()[0], 1e-9);
    }

    [Fact]
    public void The_first_beat_knows_of_no_racks_that_came_back() => Assert.Equal(10 + 10, Beat(Of(facts: facts), 40, 30).Gates()[0], 1e-9);
}
