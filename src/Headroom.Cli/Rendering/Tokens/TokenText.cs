using System.Globalization;
using Headroom.Compute;
using Headroom.Scenarios.Tokens;

namespace Headroom.Cli.Rendering;

/// <summary>One model on one piece of hardware on a screen: the best point, batches without a cap, caps at their best batch.</summary>
static class TokenText
{
    const int measuredMost = 12;
    static readonly string[] boundaries = ["accelerator", "server", "IT", "site"];
    static readonly string[] heads = ["tok/s", "boards", "site", "accel.", "server", "IT", "site", "TTFT", "TPOT", "GB", "binds"];

    public static void Write(Terminal terminal, TokenDocument document)
    {
        foreach (string line in Lines(document.Answers[0], document.Notices, terminal.Width, new Ink(terminal.Colour))) terminal.Out.WriteLine(line.TrimEnd());
    }

    static IEnumerable<string> Lines(TokenAnswer answer, IEnumerable<string> notices, int width, Ink ink)
    {
        foreach (string line in Wording.Wrap(Headline(answer), width)) yield return ink.Strong(line);
        if (answer.Works && answer.Asked.Hint is { } hint)
            foreach (string line in Wording.Wrap(hint, width)) yield return line;
        if (answer.Grid is { } grid)
        {
            if (grid.Best is { } best)
                foreach (string line in Best(answer, grid, best, width)) yield return line;
            yield return "";
            foreach (string line in Table("No cap", grid.Uncapped.Where(point => IsShown(grid, point)), point =>
                $"batch {Figure.Number(point.Batch)}", answer, width, ink)) yield return line;
            if (grid.CapsWatts.Count > 1)
            {
                yield return "";
                foreach (string line in Table("Capped", grid.BestByCap, point =>
                    $"{Figure.Number(point.CapWatts)} W, batch {Figure.Number(point.Batch)}", answer, width, ink)) yield return line;
            }
            GridPoint[] measured = [.. grid.Points.Where(point => point.Basis == PointBasis.Measured && point.CapWatts < grid.CapsWatts[^1])];
            if (measured.Length > 0)
            {
                yield return "";
                foreach (string line in Table("Measured", measured.TakeLast(measuredMost), point =>
                    $"{Figure.Number(point.CapWatts)} W, batch {Figure.Number(point.Batch)}", answer, width, ink)) yield return line;
            }
            foreach (string line in Legend(answer, grid).SelectMany(text => Wording.Wrap(text, width))) yield return ink.Faint(line);
        }
        yield return "";
        foreach (string line in Footer(answer, notices).SelectMany(text => Wording.Wrap("• " + text, width - 2).Select((part, i) => i == 0 ? part : "  " + part)))
            yield return line;
    }

    static string Headline(TokenAnswer answer)
    {
        TokenQuestion question = answer.Asked.Question;
        ServingShape shape = question.Shape;
        int G = answer.Grid?.Replica.Accelerators ?? ReplicaChoice.For(question);
        string estimate = answer.Asked.Estimate ? " (estimate)" : "";
        string replicas = answer.Grid is { Replicas: > 1 } grid ? $"{grid.Replicas} replicas of {G}" : $"one replica of {G}";
        string what = $"{question.Model.Name} in {TokenWords.Of(shape.Precision)} on {answer.Asked.Hardware.Name}{estimate}, {replicas}, "
            + $"{Figure.Number(shape.Input.Tokens)} tok in, {Figure.Number(shape.Output.Tokens)} tok out{How(shape)}";
        string within = TokenWords.Targets(shape) is { } targets ? $" within {targets}" : "";
        if (answer.Grid?.Best is not { } best) return $"{what}: nothing works{within}; {Wording.Ended(answer.Why)}";
        string each = answer.Grid.Replicas > 1 ? " each" : "";
        return $"{what}: {(answer.Asked.Question.Batches.Count > 0 ? "at best" : "at best within the record")} {Figure.Number(best.TokensPerSecond)} tok/s{each}{within}, {TokenWords.PerJoule(best.TokensPerJoule.Site)} tok/J at the meter.";
    }

    /// <summary>What is not as usual: drafts, places left free.</summary>
    static string How(ServingShape shape)
    {
        string drafts = shape.Speculation.DraftTokens > 0
            ? $", {shape.Speculation.DraftTokens} tokens drafted and {Figure.Number(shape.Speculation.AcceptanceLength)} gained a step" : "";
        return drafts + (shape.UtilisationFraction is { } u ? $", {Figure.Percent(u)} of the places taken (a batch is the mean taken)" : "");
    }

