using System.Globalization;
using System.Text;
using Headroom.Reports;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>The charts of a run, each also as a still picture for paper and for readers without script.</summary>
static class ChartSection
{
    const int width = 1000, height = 220, left = 60, right = 8, top = 10, bottom = 26, mostPoints = 500;

    public static string Text(IReadOnlyList<Chart> charts, SimulationReport report)
    {
        if (charts.Count == 0) return SimulationSections.Section("charts", "The run in pictures", "<p>The run was too short for a chart.</p>");
        var body = new StringBuilder($"<p>Lines are means over {E(Durations.Text(report.Buckets.Bucket))}, bands run from the least to the most step in them. <span class=\"script\">Drag the bar below a chart, or turn the wheel over it with Ctrl held, to zoom; all charts move together.</span></p>\n");
        foreach (Chart chart in charts)
        {
            string heading = $"{chart.Heading}{(chart.Unit.Length > 0 ? $", {chart.Unit}" : "")}";
            string names = string.Join(", ", chart.Lines.Select(line => line.Column.Name));
            body.Append($"<figure><figcaption>{E(heading)}</figcaption><div id=\"{chart.Id}\" class=\"chart run script\" role=\"img\" aria-label=\"{E($"{heading} over the run: {names}")}\"></div>\n<div class=\"still\">{Still(chart, report)}</div></figure>\n");
        }
        return SimulationSections.Section("charts", "The run in pictures", body.ToString());
    }

    static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");

    static string Still(Chart chart, SimulationReport report)
    {
        (double low, double high) = chart.Range();
        int count = chart.Lines.Max(line => line.Column.Mean.Length), stride = Math.Max(1, (count + mostPoints - 1) / mostPoints);
        double X(int t) => left + (width - left - right) * (count < 2 ? 0 : t / (double)(count - 1));
        double Y(double value) => height - bottom - (height - top - bottom) * (value - low) / (high - low);
        var svg = new StringBuilder($"<svg viewBox=\"0 0 {width} {height}\" class=\"run-still\" role=\"img\" aria-label=\"{E(chart.Heading)}\">");
        foreach (double tick in (double[])[low, (low + high) / 2, high])
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"tick\" x1=\"{left}\" x2=\"{width - right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\"/><text x=\"{left - 8}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{Figure.Number(tick)}</text>");
        foreach (ChartLine line in chart.Lines)
        {
            string colour = $"light-dark({line.Colour.Light},{line.Colour.Dark})";
            int[] points = [.. Enumerable.Range(0, line.Column.Mean.Length).Where(t => t % stride == 0 && double.IsFinite(line.Column.Mean[t]))];
            if (points.Length == 0) continue;
            string Path(IEnumerable<int> at, double[] values) => string.Join(' ', at.Where(t => double.IsFinite(values[t])).Select(t => Point(X(t), Y(values[t]))));
            svg.Append($"<polygon style=\"fill:{colour}\" points=\"{Path(points, line.Column.Least)} {Path(points.Reverse(), line.Column.Most)}\"/>");
            svg.Append($"<polyline style=\"stroke:{colour}\"{(line.IsCeiling ? " stroke-dasharray=\"6 4\"" : "")} points=\"{Path(points, line.Column.Mean)}\"/>");
        }
        svg.Append($"<text x=\"{left}\" y=\"{height - 6}\">{E(SimulationWords.Start(report.Run))}</text><text x=\"{width - right}\" y=\"{height - 6}\" text-anchor=\"end\">+{E(Durations.Text(report.Run.Done))}</text></svg>\n<p class=\"kinds\">");
        foreach (ChartLine line in chart.Lines)
            svg.Append($"<span class=\"swatch\" style=\"background:light-dark({line.Colour.Light},{line.Colour.Dark})\"></span>{E(line.Column.Name)} &#160; ");
        return svg.Append("</p>").ToString();
    }
}
