using System.Reflection;
using Headroom.Scenarios.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios;

/// <summary>Commented site files that plan as they stand: what <c>headroom new</c> writes, and what <c>examples/</c> ships.</summary>
public static class SiteTemplate
{
    /// <summary>The region an example of this tier stands in.</summary>
    public static string RegionOf(Tier tier) => tier switch
    {
        Tier.Edge => "de-lu",
        Tier.Enterprise => "us-va-pjm",
        Tier.Hyperscale => "us-tex-ercot",
        Tier.Sovereign => "ca-on",
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "unknown tier"),
    };

    /// <summary>The text of a site file.</summary>
    /// <param name="region">Key of the catalog; null for the tier's own.</param>
    public static string Write(Tier tier, string? region = null)
    {
        string own = RegionOf(tier), text = Text(tier);
        if (region is null || region == own) return text;
        if (!RegionCatalog.Names.Contains(region))
            throw new ArgumentException($"There is no region \"{region}\"; there are {string.Join(", ", RegionCatalog.Names)}.",
                nameof(region));
        return text.Replace($"region: {own}", $"region: {region}", StringComparison.Ordinal);
    }

    private static string Text(Tier tier)
    {
        string name = $"examples/{tier.ToString().ToLowerInvariant()}.yaml";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
