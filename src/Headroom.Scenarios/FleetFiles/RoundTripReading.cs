using Headroom.Scenarios.Binding;
using Headroom.Sites;

namespace Headroom.Scenarios.FleetFiles;

/// <summary>The block <c>latency</c> of a fleet file: round trips by distance, and those that were measured.</summary>
internal sealed class RoundTripReading(Reading reading, Block root, FleetSiteReading sites, DemandRegionReading regions)
{
    /// <summary>Seconds, by region and site.</summary>
    public double[][]? Read()
    {
        Block? block = root.Nested("latency");
        Got<double> factor = block?.Amount("pathFactor") ?? Got<double>.Absent(root.Line);
        if (factor.Origin == Origin.Absent) reading.Fact("latency.pathFactor", $"{Network.PathFactorUsual}", "default of the fleet file (estimate)");
        double[][] seconds = [.. regions.Regions.Select(region => sites.Sites
            .Select(site => Network.RoundTrip(region.Place, site.Place, factor.Or(Network.PathFactorUsual)).TotalSeconds).ToArray())];
        foreach (Block measured in block?.List("measured") ?? [])
        {
            Got<string> from = measured.Text("from"), to = measured.Text("to");
            Got<double> time = measured.Amount("roundTrip");
            Known(measured, "from", from, "demand region", regions.Names);
            Known(measured, "to", to, "site", sites.Names);
            int region = regions.Regions.FindIndex(one => one.Name == from.Or("")), site = sites.Sites.FindIndex(one => one.Site.Name == to.Or(""));
            if (region >= 0 && site >= 0 && time.IsGiven) seconds[region][site] = time.Value;
        }
        return factor.IsSound ? seconds : null;
    }

    private static void Known(Block block, string key, Got<string> name, string noun, List<string> known)
    {
        if (name.IsGiven && !known.Contains(name.Value!))
            block.Wrong(key, $"this fleet has no {noun} \"{name.Value}\"", known.Count == 0 ? $"a {noun}" : string.Join(", ", known),
                Nearest.Of(name.Value!, known) is { } near ? $"Did you mean {near}?" : "Correct the name.");
    }
}
