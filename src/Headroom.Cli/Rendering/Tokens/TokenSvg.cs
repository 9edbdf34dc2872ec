using System.Globalization;
using System.Net;
using System.Text;
using Headroom.Compute;

namespace Headroom.Cli.Rendering;

/// <summary>Two pictures of one replica, a curve for each cap: tokens/s over the draw at the meter, and tokens per joule over the time per token.</summary>
/// <remarks>Text stays text and colours follow the reader's light or dark scheme, as in <see cref="WeekSvg"/>.</remarks>
static class TokenSvg
{
    const int width = 960, height = 436, top = 84, bottom = 376;
    const int curvesMost = 6;

    public static string Text(TokenDocument document)
    {
        TokenAnswer answer = document.Answers[0];
        TokenGrid grid = answer.Grid!;
        ServingShape shape = answer.Asked.Question.Shape;
        double? target = shape.TimePerTokenMost < ServingShape.Whenever ? 1e3 * shape.TimePerTokenMost.TotalSeconds : null;
        double[] caps = Shown(grid.CapsWatts);
        GridPoint[] points = [.. grid.Points.Where(point => caps.Contains(point.CapWatts))];
        var left = new Panel(
            "tokens/s over power at the meter, kW", points, point => point.Watts.Site / 1e3, point => point.TokensPerSecond,
            new(points.Min(point => point.Watts.Site) / 1e3 * 0.95, points.Max(point => point.Watts.Site) / 1e3 * 1.03, 66, 466), 0);
        double[] times = [.. points.Select(point => 1e3 * point.TokenSeconds)];
        double most = Math.Max(times.Max(), target ?? 0) * 1.15;
        var right = new Panel(
            "output tokens per joule at the meter over time per token, ms", points, point => 1e3 * point.TokenSeconds, point => point.TokensPerJoule.Site,
            new(Math.Min(times.Min(), target ?? most) * 0.9, most, 540, 940, IsLogarithmic: true), 0);
        var svg = new StringBuilder();
        Open(svg, answer, grid, caps.Length);
        left.Draw(svg, caps, grid.Best);
        if (grid.Hull.Count > 1) svg.Append(Inv($"<path class=\"hull\" d=\"{left.Line(grid.Hull)}\"/>\n"));
        right.Draw(svg, caps, grid.Best);
        if (target is { } limit)
            svg.Append(Inv($"<path class=\"target\" d=\"M{right.X.At(limit):0.#} {top}V{bottom}\"/><text class=\"red\" x=\"{right.X.At(limit) - 6:0.#}\" y=\"{top + 14}\" text-anchor=\"end\">target {Figure.Number(limit)} ms</text>\n"));
        Legend(svg, grid, caps, target is not null);
        svg.Append(Inv($"<text class=\"small\" x=\"16\" y=\"{height - 12}\">{WebUtility.HtmlEncode(TokenWords.Notice(document))}</text>\n"));
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>At most six caps, both ends among them.</summary>
    static double[] Shown(IReadOnlyList<double> caps)
    {
        int count = Math.Min(curvesMost, caps.Count);
        return [.. Enumerable.Range(0, count).Select(i => caps[count == 1 ? 0 : (int)Math.Round((double)i * (caps.Count - 1) / (count - 1))]).Distinct()];
    }

    static void Open(StringBuilder svg, TokenAnswer answer, TokenGrid grid, int caps)
    {
        ServingShape shape = answer.Asked.Question.Shape;
        string title = $"{answer.Asked.Question.Model.Name} in {TokenWords.Of(shape.Precision)} on {answer.Asked.Hardware.Name}{(answer.Asked.Estimate ? " (estimate)" : "")}: one replica of {grid.Replica.Accelerators}, "
            + $"{Figure.Number(shape.Input.Tokens)} tok in, {Figure.Number(shape.Output.Tokens)} tok out";
        string alt = grid.Best is { } best
            ? $"{title}. At best {Figure.Number(best.TokensPerSecond)} tok/s and {TokenWords.PerJoule(best.TokensPerJoule.Site)} tok/J at the meter, batch {Figure.Number(best.Batch)}."
            : $"{title}. No point meets the targets.";
        svg.Append(Inv($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(alt)}\">\n<style>\n"));
        svg.Append("svg{color-scheme:light dark;background:#fff}text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#4a4f57}.title{font-size:16px;font-weight:600;fill:#1d2126}.red{fill:#c0392b}.small{font-size:11px}\n");
        svg.Append(".rule{stroke:#8a919b;stroke-opacity:.28}.target{stroke:#c0392b;stroke-width:2;stroke-dasharray:7 4}.hull{fill:none;stroke:#1d2126;stroke-width:1.2;stroke-dasharray:2 3}.best{fill:none;stroke:#1d2126;stroke-width:2}\n");
        svg.Append("path.c{fill:none;stroke-width:2}.misses{opacity:.28}\n");
        for (int i = 0; i < caps; i++) svg.Append(Inv($".c{i}{{stroke:{Ramp(i, caps, dark: false)}}}circle.c{i},rect.c{i}{{fill:{Ramp(i, caps, dark: false)};stroke:none}}"));
        svg.Append("\n@media (prefers-color-scheme:dark){svg{background:#15181c}text{fill:#b6bcc6}.title{fill:#eceff3}.red{fill:#ff7a6b}.target{stroke:#ff7a6b}.hull,.best{stroke:#f4f6f8}");
        for (int i = 0; i < caps; i++) svg.Append(Inv($".c{i}{{stroke:{Ramp(i, caps, dark: true)}}}circle.c{i},rect.c{i}{{fill:{Ramp(i, caps, dark: true)};stroke:none}}"));
        svg.Append(Inv($"}}\n</style>\n<text class=\"title\" x=\"16\" y=\"22\">{WebUtility.HtmlEncode(title)}</text>\n"));
    }

