using System.Globalization;
using System.Text;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>A plan over years as one tidy table: a row for each year and asset, units beside the numbers.</summary>
static class ExpansionCsv
{
    public static string Text(ExpansionReport report)
    {
        var text = new StringBuilder("year,asset,group,unit,built,standing,used,most,worth ($/unit-yr),payment ($/unit-yr)\n");
        for (int y = 0; y < report.Years.Count; y++)
            foreach (AssetPath asset in report.Assets)
                text.Append(CultureInfo.InvariantCulture, $"{report.Years[y].Year},{asset.Name},{asset.Group},{asset.Unit},{asset.Built[y]},{asset.Standing[y]},{asset.Used[y]},{asset.Most[y]},{asset.Worth[y]},{asset.Payment[y]}\n");
        return text.ToString();
    }
}
