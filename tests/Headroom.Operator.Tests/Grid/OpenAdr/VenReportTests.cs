using System.Net;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>Reports that events ask for.</summary>
public sealed class VenReportTests
{
    private static AdrEvent Asking(VenRig rig, params AdrReportDescriptor[] descriptors) =>
        rig.Limit(0, 15, 60_000, 60_000) with { ReportDescriptors = descriptors };

    private static string Text(AdrReport report) => string.Join("; ", report.Resources.SelectMany(one => one.Intervals)
        .Select(one => $"{one.Id}: {string.Join(", ", one.Payloads.Where(payload => !payload.Type.StartsWith("HEADROOM_", StringComparison.Ordinal)))}"));

    private static async Task MeterAsync(VenRig rig, double minutes, double megawatts)
    {
        for (int i = 0; i < minutes * 60; i += 5)
        {
            rig.Clock.Move(TimeSpan.FromSeconds(5));
            rig.Desk.Now = rig.View(megawatts);
            rig.Ven.Meter(rig.Desk.Now);
        }
        await rig.PollAsync();
    }

    [Fact]
    public async Task Usage_and_demand_are_told_at_the_end_of_the_last_interval()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(Asking(rig, new("USAGE"), new("DEMAND") { ReadingType = "PEAK" }));
        rig.Ven.Meter(rig.View(40));
        await MeterAsync(rig, 15, 40);
        Assert.Empty(rig.Vtn.All<AdrReport>());
        await MeterAsync(rig, 15, 20);
        // a reading holds until the next, so the first 5 s of 20 MW are told as 40 MW
        Assert.Equal([10_000, 5_000, 40_000, 40_000], rig.Vtn.All<AdrReport>().SelectMany(one => one.Resources[0].Intervals)
            .Select(one => one.Payloads[0].Figure!.Value), (told, right) => Math.Abs(told - right) < 0.01 * right);
        Assert.All(rig.Vtn.All<AdrReport>().SelectMany(one => one.Resources[0].Intervals), one =>
            Assert.Equal("DATA_QUALITY OK", one.Payloads[1].ToString()));
        Assert.Equal("ven_client", rig.Vtn.All<AdrReport>()[0].ClientId);
        await rig.PollAsync();
        Assert.Equal(2, rig.Vtn.All<AdrReport>().Count);
    }

    [Fact]
    public async Task A_report_that_was_stored_although_it_failed_is_not_sent_again()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(Asking(rig, new AdrReportDescriptor("USAGE")));
        await MeterAsync(rig, 1, 40);
        rig.Vtn.Mischief.FailsAfterStoring = 1;
        await MeterAsync(rig, 30, 40);
        await MeterAsync(rig, 1, 40);
        Assert.Single(rig.Vtn.All<AdrReport>());
    }

    [Fact]
    public async Task A_report_that_was_lost_is_sent_again()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(Asking(rig, new AdrReportDescriptor("USAGE")));
        await MeterAsync(rig, 31, 40);
        Assert.Single(rig.Vtn.All<AdrReport>());
        rig.Vtn.Add(Asking(rig, new AdrReportDescriptor("DEMAND") { Frequency = 1, NumIntervals = 1, StartInterval = 0, Repeat = 2 }));
        rig.Clock.Move(TimeSpan.FromMinutes(16));
        rig.Vtn.Mischief.Fails = 1;
        await rig.PollAsync();
        await rig.PollAsync();
        Assert.Equal(2, rig.Vtn.All<AdrReport>().Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, 3, 6, 9)]
    [InlineData(HttpStatusCode.NotImplemented, 1, 1, 1)]
    [InlineData(HttpStatusCode.InsufficientStorage, 1, 1, 1)]
    public async Task A_report_that_is_not_taken_waits_longer_each_time(HttpStatusCode status, int atOnce, int afterAMinute, int afterThree)
    {
        using PeerRoad road = new();
        road.Instead = request => request.Method == HttpMethod.Post && PeerRoad.PathOf(request) == "reports" ? (status, "{}") : null;
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(-600, 60) with { ReportDescriptors = [new("USAGE") { StartInterval = 0, NumIntervals = 1, Frequency = 1, Repeat = 1 }] });
        int Posts() => road.Asked.Count(one => one == "POST reports");
        foreach ((double seconds, int posts) in ((double, int)[])[(0, atOnce), (30, atOnce), (30, afterAMinute), (60, afterAMinute), (60, afterThree)])
        {
            rig.Clock.Move(TimeSpan.FromSeconds(seconds));
            await rig.PollAsync();
            Assert.Equal(posts, Posts());
        }
    }

    [Fact]
    public async Task A_report_of_a_long_name_is_as_long_as_a_name_may_be()
    {
        await using VenRig rig = await VenRig.StartAsync();
        string type = new('Y', 128);
        rig.Vtn.Add(rig.Limit(-600, 60) with { ReportDescriptors = [new(type) { StartInterval = 0, NumIntervals = 1, Frequency = 1, Repeat = 1 }] });
        await rig.PollAsync();
        AdrReport report = Assert.Single(rig.Vtn.All<AdrReport>());
        Assert.Equal(128, report.Name!.Length);
        Assert.EndsWith("Y 0.0", report.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_late_sends_one_report_for_the_last_missed_period_and_says_what_is_missing()
    {
        await using VenRig rig = await VenRig.StartAsync();
        AdrEvent implied = rig.Limit(-600, 60) with
        {
            ReportDescriptors =
            [new("USAGE") { StartInterval = 0, NumIntervals = 1, Frequency = 1, Repeat = -1 }]
        };
        rig.Vtn.Add(implied);
        await rig.PollAsync();
        AdrReport report = Assert.Single(rig.Vtn.All<AdrReport>());
        Assert.Equal("9: DATA_QUALITY MISSING", Text(report));
        await rig.RestartAsync();
        await rig.PollAsync();
        Assert.Single(rig.Vtn.All<AdrReport>());
        await MeterAsync(rig, 60, 30);
        Assert.Equal(2, rig.Vtn.All<AdrReport>().Count);
    }

    [Fact]
    public async Task Offers_go_up_with_what_the_standard_has_no_word_for()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Desk.Now = rig.View(90);
        rig.Vtn.Add(rig.Limit(0, 60) with
        {
            ReportDescriptors =
            [new("LOAD_SHED_DELTA_AVAILABLE") { StartInterval = 0, NumIntervals = 3, Historical = false, Frequency = 1, Repeat = -1 }]
        });
        await rig.PollAsync();
        AdrReport report = Assert.Single(rig.Vtn.All<AdrReport>());
        Assert.Equal("0: LOAD_SHED_DELTA_AVAILABLE 20000; 1: LOAD_SHED_DELTA_AVAILABLE 20000; 2: LOAD_SHED_DELTA_AVAILABLE 12000",
            Text(report));
        Assert.Equal(95, report.Descriptors[0].Confidence);
        IReadOnlyList<AdrPayload> payloads = report.Resources[0].Intervals[0].Payloads;
        double? Of(string type) => payloads.First(one => one.Type == type).Figure;
        Assert.Equal((300, 120, 2000, 1e6, 1000), (Of(ReportTypes.OfferNotice), Of(ReportTypes.OfferRampDown),
            Of(ReportTypes.ReboundEnergy), Of(ReportTypes.TokensLost), Of(ReportTypes.OfferCost)));
    }

    [Fact]
    public async Task Reservations_states_and_storage_are_told()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Desk.Now = rig.View(90);
        rig.Vtn.Add(rig.Event("CAPACITY_RESERVATION", 0, 0) with
        {
            Period = new(AdrMoment.Now, AdrDuration.Zero),
            ReportDescriptors = [new("CAPACITY_RESERVATION") { Intervals = ReportIntervals.OpenIntervals },
                new("OPERATING_STATE") { Frequency = 0 }, new("STORAGE_CHARGE_LEVEL") { Frequency = 0 },
                new("READING") { Frequency = 0, Units = "VOLTS" }],
        });
        await rig.PollAsync();
        Assert.Equal(
            ["0: IMPORT_RESERVATION_CAPACITY 10000, IMPORT_RESERVATION_FEE 0.05", "0: OPERATING_STATE NORMAL",
                "0: STORAGE_CHARGE_LEVEL 0.25", "0: DATA_QUALITY MISSING"],
            rig.Vtn.All<AdrReport>().Select(Text));
    }
}
