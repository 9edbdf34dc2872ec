using System.Globalization;
using System.Text;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>Two pictures of a plan over years: energy by source with what is not served, and what stands from when on.</summary>
static class ExpansionSvg
{
    const int Width = 960, Left = 64, Right = 16, Top = 16, PlotHeight = 240, RowHeight = 22;

    /// <summary>Energy of each year by source, stacked; above it the share of tokens served.</summary>
    public static string Energy(SiteYears report)
    {
        string[] sources = [.. report.Years.SelectMany(year => year.Energy.Sources).Where(item => item.Amount.MegawattHours > 1).Select(item => item.Name).Distinct()];
        double most = Math.Max(1, report.Years.Max(year => year.Energy.Sources.Sum(item => item.Amount.MegawattHours))) / 1e3;
        double step = (Width - Left - Right) / (double)report.Years.Count;
        var svg = Open(PlotHeight + 78, "Energy of each year by source");
        foreach (double tick in Ticks(most))
        {
            double y = Top + PlotHeight * (1 - tick / most);
            svg.Append(I($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" stroke=\"currentColor\" stroke-opacity=\".15\"/><text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{tick:#,0.##}</text>"));
        }
        svg.Append(I($"<text x=\"6\" y=\"{Top + 4}\">GWh</text>"));
        for (int i = 0; i < report.Years.Count; i++)
        {
            YearFigures year = report.Years[i];
            double x = Left + i * step, floor = Top + PlotHeight;
            for (int s = 0; s < sources.Length; s++)
            {
                double amount = year.Energy.Sources.Where(item => item.Name == sources[s]).Sum(item => item.Amount.MegawattHours) / 1e3, height = PlotHeight * amount / most;
                if (height < 0.1) continue;
                floor -= height;
                svg.Append(I($"<rect x=\"{x + 0.15 * step:0.#}\" y=\"{floor:0.##}\" width=\"{0.7 * step:0.#}\" height=\"{height:0.##}\" fill=\"{Palette.Of(sources[s], s).Light}\"><title>{year.Year} {ReportHtml.E(sources[s])}: {amount:#,0.#} GWh</title></rect>"));
            }
            svg.Append(I($"<text x=\"{x + step / 2:0.#}\" y=\"{Top + PlotHeight + 16}\" text-anchor=\"middle\">{year.Year}</text><text x=\"{x + step / 2:0.#}\" y=\"{Top + PlotHeight + 32}\" text-anchor=\"middle\" fill-opacity=\".7\">{ExpansionWords.ServedShare(year)}</text>"));
        }
        svg.Append(I($"<text x=\"6\" y=\"{Top + PlotHeight + 32}\" fill-opacity=\".7\">served</text>"));
        for (int s = 0; s < sources.Length; s++)
            svg.Append(I($"<rect x=\"{Left + 130 * s}\" y=\"{Top + PlotHeight + 44}\" width=\"12\" height=\"12\" fill=\"{Palette.Of(sources[s], s).Light}\"/><text x=\"{Left + 130 * s + 17}\" y=\"{Top + PlotHeight + 54}\">{ReportHtml.E(sources[s])}</text>"));
        return svg.Append("</svg>").ToString();
    }

    /// <summary>One row for each asset: the years in which it stands, darker the nearer to its most.</summary>
    public static string Timeline(SiteYears report)
    {
        AssetPath[] assets = [.. report.Assets.Where(asset => asset.Standing.Any(units => units > 0))];
        const int names = 190;
        double step = (Width - names - Right) / (double)report.Years.Count;
        var svg = Open(Top + RowHeight * (assets.Length + 1) + 8, "What stands in each year");
        for (int a = 0; a < assets.Length; a++)
        {
            double y = Top + RowHeight * a, most = assets[a].Standing.Max();
            svg.Append(I($"<text x=\"{names - 8}\" y=\"{y + 15:0.#}\" text-anchor=\"end\">{ReportHtml.E(assets[a].Name)}, {assets[a].Unit}</text>"));
            for (int i = 0; i < report.Years.Count; i++)
            {
                double units = assets[a].Standing[i];
                if (units <= 0) continue;
                svg.Append(I($"<rect x=\"{names + i * step + 1:0.#}\" y=\"{y + 1:0.#}\" width=\"{step - 2:0.#}\" height=\"{RowHeight - 2}\" fill=\"{Palette.Of(assets[a].Name, a).Light}\" fill-opacity=\"{0.25 + 0.75 * units / most:0.##}\"/>"));
                if (i == 0 || Math.Abs(units - assets[a].Standing[i - 1]) > 1e-3 * most)
                    svg.Append(I($"<text x=\"{names + i * step + 4:0.#}\" y=\"{y + 15:0.#}\">{Figure.Number(units)}</text>"));
            }
        }
        for (int i = 0; i < report.Years.Count; i++)
            svg.Append(I($"<text x=\"{names + (i + 0.5) * step:0.#}\" y=\"{Top + RowHeight * assets.Length + 16}\" text-anchor=\"middle\">{report.Years[i].Year}</text>"));
        return svg.Append("</svg>").ToString();
    }

    static StringBuilder Open(int height, string title) =>
        new StringBuilder().Append(I($"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{title}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"currentColor\">"));

    static IEnumerable<double> Ticks(double most)
    {
        double step = Math.Pow(10, Math.Floor(Math.Log10(most)));
        if (most / step < 2.5) step /= 4; else if (most / step < 5) step /= 2;
        for (double tick = 0; tick <= most * (1 + 1e-9); tick += step) yield return tick;
    }

    static string I(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