    /// <summary>From blue, a tight cap, to orange, none; even in brightness, so that no scheme hides one.</summary>
    static string Ramp(int at, int count, bool dark)
    {
        (int R, int G, int B) tight = dark ? (102, 166, 226) : (31, 99, 160), none = dark ? (240, 160, 80) : (205, 105, 20);
        double share = count == 1 ? 1 : (double)at / (count - 1);
        int Mix(int from, int to) => (int)Math.Round(from + (to - from) * share);
        return $"#{Mix(tight.R, none.R):x2}{Mix(tight.G, none.G):x2}{Mix(tight.B, none.B):x2}";
    }

    static void Legend(StringBuilder svg, TokenGrid grid, double[] caps, bool hasTarget)
    {
        int x = 16;
        void Entry(string mark, string text)
        {
            svg.Append(Inv($"<g transform=\"translate({x} 46)\">{mark}<text x=\"18\" y=\"0\">{WebUtility.HtmlEncode(text)}</text></g>\n"));
            x += 34 + (int)(text.Length * 6.9);
        }
        for (int i = 0; i < caps.Length; i++) Entry(Inv($"<rect class=\"c{i}\" y=\"-8\" width=\"12\" height=\"6\"/>"), i == caps.Length - 1 ? $"no cap ({Figure.Number(caps[i])} W)" : $"{Figure.Number(caps[i])} W");
        if (grid.Hull.Count > 1) Entry("<path class=\"hull\" d=\"M0 -4H13\"/>", "hull");
        if (grid.Best is not null) Entry("<circle class=\"best\" cx=\"6\" cy=\"-4\" r=\"5\"/>", "best");
        if (hasTarget) Entry("<path class=\"target\" d=\"M0 -4H13\"/>", "faint: misses a target");
    }

    static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>One picture: its points, what stands across and what upward.</summary>
    sealed record Panel(string Title, GridPoint[] Points, Func<GridPoint, double> Across, Func<GridPoint, double> Upward, Axis X, double Least)
    {
        Axis Y { get; } = new(Least, Points.Max(Upward) * 1.06, bottom, top);

        public void Draw(StringBuilder svg, double[] caps, GridPoint? best)
        {
            svg.Append(Inv($"<text x=\"{X.From:0.#}\" y=\"{top - 12}\">{WebUtility.HtmlEncode(Title)}</text>\n"));
            foreach (double tick in Y.Ticks())
                svg.Append(Inv($"<path class=\"rule\" d=\"M{X.From:0.#} {Y.At(tick):0.#}H{X.To:0.#}\"/><text x=\"{X.From - 8:0.#}\" y=\"{Y.At(tick) + 4:0.#}\" text-anchor=\"end\">{Figure.Number(tick)}</text>\n"));
            double last = double.NegativeInfinity;
            foreach (double tick in X.Ticks())
            {
                svg.Append(Inv($"<path class=\"rule\" d=\"M{X.At(tick):0.#} {top}V{bottom}\"/>\n"));
                if (X.At(tick) - last < 34) continue;
                last = X.At(tick);
                svg.Append(Inv($"<text x=\"{X.At(tick):0.#}\" y=\"{bottom + 20}\" text-anchor=\"middle\">{Figure.Number(tick)}</text>\n"));
            }
            for (int i = 0; i < caps.Length; i++)
            {
                GridPoint[] curve = [.. Points.Where(point => point.CapWatts == caps[i]).OrderBy(point => point.Batch)];
                GridPoint[] meeting = [.. curve.Where(point => point.Meets)];
                if (meeting.Length < curve.Length) svg.Append(Inv($"<path class=\"c c{i} misses\" d=\"{Line(curve)}\"/>\n"));
                if (meeting.Length > 0) svg.Append(Inv($"<path class=\"c c{i}\" d=\"{Line(meeting)}\"/>\n"));
                foreach (GridPoint point in curve) svg.Append(Inv($"<circle class=\"c{i}{(point.Meets ? "" : " misses")}\" cx=\"{X.At(Across(point)):0.#}\" cy=\"{Y.At(Upward(point)):0.#}\" r=\"2.6\"/>"));
                svg.Append('\n');
            }
            if (best is not { } one) return;
            svg.Append(Inv($"<circle class=\"best\" cx=\"{X.At(Across(one)):0.#}\" cy=\"{Y.At(Upward(one)):0.#}\" r=\"6\"/>\n"));
        }

        public string Line(IReadOnlyList<GridPoint> points) => string.Concat(points.Select((point, i) =>
            Inv($"{(i == 0 ? 'M' : 'L')}{X.At(Across(point)):0.#} {Y.At(Upward(point)):0.#}")));
    }
}
