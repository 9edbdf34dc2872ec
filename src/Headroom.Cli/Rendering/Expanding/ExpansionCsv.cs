using System.Globalization;
using System.Text;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>A plan over years as one tidy table: a row for each year and asset, units beside the numbers.</summary>
static class ExpansionCsv
{
    public const string Heads = "year,asset,group,unit,built,standing,used,most,worth ($/unit-yr),payment ($/unit-yr),upkeep ($/unit-yr)";

    public static string Text(ExpansionReport report)
    {
        var text = new StringBuilder($"{Heads}\n");
        foreach (string row in Rows(report)) text.Append(row).Append('\n');
        return text.ToString();
    }

    public static IEnumerable<string> Rows(SiteYears report) => report.Years.SelectMany((year, y) => report.Assets.Select(asset => string.Create(CultureInfo.InvariantCulture,
        $"{year.Year},{asset.Name},{asset.Group},{asset.Unit},{asset.Built[y]},{asset.Standing[y]},{asset.Used[y]},{asset.Most[y]},{asset.Worth[y]},{asset.Payment[y]},{asset.Upkeep}")));
}
