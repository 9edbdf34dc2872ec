using Headroom.Protocols.OpenAdr;
using Headroom.TestKit.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>Everything that real VTNs were seen to do wrong: the ceilings come out right all the same.</summary>
public sealed class VenMischiefTests
{
    private static readonly Dictionary<string, Action<VtnMischief>> lasting = new()
    {
        ["times without a zone"] = one => one.WritesTimesWithoutZone = true,
        ["nulls and unknown keys"] = one => one.WritesNullsAndUnknownKeys = true,
        ["no lifetime of tokens"] = one => one.LeavesLifetimeOut = true,
        ["scopes as a list"] = one => one.WritesScopeAsList = true,
        ["403 instead of 401"] = one => one.RefusesWithForbidden = true,
        ["status as text"] = one => one.WritesProblemStatusAsText = true,
        ["an empty list as conflict"] = one => one.AnswersConflictWithEmptyList = true,
        ["problem+json"] = one => one.WritesProblemJson = true,
        ["no descriptors of programs"] = one => one.DropsProgramDescriptors = true,
        ["no notifiers"] = one => one.RefusesNotifiers = true,
        ["topics as a placeholder"] = one => one.WritesTopicPlaceholder = true,
        ["topics refused"] = one => one.RefusesTopics = true,
        ["the order turned round"] = one => one.TurnsOrderRound = true,
        ["a clock an hour ahead"] = one => one.ClockSkew = TimeSpan.FromHours(1),
        ["a clock two days behind"] = one => one.ClockSkew = TimeSpan.FromDays(-2),
    };

    public static TheoryData<string> Lasting => [.. lasting.Keys];

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_lasting_fault_changes_no_ceiling(string fault)
    {
        await using VenRig rig = await VenRig.StartAsync();
        lasting[fault](rig.Vtn.Mischief);
        rig.Vtn.Add(rig.Event(EventTypes.ImportSubscription, -600, null, 80_000));
        AdrEvent one = rig.Vtn.Add(rig.Limit(0, 30, 120_000, 30_000));
        await rig.PollAsync();
        Assert.Equal((120, 30, 80), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(31), rig.Desk.CeilingMegawatts(61)));
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        rig.Vtn.ForgetTokens();
        rig.Vtn.Change(one with
        {
            Intervals = [one.Intervals[0], one.Intervals[1] with { Payloads =
            [AdrPayload.Of(EventTypes.ImportLimit, 20_000)] }]
        });
        await rig.PollAsync();
        Assert.Equal((120, 20, 80), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(31), rig.Desk.CeilingMegawatts(61)));
        Assert.False(rig.Ven.IsLost);
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("drops")]
    [InlineData("hangs")]
    [InlineData("stores and fails")]
    public async Task A_passing_fault_is_over_with_the_next_polls(string fault)
    {
        await using VenRig rig = await VenRig.StartAsync(url =>
            new()
            {
                Name = "juniper",
                Url = url,
                ClientId = "ven_client",
                ClientSecret = "ven_secret",
                RequestTimeout =
            TimeSpan.FromSeconds(1)
            });
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        if (fault == "fails") rig.Vtn.Mischief.Fails = 3;
        if (fault == "drops") rig.Vtn.Mischief.Drops = 3;
        if (fault == "hangs") rig.Vtn.Mischief.Hangs = 2;
        if (fault == "stores and fails") rig.Vtn.Mischief.FailsAfterStoring = 1;
        for (int i = 0; i < 8; i++)
        {
            await rig.PollAsync();
            rig.Clock.Move(TimeSpan.FromSeconds(30));
        }
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        Assert.Single(rig.Vtn.All<AdrVen>());
        Assert.False(rig.Ven.IsLost);
    }

    [Fact]
    public async Task Ids_that_a_VTN_uses_again_after_its_restart_are_other_events()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(0, 600, 40_000));
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
        rig.Clock.Move(TimeSpan.FromMinutes(1));
        rig.Vtn.LoseEverything();
        rig.AddProgram();
        AdrEvent again = rig.Vtn.Add(rig.Limit(0, 60, 30_000, 25_000));
        await rig.PollAsync();
        Assert.Equal((30, 25, 50), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(61), rig.Desk.CeilingMegawatts(121)));
        Assert.Equal("1", again.Id);
    }

    [Fact]
    public async Task More_events_than_a_page_has_are_all_read_while_new_ones_come()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Mischief.TurnsOrderRound = true;
        for (int i = 0; i < 130; i++) rig.Vtn.Add(rig.Limit(10 * i, 10, 40_000 + i));
        await rig.PollAsync();
        Assert.Equal((40, 40.129), (rig.Desk.CeilingMegawatts(1), rig.Desk.CeilingMegawatts(1291)));
        Assert.Equal(50, rig.Desk.CeilingMegawatts(1301));
    }

    [Fact]
    public async Task A_wrong_secret_is_not_tried_again_at_once()
    {
        await using VenRig rig = await VenRig.StartAsync(url =>
            new() { Name = "juniper", Url = url, ClientId = "ven_client", ClientSecret = "wrong" });
        for (int i = 0; i < 10; i++) await rig.PollAsync();
        // once in the body and once in the header
        Assert.Equal(2, rig.Vtn.Requests.Count(one => one.EndsWith("/auth/token 401", StringComparison.Ordinal)));
        Assert.Contains("the token was refused (HTTP 401 invalid_client", rig.Desk.Told, StringComparison.Ordinal);
        Assert.Equal(50, rig.Desk.CeilingMegawatts());
        rig.Clock.Move(TimeSpan.FromMinutes(3));
        await rig.PollAsync();
        Assert.True(rig.Ven.IsLost);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_is_too_old()
    {
        await using VenRig rig = await VenRig.StartAsync(null, vtn => vtn with { TokenLifetime = TimeSpan.FromMinutes(10) });
        for (int i = 0; i < 60; i++)
        {
            await rig.PollAsync();
            rig.Clock.Move(TimeSpan.FromSeconds(30));
        }
        Assert.DoesNotContain(rig.Vtn.Requests, one => one.EndsWith("401", StringComparison.Ordinal));
        Assert.Equal(4, rig.Vtn.Requests.Count(one => one.EndsWith("/auth/token 200", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Secrets_are_in_no_evidence()
    {
        await using VenRig rig = await VenRig.StartAsync();
        rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        await rig.PollAsync();
        Assert.DoesNotContain("ven_secret", rig.Desk.Told, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", rig.Desk.Told, StringComparison.Ordinal);
    }
}
