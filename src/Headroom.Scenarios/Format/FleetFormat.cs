using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.Format;

/// <summary>The fleet file, key by key. What stands in a site file is declared there and only referred to here.</summary>
public static class FleetFormat
{
    private static readonly UnitTable angle = new("an angle", [new("°", 1)]);
    private static readonly Amount latitude = new(angle, -90, 90), longitude = new(angle, -180, 180);
    private static readonly double positive = double.PositiveInfinity;

    public static BlockShape Site { get; } = new("sites", "A site: a site file of its own, or its keys written here (docs/site-file.md has them all).",
    [
        new("file", new Words(), "a site file beside the fleet file; its services and runs stay at home", "the site's keys, written here"),
        new("latitude", latitude, "where it stands, north positive", "its region's"),
        new("longitude", longitude, "where it stands, east positive", "its region's"),
        .. SiteFormat.Site.Keys.Select(key => key with { IsRequired = false, Default = key.Name == "site" ? "**required** without `file`" : key.Default }),
    ]);

    public static BlockShape Region { get; } = new("demandRegions", "Where users are.",
    [
        new("name", new Words(), "its name", IsRequired: true),
        new("region", new Words(), "key of a region in the catalog, for place and clock", "none"),
        new("latitude", latitude, "where its users are, north positive", "the catalog region's"),
        new("longitude", longitude, "where its users are, east positive", "the catalog region's"),
        new("timeZone", new Amount(UnitTable.Duration, -14 * 3600, 14 * 3600), "standard time less UTC, such as `-5 h`", "the catalog region's"),
        new("share", new Amount(UnitTable.Share, 0, 1), "of the demand of every service", IsRequired: true),
    ]);

    public static BlockShape Latency { get; } = new("latency", SiteFormat.Latency.Meaning,
    [
        .. SiteFormat.Latency.Keys,
        new("network", new Amount(UnitTable.Duration, 0, positive, AboveLeast: true), "longest round trip between user and site; comes on top of `ttft`",
            "100 ms; any, if deferrable"),
    ]);

    public static BlockShape Service { get; } = new("services", "An inference workload that users of several regions ask for.",
    [
        .. SiteFormat.Service.Keys.Select(key => key.Name == "latency" ? key with { Form = new Nested(Latency), Default = "ttft 2 s, tpot 50 ms, network 100 ms" } : key),
        new("from", new Names(), "the only demand regions that ask for it; their shares are scaled to 100 %", "all"),
    ]);

    public static BlockShape RoundTrip { get; } = new("measured", "A round trip that is known better than by distance.",
    [
        new("from", new Words(), "a demand region", IsRequired: true),
        new("to", new Words(), "a site", IsRequired: true),
        new("roundTrip", new Amount(UnitTable.Duration, 0, 60), "there and back", IsRequired: true),
    ]);

    public static BlockShape Network { get; } = new("latency", "How far users and sites are apart in time.",
    [
        new("pathFactor", new Amount(UnitTable.Factor, 1, 10), "length of the cable's way over the great circle", "1.5"),
        new("measured", new ListOf(RoundTrip), RoundTrip.Meaning, "by distance"),
    ]);

    public static BlockShape Expansion { get; } = new("expansion", "How demand, prices and software move; holds at every site that does not say otherwise in its own, which also says when its assets can stand.",
    [
        .. SiteFormat.Expansion.Keys.Where(key => key.Name != "assets"),
    ]);

    public static BlockShape Fleet { get; } = new("fleet file", "Several sites that serve the same users.",
    [
        new("fleet", new Words(), "name of the fleet", IsRequired: true),
        new("year", new Whole(1990, 2100), "the calendar year planned, in UTC; the sites must be of the same", "2027; over years, that of the first dated run or the first year"),
        new("years", new Words(), "years to grow over, such as 2026..2040: what is built where and when, every year on the hours of `year`", "one year"),
        new("expansion", new Nested(Expansion), Expansion.Meaning, "nothing moves"),
        new("objective", new Choice("leastCost", "mostTokens", "mostValue"), "what the plan seeks, whatever a site's own file seeks", "leastCost"),
        new("sites", new ListOf(Site), Site.Meaning, IsRequired: true),
        new("demandRegions", new ListOf(Region), Region.Meaning, IsRequired: true),
        new("services", new ListOf(Service), "inference workloads", "none"),
        new("training", new ListOf(SiteFormat.Training), "training runs that any site may do a part of", "none"),
        new("latency", new Nested(Network), Network.Meaning, "by distance"),
        new("budget", new Nested(SiteFormat.Budget), "caps of money, all sites together", "none"),
    ]);

    /// <summary>The JSON schema of fleet files for editors.</summary>
    public static string Schema() => SiteSchema.Write(Fleet, "Headroom fleet file", "docs/fleet.md");
}
