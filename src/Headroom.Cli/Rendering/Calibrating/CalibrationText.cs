using Headroom.Scenarios.Calibrating;

namespace Headroom.Cli.Rendering;

/// <summary>A calibration on a screen: errors on points left out of the fit, what was left out, and what must be said.</summary>
static class CalibrationText
{
    static readonly string[] heads = ["points", "median", "nine in ten", "mean"];

    public static void Write(Terminal terminal, CalibrationAnswer answer)
    {
        foreach (string line in Lines(answer, terminal.Width, new Ink(terminal.Colour))) terminal.Out.WriteLine(line.TrimEnd());
    }

    static IEnumerable<string> Lines(CalibrationAnswer answer, int width, Ink ink)
    {
        var residuals = answer.Result!.Residuals;
        yield return ink.Strong($"{answer.Result.Fits.Count} fits from {answer.Folder.Observations.Count:#,0} observations; errors on points left out of the fit.");
        foreach ((string title, IReadOnlyList<ErrorRow> rows) in ErrorTable.Short(residuals)
            .Append(("Time per token, whole shape left out", ErrorRow.By(answer.ShapesLeftOut, ErrorTable.OfServing, o => $"{o.Sort}, {o.Lengths}")))
            .Append(("Time per token, by fit", ErrorRow.By(residuals, ErrorTable.OfStep, ErrorTable.Cell))))
        {
            yield return "";
            foreach (string line in new TextTable(title, heads, [.. rows.Select(Cells)]).Lines(width, ink)) yield return line;
        }
        yield return "";
        foreach (var left in answer.Folder.Left) yield return $"Left out: {left.Rows:#,0} rows, {left.Reason}.";
        foreach (string notice in answer.Folder.Notices.Distinct())
            foreach (string line in Wording.Wrap(notice, width)) yield return line;
    }

    static string[] Cells(ErrorRow row) =>
        [row.Group, $"{row.Points:#,0}", Figure.Percent(row.MedianFraction), Figure.Percent(row.WideFraction), Figure.Percent(row.MeanFraction)];
}
