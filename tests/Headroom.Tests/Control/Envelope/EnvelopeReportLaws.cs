using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>What an envelope changes is told: from what the policy said to what left, and nothing else.</summary>
public sealed class EnvelopeReportLaws
{
    private static readonly double[] wild = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, 0, 0.5, 1, 7, 1000];

    private static Dictionary<(OrderKind, int), double> Numbers(Orders orders)
    {
        Dictionary<(OrderKind, int), double> all = new() { [(OrderKind.Drop, 0)] = orders.Drop.Watts };
        for (int i = 0; i < orders.SlowFraction.Length; i++)
        {
            (all[(OrderKind.ServiceSlow, i)], all[(OrderKind.ServiceAllowed, i)]) = (orders.SlowFraction[i], orders.Allowed[i]!.Value.TokensPerSecond);
            all[(OrderKind.Lanes, i)] = orders.Lanes[i] is null ? 0 : double.NaN;
        }
        for (int i = 0; i < orders.RunMost.Length; i++) all[(OrderKind.RunMost, i)] = orders.RunMost[i].Watts;
        for (int i = 0; i < orders.Plants.Length; i++) all[(OrderKind.Plant, i)] = orders.Plants[i].Watts;
        for (int i = 0; i < orders.Batteries.Length; i++) all[(OrderKind.Battery, i)] = orders.Batteries[i].Watts;
        for (int b = 0; b < orders.BankShare.Length; b++) (all[(OrderKind.BankShare, b)], all[(OrderKind.BankOff, b)]) = (orders.BankShare[b], orders.BankOff[b].Watts);
        return all;
    }

    [Fact]
    public void An_order_that_leaves_otherwise_than_it_came_is_told_from_what_it_was_to_what_it_is() => Gen.Int[0, 1_000_000_000].Sample(seed =>
    {
        var random = new Random(seed);
        Envelope envelope = AnyHistory.Envelope();
        foreach (Observation seen in AnyHistory.Of(seed, 15))
        {
            double Some(double otherwise) => random.Next(6) == 0 ? wild[random.Next(wild.Length)] : otherwise;
            Orders orders = Free(seen, AnyHistory.Banks);
            for (int i = 0; i < AnyHistory.Services; i++)
            {
                (orders.SlowFraction[i], orders.Allowed[i]) = (Some(1), TokenRate.FromSi(Some(5)));
                orders.Lanes[i] = random.Next(4) == 0 ? [new(Some(1), Some(0.5), TokenRate.FromSi(Some(1)))] : null;
            }
            for (int i = 0; i < AnyHistory.Runs; i++) orders.RunMost[i] = Some(20).Megawatts;
            (orders.Plants[0], orders.Batteries[0], orders.Drop) = (Some(5).Megawatts, Some(0).Megawatts, Some(0).Megawatts);
            for (int b = 0; b < AnyHistory.Banks; b++) (orders.BankShare[b], orders.BankOff[b], orders.BankBack[b]) = (Some(1), Some(0).Megawatts, Some(3).Megawatts);
            Dictionary<(OrderKind, int), double> said = Numbers(orders);
            envelope.Hold(seen, orders);
            Dictionary<(OrderKind Kind, int), double> left = Numbers(orders);
            ILookup<(OrderKind, int), Change> told = envelope.Held.Changes.ToArray().ToLookup(one => (one.Kind, one.Index));
            foreach (((OrderKind Kind, int Index) what, double number) in left)
            {
                if (number.Equals(said[what])) continue;
                Change[] changes = [.. told[what]];
                Assert.True(changes.Length > 0, $"{what}: {said[what]} became {number}, and nobody was told");
                Assert.Equal((said[what], number), (changes[0].Asked, changes[^1].Given));
            }
            Assert.All(orders.BankBack, one => Assert.True(one >= Power.Zero));
            foreach (IGrouping<(OrderKind, int), Change> one in told)
                if (left.TryGetValue(one.Key, out double number)) Assert.Equal(number, one.Last().Given);
        }
    }, iter: 300, threads: 1);

    /// <summary>More of each than the room to tell has to spare.</summary>
    [Fact]
    public void However_many_devices_a_site_has_all_that_is_changed_finds_room_to_be_told()
    {
        const int Many = 100;
        Power no = double.NaN.Megawatts;
        Observation plants = Sees([Service(0, 1000)], plants: [.. Enumerable.Repeat(new PlantReach(default, default, 1.Megawatts, true), Many)]);
        Observation batteries = Sees(batteries: [.. Enumerable.Repeat(new BatteryReach(default, default, default, default), Many)]);
        Observation runs = Sees([Service(0, 50)], [.. Enumerable.Repeat(Run(40, 40, 40), Many)]);
        Observation banks = new(0, 0, 0, 0, banks: Many) { Step = TimeSpan.FromSeconds(1), CeilingNow = Endless, CeilingSoon = Endless, CeilingAhead = Endless };
        (plants.CeilingSoon, runs.CeilingSoon) = (10.Megawatts, 60.Megawatts);
        for (int b = 0; b < Many; b++) banks.Banks[b] = new(new HeatReading(70.DegreesCelsius, 60.DegreesCelsius), null);
        Envelope[] envelopes = [Of(), Of(), Of(), Of(facts: new() { Banks = Many })];
        Orders[] orders = [Free(plants), Free(batteries), Free(runs), Free(banks, Many)];
        Array.Fill(orders[0].Plants, no);
        Array.Fill(orders[1].Batteries, no);
        Array.Fill(orders[2].RunMost, 50.Megawatts);
        Array.Fill(orders[3].BankShare, double.NaN);
        Array.Fill(orders[3].BankOff, no);
        foreach ((Envelope envelope, Observation seen, Orders said) in envelopes.Zip([plants, batteries, runs, banks], orders)) envelope.Hold(seen, said);
        int[] told = [.. envelopes.Select(one => one.Held.Changes.ToArray().Count(change => change.Kind is not OrderKind.ServiceMost and not OrderKind.ServiceSlow))];
        Assert.Equal([2 * Many, Many, 2 * Many, 3 * Many], told);
    }

    /// <summary>Banks that are hot for long, on a feed that is passed a little and then by its idle racks alone: each of four orders is changed.</summary>
    [Fact]
    public void Four_changes_of_each_bank_find_room_to_be_told()
    {
        const int Many = 100;
        ControlFacts facts = new() { Banks = Many, Feeds = [new("A", 50.Megawatts, [.. Enumerable.Repeat(true, Many)])] };
        Envelope envelope = Of(facts: facts);
        for (int beat = 0; beat < 102; beat++)
        {
            var seen = new Observation(1, 0, 0, 0, feeds: 1, banks: Many) { Step = TimeSpan.FromSeconds(1), CeilingNow = Endless, CeilingSoon = Endless, CeilingAhead = Endless };
            seen.Services[0] = Service(0, 30);          // no feed slows it below a fifth
            seen.Feeds[0] = beat < 100 ? new(40.Megawatts, 10.Megawatts) : beat == 100 ? new(51.Megawatts, 10.Megawatts) : new(60.Megawatts, 55.Megawatts);
            for (int b = 0; b < Many; b++) seen.Banks[b] = new(new HeatReading(70.DegreesCelsius, 60.DegreesCelsius), null);
            Orders orders = Free(seen, Many);
            Array.Fill(orders.BankShare, double.NaN);
            Array.Fill(orders.BankOff, double.NaN.Megawatts);
            envelope.Hold(seen, orders);
        }
        (OrderKind, HoldReason)[] off = [(OrderKind.BankOff, HoldReason.NoNumber), (OrderKind.BankOff, HoldReason.Feed)];
        (OrderKind, HoldReason)[] four = [.. off, (OrderKind.BankShare, HoldReason.NoNumber), (OrderKind.BankShare, HoldReason.Heat)];
        Assert.Equal(four.Order(), envelope.Held.Changes.ToArray().Where(one => one.Index == Many - 1).Select(one => (one.Kind, one.Reason)).Order());
    }

    private static readonly LaneUse good = new(2, 0.5, TokenRate.FromSi(1));

    /// <summary>A solver's answer may lie a thousandth beside its bounds.</summary>
    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(0, 1, 0, true)]
    [InlineData(-0.0005, -0.0005, -0.0005, true)]
    [InlineData(3, 1.0005, 9, true)]
    [InlineData(-0.01, 0.5, 0, false)]
    [InlineData(double.PositiveInfinity, 0.5, 0, false)]
    [InlineData(1, -0.01, 0, false)]
    [InlineData(1, 1.01, 0, false)]
    [InlineData(1, double.NaN, 0, false)]
    [InlineData(1, 0.5, -0.01, false)]
    [InlineData(1, 0.5, double.PositiveInfinity, false)]
    public void Lanes_are_laid_within_what_racks_and_caps_are_or_by_the_plan(double racks, double cap, double tokens, bool isOne)
    {
        Observation seen = Sees([Service(0, 10)]);
        Orders orders = Free(seen);
        orders.Lanes[0] = [good, new(racks, cap, TokenRate.FromSi(tokens))];
        Of().Hold(seen, orders);
        Assert.Equal(isOne, orders.Lanes[0] is not null);
    }

    [Theory]
    [InlineData(-0.0005, true)]
    [InlineData(-0.01, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Racks_of_whichever_fleet_rest_by_a_number_or_none_does(double said, bool rests)
    {
        foreach (bool first in (bool[])[true, false])
        {
            Observation seen = Sees();
            Orders orders = Free(seen);
            orders.Rest = first ? [said, 0] : [0, said];
            Envelope envelope = Of();
            envelope.Hold(seen, orders);
            Assert.Equal(rests, orders.Rest is not null);
            Assert.Equal(rests ? [] : [new Change(OrderKind.Rest, first ? 0 : 1, said, 0, HoldReason.NoNumber)], envelope.Held.Changes.ToArray());
        }
    }

    [Fact]
    public void Racks_that_a_policy_switches_off_go_off_and_nothing_is_told_of_it()
    {
        ControlFacts facts = new() { Banks = 2, Feeds = [new("A", 50.Megawatts, [true, true])] };
        Observation seen = Sees(feeds: [new(30.Megawatts, 10.Megawatts)]);
        Orders orders = Free(seen, 2);
        orders.BankOff[1] = 1.Megawatts;
        Envelope envelope = Of(facts: facts);
        envelope.Hold(seen, orders);
        Assert.Equal((1.Megawatts, 0), (orders.BankOff[1], envelope.Held.Count));
    }

    /// <summary>Import may fall to 60 MW in this step, or as far as the ramp lets it; the grid takes back 20 MW.</summary>
    [Theory]
    [InlineData(40, 60, 60, HoldReason.Ramp)]
    [InlineData(-500, 60, 60, HoldReason.Ramp)]
    [InlineData(-500, -30, -20, HoldReason.Reach)]
    [InlineData(-500, -20, -20, HoldReason.Ramp)]
    [InlineData(90, 60, 80, HoldReason.Ceiling)]
    public void A_band_that_asks_for_too_low_an_import_is_told_by_what_keeps_it_up(double asked, double leastByRamp, double given, HoldReason why)
    {
        Observation seen = Sees();
        (seen.CeilingNow, seen.ImportLeastByRamp) = (80.Megawatts, leastByRamp.Megawatts);
        Orders orders = Free(seen);
        orders.ImportMost = asked.Megawatts;
        Envelope envelope = Of(facts: new() { ExportMost = 20.Megawatts });
        envelope.Hold(seen, orders);
        Assert.Equal([new Change(OrderKind.ImportMost, 0, 1e6 * asked, 1e6 * given, why)], envelope.Held.Changes.ToArray());
    }
}
