using System.Globalization;
using System.Text;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Comparing;

/// <summary>A figure for each region and strategy as a grid of colours, with the number in each field; dark is the worse end.</summary>
/// <param name="Values">By region, then strategy; null where nothing was planned.</param>
/// <param name="IsMoreBetter">Where a large figure is the good one.</param>
sealed record HeatMap(string Title, string Unit, IReadOnlyList<string> Regions, IReadOnlyList<string> Strategies, double?[][] Values, string Format, bool IsMoreBetter = false)
{
    const int left = 118, top = 24, width = 74, height = 24;

    public string Svg()
    {
        double[] known = [.. Values.SelectMany(row => row).OfType<double>().Where(double.IsFinite)];
        (double least, double most) = known.Length == 0 ? (0, 1) : (known.Min(), known.Max());
        int wide = left + width * Strategies.Count, high = top + height * Regions.Count;
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" role=\"img\" aria-label=\"{E(Title)} by region and strategy\" font-size=\"12\" font-family=\"inherit\">\n"));
        for (int column = 0; column < Strategies.Count; column++)
            svg.Append(Invariant($"<text x=\"{left + width * (column + 0.5)}\" y=\"{top - 8}\" text-anchor=\"middle\" fill=\"currentColor\">{E(Strategies[column])}</text>\n"));
        for (int row = 0; row < Regions.Count; row++)
        {
            svg.Append(Invariant($"<text x=\"{left - 8}\" y=\"{top + height * row + 16}\" text-anchor=\"end\" fill=\"currentColor\">{E(Regions[row])}</text>\n"));
            for (int column = 0; column < Strategies.Count; column++) Field(svg, row, column, least, most);
        }
        return svg.Append("</svg>").ToString();
    }

    void Field(StringBuilder svg, int row, int column, double least, double most)
    {
        double? value = Values[row][column];
        double share = value is { } there && double.IsFinite(there) ? Share(there, least, most) : double.NaN;
        (string fill, string ink) = double.IsNaN(share) ? ("#8a8f96", "#fff") : Colour(share);
        int x = left + width * column, y = top + height * row;
        string text = value is { } shown ? double.IsFinite(shown) ? shown.ToString(Format, CultureInfo.InvariantCulture) : "∞" : "–";
        svg.Append(Invariant($"<rect x=\"{x + 1}\" y=\"{y + 1}\" width=\"{width - 2}\" height=\"{height - 2}\" rx=\"2\" fill=\"{fill}\"/><text x=\"{x + width / 2}\" y=\"{y + 16}\" text-anchor=\"middle\" fill=\"{ink}\">{text}</text>\n"));
    }

    /// <summary>0 is the best, 1 the worst; by ratio where all is positive, since costs differ by factors.</summary>
    double Share(double value, double least, double most)
    {
        if (most <= least) return 0;
        double share = least > 0 ? Math.Log(value / least) / Math.Log(most / least) : (value - least) / (most - least);
        return IsMoreBetter ? 1 - share : share;
    }

    /// <summary>From pale yellow over green to dark blue, lightness falling evenly: told apart by any eye, and in print.</summary>
    static (string Fill, string Ink) Colour(double share)
    {
        (double At, int R, int G, int B)[] stops = [(0, 253, 246, 190), (0.33, 141, 205, 158), (0.66, 48, 136, 151), (1, 32, 48, 110)];
        int next = Math.Max(1, Array.FindIndex(stops, stop => stop.At >= share));
        (double at, int r, int g, int b) = stops[next - 1];
        (double to, int r2, int g2, int b2) = stops[next];
        double t = (share - at) / (to - at);
        int Mix(int a, int z) => (int)Math.Round(a + t * (z - a));
        return ($"#{Mix(r, r2):x2}{Mix(g, g2):x2}{Mix(b, b2):x2}", share > 0.5 ? "#fff" : "#1d2126");
    }

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
