using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.GridFiles;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.GridFiles;

public class GridFileTests
{
    [Fact]
    public void A_whole_file_is_read()
    {
        GridFileReading reading = GridFile.Parse("""
            grid: juniper
            openAdr:
              - {name: juniper, url: https://vtn.example.org/openadr3, clientId: c, secretVariable: S, authority: market, programs: [a, b], failSafe: 80 MW, emergencyLevel: 60 MW, managesCapacity: false}
            dsxFlex:
              name: juniper
              broker: mqtt://127.0.0.1:1883
              key: keys/own.pem
              parties: [agg=keys/agg-1.pem]
              feeds:
                - {tag: feed-a, feed: A, maximum: 120 MW, default: 100 MW}
            """, "grid.yaml");
        Assert.Empty(reading.Findings);
        VtnDescription vtn = Assert.Single(reading.Grid!.OpenAdr);
        Assert.Equal((LimitAuthority.Market, 80.Megawatts, 60.Megawatts, false, TimeSpan.FromSeconds(30)), (vtn.Authority, vtn.FailSafe!.Value, vtn.EmergencyLevel!.Value, vtn.ManagesCapacity, vtn.Poll));
        Assert.Equal(["a", "b"], vtn.Programs);
        Assert.Equal(new FlexFeedDescription("feed-a", "A", default, 120.Megawatts, 100.Megawatts), Assert.Single(reading.Grid.DsxFlex!.Feeds));
        Assert.Equal("keys/agg-1.pem", reading.Grid.DsxFlex.Parties["agg"]);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        GridFileReading reading = GridFile.Parse("""
            grid: juniper
            openAdr:
              - {name: juniper, url: http://vtn.example.org, clientId: c, secretVariable: S, poll: 5 min, callback: https://us.example.org/hook, colour: red}
            dsxFlex:
              name: juniper
              broker: mqtt://bus.example.org
              key: own.pem
              parties: [agg]
              feeds:
                - {tag: feed-a, maximum: 100, default: 120 MW}
            """, "grid.yaml");
        Assert.Null(reading.Grid);
        string all = string.Join('\n', reading.Findings);
        foreach (string part in new[] { "url", "poll", "callbackVariable", "colour", "broker", "parties", "maximum" }) Assert.Contains(part, all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_VTN_is_entered_by_a_secret_or_by_a_token()
    {
        GridFileReading reading = GridFile.Parse("""
            grid: juniper
            openAdr:
              - {name: a, url: https://a.example, clientId: c, secretVariable: S, tokenUrl: https://login.example/t, scope: read_targets write_reports, audience: vtn, topics: [programs/1/events/+]}
              - {name: b, url: http://b.test:8080, tokenFile: b.token, plainHttp: true}
              - {name: c, url: https://c.example, clientId: juniper, tokenVariable: T}
            """, "grid.yaml");
        Finding note = Assert.Single(reading.Findings);
        Assert.Equal((Severity.Note, 4, "\"http://b.test:8080\" in the clear"), (note.Severity, note.Line!.Value, note.Read));
        IReadOnlyList<VtnDescription> vtns = reading.Grid!.OpenAdr;
        Assert.Equal((new Uri("https://login.example/t"), "read_targets write_reports", "vtn"), (vtns[0].TokenUrl, vtns[0].Scope, vtns[0].Audience));
        Assert.Equal(["programs/1/events/+"], vtns[0].Topics);
        Assert.Equal((null, null, new SecretPlace(null, "b.token"), true), (vtns[1].ClientId, vtns[1].SecretVariable, vtns[1].Token, vtns[1].PlainHttp));
        Assert.Equal(("juniper", new SecretPlace("T")), (vtns[2].ClientId, vtns[2].Token));
    }

    [Fact]
    public void Targets_levels_dispatch_and_signatures_are_read()
    {
        GridFileReading reading = GridFile.Parse("""
            grid: juniper
            openAdr:
              - {name: a, url: https://a.example, tokenVariable: T, feeds: [{target: north side, feed: A}, {target: south side, feed: B}], level2: 70 MW, level3: 0 MW, dispatch: bestEffort, callback: https://us.example.org/hook, callbackVariable: H, signatureVariable: K}
              - {name: b, url: https://b.example, tokenVariable: T, callback: https://us.example.org/other, callbackVariable: H, signatureFile: hook.key}
            """, "grid.yaml");
        Assert.Empty(reading.Findings);
        VtnDescription a = reading.Grid!.OpenAdr[0], b = reading.Grid.OpenAdr[1];
        Assert.Equal(new Dictionary<string, string> { ["north side"] = "A", ["south side"] = "B" }, a.Feeds);
        Assert.Equal([null, 70.Megawatts, 0.Megawatts], a.Levels);
        Assert.Equal((Firmness.BestEffort, new SecretPlace("K")), (a.Dispatch, a.Signature));
        Assert.Equal([null, null, null], b.Levels);
        Assert.Equal((Firmness.Firm, new SecretPlace(null, "hook.key"), 0), (b.Dispatch, b.Signature, b.Feeds.Count));
    }

    [Theory]
    [InlineData("level1: 90", "level1", "Write the unit behind it")]
    [InlineData("level1: 60 MW, level2: 80 MW, level3: 0 MW", "level2", "Lower it, or raise level1")]
    [InlineData("level1: 60 MW, level3: 80 MW", "level1, level3", "Add `level2: 60 MW`")]
    [InlineData("level2: 60 MW", "level2", "Add `level3: 60 MW`")]
    [InlineData("dispatch: soft", "dispatch", "Write one of these")]
    [InlineData("dispatch: besteffort", "dispatch", "Did you mean bestEffort?")]
    [InlineData("feeds: [{target: x, feed: A}, {target: x, feed: B}]", "feeds[1].target", "Leave one out")]
    [InlineData("feeds: [{target: x}]", "feeds[0]", "Add `feed:")]
    [InlineData("feeds: [x=A]", "feeds[0]", "Write \"- {target: …}\"")]
    [InlineData("signatureFile: k", "signatureFile", "Add `callback`")]
    [InlineData("signatureVariable: K, signatureFile: k, callback: https://us.example/x, callbackVariable: H", "signatureFile", "Leave one out")]
    public void What_is_wrong_with_them_is_said_with_a_remedy(string keys, string paths, string remedy)
    {
        GridFileReading reading = GridFile.Parse($"grid: juniper\nopenAdr:\n  - {{name: a, url: https://a.example, tokenVariable: T, {keys}}}", "grid.yaml");
        Assert.Null(reading.Grid);
        Assert.Equal(paths.Split(", ").Select(path => $"openAdr[0].{path}"), reading.Findings.Select(one => one.Path).Order(StringComparer.Ordinal));
        Assert.Contains(reading.Findings, one => one.Remedy.Contains(remedy, StringComparison.Ordinal));
        Assert.All(reading.Findings, one => Assert.Equal(3, one.Line));
    }

    [Fact]
    public void How_a_VTN_is_entered_is_said_once_and_wholly()
    {
        GridFileReading reading = GridFile.Parse("""
            grid: juniper
            openAdr:
              - {name: a, url: https://a.example}
              - {name: b, url: https://b.example, clientId: c}
              - {name: c, url: https://c.example, secretVariable: S, tokenFile: b.token, scope: x}
              - {name: d, url: https://d.example, tokenVariable: T, tokenFile: b.token}
              - {name: e, url: https://e.example, clientId: c, secretVariable: S, tokenUrl: http://login.example}
            """, "grid.yaml");
        Assert.Null(reading.Grid);
        Assert.Equal(["3 openAdr[0].clientId", "3 openAdr[0].secretVariable", "4 openAdr[1].secretVariable", "5 openAdr[2].secretVariable", "5 openAdr[2].scope", "6 openAdr[3].tokenFile", "7 openAdr[4].tokenUrl"],
            reading.Findings.Select(one => $"{one.Line} {one.Path}"));
    }

    [Fact]
    public void A_file_in_which_nobody_speaks_is_none() => Assert.Null(GridFile.Parse("grid: juniper", "grid.yaml").Grid);
}
