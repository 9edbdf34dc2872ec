using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Algebra;
using Headroom.Comparing;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Regions;
using Headroom.Sites;
using Headroom.Sweeps;

namespace Headroom.Scenarios.Comparing;

/// <summary>The content of a unit of kind <c>supply</c>: one strategy in one region, with all that decides its answer.</summary>
/// <param name="Model">Fingerprint of the code that answers: another build may answer otherwise.</param>
/// <param name="Catalog">Fingerprint of the catalog files and the region that are read.</param>
/// <param name="Texts">The site's variants, as blocks of a site file.</param>
/// <param name="Factors">What is supposed otherwise, by parameter.</param>
/// <param name="Fleet">Fingerprint of the fleet whose draw is fed; the fleet itself is sent once, beside the units.</param>
public sealed record SupplyWork(
    string Model, string Catalog, string Region, Strategy Strategy, IReadOnlyList<string> Texts, IReadOnlyDictionary<string, double> Factors, string Fleet, double GapFraction)
{
    public const string Kind = "supply";

    /// <summary>Of this build: model, rows and readers, to the last instruction.</summary>
    public static string ModelVersion { get; } = string.Join(' ',
        new[] { typeof(SupplyPlanner), typeof(LinearProgram), typeof(SupplyWork) }.Select(type => type.Module.ModuleVersionId.ToString("N")));

    public UnitOfWork Unit() => new(Kind, $"{Region} {StrategyFacts.NameOf(Strategy)}", WireText.Write(this));

    /// <summary>The order behind a unit.</summary>
    public SupplyOrder Order(FixedFleet fleet)
    {
        Region region = RegionCatalog.Load(Region);
        RegionalDraw? draw = null;
        List<Site> variants = [];
        foreach (string text in Texts)
        {
            SiteReading reading = SiteFile.Parse(text, $"{Region}-{StrategyFacts.NameOf(Strategy)}.yaml", ".");
            if (reading.Site is not { } site) throw new CatalogException($"the strategy's text is no site: {reading.Findings[0]}");
            draw ??= RegionalDraw.Of(fleet, site.Weather, region.Facts.UtcOffsetHours);
            variants.Add(SupplyPlanner.WithLoad(Parameters.Shift(site, Factors), draw.BusMegawatts));
        }
        return new(Region, Strategy, variants, draw!, Factors.GetValueOrDefault(Parameters.OffGridCapital, 1) * StrategyFacts.OffGrid, GapFraction);
    }
}

/// <summary>Values of a sweep as JSON, the same text for the same value.</summary>
public static class WireText
{
    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly string[] files = ["supply", "strategies", "cooling", "limits"];

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, options);
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, options) ?? throw new JsonException("null where a value should be");

    /// <summary>SHA-256 of a text.</summary>
    public static string Fingerprint(params IEnumerable<string> texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001e', texts))));

    /// <summary>Of everything of the catalog that a region's supply is read from.</summary>
    public static string CatalogOf(string region)
    {
        List<string> texts = [.. files.Select(CatalogFile.Text)];
        string Told(string name)
        {
            texts.Add(RegionCatalog.Text(name));
            return texts[^1];
        }
        RegionFile.Read(region, Told(region), Told);
        return Fingerprint(texts);
    }
}
