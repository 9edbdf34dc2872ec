using System.Globalization;
using System.Net;
using System.Text;
using Headroom.Growth;
using Headroom.Quantities;

namespace Headroom.Cli.Rendering.Growing;

/// <summary>Two pictures: power by year under the ceilings, and the levers that move the year of the ceiling to speak of.</summary>
/// <remarks>Text stays text and colours follow the reader's light or dark scheme, as in <see cref="WeekSvg"/>.</remarks>
static class ForecastSvg
{
    const int width = 1240, height = 520, top = 84, bottom = 452, left = 66, right = 500, labels = 508, leverNames = 860, tornadoLeft = 970, tornadoRight = 1130;

    public static string Text(Forecast forecast)
    {
        var svg = new StringBuilder();
        Open(svg, forecast);
        Years(svg, forecast);
        if (forecast.Headline is { Tornado.Count: > 0 } headline) Tornado(svg, headline, forecast.Outlook);
        return svg.Append("</svg>\n").ToString();
    }

    static void Open(StringBuilder svg, Forecast forecast)
    {
        string title = $"{forecast.Site}, {forecast.Region}: power needed from {forecast.Outlook.FromYear} to {forecast.Outlook.UntilYear}";
        string alt = $"{title}. {string.Join(' ', ForecastWords.Answer(forecast))}";
        svg.Append(Inv($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"forecast\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{E(alt)}\">\n<style>\n"));
        svg.Append("svg.forecast{color-scheme:light dark;background:#fff;width:100%}.forecast text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#4a4f57}.forecast .title{font-size:16px;font-weight:600;fill:#1d2126}.forecast .small{font-size:11px}.forecast .strong{fill:#1d2126;font-weight:600}\n");
        svg.Append(".forecast .rule{stroke:#8a919b;stroke-opacity:.28}.forecast .full{fill:#2f6f9f;fill-opacity:.13}.forecast .band{fill:#2f6f9f;fill-opacity:.28}.forecast .mid{fill:none;stroke:#2f6f9f;stroke-width:2.5}.forecast .training{fill:none;stroke:#2e8b68;stroke-width:1.5;stroke-dasharray:5 3}.forecast .inference{fill:none;stroke:#b0558a;stroke-width:1.5;stroke-dasharray:2 3}\n");
        svg.Append(".forecast .ceiling{fill:none;stroke:#b5362a;stroke-width:1.3}.forecast .speak{stroke-width:2.4}.forecast .lead{stroke:#b5362a;stroke-opacity:.4;fill:none}.forecast .dot{fill:#b5362a}.forecast .delays{fill:#2e8b68}.forecast .hastens{fill:#c8663a}\n");
        svg.Append("@media (prefers-color-scheme:dark){svg.forecast{background:#15181c}.forecast text{fill:#b6bcc6}.forecast .title,.forecast .strong{fill:#eceff3}.forecast .full,.forecast .band{fill:#6aabdb}.forecast .mid{stroke:#6aabdb}.forecast .ceiling,.forecast .lead{stroke:#ff7a6b}.forecast .dot{fill:#ff7a6b}.forecast .training{stroke:#3fae86}.forecast .inference{stroke:#cf7fb0}.forecast .delays{fill:#3fae86}.forecast .hastens{fill:#d87f55}}\n</style>\n");
        svg.Append(Inv($"<text class=\"title\" x=\"16\" y=\"24\">{E(title)}</text>\n"));
    }

    /// <summary>Ceilings of a power; a rise in a year has no place on this axis.</summary>
    static CeilingForecast[] Shown(Forecast forecast) => [.. forecast.Ceilings.Where(one => one.Ceiling.Boundary != GrowthBoundary.YearlyRise)];

