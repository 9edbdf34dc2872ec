using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The yearly cost by asset: what is repaid for capital, what it takes to run.</summary>
static class CostBlock
{
    const int most = 9;

    public static IReadOnlyList<string> Lines(CostFigures cost, int width, Ink ink)
    {
        AssetCost[] assets = [.. AssetCost.Of(cost.Items)];
        (double unit, string name) = Figure.MoneyUnit(cost.Total.Dollars);
        string[] Row(string asset, double capital, double running) =>
            [asset, Figure.Share(capital / unit), Figure.Share(running / unit), Figure.Share((capital + running) / unit)];
        AssetCost[] shown = [.. assets.Take(assets.Length > most ? most - 1 : most)];
        List<string[]> rows = [.. shown.Select(asset => Row(asset.Asset, asset.Capital, asset.Running))];
        if (assets.Length > shown.Length)
            rows.Add(Row($"{assets.Length - shown.Length} others", assets.Skip(shown.Length).Sum(asset => asset.Capital), assets.Skip(shown.Length).Sum(asset => asset.Running)));
        rows.Add(Row("total", assets.Sum(asset => asset.Capital), assets.Sum(asset => asset.Running)));
        bool narrow = width < 40; // capital is what is left
        string[] heads = narrow ? ["running", "total"] : ["capital", "running", "total"];
        List<string> lines = [.. new TextTable($"Cost, {name}", heads, [.. rows.Select(row => narrow ? [row[0], row[2], row[3]] : row)]).Lines(width, ink)];
        lines[^1] = ink.Strong(lines[^1]);
        lines.Add($"Power {Figure.Number(cost.Energy.DollarsPerMegawattHour)} $/MWh" + (cost.Tokens is { } tokens ? $", all {Figure.Number(tokens.DollarsPerMillionTokens)} $/Mtok" : ""));
        lines.Add($"Spent once {cost.Capital}");
        return lines;
    }
}

/// <summary>The items of one asset, dearest asset first.</summary>
sealed record AssetCost(string Asset, double Capital, double Running)
{
    public double Total => Capital + Running;

    public static IEnumerable<AssetCost> Of(IEnumerable<CostItem> items) => items
        .GroupBy(item => item.Asset)
        .Select(asset => new AssetCost(asset.Key, asset.Where(IsCapital).Sum(Dollars), asset.Where(item => !IsCapital(item)).Sum(Dollars)))
        .Where(asset => Math.Abs(asset.Capital) + Math.Abs(asset.Running) > 0.5)
        .OrderByDescending(asset => asset.Total);

    static bool IsCapital(CostItem item) => item.Kind.StartsWith("capital", StringComparison.Ordinal);
    static double Dollars(CostItem item) => item.PerYear.Dollars;
}
