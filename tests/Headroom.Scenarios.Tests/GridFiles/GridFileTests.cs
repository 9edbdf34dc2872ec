using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.GridFiles;

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
    public void A_file_in_which_nobody_speaks_is_none() => Assert.Null(GridFile.Parse("grid: juniper", "grid.yaml").Grid);
}
