using System.Globalization;
using Headroom.Compute;
using Headroom.Scenarios.Tokens;

namespace Headroom.Cli.Rendering;

/// <summary>Words and numbers that text, CSV and pictures of tokens share.</summary>
static class TokenWords
{
    public static string Of(Precision precision) => precision.ToString().ToLowerInvariant();
    public static string Of(Binding binding) => binding.ToString().ToLowerInvariant();
    public static string Of(PointBasis basis) => basis switch
    {
        PointBasis.Measured => "measured",
        PointBasis.MeasuredUnderCapLaw => "measuredUnderCapLaw",
        _ => "model",
    };

    /// <summary>1.34 s; 12.4 ms.</summary>
    public static string Seconds(double seconds) => seconds >= 1 ? $"{Figure.Number(seconds)} s" : $"{Figure.Number(1000 * seconds)} ms";

    /// <summary>5.2 kW; 690 W.</summary>
    public static string Watts(double watts) => watts >= 1000 ? $"{Figure.Number(watts / 1000)} kW" : $"{Figure.Number(watts)} W";

    /// <summary>0.713; 1.210; 0.0312: three digits or more.</summary>
    public static string PerJoule(double tokensPerJoule) =>
        tokensPerJoule.ToString(tokensPerJoule switch { < 0.0995 => "0.0000", < 10 => "0.000", _ => "0.00" }, CultureInfo.InvariantCulture);

    /// <summary>"2 s to the first token and 50 ms per token"; null where nothing is asked.</summary>
    public static string? Targets(ServingShape shape)
    {
        string? first = shape.TimeToFirstTokenMost < ServingShape.Whenever ? $"{Seconds(shape.TimeToFirstTokenMost.TotalSeconds)} to the first token" : null;
        string? each = shape.TimePerTokenMost < ServingShape.Whenever ? $"{Seconds(shape.TimePerTokenMost.TotalSeconds)} per token" : null;
        return first is null && each is null ? null : string.Join(" and ", new[] { first, each }.OfType<string>());
    }

    /// <summary>What to expect of the error, in a sentence.</summary>
    public static string Error(AskedHardware asked)
    {
        FitChoice choice = asked.Question.Choice;
        string power = asked.PowerError is { } p ? $"board power ± {Figure.Percent(p)} (mean)" : "board power unknown";
        return choice.Estimated ? $"Error to expect: of time per token unknown, since the fit is borrowed; {power}."
            : $"Error to expect, in the median: first token {FirstToken(choice.Fit.Quality)}, time per token ± {Figure.Percent(choice.Fit.Quality.MedianErrorFraction)}; {power}."
                + (asked.Question.Shape.Speculation.DraftTokens > 0 ? " Speculation is a formula, fitted to nothing; the draft model's own work is not counted." : "");
    }

    /// <summary>The names that sources ask for, in one line for pictures and tables.</summary>
    public static string Notice(TokenDocument document)
    {
        string all = string.Join(" ", document.Answers.Select(answer => answer.Asked.Question.Choice.Fit.Quality.Source).Append(string.Join(" ", document.Notices)));
        List<string> said = [];
        if (document.Answers.Any(answer => answer.Asked.Estimate)) said.Add("contains estimates");
        if (all.Contains("unofficial", StringComparison.Ordinal)) said.Add("InferenceX-derived, unofficial");
        if (all.Contains("ML.ENERGY", StringComparison.Ordinal)) said.Add("ML.ENERGY benchmark");
        if (all.Contains("MLCommons", StringComparison.Ordinal)) said.Add("MLPerf-derived, not verified by MLCommons Association");
        return string.Join("; ", said);
    }

    static string FirstToken(FitQuality quality) => quality.FirstTokenErrorFraction is { } error ? $"± {Figure.Percent(error)}" : "unknown";

    /// <summary>"no cap" at TDP.</summary>
    public static string Cap(TokenGrid grid, double watts) => watts >= grid.CapsWatts[^1] ? "no cap" : $"cap {Figure.Number(watts)} W";
}
