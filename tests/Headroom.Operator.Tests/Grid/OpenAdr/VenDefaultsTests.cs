using System.Net;
using System.Text.Json.Nodes;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>Gateways before a VTN, servers that fill in defaults, and ranks of any size: none of them takes a limit away.</summary>
public sealed class VenDefaultsTests
{
    /// <summary>A gateway that sends requests for its own addresses on to those behind it.</summary>
    private sealed class Gateway(HttpStatusCode status, Func<Uri, string> to) : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<Uri> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Uri asked = request.RequestUri!;
            Asked.Add(asked);
            if (!asked.Query.Contains("moved", StringComparison.Ordinal) && asked.AbsolutePath.EndsWith("/events", StringComparison.Ordinal)
                || asked.AbsolutePath.EndsWith("/auth/token", StringComparison.Ordinal) && asked.Query.Length == 0)
            {
                HttpResponseMessage sent = new(status);
                sent.Headers.TryAddWithoutValidation("Location", to(asked));
                return sent;
            }
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private static string Moved(Uri asked) => asked.PathAndQuery + (asked.Query.Length > 0 ? "&" : "?") + "moved=1";

    private static PeerRoad Saying(Action<JsonObject> change) => new()
    {
        Rewritten = (request, body) =>
        {
            if (request.Method != HttpMethod.Get || !PeerRoad.PathOf(request).StartsWith("events", StringComparison.Ordinal)) return body;
            JsonArray list = JsonNode.Parse(body)!.AsArray();
            foreach (JsonNode? one in list) change(one!.AsObject());
            return list.ToJsonString();
        },
    };

    [Theory]
    [InlineData("3000000000", false), InlineData("1e30", false), InlineData("9223372036854775808", false), InlineData("\"7\"", false)]
    [InlineData("-1", true), InlineData("1.5", true), InlineData("\"high\"", true), InlineData("{}", true)]
    public async Task A_rank_of_any_size_or_none_takes_no_limit_away(string rank, bool isFinding)
    {
        using PeerRoad road = Saying(one => one["priority"] = JsonNode.Parse(rank));
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        Assert.Equal(isFinding, rig.Desk.Told.Contains("is no whole number from 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_limit_survives_a_server_that_fills_in_durations_of_zero()
    {
        using PeerRoad road = Saying(one => one["intervals"]![0]!["intervalPeriod"] = new JsonObject
        {
            ["start"] = one["intervalPeriod"]!["start"]!.DeepClone(),
            ["duration"] = "PT0S",
            ["randomizeStart"] = "PT0S",
        });
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        await rig.PollAsync();
        Assert.Equal((40, 50), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(61)));
        Assert.Contains("a duration of zero; that of the event is taken", rig.Desk.Told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 40)]
    [InlineData(false, 50)]
    public async Task A_duration_of_zero_is_an_open_end_but_from_the_beginning_of_time_on(bool hasStart, double ceiling)
    {
        using PeerRoad road = Saying(one =>
        {
            one["intervalPeriod"]!["duration"] = "PT0S";
            if (!hasStart) one["intervalPeriod"]!["start"] = "0001-01-01T00:00:00";
        });
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        await rig.PollAsync();
        Assert.Equal((ceiling, ceiling), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(61)));
        Assert.Equal(hasStart, rig.Desk.Told.Contains("an open end is taken", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized), InlineData(HttpStatusCode.Forbidden), InlineData(HttpStatusCode.MethodNotAllowed), InlineData(HttpStatusCode.NotImplemented)]
    public async Task A_gateway_that_shows_the_token_endpoint_to_nobody_has_it_where_the_standard_does(HttpStatusCode status)
    {
        using PeerRoad road = new();
        road.Instead = request => PeerRoad.PathOf(request) == "auth/server" ? (status, "{}") : null;
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
    }

    [Theory]
    [InlineData(HttpStatusCode.TemporaryRedirect), InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task A_VTN_that_sends_on_within_itself_is_followed(HttpStatusCode status)
    {
        using Gateway road = new(status, Moved);
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        Assert.Contains(road.Asked, one => one.AbsolutePath.EndsWith("/auth/token", StringComparison.Ordinal) && one.Query.Length > 0);
    }

    [Theory]
    [InlineData(HttpStatusCode.TemporaryRedirect, "http://elsewhere.example/events?moved=1")]
    [InlineData(HttpStatusCode.TemporaryRedirect, "//elsewhere.example/events?moved=1")]
    [InlineData(HttpStatusCode.SeeOther, "/events?moved=1")]
    // what is sent on as another method is no token request any more
    [InlineData(HttpStatusCode.Found, "?moved=1")]
    public async Task A_VTN_that_sends_elsewhere_or_otherwise_is_not_followed(HttpStatusCode status, string place)
    {
        using Gateway road = new(status, _ => place);
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        Assert.Equal(50, rig.Desk.CeilingMegawatts(1));
        Assert.DoesNotContain(road.Asked, one => one.Host == "elsewhere.example" || one.Query.Contains("moved", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Bearer shown", 200), InlineData("bearer shown", 200), InlineData("BEARER  shown", 200)]
    [InlineData("Bearer Shown", 401), InlineData("shown", 401), InlineData("Basic shown", 401), InlineData("Bearer ", 401), InlineData(null, 401)]
    public void The_scheme_of_a_token_has_no_case_and_the_token_has(string? authorization, int status)
    {
        VenWebhook webhook = new(new() { Name = "juniper", Url = new("https://vtn.example/"), CallbackToken = "shown" }, _ => { });
        byte[] body = """{"objectType":"EVENT","operation":"CREATE","object":{"programID":"1"}}"""u8.ToArray();
        Assert.Equal(status, webhook.Handle(new("POST", "", null, authorization, null, body)).Status);
    }
}