    static IEnumerable<string> Best(TokenAnswer answer, TokenGrid grid, GridPoint best, int width)
    {
        string measured = best.Basis == PointBasis.Model ? "" : ", measured";
        string said = $"Best point    batch {Figure.Number(best.Batch)}, {TokenWords.Cap(grid, best.CapWatts)}{measured}: first token {TokenWords.Seconds(best.FirstTokenSeconds)}, "
            + $"per token {TokenWords.Seconds(best.TokenSeconds)}; {Why(answer, best)}";
        foreach (string line in Wording.Wrap(said, width - 14).Select((part, i) => i == 0 ? "Best point    " + part["Best point ".Length..] : new string(' ', 14) + part)) yield return line;
        BoundaryWatts watts = best.Watts;
        BoundaryTokensPerJoule tokens = best.TokensPerJoule;
        const int column = 15;
        string Row(string title, Func<double, string> text, double[] values) =>
            title.PadRight(14) + string.Concat(values.Select(value => text(value).PadRight(column)));
        yield return new string(' ', 14) + string.Concat(boundaries.Select(head => head.PadRight(column)))
            + $"PUE {Figure.Ratio(answer.Asked.Question.SitePerItRatio)}";
        yield return Row("power", TokenWords.Watts, [watts.Accelerator, watts.Server, watts.It, watts.Site]);
        yield return Row("tokens/joule", TokenWords.PerJoule, [tokens.Accelerator, tokens.Server, tokens.It, tokens.Site]);
        if (grid.MostEfficient is { } efficient && efficient.TokensPerJoule.Site > 1.001 * tokens.Site)
            foreach (string line in Wording.Wrap($"Most per joule {TokenWords.PerJoule(efficient.TokensPerJoule.Site)} tok/J at the meter with {TokenWords.Cap(grid, efficient.CapWatts)}, "
                + $"batch {Figure.Number(efficient.Batch)}: {Figure.Number(efficient.TokensPerSecond)} tok/s, {TokenWords.Watts(efficient.Watts.Site)}.", width)) yield return line;
    }

    /// <summary>What binds, in words that fit the batch.</summary>
    static string Why(TokenAnswer answer, GridPoint point) => point.Binds switch
    {
        Binding.Memory => "memory holds no more",
        Binding.Latency when answer.Asked.Question.HasTargets => "latency binds: a larger batch misses the target",
        Binding.Cap => "the cap binds",
        var binds => $"{TokenWords.Of(binds)} binds",
    };

    static IEnumerable<string> Table(
        string title, IEnumerable<GridPoint> points, Func<GridPoint, string> name, TokenAnswer answer, int width, Ink ink)
    {
        string[][] rows = [.. points.Select(point => (string[])[name(point) + Marks(answer, point), .. Cells(point)])];
        return new TextTable(title, heads, rows).Lines(width, ink);
    }

    static string Marks(TokenAnswer answer, GridPoint point) =>
        (point.Extrapolated ? "*" : "") + (point.Basis == PointBasis.Model ? "" : "°") + (answer.Asked.Question.HasTargets && !point.Meets ? " ×" : "");

    static string[] Cells(GridPoint p) =>
    [
        Figure.Number(p.TokensPerSecond), Kilowatts(p.Watts.Accelerator), Kilowatts(p.Watts.Site),
        TokenWords.PerJoule(p.TokensPerJoule.Accelerator), TokenWords.PerJoule(p.TokensPerJoule.Server), TokenWords.PerJoule(p.TokensPerJoule.It),
        TokenWords.PerJoule(p.TokensPerJoule.Site), Short(p.FirstTokenSeconds), Short(p.TokenSeconds), $"{p.MemoryBytes / 1e9:#,0}", TokenWords.Of(p.Binds),
    ];

    static string Kilowatts(double watts) => FormattableString.Invariant($"{watts / 1e3:0.00}");
    /// <summary>Milliseconds, as the legend says.</summary>
    static string Short(double seconds) => (1000 * seconds).ToString(seconds < 0.1 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>Powers of two, both ends, and the best; the batches of each cap's own limit stay in the file.</summary>
    static bool IsShown(TokenGrid grid, GridPoint point) =>
        point.Batch == grid.Batches[^1] || point.Batch == grid.Best?.Batch || grid.Batches.Count <= 12
        || double.IsPow2(point.Batch);

    static IEnumerable<string> Legend(TokenAnswer answer, TokenGrid grid)
    {
        List<string> marks = [$"Power in kW of one replica; output tokens per joule at accelerator, server, IT and site; times in ms; memory in GB of {grid.MemoryAvailableBytes / 1e9:#,0}."];
        if (answer.Asked.Question.HasTargets && grid.Points.Any(point => !point.Meets)) marks.Add("× misses a target.");
        if (grid.Points.Any(point => point.Extrapolated)) marks.Add($"* beyond the points of the fit (batch {Figure.Number(answer.Asked.Question.Choice.Fit.BatchMost)}, replicas of {ReplicaChoice.MostFitted}).");
        if (grid.Points.Any(point => point.Basis != PointBasis.Model))
            marks.Add("° measured; under a cap below its draw, with the cap law. All others are the model's.");
        yield return string.Join(" ", marks);
    }

    static IEnumerable<string> Footer(TokenAnswer answer, IEnumerable<string> notices)
    {
        AskedHardware asked = answer.Asked;
        yield return $"Precision {TokenWords.Of(asked.Question.Shape.Precision)}: {asked.PrecisionWhy}. Basis: {Wording.Ended(asked.Question.Choice.Basis)}";
        yield return TokenWords.Error(asked);
        yield return $"Site: {Wording.Ended(asked.Site)}";
        if (answer.Grid is { LeftOver: > 0 } grid) yield return $"{grid.LeftOver} accelerators belong to no replica; they idle, which server, IT and site count.";
        if (answer.Grid is { } all && all.BatchInMemory > all.Batches[^1] && asked.Question.Batches.Count == 0)
            yield return $"Batches end at {Figure.Number(all.Batches[^1])}, the largest measured; memory would hold {Figure.Number(all.BatchInMemory)}.";
        if (answer.Grid is { } points && asked.Question.Measured is not null)
            yield return $"Measured: {points.Points.Count(point => point.Basis != PointBasis.Model)} of {points.Points.Count} points; the model answers for the others, which lie outside what was measured, and for power and first tokens that the file does not have.";
        foreach (string notice in notices) yield return notice;
    }
}