    static void Years(StringBuilder svg, Forecast forecast)
    {
        GrowthOutlook outlook = forecast.Outlook;
        double ratio = forecast.Base.MeterPerItRatio;
        double AtMeter(GrowthCeiling ceiling, double year) => ceiling.At(year).Megawatts * (ceiling.Boundary == GrowthBoundary.It ? ratio : 1);
        CeilingForecast[] shown = Shown(forecast);
        double[] heights =
        [
            .. forecast.Years.SelectMany(year => new[] { year.Low.Megawatts, year.Mid.Total.Megawatts, year.High.Megawatts }),
            .. shown.SelectMany(one => new[] { AtMeter(one.Ceiling, outlook.FromYear), AtMeter(one.Ceiling, outlook.UntilYear) }),
        ];
        double[] there = [.. heights.Where(value => value > 0)];
        var x = new Axis(outlook.FromYear, outlook.UntilYear, left, right);
        var y = new Axis(there.Min() / 1.5, there.Max() * 1.5, bottom, top, IsLogarithmic: true);
        svg.Append(Inv($"<text x=\"{left}\" y=\"{top - 12}\">MW at the meter, at the start of each year (logarithmic)</text>\n"));
        foreach (double tick in y.Ticks())
            svg.Append(Inv($"<path class=\"rule\" d=\"M{left} {y.At(tick):0.#}H{right}\"/><text x=\"{left - 8}\" y=\"{y.At(tick) + 4:0.#}\" text-anchor=\"end\">{Figure.Number(tick)}</text>\n"));
        int step = Math.Max(1, (int)Math.Ceiling((outlook.UntilYear - outlook.FromYear) / 8.0));
        for (int year = outlook.FromYear; year <= outlook.UntilYear; year += step)
            svg.Append(Inv($"<path class=\"rule\" d=\"M{x.At(year):0.#} {top}V{bottom}\"/><text x=\"{x.At(year):0.#}\" y=\"{bottom + 20}\" text-anchor=\"middle\">{year}</text>\n"));
        svg.Append(Inv($"<clipPath id=\"plot\"><rect x=\"{left}\" y=\"{top}\" width=\"{right - left}\" height=\"{bottom - top}\"/></clipPath>\n<g clip-path=\"url(#plot)\">\n"));
        string Point(YearNeed year, Power power) => Inv($"{x.At(year.Year):0.#},{y.At(Math.Max(power.Megawatts, y.Least / 10)):0.#}");
        string Line(Func<YearNeed, Power> of) => string.Join(' ', forecast.Years.Select(year => Point(year, of(year))));
        string Band(Func<YearNeed, Power> low, Func<YearNeed, Power> high) => Line(low) + " " + string.Join(' ', forecast.Years.Reverse().Select(year => Point(year, high(year))));
        svg.Append($"<polygon class=\"full\" points=\"{Band(year => year.Least, year => year.Most)}\"/><polygon class=\"band\" points=\"{Band(year => year.Low, year => year.High)}\"/>\n");
        if (forecast.Base.Meter is { Training: var training, Inference: var inference } && training > Power.Zero && inference > Power.Zero)
            svg.Append($"<polyline class=\"training\" points=\"{Line(year => year.Mid.Training)}\"/><polyline class=\"inference\" points=\"{Line(year => year.Mid.Inference)}\"/>\n");
        svg.Append($"<polyline class=\"mid\" points=\"{Line(year => year.Mid.Total)}\"/>\n");
        foreach (CeilingForecast one in shown)
        {
            svg.Append($"<path class=\"ceiling{(one == forecast.Headline ? " speak" : "")}\" d=\"{Steps(one.Ceiling, outlook, x, y, AtMeter)}\"/>\n");
            if (!one.Mid.IsAlready && one.Mid.Year <= outlook.UntilYear)
                svg.Append(Inv($"<circle class=\"dot\" cx=\"{x.At(one.Mid.Year):0.#}\" cy=\"{y.At(AtMeter(one.Ceiling, one.Mid.Year)):0.#}\" r=\"4\"/>\n"));
        }
        svg.Append("</g>\n");
        Names(svg, forecast, y, AtMeter);
        Legend(svg, forecast);
    }

    /// <summary>A ceiling as it rises, in upright steps.</summary>
    static string Steps(GrowthCeiling ceiling, GrowthOutlook outlook, Axis x, Axis y, Func<GrowthCeiling, double, double> atMeter)
    {
        string Height(double year) => Inv($"{y.At(atMeter(ceiling, year)):0.#}");
        string path = Inv($"M{x.At(outlook.FromYear):0.#} {Height(outlook.FromYear)}");
        foreach (double year in ceiling.Steps.Select(step => step.Year).Where(year => year > outlook.FromYear && year <= outlook.UntilYear).Order())
            path += Inv($"H{x.At(year):0.#}V{Height(year)}");
        return path + Inv($"H{x.At(outlook.UntilYear):0.#}");
    }

    /// <summary>Names beside the ends of the ceilings, moved apart where they would meet.</summary>
    static void Names(StringBuilder svg, Forecast forecast, Axis y, Func<GrowthCeiling, double, double> atMeter)
    {
        const double apart = 17;
        (CeilingForecast One, double At)[] ends = [.. Shown(forecast).Select(one => (one, y.At(atMeter(one.Ceiling, forecast.Outlook.UntilYear)))).OrderBy(end => end.Item2)];
        double[] places = new double[ends.Length];
        for (int i = 0; i < ends.Length; i++) places[i] = Math.Max(ends[i].At, i == 0 ? top : places[i - 1] + apart);
        double over = ends.Length == 0 ? 0 : Math.Max(0, places[^1] - bottom);
        for (int i = ends.Length - 1; i >= 0 && over > 0; i--) places[i] = Math.Min(places[i], (i == ends.Length - 1 ? bottom : places[i + 1] - apart));
        for (int i = 0; i < ends.Length; i++)
        {
            (CeilingForecast one, double at) = ends[i];
            string text = $"{one.Ceiling.Name}{ForecastWords.Where(one.Ceiling.Boundary)}: {ForecastWords.Year(one.Mid, forecast.Outlook)}";
            svg.Append(Inv($"<path class=\"lead\" d=\"M{right} {at:0.#}L{labels} {places[i]:0.#}\"/><text class=\"small{(one == forecast.Headline ? " strong" : "")}\" x=\"{labels + 4}\" y=\"{places[i] + 4:0.#}\">{E(text)}</text>\n"));
        }
    }

