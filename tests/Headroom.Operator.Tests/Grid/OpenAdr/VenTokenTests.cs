using System.Net;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;
using Headroom.TestKit.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>Tokens of VTNs that do not say where they are given, give nothing unasked, or take another's.</summary>
public sealed class VenTokenTests
{
    private static VenSetting With(Uri url, Uri? tokenUrl = null, string? scope = null, string? audience = null) => new()
    {
        Name = "juniper",
        Url = url,
        ClientId = "ven_client",
        ClientSecret = "ven_secret",
        UsesMqtt = false,
        RequestTimeout = TimeSpan.FromSeconds(20),
        TokenUrl = tokenUrl,
        Scope = scope,
        Audience = audience,
    };

    private static async Task<double?> CeilingAsync(VenRig rig)
    {
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        return rig.Desk.CeilingMegawatts(1);
    }

    [Theory]
    [InlineData(true, 40)]
    [InlineData(false, 50)]
    public async Task A_token_endpoint_that_the_VTN_does_not_say_is_that_of_the_setting(bool isSaid, double ceiling)
    {
        using PeerRoad road = new();
        // it names what is not there
        road.Instead = request => PeerRoad.PathOf(request) == "auth/server" ? (HttpStatusCode.OK, """{"tokenURL":"https://"}""") : null;
        await using VenRig rig = await VenRig.StartAsync(url => With(url, isSaid ? new(url, "auth/token") : null), road: road);
        Assert.Equal(ceiling, await CeilingAsync(rig));
        Assert.Equal(!isSaid, road.Asked.Contains("GET auth/server"));
    }

    [Theory]
    [InlineData(null, 50)]
    [InlineData("read_targets read_ven_objects write_reports write_vens", 40)]
    public async Task A_VTN_that_grants_nothing_unasked_is_asked_for_scopes(string? scope, double ceiling)
    {
        await using VenRig rig = await VenRig.StartAsync(url => With(url, scope: scope), vtn => vtn with { ScopesUnasked = [] });
        Assert.Equal(ceiling, await CeilingAsync(rig));
    }

    [Fact]
    public async Task Scope_and_audience_are_in_the_request_and_absent_where_nothing_is_said()
    {
        List<string> forms = [];
        foreach ((string? scope, string? audience) in ((string?, string?)[])[("read_targets read_ven_objects write_vens", "https://vtn.example"), (null, null)])
        {
            using PeerRoad road = new();
            road.Instead = request =>
            {
                if (PeerRoad.PathOf(request) == "auth/token") forms.Add(request.Content!.ReadAsStringAsync().GetAwaiter().GetResult());
                return null;
            };
            await using VenRig rig = await VenRig.StartAsync(url => With(url, scope: scope, audience: audience), road: road);
            await rig.PollAsync();
        }
        Assert.Contains("scope=read_targets+read_ven_objects+write_vens&audience=https%3A%2F%2Fvtn.example", forms[0], StringComparison.Ordinal);
        Assert.DoesNotContain(forms[1..], form => form.Contains("scope", StringComparison.Ordinal) || form.Contains("audience", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_somebody_else_gave_is_shown_without_a_client_and_read_anew()
    {
        using PeerRoad road = new();
        string token = "worn out";
        await using VenRig rig = await VenRig.StartAsync(
            url => new() { Name = "juniper", Url = url, UsesMqtt = false, BearerToken = _ => ValueTask.FromResult(token), RequestTimeout = TimeSpan.FromSeconds(20) }, road: road);
        rig.Vtn.Add(new AdrVen { Name = "site 12 of the utility", ClientId = "ven_client", Targets = ["group1"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1"] });
        await rig.PollAsync();
        Assert.Equal(50, rig.Desk.CeilingMegawatts(1));
        Assert.DoesNotContain(road.Asked, one => one.Contains("auth/", StringComparison.Ordinal));
        token = await TokenAsync(rig.Vtn);
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        Assert.DoesNotContain(token, rig.Desk.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_is_no_answer()
    {
        await using VenRig rig = await VenRig.StartAsync(
            url => new() { Name = "juniper", Url = url, UsesMqtt = false, BearerToken = _ => throw new FileNotFoundException("no file vtn.token") });
        await rig.PollAsync();
        Assert.Empty(rig.Vtn.Requests);
    }

    [Theory]
    [InlineData("two\nlines"), InlineData("with a blank"), InlineData("zwölf")]
    public async Task A_token_that_no_header_carries_is_no_answer(string token)
    {
        await using VenRig rig = await VenRig.StartAsync(
            url => new() { Name = "juniper", Url = url, UsesMqtt = false, BearerToken = _ => ValueTask.FromResult(token) });
        await rig.PollAsync();
        Assert.Empty(rig.Vtn.Requests);
        Assert.DoesNotContain(token, rig.Desk.Told, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_elsewhere_is_only_for_who_says_so()
    {
        VenSetting Plain(bool allows, string? tokenUrl = null) => new()
        { Name = "j", Url = new("http://vtn.test:8080"), ClientId = "c", ClientSecret = "s", AllowsPlainHttp = allows, TokenUrl = tokenUrl is null ? null : new(tokenUrl) };
        Assert.Throws<ArgumentException>(() => new VtnDoor(Plain(allows: false), TimeProvider.System));
        using (new VtnDoor(Plain(allows: true, "http://login.test/token"), TimeProvider.System)) { }
        Assert.Throws<ArgumentException>(() => new VtnDoor(Plain(allows: true, "ftp://login.test/token"), TimeProvider.System));
        Assert.Null(VtnDoor.TokenEndpoint(new("http://vtn.test:8080"), "http://login.test/token"));
        Assert.Equal("http://login.test/token", VtnDoor.TokenEndpoint(new("http://vtn.test:8080"), "http://login.test/token", allowsPlainHttp: true)!.AbsoluteUri);
        // a VTN elsewhere does not send the secret to this machine
        Assert.Null(VtnDoor.TokenEndpoint(new("http://vtn.test:8080"), "http://127.0.0.1/token", allowsPlainHttp: true));
        Assert.Throws<ArgumentException>(() => new VtnDoor(new() { Name = "j", Url = new("https://vtn.test") }, TimeProvider.System));
    }

    private static async Task<string> TokenAsync(Vtn vtn)
    {
        using HttpClient client = new();
        using FormUrlEncodedContent form = new([new("grant_type", "client_credentials"), new("client_id", "ven_client"), new("client_secret", "ven_secret")]);
        using HttpResponseMessage answer = await client.PostAsync(new Uri(vtn.Url, "auth/token"), form);
        return AdrReader.Token(await answer.Content.ReadAsByteArrayAsync()).Value!.AccessToken;
    }
}
