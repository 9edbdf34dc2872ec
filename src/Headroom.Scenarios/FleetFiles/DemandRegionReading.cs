using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Regions;
using Headroom.Scenarios.SiteFiles;
using Headroom.Sites;

namespace Headroom.Scenarios.FleetFiles;

/// <summary>The list <c>demandRegions</c> of a fleet file.</summary>
internal sealed class DemandRegionReading(Reading reading, Block root)
{
    private const double SharesOff = 1e-3;

    public List<DemandRegion> Regions { get; } = [];
    public List<double> Shares { get; } = [];

    /// <summary>Names, also of those at fault.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Whether all regions were read, so that what is said of their sum is right.</summary>
    public bool IsSound { get; private set; } = true;

    public void Read()
    {
        if (!root.Has("demandRegions") && !reading.IsRootPartial)
            reading.Wrong(root.Line, "", "no `demandRegions`", "a list of the places where users are", "Add `demandRegions:` and below it `- {name: europe, region: ie, share: 100 %}`.");
        var named = new List<(string, int)>();
        foreach (Block block in root.List("demandRegions"))
        {
            Got<string> name = block.Text("name");
            if (name.IsGiven)
            {
                named.Add((name.Value!, name.Line));
                Names.Add(name.Value!);
            }
            string? region = RegionOf(block, out bool isSound);
            Got<double> share = block.Amount("share"), zone = block.Amount("timeZone");
            Place? place = isSound ? PlaceReading.Of(block, region) : null;
            double? offset = zone.IsGiven ? zone.Value / 3600 : region is not null ? RegionCatalog.Load(region).Facts.UtcOffsetHours : null;
            if (offset is null && zone.IsSound && isSound && !reading.MayHaveLost(block.Map))
                reading.Wrong(block.Line, block.Path, "no `timeZone`", "the clock of its users", "Add `timeZone: -5 h`, or a `region` of the catalog.");
            if (name.IsGiven && share.IsGiven && place is { } there && offset is { } clock)
            {
                Regions.Add(new(name.Value!, there, clock));
                Shares.Add(share.Value);
            }
            else IsSound = false;
        }
        SiteNames.FindTwice(reading, "demandRegions", named);
        double sum = Shares.Sum();
        if (IsSound && Shares.Count > 0 && Math.Abs(sum - 1) > SharesOff)
            root.Wrong("demandRegions", $"shares that add up to {QuantityText.Number(100 * sum, 4)} %", "100 %", "Correct the shares.");
    }

    private static string? RegionOf(Block block, out bool isSound)
    {
        Got<string> name = block.Text("region");
        isSound = name.IsSound;
        if (!name.IsGiven) return null;
        if (RegionCatalog.Names.Contains(name.Value!)) return name.Value;
        block.Wrong("region", $"the catalog has no region \"{name.Value}\"", "a region of the catalog", Nearest.Remedy(name.Value!, RegionCatalog.Names.ToList()));
        isSound = false;
        return null;
    }
}
