using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Operator.Web;
using Headroom.Sites;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Web;

/// <summary>Who may what, over HTTP, on loopback.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-web-").FullName;
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private OperatorHost? host;
    private Task runs = Task.CompletedTask;
    private string admin = "";

    public async ValueTask InitializeAsync()
    {
        SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "w.db")), TimeProvider.System);
        SiteClock clock = SiteClock.Real(TimeProvider.System);
        (SimulatedField? field, _) = SimulatedField.Open(RunningSite.Order, clock.UtcNow);
        var settings = new OperatorSettings { Store = "w.db", Urls = $"http://127.0.0.1:{LoopbackPort.Free()}" };
        host = await OperatorHost.BuildAsync(settings, field!, store, clock, null, "", null, default);
        await host.StartAsync(default);
        admin = host.FirstToken!;
        client.BaseAddress = new(settings.Urls);
        runs = host.RunAsync(stop.Token);
        await RunningSite.UntilAsync(() => host.Service.Now?.Beat > 1);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await runs;
        await host!.DisposeAsync();
        client.Dispose();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? token, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> TokenAsync(string name, string role, string? authority = null)
    {
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, JsonSerializer.Serialize(new { name, role, authority }));
        Assert.Equal(HttpStatusCode.Created, status);
        return JsonDocument.Parse(body).RootElement.GetProperty("token").GetString()!;
    }

    [Fact]
    public async Task Nobody_gets_anything_and_each_role_no_more_than_its_own()
    {
        string viewer = await TokenAsync("eve", "viewer"), person = await TokenAsync("otto", "operator");
        (HttpMethod Method, string Path, string? Body, HttpStatusCode[] Of)[] rules =
        [
            (HttpMethod.Get, "/api/v1/site", null, [HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK]),
            (HttpMethod.Get, "/api/v1/now", null, [HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK]),
            (HttpMethod.Get, "/api/v1/limits", null, [HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK]),
            (HttpMethod.Get, "/api/v1/offers", null, [HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK]),
            (HttpMethod.Get, "/openapi/v1.json", null, [HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK]),
            (HttpMethod.Post, "/api/v1/limits", """{"name":"a","level":"19 MW","hold":"1 min"}""", [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK]),
            (HttpMethod.Delete, "/api/v1/limits/a", null, [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK]),
            (HttpMethod.Get, "/api/v1/journal", null, [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK]),
            (HttpMethod.Get, "/api/v1/tokens", null, [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK]),
            (HttpMethod.Delete, "/api/v1/tokens/nobody", null, [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound]),
            (HttpMethod.Get, "/nothing/here", null, [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden]),
        ];
        string?[] tokens = [null, viewer, person, admin];
        string[] names = ["nobody", "viewer", "operator", "admin"];
        foreach ((HttpMethod method, string path, string? body, HttpStatusCode[] of) in rules)
            for (int k = 0; k < tokens.Length; k++)
            {
                HttpStatusCode got = (await SendAsync(method, path, tokens[k], body)).Status;
                Assert.True(of[k] == got, $"{method} {path} as {names[k]}: {got}");
            }
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/v1/now", "hr_" + new string('0', 64))).Status);
    }

    [Fact]
    public async Task One_authority_does_not_cancel_what_another_demands()
    {
        string utility = await TokenAsync("grid", "operator", "utility"), market = await TokenAsync("trader", "operator", "market");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/v1/limits", utility, """{"name":"cut","level":"15 MW","hold":"10 min"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, "/api/v1/limits/cut", market)).Status);      // a name of its own, which demands nothing
        await RunningSite.UntilAsync(() => host!.Service.Now!.Limits.Count > 0);
        Assert.Equal(("grid", "cut"), (host!.Service.Now!.Limits[0].Source, host.Service.Now.Limits[0].Name));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, "/api/v1/limits/cut", utility)).Status);
    }

    /// <summary>Whoever states no start means now, and is not late; a return is to what was drawn, or to the level where less was drawn.</summary>
    [Fact]
    public async Task A_limit_without_a_start_begins_when_it_is_taken_and_returns_no_lower_than_its_level()
    {
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Post, "/api/v1/limits", admin, """{"name":"wide","level":"500 MW","hold":"10 min","recovery":"1 h"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(0, JsonDocument.Parse(body).RootElement.GetProperty("lateBySeconds").GetDouble());
        string journal = (await SendAsync(HttpMethod.Get, "/api/v1/journal?from=1&count=1000", admin)).Body;
        Assert.Contains("\"baseline\":500000000,", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_the_journal_ends_at_sixteen_mebibytes_and_the_next_goes_on_from_there()
    {
        for (int k = 0; k < 5; k++) await host!.Service.NoteAsync(new("test", "somebody", "large", new byte[6 << 20]), default);
        // they are durable with the next beat
        long beat = host!.Service.Now!.Beat;
        await RunningSite.UntilAsync(() => host.Service.Now!.Beat > beat + 1);
        List<int> pages = [];
        int large = 0;
        for (long next = 1; large < 5;)
        {
            Assert.True(pages.Count < 5, string.Join(", ", pages));
            string page = (await SendAsync(HttpMethod.Get, $"/api/v1/journal?from={next}&count=1000", admin)).Body;
            JsonElement[] entries = [.. JsonDocument.Parse(page).RootElement.EnumerateArray()];
            foreach (JsonElement entry in entries) Assert.Equal(next++, entry.GetProperty("sequence").GetInt64());
            int here = entries.Count(entry => entry.GetProperty("kind").GetString() != JournalKinds.Beat && entry.GetRawText().Length > 6 << 20);
            Assert.InRange(here, 0, 3);
            Assert.True(page.Length < Endpoints.PageBytes + (20 << 20));
            large += here;
            pages.Add(here);
        }
        Assert.True(pages.Count(here => here > 0) >= 2, string.Join(", ", pages));
    }

    [Fact]
    public async Task The_document_says_what_a_limit_may_say()
    {
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Get, "/openapi/v1.json", admin);
        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement document = JsonDocument.Parse(body).RootElement, post = document.GetProperty("paths").GetProperty("/api/v1/limits").GetProperty("post");
        Assert.Contains("application/json", post.GetProperty("requestBody").GetProperty("content").ToString(), StringComparison.Ordinal);
        Assert.Equal(["200", "400", "401", "403", "409", "422", "429", "503"], post.GetProperty("responses").EnumerateObject().Select(one => one.Name).Order());
        Assert.Contains("How long the level holds", body, StringComparison.Ordinal);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
        Assert.Equal(["201", "400", "401", "403", "409", "429"], document.GetProperty("paths").GetProperty("/api/v1/tokens").GetProperty("post").GetProperty("responses").EnumerateObject().Select(one => one.Name).Order());
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/v1/stream", out _));
    }

    [Theory]
    [InlineData("""{"name":"a","name":"b","level":"15 MW"}""", "name")]
    [InlineData("""{"name":"a","level":"15 MW","from":"2020-01-01T00:00:00Z","hold":"1 h"}""", "hold")]
    [InlineData("""{"name":"a","level":"15 MW","from":"2020-01-01T00:00:00Z","until":"2020-01-01T01:00:00Z"}""", "until")]
    [InlineData("""{"name":"a","level":"15 MW","from":"9020-01-01T00:00:00Z","hold":"1 h"}""", "from")]
    [InlineData("""{"name":"a","level":"15 MW","from":"9999-12-31T23:00:00Z","hold":"2 h"}""", "from")]
    [InlineData("""{"name":"a","level":"15 MW","from":"03/04/2126 18:00","hold":"1 h"}""", "from")]
    [InlineData("""{"name":"a","level":"15 MW","from":"18:00","hold":"1 h"}""", "from")]
    public async Task A_slip_of_the_pen_is_no_limit(string limit, string path)
    {
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Post, "/api/v1/limits", admin, limit);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([path], JsonDocument.Parse(body).RootElement.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("path").GetString()!));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, "/api/v1/limits/never-was", admin)).Status);
    }

    [Fact]
    public async Task A_wrong_limit_gets_all_that_is_wrong_at_once()
    {
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Post, "/api/v1/limits", admin, """{"level":"30","hold":"soon","until":"2126-07-14T18:00:00Z","colour":"red","firm":"maybe","priority":-5}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["colour", "firm", "hold", "level", "name", "priority"], JsonDocument.Parse(body).RootElement.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("path").GetString()!).Distinct().Order());
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/api/v1/limits", admin, "[1,2")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/api/v1/limits", admin, new string(' ', 70_000))).Status);
    }

    [Fact]
    public async Task A_name_with_a_slash_can_be_taken_back_and_no_token_has_one_or_a_voice_of_the_grids()
    {
        foreach (string limit in (string[])["north/cut", "100%2F"])
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/v1/limits", admin, JsonSerializer.Serialize(new { name = limit, level = "19 MW", hold = "10 min" }))).Status);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, $"/api/v1/limits/{Uri.EscapeDataString(limit)}", admin)).Status);
        }
        Assert.Empty(host!.Access.Reserve(["juniper"]));
        foreach (string name in (string[])["north/eve", "oidc/eve", "juniper", "Juniper", "a\nb", ""])
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, JsonSerializer.Serialize(new { name, role = "operator" }))).Status);
        Assert.Equal(["admin"], host.Access.Reserve(["admin"]));
    }

    [Fact]
    public async Task Who_gives_and_takes_tokens_is_told_and_the_last_admin_stays()
    {
        await TokenAsync("eve", "viewer");
        string again = JsonSerializer.Serialize(new { name = "eve", role = "operator" });
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, again)).Status);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, again.Replace("}", ",\"replace\":true}", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/v1/tokens/eve", admin)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Delete, "/api/v1/tokens/admin", admin)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, """{"name":"admin","role":"viewer","replace":true}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/v1/tokens", admin)).Status);
        long beat = host!.Service.Now!.Beat;
        await RunningSite.UntilAsync(() => host.Service.Now?.Beat > beat + 1);
        string journal = (await SendAsync(HttpMethod.Get, "/api/v1/journal?from=1&count=1000", admin)).Body;
        foreach (string told in (string[])["token given to eve: Viewer", "token given to eve: Operator", "token of eve taken back"]) Assert.Contains(told, journal, StringComparison.Ordinal);
        await TokenAsync("root", "admin");
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/v1/tokens/admin", admin)).Status);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_token_is_said_at_once()
    {
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, """{"nam":"eve","role":"boss","authority":"king","replace":"yes"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["authority", "nam", "name", "replace", "role"], JsonDocument.Parse(body).RootElement.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("path").GetString()!).Order());
    }

    [Fact]
    public async Task What_is_not_there_says_so_to_who_may_look()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/v1/nothing", null)).Status);
        foreach ((HttpMethod method, string path) in ((HttpMethod, string)[])[(HttpMethod.Get, "/api/v1/nothing"), (HttpMethod.Put, "/api/v1/limits/a"), (HttpMethod.Get, "/api/v1/limits/a/b")])
        {
            (HttpStatusCode status, string body) = await SendAsync(method, path, admin);
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains(path, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cookie_alone_acts_only_from_our_own_pages()
    {
        using var login = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = new FormUrlEncodedContent([new("token", admin)]) };
        using HttpResponseMessage answer = await client.SendAsync(login);
        string cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        async Task<HttpStatusCode> PostAsync(bool isOurs)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/heartbeat");
            request.Headers.Add("Cookie", cookie.Split(';')[0]);
            if (isOurs) request.Headers.Add("X-Headroom", "1");
            using HttpResponseMessage got = await client.SendAsync(request);
            return got.StatusCode;
        }
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(isOurs: false));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(isOurs: true));
    }

    [Theory]
    [InlineData("POST", "/api/v1/tokens", """{"name":"mallory","role":"admin"}""")]
    [InlineData("DELETE", "/api/v1/tokens/admin", null)]
    [InlineData("POST", "/api/v1/limits", """{"name":"a","level":"19 MW","hold":"1 min"}""")]
    [InlineData("DELETE", "/api/v1/limits/a", null)]
    public async Task Nothing_that_changes_anything_is_done_for_a_foreign_page(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("Cookie", $"headroom={admin}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage got = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, got.StatusCode);
        Assert.Equal(["admin"], host!.Access.Grants.Select(one => one.Name));
    }

    [Theory]
    [InlineData("99", null, "eve")]
    [InlineData("2", null, "eve")]
    [InlineData("viewer,admin", null, "eve")]
    [InlineData("operator", "99", "eve")]
    [InlineData("operator", "0", "eve")]
    [InlineData("operator", null, "oidc/eve")]
    public async Task A_token_has_a_role_and_an_authority_that_there_are_and_a_name_of_its_own(string role, string? authority, string name)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, JsonSerializer.Serialize(new { name, role, authority }))).Status);
        Assert.Single(host!.Access.Grants);
    }

    private async Task<HttpResponseMessage> LoginAsync(string token, string? returnTo, string? proto = null)
    {
        List<KeyValuePair<string, string>> form = [new("token", token)];
        if (returnTo is not null) form.Add(new("returnTo", returnTo));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = new FormUrlEncodedContent(form) };
        if (proto is not null) request.Headers.Add("X-Forwarded-Proto", proto);
        return await client.SendAsync(request);
    }

    [Theory]
    [InlineData("/racks?row=3", "/racks?row=3")]
    [InlineData("//evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData(null, "/")]
    public async Task After_signing_in_people_are_where_they_wanted_to_be_and_never_elsewhere(string? returnTo, string leads)
    {
        using HttpResponseMessage answer = await LoginAsync(admin, returnTo);
        Assert.Equal(leads, answer.Headers.Location!.ToString());
        using HttpResponseMessage failed = await LoginAsync("hr_wrong", returnTo);
        Assert.Equal(leads == "/" ? "/login?failed=wrong" : $"/login?failed=wrong&returnTo={Uri.EscapeDataString(leads)}", failed.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Behind_a_proxy_that_speaks_tls_the_cookie_is_for_tls_only()
    {
        using HttpResponseMessage plain = await LoginAsync(admin, null), secure = await LoginAsync(admin, null, "https");
        Assert.DoesNotContain("; secure", plain.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; secure", secure.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_token_taken_back_by_another_process_is_refused_here()
    {
        string token = await TokenAsync("eve", "viewer");
        await using (SqlStore other = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "w.db")), TimeProvider.System))
            Assert.True(await (await Access.LoadAsync(other, default)).TakeAsync("eve", default));
        await RunningSite.UntilAsync(() => host!.Access.Of(token) is null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/v1/now", token)).Status);
    }

    [Fact]
    public async Task Nobody_takes_all_places_for_streams_and_one_is_free_once_one_ends()
    {
        async Task<HttpResponseMessage> OpenAsync(string? token = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream");
            request.Headers.Authorization = new("Bearer", token ?? admin);
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
        List<HttpResponseMessage> open = [];
        for (int k = 0; k < StreamPlaces.MostOfOne; k++) open.Add(await OpenAsync());
        Assert.All(open, one => Assert.Equal(HttpStatusCode.OK, one.StatusCode));
        using (HttpResponseMessage refused = await OpenAsync()) Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        using (HttpResponseMessage others = await OpenAsync(await TokenAsync("eve", "viewer"))) Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        foreach (HttpResponseMessage one in open) one.Dispose();
        HttpStatusCode got = HttpStatusCode.ServiceUnavailable;
        for (int k = 0; k < 200 && got != HttpStatusCode.OK; k++)
        {
            using HttpResponseMessage again = await OpenAsync();
            got = again.StatusCode;
            if (got != HttpStatusCode.OK) await Task.Delay(20);
        }
        Assert.Equal(HttpStatusCode.OK, got);
    }

    [Fact]
    public async Task Tokens_are_kept_as_hashes()
    {
        string token = await TokenAsync("eve", "viewer");
        (HttpStatusCode _, string body) = await SendAsync(HttpMethod.Get, "/api/v1/tokens", admin);
        Assert.Contains("eve", body, StringComparison.Ordinal);
        Assert.DoesNotContain(token, body, StringComparison.Ordinal);
        Assert.DoesNotContain(token, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "w.db-wal"))), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/v1/tokens/eve", admin)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/v1/now", token)).Status);
    }

    [Fact]
    public void Off_loopback_nothing_is_served_without_tls()
    {
        string[] Paths(string urls) => [.. new OperatorSettings { Store = "a.db", Urls = urls }.Check().Select(one => one.Path)];
        Assert.Empty(Paths("http://127.0.0.1:5240;http://localhost:1;http://[::1]:7"));
        Assert.Equal(["--urls"], Paths("http://0.0.0.0:5240"));
        Assert.Equal(["--urls"], Paths("http://*:5240"));
        Assert.Equal(["--urls"], Paths("https://10.0.0.1:5240"));
        Assert.Equal(["--urls"], Paths("nonsense"));
        Assert.Equal(["--oidc", "--telemetry"], new OperatorSettings { Store = "a.db", OidcAuthority = "nonsense", Telemetry = "host:4317" }.Check().Select(one => one.Path));
    }
}
