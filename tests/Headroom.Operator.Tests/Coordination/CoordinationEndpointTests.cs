using System.Net.Http.Headers;
using System.Text;
using Headroom.Control;
using Headroom.Operator.Tests.DsxFlex;
using Headroom.Operator.Web.Coordination;
using Headroom.Protocols.Coordination;
using Headroom.Protocols.Jose;
using Headroom.TestKit.Coordination;

namespace Headroom.Operator.Tests.Coordination;

public sealed class CoordinationEndpointTests : IDisposable
{
    readonly JwsKey key = JwsKey.Make("north-1");
    readonly ShiftedTime time = new();
    readonly HttpClient client = new();
    readonly BookDesk desk;
    static readonly SpeakerName north = new("utility", "north"), yard = new("coolingPlant", "yard");

    public CoordinationEndpointTests() => desk = BookDesk.Small(SiteClock.Real(time));

    public void Dispose()
    {
        client.Dispose();
        key.Dispose();
    }

    Task<ReferenceServer> ServeAsync(bool isSigned = false) => ReferenceServer.StartAsync(desk,
        [
            new("t-north", new("north", [new(LimitAuthority.Utility, "north")])),
            new("t-yard", new("yard", [new(LimitAuthority.CoolingPlant, "yard")])),
            new("t-viewer", new("anna", [])),
        ],
        TimeSpan.FromMilliseconds(50), setting => setting with
        {
            Key = (speaker, id) => speaker == north && id == key.Id ? key : null,
            RequiresSignature = isSigned
        });

