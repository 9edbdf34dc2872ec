using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headroom.TestKit.OpenAdr;

namespace Headroom.TestKit.Tests.OpenAdr;

/// <summary>What HTTP and OAuth ask of a server beside openadr3.yaml, and answers that say what was said.</summary>
public sealed class VtnHttpTests
{
    [Theory]
    [InlineData("PATCH", "programs", "GET, HEAD, POST")]
    [InlineData("POST", "events/7", "GET, HEAD, PUT, DELETE")]
    [InlineData("DELETE", "notifiers", "GET, HEAD")]
    [InlineData("GET", "auth/token", "POST")]
    public async Task A_method_that_a_path_does_not_take_is_405_with_those_that_it_takes(string method, string path, string allowed)
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using HttpResponseMessage answer = await AskAsync(vtn, method, path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.Equal(405, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task HEAD_is_GET_without_a_body()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller business = await Caller.BusinessAsync(vtn);
        await business.CreatedAsync("programs", """{"programName":"p"}""");
        int length = (await business.SendAsync("GET", "programs")).Body.Length;
        (int status, string body) = await business.SendAsync("HEAD", "programs");
        Assert.Equal((200, ""), (status, body));
        using HttpResponseMessage open = await AskAsync(vtn, "HEAD", "auth/server");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.True(open.Content.Headers.ContentLength > 20 && length > 100);
        using HttpResponseMessage closed = await AskAsync(vtn, "HEAD", "programs");
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
    }

    [Fact]
    public async Task The_token_endpoint_says_how_to_enter_keeps_nothing_and_takes_nothing_twice()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using HttpResponseMessage refused = await TokenAsync(vtn, "auth/token", "ven_client:wrong", "grant_type=client_credentials");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Basic", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
        using HttpResponseMessage good = await TokenAsync(vtn, "auth/token", "ven_client:ven_secret", "grant_type=client_credentials");
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.True(good.Headers.CacheControl?.NoStore);
        Assert.Equal("no-cache", good.Headers.Pragma.ToString());
        foreach (string twice in (string[])["grant_type=client_credentials&grant_type=client_credentials", "grant_type=client_credentials&scope=read_all&scope=write_vens"])
        {
            using HttpResponseMessage answer = await TokenAsync(vtn, "auth/token", "ven_client:ven_secret", twice);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("invalid_request", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using HttpResponseMessage bearer = await AskAsync(vtn, "GET", "programs");
        Assert.Equal("Bearer", Assert.Single(bearer.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("/openadr3/3.1.0")]
    [InlineData("")]
    public async Task Tokens_are_given_below_the_host_as_well_as_below_the_base_path(string path)
    {
        await using Vtn vtn = await Vtn.StartAsync(new() { BasePath = path });
        foreach (string at in (string[])["/auth/token", $"{path}/auth/token"])
        {
            using HttpResponseMessage given = await TokenAsync(vtn, at, "ven_client:ven_secret", "grant_type=client_credentials");
            Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        }
        using HttpResponseMessage server = await AskAsync(vtn, "GET", "/auth/server");
        string named = JsonDocument.Parse(await server.Content.ReadAsStringAsync()).RootElement.GetProperty("tokenURL").GetString()!;
        using HttpResponseMessage followed = await TokenAsync(vtn, named, "ven_client:ven_secret", "grant_type=client_credentials");
        Assert.Equal(HttpStatusCode.OK, followed.StatusCode);
    }

    [Fact]
    public async Task Durations_and_moments_come_back_as_they_were_posted_and_stamps_have_milliseconds()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller business = await Caller.BusinessAsync(vtn);
        string program = await business.CreatedAsync("programs", """{"programName":"p"}""");
        string posted = """
            "duration":"P1W","intervalPeriod":{"start":"2026-03-01T14:45:00+05:30","duration":"PT36H","randomizeStart":"PT90S"}
            """;
        string id = await business.CreatedAsync("events", $$"""{"programID":"{{program}}",{{posted}},"intervals":[{"id":0,"intervalPeriod":{"start":"0001-01-01","duration":"P9999Y"},"payloads":[]}]}""");
        JsonElement read = JsonDocument.Parse((await business.SendAsync("GET", $"events/{id}")).Body).RootElement;
        JsonElement period = read.GetProperty("intervalPeriod"), inner = read.GetProperty("intervals")[0].GetProperty("intervalPeriod");
        Assert.Equal("P1W", read.GetProperty("duration").GetString());
        Assert.Equal(("2026-03-01T14:45:00+05:30", "PT36H", "PT90S"),
            (period.GetProperty("start").GetString(), period.GetProperty("duration").GetString(), period.GetProperty("randomizeStart").GetString()));
        Assert.Equal(("0001-01-01T00:00:00Z", "P9999Y"), (inner.GetProperty("start").GetString(), inner.GetProperty("duration").GetString()));
        foreach (string stamp in (string[])["createdDateTime", "modificationDateTime"])
            Assert.Matches(new Regex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"), read.GetProperty(stamp).GetString());
    }

    [Fact]
    public async Task Descriptors_of_another_kind_are_refused_so_that_no_answer_leaves_the_schema()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller business = await Caller.BusinessAsync(vtn), ven = await Caller.VenAsync(vtn);
        string program = await business.CreatedAsync("programs", """{"programName":"p"}""");
        string Described(string type) => $$"""[{"objectType":"{{type}}_PAYLOAD_DESCRIPTOR","payloadType":"USAGE"}]""";
        Assert.Equal(400, (await business.SendAsync("POST", "events", $$"""{"programID":"{{program}}","payloadDescriptors":{{Described("REPORT")}}}""")).Status);
        string signal = await business.CreatedAsync("events", $$"""{"programID":"{{program}}","payloadDescriptors":{{Described("EVENT")}}}""");
        string report = $$"""{"eventID":"{{signal}}","clientName":"c","resources":[],"payloadDescriptors":""";
        Assert.Equal(400, (await ven.SendAsync("POST", "reports", report + Described("EVENT") + "}")).Status);
        Assert.Equal(201, (await ven.SendAsync("POST", "reports", report + Described("REPORT") + "}")).Status);
    }

    [Fact]
    public async Task Queries_keep_to_the_words_and_lengths_of_the_schema()
    {
        await using Vtn vtn = await Vtn.StartAsync(new() { AllowsHttpCallbacks = true, AllowsLoopbackCallbacks = true });
        using Caller business = await Caller.BusinessAsync(vtn);
        foreach (string words in (string[])["objects=EVENT", "objects=EVENT&objects=VEN", "clientName=c", "targets=a&targets=b"])
            Assert.Equal((words, 200), (words, (await business.SendAsync("GET", $"subscriptions?{words}")).Status));
        string much = new('x', 129);
        foreach (string query in (string[])["subscriptions?objects=EVENT,VEN", "subscriptions?objects=1", "subscriptions?objects=event", "subscriptions?objects=", "subscriptions?objects=EVENT&objects=EVENTS",
            "subscriptions?clientName=", $"reports?clientName={much}", "vens?venName=", $"vens?venName={much}", $"resources?resourceName={much}", "vens?venName=a&venName=b",
            "events?targets=", $"programs?targets={much}"])
            Assert.Equal((query, 400), (query, (await business.SendAsync("GET", query)).Status));
    }

    private static async Task<HttpResponseMessage> AskAsync(Vtn vtn, string method, string path)
    {
        using HttpClient client = new() { BaseAddress = vtn.Url };
        using HttpRequestMessage request = new(new(method), path);
        return await client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> TokenAsync(Vtn vtn, string path, string account, string form)
    {
        using HttpClient client = new() { BaseAddress = vtn.Url };
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(form) };
        request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(account)));
        return await client.SendAsync(request);
    }
}
