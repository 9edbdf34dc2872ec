using System.Net;
using System.Text.Json;
using Headroom.TestKit.OpenAdr;

namespace Headroom.TestKit.Tests.OpenAdr;

/// <summary>Token, role, scope, ownership, targets: in this order, and denied by default.</summary>
public sealed class VtnGuardTests
{
    private const string Ven = """{"objectType":"VEN_VEN_REQUEST","venName":"VENNAME"}""";

    [Theory]
    [InlineData("GET", "programs")]
    [InlineData("POST", "events")]
    [InlineData("PUT", "reports/1")]
    [InlineData("DELETE", "subscriptions/1")]
    [InlineData("GET", "vens")]
    [InlineData("GET", "notifiers")]
    public async Task Nobody_without_a_token(string method, string path)
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller nobody = new(vtn, null), liar = new(vtn, "made-up");
        foreach (Caller one in (Caller[])[nobody, liar])
        {
            (int status, string body) = await one.SendAsync(method, path, method is "POST" or "PUT" ? "{}" : null);
            Assert.Equal(401, status);
            Assert.Equal(401, JsonDocument.Parse(body).RootElement.GetProperty("status").GetInt32());
        }
    }

    [Fact]
    public async Task A_VEN_writes_neither_programs_nor_events_and_business_no_reports()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller business = await Caller.BusinessAsync(vtn), ven = await Caller.VenAsync(vtn);
        string program = await business.CreatedAsync("programs", """{"programName":"p"}""");
        string signal = await business.CreatedAsync("events", $$"""{"programID":"{{program}}"}""");
        string report = $$"""{"eventID":"{{signal}}","clientName":"c","resources":[]}""";
        Assert.Equal(403, (await ven.SendAsync("POST", "programs", """{"programName":"q"}""")).Status);
        Assert.Equal(403, (await ven.SendAsync("POST", "events", $$"""{"programID":"{{program}}"}""")).Status);
        Assert.Equal(403, (await ven.SendAsync("PUT", $"events/{signal}", $$"""{"programID":"{{program}}"}""")).Status);
        Assert.Equal(403, (await ven.SendAsync("DELETE", $"programs/{program}")).Status);
        Assert.Equal(403, (await business.SendAsync("POST", "reports", report)).Status);
        Assert.Equal(201, (await ven.SendAsync("POST", "reports", report)).Status);
    }

    [Fact]
    public async Task A_token_with_a_part_of_the_scopes_does_only_that()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller reader = await Caller.VenAsync(vtn, "read_targets"), business = await Caller.BusinessAsync(vtn, "write_programs");
        Assert.Equal(200, (await reader.SendAsync("GET", "events")).Status);
        Assert.Equal(403, (await reader.SendAsync("GET", "vens")).Status);
        Assert.Equal(403, (await reader.SendAsync("POST", "vens", Ven)).Status);
        Assert.Equal(201, (await business.SendAsync("POST", "programs", """{"programName":"p"}""")).Status);
        Assert.Equal(403, (await business.SendAsync("GET", "programs")).Status);
        Assert.Equal(403, (await business.SendAsync("POST", "events", """{"programID":"0"}""")).Status);
    }

    [Fact]
    public async Task A_VEN_states_neither_its_client_nor_targets()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller ven = await Caller.VenAsync(vtn);
        Assert.Equal(403, (await ven.SendAsync("POST", "vens", """{"objectType":"BL_VEN_REQUEST","clientID":"ven_client","venName":"v"}""")).Status);
        Assert.Equal(403, (await ven.SendAsync("POST", "vens", """{"objectType":"VEN_VEN_REQUEST","venName":"v","targets":["group1"]}""")).Status);
        Assert.Equal(403, (await ven.SendAsync("POST", "vens", """{"objectType":"VEN_VEN_REQUEST","venName":"v","clientID":"other"}""")).Status);
        string id = await ven.CreatedAsync("vens", """{"objectType":"VEN_VEN_REQUEST","venName":"v","targets":null}""");
        Assert.Equal(403, (await ven.SendAsync("PUT", $"vens/{id}", """{"objectType":"VEN_VEN_REQUEST","venName":"v","targets":["group1"]}""")).Status);
        Assert.Equal(403, (await ven.SendAsync("POST", "resources", $$"""{"objectType":"VEN_RESOURCE_REQUEST","resourceName":"r","venID":"{{id}}","targets":["x"]}""")).Status);
    }

    [Fact]
    public async Task Objects_of_another_VEN_are_not_there()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller one = await Caller.VenAsync(vtn), other = await Caller.OtherVenAsync(vtn), business = await Caller.BusinessAsync(vtn);
        string id = await one.CreatedAsync("vens", Ven);
        Assert.Equal(404, (await other.SendAsync("GET", $"vens/{id}")).Status);
        Assert.Equal(404, (await other.SendAsync("PUT", $"vens/{id}", Ven)).Status);
        Assert.Equal(404, (await other.SendAsync("DELETE", $"vens/{id}")).Status);
        Assert.Equal("[]", (await other.SendAsync("GET", "vens")).Body);
        Assert.Equal(409, (await other.SendAsync("POST", "resources", $$"""{"objectType":"VEN_RESOURCE_REQUEST","resourceName":"r","venID":"{{id}}"}""")).Status);
        Assert.Equal(200, (await one.SendAsync("GET", $"vens/{id}")).Status);
        Assert.Equal(200, (await business.SendAsync("GET", $"vens/{id}")).Status);
    }

    [Fact]
    public async Task A_targeted_event_is_seen_by_whom_it_is_granted_and_only_for_what_it_asks()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller business = await Caller.BusinessAsync(vtn), ven = await Caller.VenAsync(vtn), other = await Caller.OtherVenAsync(vtn);
        string program = await business.CreatedAsync("programs", """{"programName":"p"}""");
        string venId = await business.CreatedAsync("vens", """{"objectType":"BL_VEN_REQUEST","clientID":"ven_client","venName":"v","targets":["group1","areaX"]}""");
        await business.CreatedAsync("resources", $$"""{"objectType":"BL_RESOURCE_REQUEST","clientID":"ven_client","resourceName":"r","venID":"{{venId}}","targets":["rack7"]}""");
        await business.CreatedAsync("events", $$"""{"programID":"{{program}}","eventName":"aimed","targets":["group1","secret","rack7"]}""");
        string aimed = await business.CreatedAsync("events", $$"""{"programID":"{{program}}","eventName":"elsewhere","targets":["secret"]}""");
        await business.CreatedAsync("events", $$"""{"programID":"{{program}}","eventName":"open"}""");
        async Task<string> Names(Caller who, string query)
        {
            using JsonDocument list = JsonDocument.Parse((await who.SendAsync("GET", $"events{query}")).Body);
            return string.Join("; ", list.RootElement.EnumerateArray()
                .Select(one => $"{one.GetProperty("eventName").GetString()}{(one.TryGetProperty("targets", out JsonElement targets) ? " " + targets : "")}"));
        }
        Assert.Equal("open", await Names(ven, ""));
        Assert.Equal("aimed [\"group1\"]", await Names(ven, "?targets=group1"));
        Assert.Equal("aimed [\"group1\",\"rack7\"]", await Names(ven, "?targets=group1&targets=rack7&targets=areaX"));
        Assert.Equal("", await Names(ven, "?targets=secret"));
        Assert.Equal("", await Names(other, "?targets=group1"));
        Assert.Equal(404, (await ven.SendAsync("GET", $"events/{aimed}")).Status);
        Assert.Equal("aimed [\"group1\",\"secret\",\"rack7\"]; elsewhere [\"secret\"]; open", await Names(business, ""));
    }

    [Theory]
    [InlineData(401, "invalid_client", "client_credentials", "ven_client", "wrong")]
    [InlineData(401, "invalid_client", "client_credentials", "nobody", "ven_secret")]
    [InlineData(400, "unsupported_grant_type", "password", "ven_client", "ven_secret")]
    [InlineData(400, "invalid_request", "client_credentials", "ven_client", "")]
    public async Task Tokens_are_refused_as_RFC_6749_says(int status, string error, string grant, string id, string secret)
    {
        await using Vtn vtn = await Vtn.StartAsync();
        (int said, string body) = await Caller.AskTokenAsync(vtn, ("grant_type", grant), ("client_id", id), ("client_secret", secret));
        Assert.Equal(status, said);
        Assert.Equal(error, JsonDocument.Parse(body).RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("read_all write_reports", "read_all write_reports", 200)]
    [InlineData("read_all write_reports write_programs", "read_all write_reports", 200)]
    [InlineData("write_reports", "write_reports", 403)]
    public async Task A_VEN_that_asks_for_the_scope_of_OpenADR_3_0_reads_what_a_VEN_may(string asked, string named, int status)
    {
        await using Vtn vtn = await Vtn.StartAsync();
        (_, string body) = await Caller.AskTokenAsync(vtn, ("grant_type", "client_credentials"), ("client_id", "ven_client"),
            ("client_secret", "ven_secret"), ("scope", asked));
        Assert.Equal(named, JsonDocument.Parse(body).RootElement.GetProperty("scope").GetString());
        using Caller ven = await Caller.VenAsync(vtn, asked), other = await Caller.OtherVenAsync(vtn);
        await other.CreatedAsync("vens", Ven);
        foreach (string path in (string[])["events", "vens", "reports", "notifiers"])
            Assert.Equal(status, (await ven.SendAsync("GET", path)).Status);
        if (status == 200) Assert.Equal("[]", (await ven.SendAsync("GET", "vens")).Body);
    }

    [Theory]
    [InlineData("a%41b", "a%41b", 200)]
    [InlineData("a%41b", "a%2541b", 200)]
    [InlineData("a:b c", "a%3Ab%20c", 200)]
    [InlineData("a%41b", "aAb", 401)]
    public async Task A_secret_in_the_header_counts_raw_and_escaped_also_where_the_body_names_the_client(string secret, string written, int status)
    {
        await using Vtn vtn = await Vtn.StartAsync(new() { Clients = [new("ven_client", secret, false)] });
        foreach (bool isNamed in (bool[])[false, true])
        {
            using HttpClient client = new() { BaseAddress = vtn.Url };
            using HttpRequestMessage request = new(HttpMethod.Post, "auth/token");
            request.Headers.Authorization = new("basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"ven_client:{written}")));
            Dictionary<string, string> form = new() { ["grant_type"] = "client_credentials" };
            if (isNamed) form["client_id"] = "ven_client";
            request.Content = new FormUrlEncodedContent(form);
            using HttpResponseMessage answer = await client.SendAsync(request);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("openadr3.yaml")]
    [InlineData("programs/1/more.json")]
    public async Task An_unknown_path_is_a_problem_also_where_it_looks_like_a_file(string path)
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller ven = await Caller.VenAsync(vtn);
        (int status, string body) = await ven.SendAsync("GET", path);
        Assert.Equal(404, status);
        Assert.Equal(404, JsonDocument.Parse(body).RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_ven_without_a_client_names_none()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller business = await Caller.BusinessAsync(vtn);
        vtn.Add(new Headroom.Protocols.OpenAdr.AdrVen { Name = "v" });
        Assert.DoesNotContain("clientID", (await business.SendAsync("GET", "vens")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2001:4860:4860::8888", true)]
    public void Callbacks_lead_into_no_private_network(string address, bool isAllowed) =>
        Assert.Equal(isAllowed, new WebhookGuard(new()).IsAllowed(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://example.org/hook")]
    [InlineData("https://127.0.0.1:1/hook")]
    [InlineData("https://user:pass@8.8.8.8/hook")]
    [InlineData("ftp://8.8.8.8/hook")]
    public async Task A_callback_that_is_not_safe_makes_no_subscription(string url)
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using Caller ven = await Caller.VenAsync(vtn);
        (int status, _) = await ven.SendAsync("POST", "subscriptions", $$"""{"clientName":"c","objectOperations":[{"objects":["EVENT"],"operations":["CREATE"],"callbackUrl":"{{url}}"}]}""");
        Assert.Equal(400, status);
        Assert.Equal("[]", (await ven.SendAsync("GET", "subscriptions")).Body);
    }
}
