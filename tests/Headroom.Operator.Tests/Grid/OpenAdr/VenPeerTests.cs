using System.Net;
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

    private static VenSetting Feeding(Uri url) => new()
    {
        Name = "juniper",
        Url = url,
        ClientId = "ven_client",
        ClientSecret = "ven_secret",
        Feeds = new Dictionary<string, string> { ["north side"] = "north" },
    };
}
