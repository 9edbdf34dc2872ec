using System.Text;
using Headroom.Operator.Field.Prometheus;
using Headroom.Protocols.Prometheus;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Field.Prometheus;

public class SiteMetricsTests
{
    [Fact]
    public void A_view_becomes_a_page_that_reads_back()
    {
        var site = new SiteFacts("juniper", "us-tex-ercot", 200.Megawatts, [new("feed \"a\"", -1, 200.Megawatts)], 50.Megawatts);
        var view = new SiteView
        {
            Beat = 7,
            At = DateTimeOffset.UnixEpoch,
            Ceiling = 120.Megawatts,
            Import = 90.Megawatts,
            Draw = 100.Megawatts,
            Field = new()
            {
                ItDraw = 80.Megawatts,
                ItEnergy = Energy.FromSi(5e9),
                SiteEnergy = Energy.FromSi(6e9),
                Services = [new("chat", 0, TokenRate.FromSi(1), TokenRate.FromSi(1), TokenCount.FromSi(3e9), TokenCount.FromSi(5), Power.Zero)],
                Batteries = [new("b1", -2.Megawatts, 20.MegawattHours, 40.MegawattHours)],
                Tree = [new(90.Megawatts, true)],
            },
        };
        Exposition page = ExpositionReader.Read(Encoding.UTF8.GetBytes(SiteMetrics.Write(site, view)));
        Assert.Empty(page.Findings);
        double Value(string name, params (string, string)[] labels) => Assert.Single(page.Samples, one => one.Name == name && labels.All(label => one.Labels[label.Item1] == label.Item2)).Value;
        Assert.Equal(3e9, Value("headroom_tokens_total", ("kind", "output"), ("service", "chat")));
        Assert.Equal(6e9, Value("headroom_energy_joules_total", ("boundary", "site")));
        Assert.Equal(120e6, Value("headroom_ceiling_watts"));
        Assert.Equal(100e6, Value("headroom_draw_watts"));
        Assert.Equal(30e6, Value("headroom_headroom_watts"));
        Assert.Equal(-2e6, Value("headroom_battery_injection_watts", ("battery", "b1")));
        Assert.Equal(90e6, Value("headroom_node_flow_watts", ("node", "feed \"a\"")));
        Assert.Equal(MetricKind.Counter, page.Kinds["headroom_energy_joules_total"]);
        Assert.All(page.Samples, one => Assert.StartsWith("headroom_", one.Name, StringComparison.Ordinal));
    }
}
