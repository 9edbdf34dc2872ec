using System.Globalization;
using Headroom.Growth;
using Headroom.Quantities;

namespace Headroom.Cli.Rendering.Growing;

/// <summary>Levers in words: what they are called, where they stand, where that comes from.</summary>
static class LeverWords
{
    public static string Name(GrowthLever lever) => lever switch
    {
        GrowthLever.TrainingCompute => "training compute",
        GrowthLever.InferenceTokens => "inference tokens",
        GrowthLever.Hardware => "hardware efficiency",
        GrowthLever.Software => "software efficiency",
        GrowthLever.Precision => "narrower formats",
        GrowthLever.RunLength => "longer runs",
        GrowthLever.RegionRoom => "region's room",
        GrowthLever.LeadTime => "lead times of plants",
        GrowthLever.SitePrice => "price of a megawatt",
        _ => throw new ArgumentOutOfRangeException(nameof(lever), lever, "unknown lever"),
    };

    /// <summary>As keys of JSON say it.</summary>
    public static string Key(GrowthLever lever) => JsonName(lever.ToString());
    public static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>Where a lever stands in a case: <c>5.2 → 3.4 by 2032</c>, <c>3 %</c>, <c>long</c>.</summary>
    public static string At(GrowthOutlook outlook, GrowthLever lever, GrowthCase one)
    {
        if (outlook.Rate(lever)?.At(one) is { } rate)
            return rate.IsConstant ? $"×{N(rate.Factor)}" : string.Create(CultureInfo.InvariantCulture, $"×{N(rate.Factor)} → ×{N(rate.LaterFactor)}");
        return lever switch
        {
            GrowthLever.RegionRoom => outlook.Region is { } region ? $"{N(100 * region.RoomPerYearFraction.At(one))} %" : "",
            GrowthLever.LeadTime => one switch { GrowthCase.Low => "short", GrowthCase.High => "long", _ => "middle" },
            _ => outlook.SitePrice is { } price ? $"{QuantityText.Number(price.At(one).DollarsPerKilowatt / 1e3)} M$/MW" : "",
        };
    }

    public static string Source(GrowthOutlook outlook, GrowthLever lever) => outlook.Rate(lever) is { } rate ? rate.Source : lever switch
    {
        GrowthLever.RegionRoom => outlook.Region is { Peak: { } peak } region ? $"{region.RoomPerYearFraction.Source}; peak of {peak.Mid}: {peak.Source}" : "",
        GrowthLever.LeadTime => string.Join("; ", outlook.Plants.Where(plant => plant.Firm > Power.Zero).Select(plant => plant.FirstYear.Source).Distinct()),
        _ => outlook.SitePrice?.Source ?? "",
    };

    public static string Grade(GrowthOutlook outlook, GrowthLever lever) => outlook.Rate(lever) is { } rate ? rate.Grade : lever switch
    {
        GrowthLever.RegionRoom => outlook.Region is { } region ? Joined([region.RoomPerYearFraction.Grade, region.Peak?.Grade ?? ""]) : "",
        GrowthLever.LeadTime => Joined(outlook.Plants.Where(plant => plant.Firm > Power.Zero).Select(plant => plant.FirstYear.Grade)),
        _ => outlook.SitePrice?.Grade ?? "",
    };

    static string Joined(IEnumerable<string> grades) => string.Join(", ", grades.Where(grade => grade.Length > 0).Distinct().Order());
    static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
