using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>What VTNs of other makes do and the standard leaves open.</summary>
public sealed class VenPeerTests
{
    private static bool IsGet(HttpRequestMessage request, string path) => request.Method == HttpMethod.Get
        && PeerRoad.PathOf(request).StartsWith(path, StringComparison.Ordinal);

    [Fact]
    public async Task A_ven_that_business_logic_named_is_ours_where_a_client_has_only_one()
    {
        using PeerRoad road = new();
        // a second ven of a client is a conflict, whatever its name
        road.Instead = request => request.Method == HttpMethod.Post && PeerRoad.PathOf(request) == "vens" ? (HttpStatusCode.Conflict, "[]") : null;
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(new AdrVen { Name = "site 12 of the utility", ClientId = "ven_client", Targets = ["group1"] });
        rig.Vtn.Add(new AdrVen { Name = "a neighbour", ClientId = "ven_client_2", Targets = ["group2"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1"] });
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        Assert.DoesNotContain("POST vens", road.Asked);
    }

    [Fact]
    public async Task A_ven_without_a_client_is_ours_where_no_other_is_shown()
    {
        using PeerRoad road = new();
        road.Rewritten = (request, body) => IsGet(request, "vens") ? body.Replace("\"clientID\":\"ven_client\",", "", StringComparison.Ordinal) : body;
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(new AdrVen { Name = "site 12 of the utility", ClientId = "ven_client", Targets = ["group1"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1"] });
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        Assert.Single(rig.Vtn.All<AdrVen>());
    }

    [Theory]
    [InlineData(true, 50)]
    [InlineData(false, 40)]
    public async Task An_event_that_cannot_be_read_keeps_only_itself_where_its_id_can_be_read(bool hasId, double afterwards)
    {
        using PeerRoad road = new();
        await using VenRig rig = await VenRig.StartAsync(road: road);
        AdrEvent gone = rig.Vtn.Add(rig.Limit(0, 600, 40_000)), kept = rig.Vtn.Add(rig.Limit(600, 600, 30_000));
        await rig.PollAsync();
        Assert.Equal((40, 30), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(601)));
        road.Rewritten = (request, body) =>
        {
            if (!IsGet(request, "events")) return body;
            JsonArray list = JsonNode.Parse(body)!.AsArray();
            foreach (JsonNode? one in list.Where(one => one!["id"]!.GetValue<string>() == kept.Id))
            {
                one!["intervals"]![0]!["payloads"]![0]!["values"] = new JsonArray(new JsonObject { ["private"] = 1 });
                if (!hasId) one.AsObject().Remove("id");
            }
            return list.ToJsonString();
        };
        rig.Vtn.Remove(gone);
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        await rig.PollAsync();
        Assert.Equal((afterwards, 30), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(601)));
    }

    [Fact]
    public async Task Targets_that_a_VTN_joins_with_and_are_asked_for_one_by_one()
    {
        using PeerRoad road = new();
        road.Instead = request => IsGet(request, "events") && PeerRoad.PathOf(request).Split("targets=").Length > 2 ? (HttpStatusCode.OK, "[]") : null;
        await using VenRig rig = await VenRig.StartAsync(url => Feeding(url), road: road);
        rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client", Targets = ["group1", "group2", "north side"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1", "north side"] });
        AdrEvent other = rig.Vtn.Add(rig.Limit(0, 600, 35_000) with { Targets = ["group2"] });
        for (int i = 0; i < 2; i++)
        {
            await rig.PollAsync();
            Assert.Equal((35, 40), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(1, "north")));
        }
        rig.Vtn.Remove(other);
        await rig.PollAsync();
        Assert.Equal((40, 40), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(1, "north")));
    }

    [Theory]
    [InlineData("""["group1",["group2"]]""")]
    [InlineData("""[{"type":"GROUP","values":["group1","group2"]}]""")]
    public async Task Targets_in_other_shapes_are_read(string targets)
    {
        using PeerRoad road = new();
        road.Rewritten = (_, body) => body.Replace("[\"group1\",\"group2\"]", targets, StringComparison.Ordinal)
            .Replace("[\"group2\"]}", "[[\"group2\"]]}", StringComparison.Ordinal);
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client", Targets = ["group1", "group2"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group2"] });
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
    }

    [Theory]
    [InlineData("https://vtn.example.org/adr/", "http://vtn.example.org/adr/auth/token", "https://vtn.example.org/adr/auth/token")]
    [InlineData("https://vtn.example.org:8443/adr/", "http://VTN.example.org:8080/adr/auth/token", "https://vtn.example.org:8443/adr/auth/token")]
    [InlineData("https://vtn.example.org/adr/", "auth/token", "https://vtn.example.org/adr/auth/token")]
    [InlineData("https://vtn.example.org/adr", "auth/token", "https://vtn.example.org/adr/auth/token")]
    [InlineData("https://vtn.example.org/adr/", "https://login.example.org/token", "https://login.example.org/token")]
    [InlineData("https://vtn.example.org/adr/", "http://login.example.org/token", null)]
    [InlineData("https://vtn.example.org/adr/", "http://127.0.0.1:8080/auth/token", null)]
    [InlineData("https://vtn.example.org/adr/", "https://localhost/auth/token", null)]
    [InlineData("https://vtn.example.org/adr/", "mqtts://vtn.example.org/auth/token", null)]
    [InlineData("http://127.0.0.1:3000/adr/", "http://localhost:8080/auth/token", "http://localhost:8080/auth/token")]
    public void A_secret_goes_only_where_it_is_safe(string vtn, string said, string? endpoint) =>
        Assert.Equal(endpoint, VtnDoor.TokenEndpoint(new(vtn), said)?.AbsoluteUri);

    [Fact]
    public async Task A_VTN_that_names_no_token_endpoint_has_it_where_the_standard_does()
    {
        using PeerRoad road = new();
        road.Instead = request => IsGet(request, "auth/server") ? (HttpStatusCode.NotFound, "{}") : null;
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task A_VTN_that_takes_the_secret_in_the_header_only_gets_it_there(HttpStatusCode refusal)
    {
        using PeerRoad road = new();
        road.Instead = request => PeerRoad.PathOf(request) == "auth/token" && request.Headers.Authorization is null ? (refusal, "{}") : null;
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        rig.Clock.Move(TimeSpan.FromMinutes(55));
        rig.Clock.Move(TimeSpan.FromMinutes(5));
        await rig.PollAsync();
        // what was taken once is what is tried first
        Assert.Equal(3, road.Asked.Count(one => one == "POST auth/token"));
    }

    [Fact]
    public async Task Subscriptions_are_made_once_where_their_targets_are_never_shown_and_old_ones_go()
    {
        using PeerRoad road = new();
        road.Rewritten = (request, body) =>
        {
            if (!PeerRoad.PathOf(request).StartsWith("subscriptions", StringComparison.Ordinal) || JsonNode.Parse(body) is not { } node) return body;
            foreach (JsonNode? one in node is JsonArray list ? [.. list] : (JsonNode?[])[node]) one!.AsObject().Remove("targets");
            return node.ToJsonString();
        };
        await using VenRig rig = await VenRig.StartAsync(Called, road: road);
        AdrObjectOperation operation = new([AdrKind.Event], [AdrOperation.Create], "http://127.0.0.1:9/openadr", null);
        rig.Vtn.Add(new AdrSubscription { ClientName = "juniper", ClientId = "ven_client", Operations = [operation] });
        AdrSubscription elsewhere = rig.Vtn.Add(new AdrSubscription
        {
            ClientName = "juniper",
            ClientId = "ven_client",
            Operations = [operation with { CallbackUrl = "http://127.0.0.1:9/another" }],
        });
        road.Instead = request => Made(rig, request);
        for (int i = 0; i < 6; i++)
        {
            await rig.PollAsync();
            Assert.Equal([0, 0, 1], rig.Vtn.All<AdrSubscription>().Select(one => one.Targets.Count).Order());
            Assert.Contains(rig.Vtn.All<AdrSubscription>(), one => one.Id == elsewhere.Id);
            rig.Clock.Move(TimeSpan.FromMinutes(11));
        }
        Assert.Equal(2, road.Asked.Count(one => one == "POST subscriptions"));
        Assert.Equal(1, road.Asked.Count(one => one.StartsWith("DELETE subscriptions/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_start_in_the_year_0_is_now()
    {
        using PeerRoad road = new();
        road.Rewritten = (_, body) => body.Replace("0001-01-01T00:00:00Z", "0000-12-31T23:00:00Z", StringComparison.Ordinal);
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 60, 40_000) with { Period = new(AdrMoment.Now, AdrDuration.Of(TimeSpan.FromHours(1))) });
        await rig.PollAsync();
        Assert.Equal((40, 50), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(61)));
    }

    [Theory]
    [InlineData("ANONYMOUS")]
    [InlineData("OAUTH2_BEARER_TOKEN")]
    [InlineData("USERNAME_PASSWORD")]
    public void The_password_of_a_broker_is_read_and_not_printed(string method)
    {
        MqttNotifier broker = AdrReader.Notifiers(Encoding.UTF8.GetBytes(
            """{"WEBHOOK":true,"MQTT":{"URIS":["mqtts://b.example.org"],"authentication":{"method":"ANY","username":"u","password":"hidden"}}}"""
                .Replace("ANY", method, StringComparison.Ordinal))).Value!.Mqtt!;
        Assert.Equal(("u", "hidden"), (broker.Username, broker.Password));
        Assert.DoesNotContain("hidden", broker.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Stored without a call to the callback, and answered without the targets.</summary>
    private static (HttpStatusCode, string)? Made(VenRig rig, HttpRequestMessage request)
    {
        if (request.Method != HttpMethod.Post || PeerRoad.PathOf(request) != "subscriptions") return null;
        using MemoryStream body = new();
        request.Content!.ReadAsStream().CopyTo(body);
        AdrSubscription made = rig.Vtn.Add(AdrReader.Subscription(body.ToArray()).Value! with { ClientId = "ven_client" });
        return (HttpStatusCode.Created, Encoding.UTF8.GetString(AdrWriter.Object(made with { Targets = [] })));
    }

    private static VenSetting Called(Uri url) => new()
    {
        Name = "juniper",
        Url = url,
        ClientId = "ven_client",
        ClientSecret = "ven_secret",
        UsesMqtt = false,
        Targets = ["group1"],
        CallbackUrl = new("http://127.0.0.1:9/openadr"),
    };

    private static VenSetting Feeding(Uri url) => new()
    {
        Name = "juniper",
        Url = url,
        ClientId = "ven_client",
        ClientSecret = "ven_secret",
        Feeds = new Dictionary<string, string> { ["north side"] = "north" },
    };
}
