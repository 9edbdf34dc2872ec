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
