using System.Net;
using System.Text;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>What a VTN granted holds until the VTN itself takes it back, whatever fails in between: a forgotten target would cancel its
/// limits. The fail-safe of 50 MW is what would hold then.</summary>
public sealed class VenGrantTests
{
    private static readonly (HttpStatusCode, string) trouble = (HttpStatusCode.ServiceUnavailable, "{}");

    private static bool IsGet(HttpRequestMessage request, string path) => request.Method == HttpMethod.Get
        && PeerRoad.PathOf(request).StartsWith(path, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("vens")]
    [InlineData("auth/server")]
    public async Task A_limit_for_a_granted_target_outlives_a_restart_while_the_VTN_is_in_trouble(string path)
    {
        using PeerRoad road = new();
        await using VenRig rig = await VenRig.StartAsync(road: road);
        AdrEvent limit = Granted(rig);
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        await rig.RestartAsync();
        road.Instead = request => IsGet(request, path) || path.Length == 0 ? trouble : null;
        // longer than contact may be missed
        for (int i = 0; i < 6; i++)
        {
            await rig.PollAsync();
            Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
            rig.Clock.Move(TimeSpan.FromSeconds(30));
        }
        road.Instead = _ => null;
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        rig.Vtn.Remove(limit);
        await rig.PollAsync();
        Assert.Equal(50, rig.Desk.CeilingMegawatts(1));
    }

