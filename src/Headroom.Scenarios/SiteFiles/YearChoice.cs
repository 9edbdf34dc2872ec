using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>Finds the year of the dated series that a site file names, in the file's order.</summary>
internal static class YearChoice
{
    public static int? OfSeries(YamlNode root, DataFiles files)
    {
        foreach (string name in Files(root))
            if (files.Table(name, out _)?.Year is { } year) return year;
        return null;
    }

    /// <summary>Every CSV file of hours that is named; demand shapes, traces and measurements may be of another year.</summary>
    private static IEnumerable<string> Files(YamlNode node) => node switch
    {
        YamlMap map => map.Entries.Where(entry => entry.Key is not ("shape" or "trace" or "points")).SelectMany(entry => Files(entry.Value)),
        YamlList list => list.Items.SelectMany(Files),
        YamlScalar scalar when scalar.Text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            || scalar.Text.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase) => [scalar.Text],
        _ => [],
    };
}
