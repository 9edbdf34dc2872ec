using System.Globalization;
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

    /// <summary>The year of the first training run that is dated within a horizon: the file's dates are of it.</summary>
    public static int? OfTraining(YamlMap root, int first, int last)
    {
        if (root["training"] is not YamlList runs) return null;
        foreach (YamlMap run in runs.Items.OfType<YamlMap>())
            if (run["from"] is YamlScalar { Text: [_, _, _, _, '-', ..] text } && int.TryParse(text.AsSpan(0, 4), CultureInfo.InvariantCulture, out int year)
                && year >= first && year <= last) return year;
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