    static void Legend(StringBuilder svg, Forecast forecast)
    {
        int x = 16;
        void Entry(string mark, string text)
        {
            svg.Append(Inv($"<g transform=\"translate({x} 50)\">{mark}<text x=\"22\" y=\"0\">{E(text)}</text></g>\n"));
            x += 40 + (int)(text.Length * 6.6);
        }
        Entry("<path class=\"mid\" d=\"M0 -4H16\"/>", "middle");
        Entry("<rect class=\"band\" y=\"-10\" width=\"16\" height=\"11\"/>", "demand low to high");
        Entry("<rect class=\"full\" y=\"-10\" width=\"16\" height=\"11\"/>", "every lever at its end");
        if (forecast.Base.Meter.Training > Power.Zero && forecast.Base.Meter.Inference > Power.Zero)
        {
            Entry("<path class=\"training\" d=\"M0 -4H16\"/>", "training");
            Entry("<path class=\"inference\" d=\"M0 -4H16\"/>", "inference");
        }
        Entry("<path class=\"ceiling\" d=\"M0 -4H16\"/>", "ceilings, and the year the middle meets them");
    }

    static void Tornado(StringBuilder svg, CeilingForecast headline, GrowthOutlook outlook)
    {
        double end = outlook.UntilYear + 1, mid = Math.Min(headline.Mid.Year, end);
        double[] years = [.. headline.Tornado.SelectMany(bar => new[] { Math.Min(bar.AtLow.Year, end), Math.Min(bar.AtHigh.Year, end) }), mid];
        var x = new Axis(years.Min(), Math.Max(years.Max(), years.Min() + 0.05), tornadoLeft, tornadoRight);
        svg.Append(Inv($"<text x=\"{leverNames - 130}\" y=\"{top - 12}\">What moves the year of {E(headline.Ceiling.Name)}, one lever at a time</text>\n"));
        int rows = headline.Tornado.Count;
        double each = Math.Min(40, (bottom - top) / (double)rows), under = top + each * rows;
        double last = double.NegativeInfinity;
        foreach (double year in x.Ticks())
        {
            svg.Append(Inv($"<path class=\"rule\" d=\"M{x.At(year):0.#} {top}V{under:0.#}\"/>"));
            if (x.At(year) - last < 48) continue;
            last = x.At(year);
            svg.Append(Inv($"<text x=\"{last:0.#}\" y=\"{under + 18:0.#}\" text-anchor=\"middle\">{year:0.##}</text>\n"));
        }
        for (int i = 0; i < rows; i++)
        {
            TornadoBar bar = headline.Tornado[i];
            double y = top + i * each;
            svg.Append(Inv($"<text x=\"{leverNames}\" y=\"{y + each / 2 + 5:0.#}\" text-anchor=\"end\">{E(LeverWords.Name(bar.Lever))}</text>\n"));
            Half(bar.AtLow, GrowthCase.Low);
            Half(bar.AtHigh, GrowthCase.High);

            void Half(CeilingYear at, GrowthCase one)
            {
                double to = Math.Min(at.Year, end), from = Math.Min(to, mid), until = Math.Max(to, mid);
                if (until - from < 1e-6) return;
                bool later = to > mid;
                svg.Append(Inv($"<rect class=\"{(later ? "delays" : "hastens")}\" x=\"{x.At(from):0.#}\" y=\"{y + 6:0.#}\" width=\"{Math.Max(1, x.At(until) - x.At(from)):0.#}\" height=\"{each - 12:0.#}\"/>"));
                svg.Append(Inv($"<text class=\"small\" x=\"{(later ? x.At(until) + 5 : x.At(from) - 5):0.#}\" y=\"{y + each / 2 + 4:0.#}\" text-anchor=\"{(later ? "start" : "end")}\">{E(LeverWords.At(outlook, bar.Lever, one))}{(at.Year > end ? " ›" : "")}</text>\n"));
            }
        }
        svg.Append(Inv($"<path class=\"ceiling\" d=\"M{x.At(mid):0.#} {top - 4}V{under:0.#}\"/><text class=\"small\" x=\"{leverNames - 130}\" y=\"{under + 40:0.#}\">Middle: {E(ForecastWords.Year(headline.Mid, outlook))}. Green delays, orange hastens; › beyond {outlook.UntilYear}.</text>\n"));
    }

    static string E(string text) => WebUtility.HtmlEncode(text);
    static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
