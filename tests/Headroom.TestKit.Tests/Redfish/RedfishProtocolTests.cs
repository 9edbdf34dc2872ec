using System.Net;
using System.Text;
using System.Text.Json;
using Headroom.TestKit.Redfish;

namespace Headroom.TestKit.Tests.Redfish;

/// <summary>What the Redfish specification (DSP0266) asks of answers, whatever the resource.</summary>
public sealed class RedfishProtocolTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DELETE", "/redfish/v1", 405, "GET, HEAD")]
    [InlineData("PATCH", "/redfish/v1/SessionService/Sessions", 405, "GET, HEAD, POST")]
    [InlineData("POST", "/redfish/v1/Systems", 405, "GET, HEAD")]
    [InlineData("PUT", "/redfish/v1/EventService", 405, "GET, HEAD")]
    [InlineData("GET", "/redfish/v1/SessionService/Sessions/Members", 405, "POST")]
    [InlineData("DELETE", "/redfish/v1/EventService/Subscriptions/none", 404, null)]
    [InlineData("PATCH", "/redfish/v1/NoSuchThing", 404, null)]
    [InlineData("DELETE", "/redfish/v1/SessionService/Sessions/none", 404, null)]
    [InlineData("PURGE", "/redfish/v1", 501, null)]
    [InlineData("GET", "/redfish/v1/Systems?$filter=x", 501, null)]
    [InlineData("GET", "/redfish/v1/Systems?colour=red", 200, "GET, HEAD")]
    [InlineData("HEAD", "/redfish/v1/EventService/SSE", 200, null)]
    public async Task A_method_that_a_path_does_not_take_is_told_which_it_does(string method, string path, int status, string? allow)
    {
        (HttpResponseMessage answer, _) = await AskAsync(method, path, body: "no json at all", null);
        Assert.Equal(status, (int)answer.StatusCode);
        if (allow is not null) Assert.Equal(allow, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task Another_version_of_the_protocol_is_refused()
    {
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await AskAsync("GET", "/redfish/v1", null, "4.1")).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("GET", "/redfish/v1", null, "4.0")).Answer.StatusCode);
    }

    [Theory]
    [InlineData("/redfish/v1", "<http://redfish.dmtf.org/schemas/v1/ServiceRoot.v1_21_0.json>; rel=describedby")]
    [InlineData("/redfish/v1/Systems", "<http://redfish.dmtf.org/schemas/v1/ComputerSystemCollection.json>; rel=describedby")]
    public async Task An_answer_says_which_schema_it_follows(string path, string link)
    {
        foreach (string method in (string[])["GET", "HEAD"])
        {
            (HttpResponseMessage answer, string body) = await AskAsync(method, path, null, null);
            Assert.Equal(link, Assert.Single(answer.Headers.GetValues("Link")));
            Assert.Equal(method == "GET", body.Length > 0);
        }
    }

    [Fact]
    public async Task The_list_of_services_is_the_roots_and_every_one_is_there()
    {
        EmulatedService[] services =
        [
            new("rack", TimeProvider.System, new()), new("cdu", TimeProvider.System) { Cdu = new() }, new("pdu", TimeProvider.System) { Pdu = new() },
            new("leaks", TimeProvider.System) { Leaks = new("a") }, new("all", TimeProvider.System, new()) { Cdu = new(), Pdu = new(), Leaks = new("a") },
        ];
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync(services);
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
        foreach (EmulatedService service in services)
        {
            JsonElement root = await ReadAsync("redfish/v1/"), list = await ReadAsync("redfish/v1/odata");
            string[] linked = [.. root.EnumerateObject().Where(one => one.Name != "Links" && one.Value.ValueKind == JsonValueKind.Object).Select(one => one.Value.GetProperty("@odata.id").GetString()!)];
            string[] listed = [.. list.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("url").GetString()!)];
            Assert.Equal([.. linked.Append("/redfish/v1/").Order()], listed.Order());
            foreach (string path in listed) await ReadAsync(path);

            async Task<JsonElement> ReadAsync(string path) => JsonElement.Parse(await http.GetStringAsync(new Uri(emulator.AddressOf(service), path), Stop));
        }
    }

    [Fact]
    public async Task An_open_stream_is_a_subscription_until_it_is_deleted()
    {
        EmulatedService service = new("rack", TimeProvider.System, new());
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service), Timeout = TimeSpan.FromSeconds(20) };
        Assert.Empty(await SubscriptionsAsync());
        using Stream stream = await http.GetStreamAsync(new Uri("redfish/v1/EventService/SSE", UriKind.Relative), Stop);
        byte[] some = new byte[64];
        Assert.True(await stream.ReadAsync(some, Stop) > 0);
        string path = Assert.Single(await SubscriptionsAsync());
        JsonElement subscription = JsonElement.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), Stop));
        Assert.Empty(new SchemaOracle().Check(subscription));
        Assert.Equal("SSE", subscription.GetProperty("SubscriptionType").GetString());
        Assert.StartsWith("redfish-sse://127.0.0.1:", subscription.GetProperty("Destination").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode);
        while (await stream.ReadAsync(some, Stop) > 0) { }
        Assert.Empty(await SubscriptionsAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode);

        async Task<string[]> SubscriptionsAsync() => [.. JsonElement.Parse(await http.GetStringAsync(new Uri("redfish/v1/EventService/Subscriptions", UriKind.Relative), Stop))
            .GetProperty("Members").EnumerateArray().Select(one => one.GetProperty("@odata.id").GetString()!)];
    }

    [Theory]
    [InlineData("", 201, ""), InlineData("/Members", 201, "")]
    [InlineData("", 400, "PropertyMissing", """{"UserName":"u"}"""), InlineData("/Members", 400, "PropertyMissing", "{}")]
    [InlineData("", 400, "PropertyValueTypeError", """{"UserName":"admin","Password":5}"""), InlineData("", 400, "UnrecognizedRequestBody", "[]")]
    [InlineData("", 401, "ResourceAtUriUnauthorized", """{"UserName":"u","Password":"wrong"}""")]
    public async Task A_session_is_opened_at_the_collection_or_its_members_with_both_words(string at, int status, string message, string body = """{"UserName":"admin","Password":"pass"}""")
    {
        EmulatedService service = new("locked", TimeProvider.System, new()) { Account = ("admin", "pass") };
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service), Timeout = TimeSpan.FromSeconds(20) };
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri("redfish/v1/SessionService/Sessions" + at, UriKind.Relative), content, Stop);
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 201) Assert.StartsWith("/redfish/v1/SessionService/Sessions/S", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        else Assert.Contains($"Base.1.18.{message}\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task<(HttpResponseMessage Answer, string Body)> AskAsync(string method, string path, string? body, string? version)
    {
        EmulatedService service = new("rack", new ManualTime(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero)), new() { Trays = 1 });
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service), Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(new(method), new Uri(path.TrimStart('/'), UriKind.Relative));
        if (body is not null && method is "POST" or "PATCH" or "PUT") request.Content = new StringContent(body!, Encoding.UTF8, "application/json");
        if (version is not null) request.Headers.Add("OData-Version", version);
        HttpResponseMessage answer = await http.SendAsync(request, Stop);
        return (answer, await answer.Content.ReadAsStringAsync(Stop));
    }
}
