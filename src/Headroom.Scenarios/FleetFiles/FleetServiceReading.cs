using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.SiteFiles;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.FleetFiles;

/// <summary>The list <c>services</c> of a fleet file: a site's services, but asked for from several regions.</summary>
internal sealed class FleetServiceReading(Surroundings around, SeriesReading series, SiteNames names, DataFiles files, DemandRegionReading regions)
{
    private static readonly TimeSpan networkDefault = TimeSpan.FromMilliseconds(100);

    public IReadOnlyList<FleetService> Read(Block root, IReadOnlyList<RackChoice> racks)
    {
        var services = new List<FleetService>();
        var named = new List<(string, int)>();
        foreach (Block block in root.List("services"))
        {
            double[] shares = SharesOf(block);
            double[][] demand = [];
            var one = new ServiceReading(block, around, series, names, files)
            {
                DemandOf = nested =>
                {
                    demand = new DemandReading(nested, around, series).Read([.. regions.Regions.Select((region, r) => (region.UtcOffsetHours, shares[r]))]) ?? [];
                    return demand.Length == 0 ? null : [.. Enumerable.Range(0, demand[0].Length).Select(t => demand.Sum(region => region[t]))];
                },
            };
            if (one.Named is { } name) named.Add(name);
            TimeSpan? roundTripMost = RoundTripMost(block);
            if (one.Read(racks) is { } service && demand.Length > 0)
                services.Add(new(service, [.. demand.Select(region => new Sites.Series<TokenRate>(region))], roundTripMost));
        }
        SiteNames.FindTwice(around.Reading, "services", named);
        return services;
    }

    private TimeSpan? RoundTripMost(Block block)
    {
        Got<double> stated = block.Nested("latency")?.Amount("network") ?? Got<double>.Absent(block.Line);
        if (stated.IsGiven) return TimeSpan.FromSeconds(Math.Min(stated.Value, 86400));
        if (block.Has("deferrable")) return null;
        if (stated.Origin == Origin.Absent) around.Reading.Fact(block.PathOf("latency.network"), $"{networkDefault.TotalMilliseconds:0} ms", "default of the fleet file");
        return networkDefault;
    }

    /// <summary>Each region's share of this service: of those that ask for it, scaled to one.</summary>
    private double[] SharesOf(Block block)
    {
        IReadOnlyList<(string Name, int Line)> from = block.Names("from");
        foreach ((string name, int line) in from)
            if (!regions.Names.Contains(name))
                block.Reading.Wrong(line, block.PathOf("from"), $"this fleet has no demand region \"{name}\"", string.Join(", ", regions.Names),
                    Nearest.Of(name, regions.Names) is { } near ? $"Did you mean {near}?" : "Correct the name.");
        double[] shares = [.. regions.Regions.Select((region, r) => from.Count == 0 || from.Any(one => one.Name == region.Name) ? regions.Shares[r] : 0)];
        double sum = shares.Sum();
        return sum > 0 ? [.. shares.Select(share => share / sum)] : shares;
    }
}
