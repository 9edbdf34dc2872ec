using Headroom.Compute.Calibration;

namespace Headroom.Cli.Rendering;

/// <summary>Errors of one group of points that were left out of the fit.</summary>
/// <param name="Group">Such as <c>dense</c>, or <c>llama-3.1-70b h200-sxm Fp8</c>.</param>
/// <param name="Points">How many.</param>
/// <param name="MedianFraction">Median of |error|.</param>
/// <param name="WideFraction">90th percentile of |error|.</param>
/// <param name="MeanFraction">Mean of |error|.</param>
sealed record ErrorRow(string Group, int Points, double MedianFraction, double WideFraction, double MeanFraction)
{
    /// <summary>One row per group in the order of its name; residuals without that error are left aside.</summary>
    public static IReadOnlyList<ErrorRow> By(
        IEnumerable<Residual> residuals, Func<Residual, double?> error, Func<Observation, string> groupOf) =>
        [.. residuals.Where(one => error(one) is not null).GroupBy(one => groupOf(one.Observation)).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Of(group.Key, [.. group.Select(one => Math.Abs(error(one)!.Value))]))];

    static ErrorRow Of(string group, double[] errors) => new(
        group, errors.Length, Statistics.Quantile(errors, 0.5), Statistics.Quantile(errors, 0.9), errors.Average());
}

/// <summary>The tables of a calibration: which errors, by which groups.</summary>
static class ErrorTable
{
    public static string Cell(Observation o) => $"{o.Family} {o.Part.Name} {TokenWords.Of(o.Point.Precision)}";

    public static double? OfStep(Residual one) => one.StepErrorFraction;
    public static double? OfServing(Residual one) => one.Observation.Kind == RecordKind.Serving ? one.StepErrorFraction : null;
    public static double? OfFirst(Residual one) => one.FirstTokenErrorFraction;
    public static double? OfPower(Residual one) => one.PowerErrorFraction;

    /// <summary>The tables that both screen and page show: title, and rows by sort, record or part.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<ErrorRow> Rows)> Short(IReadOnlyList<Residual> residuals) =>
    [
        ("Time per token, serving records", ErrorRow.By(residuals, OfServing, o => o.Sort)),
        ("Time per token, all records", ErrorRow.By(residuals, OfStep, o => $"{o.Sort}, {o.Kind.ToString().ToLowerInvariant()}")),
        ("First token", ErrorRow.By(residuals, OfFirst, o => o.Sort)),
        ("Board power", ErrorRow.By(residuals, OfPower, o => o.Part.Name)),
    ];

    /// <summary>The worst cells by median, five points or more.</summary>
    public static IEnumerable<ErrorRow> Worst(IReadOnlyList<Residual> residuals) =>
        ErrorRow.By(residuals, OfStep, Cell).Where(row => row.Points >= 5).OrderByDescending(row => row.MedianFraction).Take(5);
}
