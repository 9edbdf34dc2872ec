using System.Globalization;
using System.Net;
using System.Text;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The week around the tightest hour as one picture: sources stacked hour by hour up to the draw, the ceiling above.</summary>
/// <remarks>Text stays text and colours follow the reader's light or dark scheme, so the same file serves README, report and print.</remarks>
static class WeekSvg
{
    const int width = 960, height = 400, left = 52, right = 948, top = 64, bottom = 364;

    public static string Text(PlanReport report) => Text(report, new DispatchView(report.Dispatch));

    public static string Text(PlanReport report, DispatchView view)
    {
        int first = view.WeekAround(report.TightestHour), hours = Math.Min(168, view.Hours - first);
        if (hours <= 0) return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"><title>No dispatch</title></svg>\n";
        var frame = new Frame(first, hours, Range(view, first, hours));
        var svg = new StringBuilder();
        Open(svg, report, view, first);
        Grid(svg, report.Year, frame);
        Stack(svg, view.Sources, frame, sign: 1);
        Stack(svg, view.Below, frame, sign: -1);
        svg.Append(Inv($"<path class=\"draw\" d=\"{frame.Steps(view.Draw)}\"/>\n"));
        if (view.Ceiling is { } ceiling) svg.Append(Inv($"<path class=\"ceiling\" d=\"{frame.Steps(ceiling)}\"/>\n"));
        Legend(svg, view);
        return svg.Append("</svg>\n").ToString();
    }

