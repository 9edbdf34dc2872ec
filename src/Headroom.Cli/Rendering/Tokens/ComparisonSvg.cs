using System.Globalization;
using System.Net;
using System.Text;

namespace Headroom.Cli.Rendering;

/// <summary>Tokens per joule at four boundaries, a group of bars for each kind of hardware.</summary>
static class ComparisonSvg
{
    const int width = 960, left = 200, right = 800, top = 76, bar = 14, group = 82;
    static readonly string[] boundaries = ["accelerator", "server", "IT", "site"];
    static readonly Swatch[] colours = [new("#8fb6d9", "#5d87ad"), new("#4f94c4", "#4f94c4"), new("#2f6f9f", "#7ab3de"), new("#dd8a3c", "#dd9450")];

    public static string Text(TokenDocument document)
    {
        ComparisonRow[] rows = [.. document.Answers.Select(ComparisonRow.Of).OfType<ComparisonRow>()];
        var shape = document.Answers[0].Asked.Question;
        string title = $"{shape.Model.Name}: output tokens per joule within {TokenWords.Targets(shape.Shape)}";
        string lengths = $"{Figure.Number(shape.Shape.Input.Tokens)} tok in, {Figure.Number(shape.Shape.Output.Tokens)} tok out";
        int height = top + Math.Max(1, rows.Length) * group + 52;
        var svg = new StringBuilder();
        string alt = $"{title}. {string.Join(" ", rows.Select(row => $"{row.Name}: {TokenWords.PerJoule(row.TokensPerJoule.Site)} at the meter."))}";
        svg.Append(Inv($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(alt)}\">\n<style>\n"));
        svg.Append("svg{color-scheme:light dark;background:#fff}text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#4a4f57}.title{font-size:16px;font-weight:600;fill:#1d2126}.name{font-weight:600}.small{font-size:11px}.rule{stroke:#8a919b;stroke-opacity:.28}.estimate{fill-opacity:.6}\n");
        for (int i = 0; i < 4; i++) svg.Append(Inv($".b{i}{{fill:{colours[i].Light}}}"));
        svg.Append("\n@media (prefers-color-scheme:dark){svg{background:#15181c}text{fill:#b6bcc6}.title{fill:#eceff3}");
        for (int i = 0; i < 4; i++) svg.Append(Inv($".b{i}{{fill:{colours[i].Dark}}}"));
        svg.Append(Inv($"}}\n</style>\n<text class=\"title\" x=\"16\" y=\"22\">{WebUtility.HtmlEncode(title)}</text>\n"));
        for (int i = 0; i < 4; i++)
            svg.Append(Inv($"<rect class=\"b{i}\" x=\"{left + 110 * i}\" y=\"38\" width=\"12\" height=\"12\"/><text x=\"{left + 110 * i + 18}\" y=\"48\">{boundaries[i]}</text>\n"));
        svg.Append(Inv($"<text x=\"{right + 140}\" y=\"48\" text-anchor=\"end\">{lengths}</text>\n"));
        if (rows.Length == 0) return svg.Append(Inv($"<text x=\"16\" y=\"{top + 20}\">nothing works within the targets</text>\n</svg>\n")).ToString();
        Bars(svg, rows, new(0, rows.Max(row => row.TokensPerJoule.Accelerator) * 1.05, left, right), height - 22);
        svg.Append(Inv($"<text class=\"small\" x=\"16\" y=\"{height - 8}\">{WebUtility.HtmlEncode(TokenWords.Notice(document))}</text>\n"));
        return svg.Append("</svg>\n").ToString();
    }

    static void Bars(StringBuilder svg, ComparisonRow[] rows, Axis x, int height)
    {
        foreach (double tick in x.Ticks())
            svg.Append(Inv($"<path class=\"rule\" d=\"M{x.At(tick):0.#} {top - 8}V{height - 26}\"/><text x=\"{x.At(tick):0.#}\" y=\"{height - 10}\" text-anchor=\"middle\">{Figure.Number(tick)}{(tick == 0 ? " tok/J" : "")}</text>\n"));
        for (int at = 0; at < rows.Length; at++)
        {
            ComparisonRow row = rows[at];
            int y = top + at * group;
            var ladder = row.TokensPerJoule;
            bool estimate = row.Answer.Asked.Estimate;
            double[] values = [ladder.Accelerator, ladder.Server, ladder.It, ladder.Site];
            for (int i = 0; i < 4; i++)
                svg.Append(Inv($"<rect class=\"b{i}{(estimate ? " estimate" : "")}\" x=\"{left}\" y=\"{y + i * (bar + 2)}\" width=\"{x.At(values[i]) - left:0.#}\" height=\"{bar}\"/><text x=\"{x.At(values[i]) + 5:0.#}\" y=\"{y + i * (bar + 2) + 11}\">{TokenWords.PerJoule(values[i])}</text>\n"));
            svg.Append(Inv($"<text class=\"name\" x=\"16\" y=\"{y + 16}\">{WebUtility.HtmlEncode(row.Name)}{(estimate ? " (estimate)" : "")}</text><text x=\"16\" y=\"{y + 34}\">{TokenWords.Of(row.Answer.Asked.Question.Shape.Precision)}, {row.Answer.Grid!.Replicas} × {row.Answer.Grid.Replica.Accelerators}, batch {Figure.Number(row.Point.Batch)}</text>"));
            svg.Append(Inv($"<text x=\"16\" y=\"{y + 52}\">{Figure.Number(row.PerMegawatt / 1e6)} Mtok/s per MW</text>\n"));
        }
    }

    static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
