using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Tests.Control.Limits;

namespace Headroom.Tests.Control.Controllers;

/// <summary>A controller that starts anew from what it saved goes on as if it had never stopped.</summary>
public sealed class ControllerRestartLaws
{
    /// <summary>Leaves everything free and remembers nothing.</summary>
    private sealed class Free : IPolicy
    {
        public string Name => "free";
        public void Decide(Observation seen, Orders orders)
        {
            for (int i = 0; i < seen.Runs.Length; i++) orders.RunMost[i] = seen.Runs[i].Full;
            for (int i = 0; i < seen.Plants.Length; i++) orders.Plants[i] = seen.Plants[i].Planned;
            for (int i = 0; i < seen.Batteries.Length; i++) orders.Batteries[i] = seen.Batteries[i].Planned;
        }
    }

    private static Controller Restart(Controller controller, ControlFacts? facts = null) =>
        Controller.Restored(facts ?? StandingBeats.Facts, Books.Setting, controller.Snapshot(), new Free(), 0.01);

    /// <summary>A second of a site on which everything moves, and sometimes is no number: caps stick, feeds pass, coolant warms, clocks jump.</summary>
    private static Observation Sees(int second, double[] by)
    {
        Observation seen = StandingBeats.Sees(second);
        seen.Now += TimeSpan.FromSeconds(by[0] > 0.97 ? 3000 * by[1] - 1000 : 0);
        (seen.CapsStick, seen.RacksAreSilent) = (by[2] > 0.8, by[3] > 0.9);
        seen.Import = by[4] < 0.05 ? null : (60 + 40 * by[4]).Megawatts;
        (seen.Idle, seen.Burned, seen.DrawPerItRatio) = ((25 + 10 * by[5]).Megawatts, by[6].Megawatts, by[7] < 0.03 ? double.NaN : 1.15 + 0.1 * by[7]);
        seen.Other = by[8] < 0.03 ? Power.FromSi(double.NaN) : (6 + 2 * by[8]).Megawatts;
        for (int i = 0; i < 3; i++)
            seen.Services[i] = seen.Services[i] with { Drawn = by[9 + i] < 0.03 ? Power.FromSi(double.NaN) : (4 + 8 * by[9 + i]).Megawatts, Enforced = (4 + 8 * by[12 + i]).Megawatts };
        for (int i = 0; i < 2; i++) seen.Runs[i] = seen.Runs[i] with { Drawn = (7 * by[15 + i]).Megawatts, Enforced = (3.5 + 4 * by[17 + i]).Megawatts, Returning = (by[15 + i] / 10).Megawatts };
        seen.Batteries[0] = seen.Batteries[0] with { Deliverable = (5 * by[19]).MegawattHours, Injected = (by[19] - 0.5).Megawatts };
        seen.Feeds[0] = seen.Feeds[0] with { Flow = (50 + 120 * by[20]).Megawatts, Told = by[20] < 0.1 ? null : (50 + 100 * by[21]).Megawatts };
        seen.Feeds[1] = seen.Feeds[1] with { Flow = (20 + 60 * by[21]).Megawatts };
        for (int b = 0; b < 3; b++) seen.Banks[b] = new(new((50 + 11 * by[22]).DegreesCelsius, 60.DegreesCelsius), new((25 + 9 * by[23]).DegreesCelsius, 35.DegreesCelsius));
        return seen;
    }

    private static readonly Gen<(double[][] Beats, int From, int Every, double? Level)> any =
        Gen.Select(Gen.Double[0, 1].Array[24].Array[30, 80], Gen.Int[1, 60], Gen.Int[1, 9], Gen.OneOf(Gen.Const((double?)null), Gen.Const((double?)70)));

    private static (Controller, LimitBook) Of(double? level)
    {
        LimitBook book = StandingBeats.Book(level);
        book.Receive(Books.Says(Books.Open(45, "feed") with { Feed = "B", From = 20.Seconds, To = 50.Seconds }, 0), TimeSpan.Zero);
        book.Receive(Books.Says(Books.Open(90, "alive"), 0, Books.Market, new(5.Seconds, OnSilence.Revert) { RevertAfter = 10.Seconds }), TimeSpan.Zero);
        return (new(StandingBeats.Facts, book, new Free(), 0.01), book);
    }

