using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Cli.Rendering;

/// <summary>Several kinds of hardware at equal latency on a screen.</summary>
static class ComparisonText
{
    public static void Write(Terminal terminal, TokenDocument document)
    {
        foreach (string line in Lines(document, terminal.Width, new Ink(terminal.Colour))) terminal.Out.WriteLine(line.TrimEnd());
    }

    static IEnumerable<string> Lines(TokenDocument document, int width, Ink ink)
    {
        TokenQuestion first = document.Answers[0].Asked.Question;
        ComparisonRow[] rows = [.. document.Answers.Select(ComparisonRow.Of).OfType<ComparisonRow>()];
        string headline = $"{first.Model.Name}, {Figure.Number(first.Shape.Input.Tokens)} tok in, {Figure.Number(first.Shape.Output.Tokens)} tok out, "
            + $"within {TokenWords.Targets(first.Shape)}: {(rows.Length == 0 ? "nothing works." : $"{Best(rows)}.")}";
        foreach (string line in Wording.Wrap(headline, width)) yield return ink.Strong(line);
        if (rows.Length > 0)
        {
            yield return "";
            foreach (string line in Served(rows, width, ink)) yield return line;
            yield return "";
            foreach (string line in Drawn(rows, width, ink)) yield return line;
        }
        yield return "";
        foreach (string line in Footer(document).SelectMany(text => Wording.Wrap("• " + text, width - 2).Select((part, i) => i == 0 ? part : "  " + part)))
            yield return line;
    }

    static string Best(ComparisonRow[] rows)
    {
        ComparisonRow best = rows.MaxBy(row => row.PerMegawatt)!;
        return $"{best.Name}{(best.Answer.Asked.Estimate ? " (estimate)" : "")} serves most per site power, {Figure.Number(best.PerMegawatt / 1e6)} Mtok/s per MW"
            + (rows.Any(row => row.EndsWithFit) ? "; no ranking of hardware, since the record ends the batch of some" : "");
    }

    static IReadOnlyList<string> Served(ComparisonRow[] rows, int width, Ink ink) => new TextTable(
        "Output tokens", ["tok/s each", "accel. tok/J", "server", "IT", "site", "PUE", "Mtok/s per MW", "of the best"],
        [.. rows.Select(row => (string[])
        [
            Name(row), Figure.Number(row.PerAccelerator), TokenWords.PerJoule(row.TokensPerJoule.Accelerator),
            TokenWords.PerJoule(row.TokensPerJoule.Server), TokenWords.PerJoule(row.TokensPerJoule.It), TokenWords.PerJoule(row.TokensPerJoule.Site),
            Figure.Ratio(row.Answer.Asked.Question.SitePerItRatio), TokenWords.PerJoule(row.PerMegawatt / 1e6),
            Figure.Percent(row.PerMegawatt / rows.Max(each => each.PerMegawatt)),
        ])]).Lines(width, ink);

    static IReadOnlyList<string> Drawn(ComparisonRow[] rows, int width, Ink ink) => new TextTable(
        "How it runs", ["format", "replica", "batch", "TTFT", "TPOT", "binds", "IT kW", "nameplate", "typical kW"],
        [.. rows.Select(row =>
        {
            (Power nameplate, Power typical, bool measured) = row.Draws;
            return (string[])
            [
                Name(row), TokenWords.Of(row.Answer.Asked.Question.Shape.Precision), $"{row.Answer.Grid!.Replicas} × {row.Answer.Grid.Replica.Accelerators}",
                Figure.Number(row.Point.Batch) + (row.Point.Extrapolated ? "*" : ""), TokenWords.Seconds(row.Point.FirstTokenSeconds),
                TokenWords.Seconds(row.Point.TokenSeconds), TokenWords.Of(row.Point.Binds), FormattableString.Invariant($"{row.Watts.It / 1e3:0.0}"),
                FormattableString.Invariant($"{nameplate.Kilowatts:0.0}"), FormattableString.Invariant($"{typical.Kilowatts:0.0} {(measured ? "meas." : "est.")}"),
            ];
        })]).Lines(width, ink);

    static string Name(ComparisonRow row) => row.Name + (row.Answer.Asked.Estimate ? " (est.)" : "");

    static IEnumerable<string> Footer(TokenDocument document)
    {
        foreach (TokenAnswer answer in document.Answers)
        {
            string name = answer.Asked.Hardware.Name;
            if (!answer.Works) yield return $"{name}: nothing works; {Wording.Ended(answer.Why)}";
            else yield return $"{name}: {TokenWords.Of(answer.Asked.Question.Shape.Precision)}, {answer.Asked.PrecisionWhy}; {Wording.Ended(answer.Asked.Question.Choice.Basis)}";
        }
        ComparisonRow[] ended = [.. document.Answers.Select(ComparisonRow.Of).OfType<ComparisonRow>().Where(row => row.EndsWithFit)];
        if (ended.Length > 0)
            yield return $"Not the hardware but the record ends the batch of {string.Join(", ", ended.Select(row => $"{row.Name} ({Figure.Number(row.Point.Batch)})"))}: "
                + "larger ones were never measured, so it may serve more than is told here.";
        foreach (IGrouping<string, TokenAnswer> same in document.Answers.GroupBy(answer => answer.Asked.Site))
            yield return $"Site of {string.Join(", ", same.Select(answer => answer.Asked.Hardware.Name))}: {Wording.Ended(same.Key)}";
        if (document.Answers.Any(answer => answer.Works))
            yield return "IT: draw at this point; nameplate and typical of the same hardware. meas.: a meter showed it; est.: an estimate.";
        if (document.Answers.Any(answer => answer.Works && answer.Grid!.Best!.Value.Extrapolated))
            yield return "* beyond the points of the fit.";
        foreach (string notice in document.Notices) yield return notice;
    }
}
