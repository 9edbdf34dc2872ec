using CsCheck;
using Headroom.Control;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>Whatever happens to events, the book of limits says what the events say.</summary>
public sealed class DemandLaws
{
    private static readonly DateTimeOffset noon = VenRig.Noon;
    private static readonly HashSet<string> nobody = [];

    private static readonly Gen<(int Id, int Start, int Length, double[] Kilowatts, int Priority, int Duration, int Kind)> anyEvent =
        Gen.Select(
        Gen.Int[0, 5], Gen.Int[-300, 900], Gen.Int[5, 240], Gen.Double[100, 150_000].Select(one => Math.Round(one, 3)).Array[1, 4],
            Gen.Int[-1, 2], Gen.Int[0, 6], Gen.Int[0, 5]);

    private static readonly Gen<(int What, (int, int, int, double[], int, int, int) Event, int Minutes)[]> anyStory =
        Gen.Select(Gen.Int[0, 9], anyEvent, Gen.Int[0, 400]).Array[1, 25];

    [Fact]
    public void After_every_step_the_book_holds_the_ceiling_of_the_events() => anyStory.Sample(story =>
    {
        VenSetting setting = new() { Name = "v", Url = new("https://vtn"), ClientId = "c", ClientSecret = "s", Seed = 11 };
        LimitSource source = new(LimitAuthority.Utility, "v");
        LimitBook book = new(new() { Site = new(200.Megawatts, 150.Megawatts) });
        VenSchedule schedule = new();
        DemandBook demands = new(source);
        Dictionary<int, AdrEvent> events = [];
        DateTimeOffset now = noon;
        foreach ((int what, (int, int, int, double[], int, int, int) asked, int minutes) in story)
        {
            now += TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1);
            if (what < 7) events[asked.Item1] = Event(asked, now);
            else if (what < 9) events.Remove(asked.Item1);
            else
            {
                // the process ends and another begins
                VenState state = StoreVenMemory.Read(StoreVenMemory.Write(schedule.State() with { Sent = [.. demands.Sent] }))!;
                (schedule, demands) = (new(), new(source));
                schedule.Restore(state);
                demands.Restore(state.Sent);
            }
            schedule.Take([.. events.Values], [], isWhole: true, now);
            IReadOnlyList<WantedLimit> wanted = WantedLimits.Of(schedule, setting, nobody, 50.Megawatts, now, []);
            foreach ((LimitMessage message, _, SentDemand next) in demands.Changes(wanted, now, null))
            {
                LimitReceipt receipt = book.Receive(message, SiteClock.At(now));
                SentDemand kept = next;
                if (receipt.Outcome == LimitOutcome.Superseded)
                {
                    (LimitMessage renewed, kept) = DemandBook.Renewed(message, next, now);
                    receipt = book.Receive(renewed, SiteClock.At(now));
                }
                Assert.True(receipt.Outcome == LimitOutcome.Accepted && !receipt.Contradicts, $"{receipt.Outcome} {receipt.Why}");
                demands.Keep(kept);
            }
            demands.Settle();
            for (int i = 0; i < 60; i++)
            {
                DateTimeOffset at = now + TimeSpan.FromMinutes(31.7 * i);
                double least = wanted.Where(one => one.From <= at && (one.To is not { } to || at < to)).Select(one => one.Kilowatts)
                    .DefaultIfEmpty(200_000).Min();
                Assert.Equal(Math.Min(least, 200_000), book.At(null, SiteClock.At(at)).Firm.Kilowatts, 6);
            }
            Assert.Empty(demands.Changes(wanted, now, null));
        }
    }, iter: 40);

    [Fact]
    public void What_is_wanted_is_one_ceiling_at_a_time_and_leaves_no_gap() => anyEvent.Array[0, 6].Sample(all =>
    {
        VenSchedule schedule = new();
        schedule.Take([.. all.DistinctBy(one => one.Id).Select(one => Event(one, noon))], [], isWhole: true, noon);
        VenSetting setting = new() { Name = "v", Url = new("https://vtn"), ClientId = "c", ClientSecret = "s", Seed = 11 };
        WantedLimit[] capacity = [.. WantedLimits.Of(schedule, setting, nobody, 50.Megawatts, noon, []).OrderBy(one => one.From)];
        Assert.True(capacity[0].From <= noon);
        Assert.Null(capacity[^1].To);
        for (int i = 1; i < capacity.Length; i++) Assert.Equal(capacity[i - 1].To, capacity[i].From);
    });

    private static AdrEvent Event((int Id, int Start, int Length, double[] Kilowatts, int Priority, int Duration, int Kind) asked,
        DateTimeOffset now)
    {
        string type = asked.Kind == 0 ? EventTypes.ImportSubscription : EventTypes.ImportLimit;
        return new()
        {
            Id = $"e{asked.Id}",
            ProgramId = "p",
            Created = noon,
            Modified = now,
            Priority = asked.Priority < 0 ? null : asked.Priority,
            Duration = asked.Duration switch { 0 => AdrDuration.Forever, 1 => AdrDuration.Of(TimeSpan.FromHours(7)), _ => null },
            Period = new(AdrMoment.Of(now.AddMinutes(asked.Start)), AdrDuration.Of(TimeSpan.FromMinutes(asked.Length)),
                AdrDuration.Of(TimeSpan.FromMinutes(asked.Kind * 3))),
            Descriptors = [new(type) { Units = "KW" }],
            Intervals = [.. asked.Kilowatts.Select((value, i) => new AdrInterval(i, null, [AdrPayload.Of(type, value)]))],
        };
    }
}