    async Task<(int Status, byte[] Body)> PostAsync(ReferenceServer server, string path, string token, string body,
        string type = CoordinationWords.Json)
    {
        using HttpRequestMessage request = new(HttpMethod.Post,
            new Uri(server.Url, $"/protocol/v1/{path}"))
        {
            Content = new StringContent(body, Encoding.UTF8,
            new MediaTypeHeaderValue(type))
        };
        request.Headers.Authorization = new("Bearer", token);
        using HttpResponseMessage response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public void A_view_whose_figures_are_no_numbers_can_be_written_all_the_same()
    {
        foreach (double watts in (double[])[double.PositiveInfinity, double.NaN])
        {
            SiteView view = desk.Beat() with { Draw = Headroom.Quantities.Power.FromSi(watts), Import = Headroom.Quantities.Power.FromSi(watts) };
            Assert.Null(CoordinationAnswer.Read<SiteState>(CoordinationMapping.State(view).Write(), out _)!.DrawKilowatts);
            LimitView limit = new("cut", "north", LimitAuthority.Utility, Firmness.Firm, null, "in force", default,
                time.GetUtcNow(), null, time.GetUtcNow(), null, Headroom.Quantities.Power.FromSi(watts));
            Assert.Null(Assert.Single(CoordinationAnswer.Read<LimitList>(CoordinationMapping.Limits(view with { Limits = [limit] }).Write(), out _)!.Limits).WorstExcessKilowatts);
        }
    }

    CoordinationMessage.Limit Limit(SpeakerName speaker, double kilowatts, long sequence = 1, string name = "peak") =>
        new()
        {
            Source = speaker,
            Issued = time.GetUtcNow(),
            Sequence = sequence,
            Name = name,
            From = time.GetUtcNow(),
            LevelKilowatts = kilowatts,
            Id = $"m-{sequence}"
        };

    static string Text(CoordinationMessage message) => Encoding.UTF8.GetString(message.Write());

    static Acknowledgement Answer(byte[] body) => CoordinationAnswer.Read<Acknowledgement>(body, out _)!;

    [Fact]
    public async Task Grid_and_cooling_plant_agree_under_one_ceiling()
    {
        await using ReferenceServer server = await ServeAsync();
        Assert.Equal("accepted", Answer((await PostAsync(server, "limits", "t-north", Text(Limit(north, 80_000)))).Body).Outcome);
        Assert.Equal("accepted", Answer((await PostAsync(server, "limits", "t-yard", Text(Limit(yard, 70_000)))).Body).Outcome);
        Assert.Equal(70, desk.Ceiling(null, time.GetUtcNow()).Firm.Megawatts);
        // neither takes back what the other demands, under its name or its own
        CoordinationMessage.Cancel cancel = new() { Source = yard, Issued = time.GetUtcNow(), Sequence = 9, Name = "peak" };
        Assert.Equal(403, (await PostAsync(server, "cancellations", "t-north", Text(cancel))).Status);
        Assert.Equal(200, (await PostAsync(server, "cancellations", "t-north", Text(cancel with { Source = north }))).Status);
        Assert.Equal(70, desk.Ceiling(null, time.GetUtcNow()).Firm.Megawatts);
        Assert.Contains(desk.Noted, one => one.What.StartsWith("refused: speaks for another", StringComparison.Ordinal) && one.Subject == "north");
        Assert.Equal(403, (await PostAsync(server, "limits", "t-viewer", Text(Limit(north, 10)))).Status);
    }

    [Fact]
    public async Task Who_may_only_look_fills_no_journal()
    {
        await using ReferenceServer server = await ServeAsync();
        string said = Text(Limit(north, 10)) + new string(' ', 30_000);
        for (int k = 0; k < 20; k++) Assert.Equal(403, (await PostAsync(server, "limits", "t-viewer", said)).Status);
        Assert.True(desk.Noted.Count < 20, $"{desk.Noted.Count}");
        Assert.All(desk.Noted, one => Assert.Equal(200, one.Body.Length));
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(said))), desk.Noted.First().What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_a_limit_says_reaches_the_controller()
    {
        await using ReferenceServer server = await ServeAsync();
        DateTimeOffset now = time.GetUtcNow();
        CoordinationMessage.Limit said = Limit(north, 50_000) with
        {
            Feed = "main-a",
            From = now.AddHours(1),
            HoldSeconds = 1800,
            BaselineKilowatts = 58_000,
            NoticeSeconds = 3600,
            Ramp = new(60, 120, true, 500),
            RecoverySeconds = 300,
            IsBestEffort = true,
            Priority = 3,
            Silence = new(30, 2, "revert", null, 90),
        };
        Assert.Equal(200, (await PostAsync(server, "limits", "t-north", Text(said))).Status);
        LimitMessage heard = desk.Receipts.Last().Message;
        LimitEvent limit = heard.Limit!;
        Assert.Equal(("m-1", 1L, "main-a", 50.0, 58.0), (heard.Id, heard.Stamp.Sequence, limit.Feed, limit.Level!.Value.Megawatts,
            limit.Baseline!.Value.Megawatts));
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
            (limit.Hold!.Value, limit.Notice, limit.Recovery));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), RampAnchor.Starts, 500e3),
            (limit.Ramp.Down, limit.Ramp.Up, limit.Ramp.Anchor, limit.Ramp.RateMost!.Value.WattsPerSecond));
        Assert.Equal((Firmness.BestEffort, 3, LimitAuthority.Utility), (limit.Firmness, limit.Priority, limit.Authority));
        Assert.Equal((TimeSpan.FromSeconds(30), 2, OnSilence.Revert, TimeSpan.FromSeconds(90)),
            (heard.Silence!.Interval, heard.Silence.Misses, heard.Silence.Then, heard.Silence.RevertAfter));
    }

    [Fact]
    public async Task Where_signatures_are_asked_for_only_the_speaker_s_own_and_fresh_ones_count()
    {
        await using ReferenceServer server = await ServeAsync(isSigned: true);
        byte[] message = Limit(north, 80_000).Write();
        string signed = CoordinationWords.Sign(message, key);
        Assert.Equal(415, (await PostAsync(server, "limits", "t-north", Encoding.UTF8.GetString(message))).Status);
        using JwsKey stranger = JwsKey.Make("north-1");
        Assert.Equal(403, (await PostAsync(server, "limits", "t-north", CoordinationWords.Sign(message, stranger),
            CoordinationWords.Signed)).Status);
        Assert.Equal(403, (await PostAsync(server, "limits", "t-yard", CoordinationWords.Sign(Limit(yard, 1).Write(), key),
            CoordinationWords.Signed)).Status);
        Assert.Equal("accepted", Answer((await PostAsync(server, "limits", "t-north", signed, CoordinationWords.Signed)).Body).Outcome);
        Assert.Equal("repeated", Answer((await PostAsync(server, "limits", "t-north", signed, CoordinationWords.Signed)).Body).Outcome);
        time.Shift(TimeSpan.FromSeconds(61));
        Assert.Equal(403, (await PostAsync(server, "limits", "t-north", signed, CoordinationWords.Signed)).Status);
        // a signature is no token
        Assert.Equal(403, (await PostAsync(server, "limits", "t-yard", CoordinationWords.Sign(Limit(north, 1, 5).Write(), key),
            CoordinationWords.Signed)).Status);
    }

    [Fact]
    public async Task A_process_that_may_not_act_says_so_and_when_to_come_back()
    {
        await using ReferenceServer server = await ServeAsync();
        desk.IsGone = true;
        Assert.Equal(503, (await PostAsync(server, "limits", "t-north", Text(Limit(north, 80_000)))).Status);
        desk.IsGone = false;
        Assert.Equal(200, (await PostAsync(server, "limits", "t-north", Text(Limit(north, 80_000)))).Status);
    }

    [Fact]
    public async Task A_stream_that_comes_back_goes_on_where_it_stopped()
    {
        await using ReferenceServer server = await ServeAsync();
        for (int k = 1; k <= 3; k++) await PostAsync(server, "limits", "t-north", Text(Limit(north, 80_000, k)));
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(server.Url, "/protocol/v1/stream"));
        request.Headers.Authorization = new("Bearer", "t-viewer");
        request.Headers.Add("Last-Event-ID", "1");
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());
        using CancellationTokenSource patience = new(FlexScene.Patience);
        List<EvidenceLink> links = [];
        while (links.Count < 2 && await reader.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)
                && CoordinationAnswer.Read<EvidenceLink>(Encoding.UTF8.GetBytes(line["data: ".Length..]),
                out _) is { Kind: "evidence" } link) links.Add(link);
        Assert.Equal([2, 3], links.Select(one => one.Sequence));
        Assert.True(links[1].Follows(links[0].Hash));
    }

    [Theory]
    [InlineData("energy in the battery", "storage")]
    [InlineData("batteries have to keep the grid's ramp when training comes back", "storage")]
    [InlineData("the grid's ramp limit", "grid")]
    [InlineData("racks that let their draw fall slowly", "rack")]
    [InlineData("plants that can be raised", "generation")]
    [InlineData("caps land too late", "time")]
    [InlineData("time for work and plants to follow", "time")]
    [InlineData("what tiers promise", "work")]
    [InlineData("work that is never touched", "work")]
    [InlineData("the site imports nothing that could be cut", "demand")]
    public void Every_sentence_of_an_offer_has_its_word(string constraint, string kind) =>
        Assert.Equal(kind, CoordinationMapping.BindingKind(constraint));
}