    [Theory]
    [InlineData("vens")]
    [InlineData("resources")]
    [InlineData("resources?venID=1&resourceName")]
    public async Task A_look_that_fails_takes_no_target_away_and_the_next_whole_one_does(string path)
    {
        using PeerRoad road = new();
        await using VenRig rig = await VenRig.StartAsync(url =>
            new() { Name = "juniper", Url = url, ClientId = "ven_client", ClientSecret = "ven_secret", Resources = ["hall a"] }, road: road);
        AdrVen ven = rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client" });
        AdrResource hall = rig.Vtn.Add(new AdrResource { Name = "hall a", VenId = ven.Id, ClientId = "ven_client", Targets = ["group1"] });
        AdrResource other = rig.Vtn.Add(new AdrResource { Name = "hall b", VenId = ven.Id, ClientId = "ven_client", Targets = ["group2"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1"] });
        rig.Vtn.Add(rig.Limit(0, 600, 35_000) with { Targets = ["group2"] });
        await rig.PollAsync();
        Assert.Equal((35, "1"), (rig.Desk.CeilingMegawatts(1), ven.Id));
        rig.Vtn.Change(other with { Targets = [] });
        rig.Vtn.Change(hall with { Targets = ["group3"] });
        road.Instead = request => IsGet(request, path) ? trouble : null;
        await LookedAsync(rig);
        Assert.Equal(["GET events?targets=group1", "GET events?targets=group2"], TargetsOf(road).Except(["GET events?targets=group3"]));
        road.Instead = _ => null;
        await LookedAsync(rig);
        Assert.Equal(["GET events?targets=group3"], TargetsOf(road));
        Assert.Equal(50, rig.Desk.CeilingMegawatts(1));
    }

    [Theory]
    [InlineData("resources")]
    [InlineData("resources?venID=1&resourceName")]
    public async Task A_limit_for_a_target_of_a_resource_stands_while_resources_are_not_read(string path)
    {
        using PeerRoad road = new();
        await using VenRig rig = await VenRig.StartAsync(url =>
            new() { Name = "juniper", Url = url, ClientId = "ven_client", ClientSecret = "ven_secret", Resources = ["hall a"] }, road: road);
        AdrVen ven = rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client" });
        rig.Vtn.Add(new AdrResource { Name = "hall a", VenId = ven.Id, ClientId = "ven_client", Targets = ["group1"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1"] });
        await rig.PollAsync();
        road.Instead = request => IsGet(request, path) ? trouble : null;
        road.Asked.Clear();
        await LookedAsync(rig);
        Assert.Contains(road.Asked, one => one.StartsWith($"GET {path}", StringComparison.Ordinal));
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
    }

    [Fact]
    public async Task A_state_of_before_targets_were_kept_keeps_what_was_demanded()
    {
        using PeerRoad road = new();
        await using VenRig rig = await VenRig.StartAsync(road: road);
        AdrEvent limit = Granted(rig);
        rig.Vtn.Add(rig.Limit(600, 600, 30_000) with { Targets = ["of a neighbour"] });
        await rig.PollAsync();
        rig.Memory.Forget("ven", "granted");
        await rig.RestartAsync();
        road.Instead = _ => trouble;
        await rig.PollAsync();
        Assert.Equal((40, 50), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(601)));
        road.Instead = request => IsGet(request, "vens") ? trouble : null;
        await rig.PollAsync();
        Assert.Equal((40, 50), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(601)));
        Assert.DoesNotContain("targets=of", string.Join('\n', road.Asked), StringComparison.Ordinal);
        rig.Vtn.Remove(limit);
        await rig.PollAsync();
        Assert.Equal(50, rig.Desk.CeilingMegawatts(1));
    }

    [Theory]
    [InlineData("events", false)]
    [InlineData("events", true)]
    [InlineData("programs", false)]
    [InlineData("programs", true)]
    public async Task A_refusal_of_a_list_that_was_answered_once_takes_nothing_away(string list, bool restarts)
    {
        using PeerRoad road = new();
        await using VenRig rig = await VenRig.StartAsync(url => Taking(url, ["group1"]), road: road);
        AdrProgram aimed = rig.Vtn.Add(new AdrProgram { Name = "for some", Targets = ["group1"] });
        rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client", Targets = ["group1"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { ProgramId = aimed.Id, Targets = ["group1"] });
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        if (restarts) await rig.RestartAsync();
        road.Instead = request => IsGet(request, $"{list}?targets=") ? (HttpStatusCode.BadRequest, "a proxy's words") : null;
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
    }

    [Fact]
    public async Task A_VTN_that_never_knew_such_a_list_is_read_without_it()
    {
        using PeerRoad road = new();
        road.Instead = request => IsGet(request, "events?targets=") ? (HttpStatusCode.BadRequest, "{}") : null;
        await using VenRig rig = await VenRig.StartAsync(url => Taking(url, ["group1"]), vtn => vtn with { GrantsUnasked = true }, road);
        rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client", Targets = ["group1"] });
        AdrEvent limit = rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1"] });
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        await rig.RestartAsync();
        rig.Vtn.Remove(limit);
        await rig.PollAsync();
        Assert.Equal(50, rig.Desk.CeilingMegawatts(1));
    }

    [Fact]
    public async Task A_target_that_was_not_read_stays_with_an_event_that_another_list_shows()
    {
        using PeerRoad road = new();
        await using VenRig rig = await VenRig.StartAsync(url => Taking(url, [], new() { ["north side"] = "north" }), road: road);
        rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client", Targets = ["group1", "north side"] });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1", "north side"] });
        await rig.PollAsync();
        Assert.Equal((40, 40), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(1, "north")));
        road.Instead = request => IsGet(request, "events?targets=north") ? trouble : null;
        for (int i = 0; i < 2; i++)
        {
            await rig.PollAsync();
            Assert.Equal((40, 40), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(1, "north")));
        }
        Assert.DoesNotContain("event updated", rig.Desk.Told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_granted_is_written_and_read()
    {
        VenState state = new() { VenId = "7", Granted = ["group1", "north side"], Answered = ["events north side"] };
        VenState back = StoreVenMemory.Read(StoreVenMemory.Write(state))!;
        Assert.Equal(("7", "group1, north side"), (back.VenId, string.Join(", ", back.Granted)));
        Assert.Equal(["events north side"], back.Answered);
        Assert.Null(StoreVenMemory.Read(StoreVenMemory.Write(new()))!.VenId);
    }

    [Fact]
    public async Task What_a_list_of_too_many_objects_does_not_reach_is_not_gone()
    {
        using PeerRoad road = new();
        await using VenRig rig = await VenRig.StartAsync(road: road);
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        // fifty others on every page, whatever is skipped
        road.Instead = request => IsGet(request, "events") ? (HttpStatusCode.OK, Page(rig.Program, SkipOf(request))) : null;
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        Assert.Contains("events not read: the list goes on beyond 10,000 objects", rig.Desk.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_could_not_be_saved_is_saved_with_the_next_poll()
    {
        await using VenRig rig = await VenRig.StartAsync();
        Granted(rig);
        rig.Memory.Fails = 1;
        await Assert.ThrowsAsync<IOException>(rig.PollAsync);
        await rig.PollAsync();
        Assert.Equal(["group1"], (await rig.Memory.LoadAsync(TestContext.Current.CancellationToken))!.Granted);
    }

    /// <summary>So long that the ven is looked at again.</summary>
    private static async Task LookedAsync(VenRig rig)
    {
        for (int i = 0; i < 13; i++)
        {
            rig.Clock.Move(TimeSpan.FromSeconds(30));
            await rig.PollAsync();
        }
    }

    /// <summary>Targets for which events were asked with the last poll.</summary>
    private static IEnumerable<string> TargetsOf(PeerRoad road) =>
        road.Asked.Skip(road.Asked.LastIndexOf("GET events") + 1).Where(one => one.StartsWith("GET events?", StringComparison.Ordinal));

    private static int SkipOf(HttpRequestMessage request) =>
        int.Parse(System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query)["skip"]!, System.Globalization.CultureInfo.InvariantCulture);

    private static string Page(AdrProgram program, int skip) => Encoding.UTF8.GetString(AdrWriter.List([.. Enumerable.Range(skip, 50)
        .Select(k => new AdrEvent { Id = $"other-{k}", ProgramId = program.Id, Intervals = [new(0, null, [AdrPayload.Of(EventTypes.Price, 0.1)])] })]));

    private static VenSetting Taking(Uri url, string[] targets, Dictionary<string, string>? feeds = null) => new()
    {
        Name = "juniper",
        Url = url,
        ClientId = "ven_client",
        ClientSecret = "ven_secret",
        UsesMqtt = false,
        Programs = ["for some", "envelopes"],
        Targets = targets,
        Feeds = feeds ?? [],
    };

    /// <summary>A ven that business logic granted a target, and a limit of 40 MW for it.</summary>
    private static AdrEvent Granted(VenRig rig)
    {
        rig.Vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client", Targets = ["group1"] });
        return rig.Vtn.Add(rig.Limit(0, 600, 40_000) with { Targets = ["group1"] });
    }
}