    [Fact]
    public void A_controller_restored_from_its_memory_at_any_beat_gives_the_same_orders_bit_for_bit() => any.Sample(one =>
    {
        Controller steady = Of(one.Level).Item1, restarted = Of(one.Level).Item1;
        Orders expected = new(3, 2, 1, 1, 3), actual = new(3, 2, 1, 1, 3);
        for (int beat = 0; beat < one.Beats.Length; beat++)
        {
            bool twice = beat > one.From && beat % 7 == 0;
            if (Starts(beat)) restarted = Restart(restarted);
            if (twice) restarted = Restart(restarted);          // started anew before it could decide
            // who starts at a clock that went on by more than a beat was gone for all that it knows, and caps went down by themselves
            if (Starts(beat) || Starts(beat + 1)) one.Beats[beat][0] = 0;
            steady.Beat(Sees(beat, one.Beats[beat]), expected);
            restarted.Beat(Sees(beat, one.Beats[beat]), actual);
            double[] should = [.. expected.Numbers(), .. expected.BankBack.Select(power => power.Watts)], does = [.. actual.Numbers(), .. actual.BankBack.Select(power => power.Watts)];
            for (int k = 0; k < should.Length; k++)
                Assert.True(should[k].Equals(does[k]), $"beat {beat}, restarts every {one.Every} from {one.From}: order {k} is {does[k]:R} and should be {should[k]:R}");
            Assert.Equal(steady.Held.Changes.ToArray(), restarted.Held.Changes.ToArray());
            Assert.Equal(steady.Book.Snapshot(), restarted.Book.Snapshot());
        }

        bool Starts(int beat) => beat >= one.From && (beat % one.Every == 0 || beat > one.From && beat % 7 == 0);
    }, iter: 300, threads: 1);

    [Fact]
    public void Racks_behind_a_feed_whose_caps_stick_go_off_though_the_controller_starts_anew_every_five_seconds()
    {
        Controller controller = new(StandingBeats.Facts, StandingBeats.Book(), new Free(), 0.01);
        bool went = false;
        for (int second = 0; second < 30; second++)
        {
            if (second % 5 == 4) controller = Restart(controller);
            Observation seen = StandingBeats.Sees(second);
            seen.Feeds[1] = new(65.Megawatts, 10.Megawatts);            // of 60
            went |= controller.Beat(seen).BankOff[1] > Power.Zero;
        }
        Assert.True(went);
    }

    [Fact]
    public void Runs_whose_caps_stick_make_racks_go_off_though_the_controller_starts_anew_every_three_seconds()
    {
        LimitBook book = StandingBeats.Book(58);
        Controller controller = new(StandingBeats.Facts, book, new Free(), 0.01);
        Power most = default;
        for (int second = 0; second < 60; second++)
        {
            if (second % 3 == 2) controller = Restart(controller);
            Observation seen = StandingBeats.Sees(second);
            for (int i = 0; i < 3; i++) seen.Services[i] = seen.Services[i] with { Drawn = default };
            most = Power.Max(most, controller.Beat(seen).Drop);
        }
        Assert.True(most > Power.Zero);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_limit_of_a_silent_source_is_given_up_though_the_controller_starts_anew_every_second(bool bookOnly)
    {
        LimitBook book = new(Books.Setting);
        book.Receive(Books.Says(Books.Open(60), 0, silence: new(1.Minutes, OnSilence.Revert) { RevertAfter = 1.Minutes }), TimeSpan.Zero);
        Controller controller = new(StandingBeats.Facts, book, new Free(), 0.01);
        double last = 0;
        for (int second = 1; second < 200; second++)
        {
            ControllerSnapshot saved = controller.Snapshot();
            controller = Controller.Restored(StandingBeats.Facts, Books.Setting, bookOnly ? saved with { Memory = null } : saved, new Free(), 0.01);
            Observation seen = StandingBeats.Sees(second);
            controller.Beat(seen);
            last = seen.CeilingNow.Megawatts;
        }
        Assert.Equal(200, last);
    }
}
