using System.Reflection;

namespace Headroom.Scenarios.Regions;

/// <summary>The regions that ship with the product, as resources of this assembly.</summary>
public static class RegionCatalog
{
    private const string Prefix = "regions/", Suffix = ".yaml";

    /// <summary>Keys of all regions, in order of the alphabet.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The region of that key; an unknown key throws and names those there are.</summary>
    public static Region Load(string name) => RegionFile.Read(name, Text(name), Text);

    /// <summary>The YAML text of a region as shipped.</summary>
    public static string Text(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Suffix);
        if (stream is null)
            throw new ArgumentException(
                $"There is no region \"{name}\"; there are {string.Join(", ", Names)}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
