using Headroom.Control;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Protocols.OpenAdr;
using Headroom.TestKit;
using Headroom.TestKit.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>A whole service, beat by beat, while two fifths of all that its VTN answers are wrong: no beat is missed, and once the VTN is well again the limits are what it says.
/// The long version is <c>soak</c> of the benchmarks.</summary>
public sealed class VenChanceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-chance-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Limits_are_what_the_VTN_says_although_it_misbehaves(int seed)
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "chance.db")), time);
        await using RunningSite site = RunningSite.Start(store, time);
        await using Vtn vtn = await Vtn.StartAsync(new() { Time = time });
        VenSetting setting = new() { Name = "grid", Url = vtn.Url, ClientId = "ven_client", ClientSecret = "ven_secret", HoldsFailSafe = false, RequestTimeout = TimeSpan.FromSeconds(20) };
        await using Ven ven = new(setting, site.Service, new StoreVenMemory(store, "grid"));
        AdrProgram program = vtn.Add(new AdrProgram { Name = "capacity" });
        VtnChance chance = new(seed) { FaultShare = 0.4, LateMost = TimeSpan.FromMilliseconds(5) };
        vtn.Mischief.Chance = chance;
        Random draw = new(seed);
        List<AdrEvent> stated = [];
        for (int poll = 0; poll < 80; poll++)
        {
            State(vtn, program, stated, draw, time.GetUtcNow());
            await site.BeatsAsync(8);
            await ven.PollAsync(default);
        }
        Assert.Equal(0, site.Service.Now!.Timing.Missed);
        // every kind of fault struck
        Assert.Equal(Enum.GetValues<VtnFault>().Length, chance.Done.Count);
        vtn.Mischief.Chance = null;
        for (int poll = 0; poll < 3; poll++)
        {
            // longer than the back-off after a token that was refused
            time.Advance(TimeSpan.FromSeconds(130));
            await site.BeatsAsync(1);
            await ven.PollAsync(default);
        }
        SiteView view = await site.BeatsAsync(2);
        int differing = 0;
        for (DateTimeOffset at = view.At; at < view.At.AddHours(3); at += TimeSpan.FromMinutes(1))
        {
            double said = Math.Min(site.Service.Site.Connection.Kilowatts, stated.Where(one => Holds(one, at)).Select(Kilowatts).DefaultIfEmpty(double.PositiveInfinity).Min());
            Assert.Equal(said, view.CeilingAhead.Last(step => step.From <= at).Ceiling.Kilowatts, 1e-3);
            if (said < site.Service.Site.Connection.Kilowatts) differing++;
        }
        Assert.True(differing > 10, "nothing was compared");
        ReplayAnswer again = await JournalReplay.RunAsync(store.ReadAsync(1, default), null, default);
        Assert.True(again.Holds, again.Fault ?? string.Join("; ", again.Differences));
    }

    /// <summary>A limit comes with every other poll; some are changed, some are taken back.</summary>
    private static void State(Vtn vtn, AdrProgram program, List<AdrEvent> stated, Random draw, DateTimeOffset now)
    {
        int at = stated.Count > 0 ? draw.Next(stated.Count) : -1;
        switch (draw.Next(6))
        {
            case 0 or 1:
                stated.Add(vtn.Add(new AdrEvent
                {
                    ProgramId = program.Id,
                    Period = new(AdrMoment.Of(now.AddMinutes(draw.Next(0, 60))), AdrDuration.Of(TimeSpan.FromMinutes(draw.Next(2, 60)))),
                    Descriptors = [new(EventTypes.ImportLimit) { Units = "KW" }],
                    Intervals = [Level(draw)],
                }));
                break;
            case 2 when at >= 0:
                stated[at] = vtn.Change(stated[at] with { Intervals = [Level(draw)] });
                break;
            case 3 when at >= 0 && draw.Next(2) == 0:
                vtn.Remove(stated[at]);
                stated.RemoveAt(at);
                break;
        }
    }

    private static AdrInterval Level(Random draw) => new(0, null, [AdrPayload.Of(EventTypes.ImportLimit, draw.Next(9_000, 19_000))]);

    private static bool Holds(AdrEvent one, DateTimeOffset at) => one.Period!.Start!.Value.At <= at && at < one.Period.Start.Value.At + one.Period.Duration!.Value.Span;

    private static double Kilowatts(AdrEvent one) => one.Intervals[0].Payloads[0].Values[0].AsNumber!.Value;
}