    static void Open(StringBuilder svg, PlanReport report, DispatchView view, int first)
    {
        string title = $"{report.Site}: power in the week of {Hours.Start(report.Year, first).ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}, MW";
        svg.Append(Inv($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(Alt(report, view))}\">\n<style>\n"));
        svg.Append("text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#4a4f57}.title{font-size:16px;font-weight:600;fill:#1d2126}\n");
        svg.Append(".rule{stroke:#8a919b;stroke-opacity:.28}.zero{stroke:#8a919b}.draw{fill:none;stroke:#1d2126;stroke-width:1.6}.ceiling{fill:none;stroke:#c0392b;stroke-width:2;stroke-dasharray:7 4}\n");
        for (int i = 0; i < view.Sources.Count; i++) svg.Append(Inv($".s{i}{{fill:{Palette.Of(view.Sources[i].Name, i).Light}}}"));
        for (int i = 0; i < view.Below.Count; i++) svg.Append(Inv($".b{i}{{fill:{Palette.Of(view.Below[i].Name, i).Light};fill-opacity:.55}}"));
        svg.Append("\n@media (prefers-color-scheme:dark){text{fill:#b6bcc6}.title{fill:#eceff3}.draw{stroke:#f4f6f8}.ceiling{stroke:#ff7a6b}");
        for (int i = 0; i < view.Sources.Count; i++) svg.Append(Inv($".s{i}{{fill:{Palette.Of(view.Sources[i].Name, i).Dark}}}"));
        for (int i = 0; i < view.Below.Count; i++) svg.Append(Inv($".b{i}{{fill:{Palette.Of(view.Below[i].Name, i).Dark}}}"));
        svg.Append(Inv($"}}\n</style>\n<text class=\"title\" x=\"{left}\" y=\"22\">{WebUtility.HtmlEncode(title)}</text>\n"));
    }

    /// <summary>The picture in a sentence, for those who do not see it.</summary>
    public static string Alt(PlanReport report, DispatchView view)
    {
        int t = Math.Clamp(report.TightestHour, 0, Math.Max(0, view.Hours - 1));
        string sources = string.Join(", ", view.Sources.Select(source => source.Name));
        string ceiling = view.Ceiling is { } c ? $" under a ceiling of {Figure.Amount(c[t], "MW")}" : "";
        return $"Power by hour in the week around {Hours.Text(report.Year, t)}, when the site draws {Figure.Amount(view.Draw[t], "MW")}{ceiling}. Sources: {sources}.";
    }

    static void Grid(StringBuilder svg, int year, Frame frame)
    {
        foreach (double tick in frame.Ticks())
        {
            svg.Append(Inv($"<path class=\"{(tick == 0 ? "zero" : "rule")}\" d=\"M{left} {frame.Y(tick):0.#}H{right}\"/>"));
            svg.Append(Inv($"<text x=\"{left - 8}\" y=\"{frame.Y(tick) + 4:0.#}\" text-anchor=\"end\">{Figure.Number(tick)}</text>\n"));
        }
        for (int t = 0; t < frame.Count; t += 24)
        {
            string day = Hours.Start(year, frame.First + t).ToString("ddd d MMM", CultureInfo.InvariantCulture);
            svg.Append(Inv($"<path class=\"rule\" d=\"M{frame.X(t):0.#} {top}V{bottom}\"/><text x=\"{frame.X(t) + 4:0.#}\" y=\"{bottom + 22}\">{day}</text>\n"));
        }
    }

    static void Stack(StringBuilder svg, IReadOnlyList<DispatchColumn> columns, Frame frame, int sign)
    {
        double[] lower = new double[frame.Count];
        for (int i = 0; i < columns.Count; i++)
        {
            double[] upper = [.. lower.Select((from, t) => from + sign * Math.Max(0, columns[i].Values[frame.First + t]))];
            svg.Append(Inv($"<path class=\"{(sign > 0 ? 's' : 'b')}{i}\" d=\"{frame.Area(lower, upper)}\"/>\n"));
            lower = upper;
        }
    }

    static void Legend(StringBuilder svg, DispatchView view)
    {
        int x = left;
        void Entry(string mark, string text)
        {
            svg.Append(Inv($"<g transform=\"translate({x} 46)\">{mark}<text x=\"18\" y=\"0\">{WebUtility.HtmlEncode(text)}</text></g>\n"));
            x += 34 + (int)(text.Length * 6.9);
        }
        for (int i = 0; i < view.Sources.Count; i++) Entry(Inv($"<rect class=\"s{i}\" y=\"-10\" width=\"12\" height=\"12\"/>"), view.Sources[i].Name);
        for (int i = 0; i < view.Below.Count; i++) Entry(Inv($"<rect class=\"b{i}\" y=\"-10\" width=\"12\" height=\"12\"/>"), view.Below[i].Name);
        Entry("<path class=\"draw\" d=\"M0 -4H13\"/>", "draw");
        if (view.Ceiling is not null) Entry("<path class=\"ceiling\" d=\"M0 -4H13\"/>", "ceiling");
    }

    static (double Least, double Most) Range(DispatchView view, int first, int hours)
    {
        double most = 0, least = 0;
        for (int t = first; t < first + hours; t++)
        {
            most = Math.Max(most, Math.Max(view.Sources.Sum(source => Math.Max(0, source.Values[t])), view.Draw[t]));
            if (view.Ceiling is { } ceiling && double.IsFinite(ceiling[t])) most = Math.Max(most, ceiling[t]);
            least = Math.Min(least, -view.Below.Sum(use => Math.Max(0, use.Values[t])));
        }
        return (least, Math.Max(most, 1e-6));
    }

    static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>From hours and megawatts to the page.</summary>
    sealed record Frame(int First, int Count, (double Least, double Most) Range)
    {
        public double X(int t) => left + (double)(right - left) * t / Count;
        public double Y(double megawatts) => bottom - (bottom - top) * (megawatts - Range.Least) / (Range.Most - Range.Least) * 0.97;

        /// <summary>A line of steps: power is a mean over the hour, never a slope.</summary>
        public string Steps(double[] values)
        {
            var path = new StringBuilder();
            for (int t = 0; t < Count; t++) path.Append(Inv($"{(t == 0 ? 'M' : 'L')}{X(t):0.#} {Y(values[First + t]):0.#}H{X(t + 1):0.#}"));
            return path.ToString();
        }

        public string Area(double[] lower, double[] upper)
        {
            var path = new StringBuilder();
            for (int t = 0; t < Count; t++) path.Append(Inv($"{(t == 0 ? 'M' : 'L')}{X(t):0.#} {Y(upper[t]):0.#}H{X(t + 1):0.#}"));
            for (int t = Count - 1; t >= 0; t--) path.Append(Inv($"L{X(t + 1):0.#} {Y(lower[t]):0.#}H{X(t):0.#}"));
            return path.Append('Z').ToString();
        }

        /// <summary>Four to seven round numbers.</summary>
        public IEnumerable<double> Ticks()
        {
            double rough = (Range.Most - Range.Least) / 5, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            double step = (rough / power) switch { < 1.5 => 1, < 3 => 2, < 7 => 5, _ => 10 } * power;
            for (double tick = Math.Ceiling(Range.Least / step) * step; tick <= Range.Most; tick += step) yield return Math.Abs(tick) < step / 1e6 ? 0 : tick;
        }
    }
}
