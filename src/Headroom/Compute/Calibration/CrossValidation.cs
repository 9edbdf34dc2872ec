using Headroom.Quantities;

namespace Headroom.Compute.Calibration;

/// <summary>What the fit says of a point it has not seen, over what was measured, less one; null where not measured.</summary>
public sealed record Residual(
    Observation Observation, double? StepErrorFraction, double? FirstTokenErrorFraction, double? PowerErrorFraction);

/// <summary>Errors on points left out: five folds by what was run, so that no other software version gives it away.</summary>
internal static class CrossValidation
{
    public static IReadOnlyList<Residual> Residuals(
        IReadOnlyList<Observation> observations, IProgress<string>? progress = null, CancellationToken stop = default) =>
        Residuals(observations, o => o.Fold, [.. Enumerable.Range(0, Observation.Folds)], progress, stop);

    /// <summary>Errors with other divisions: whole shapes, whole families.</summary>
    public static IReadOnlyList<Residual> Residuals<TFold>(
        IReadOnlyList<Observation> observations, Func<Observation, TFold> foldOf, IReadOnlyList<TFold> folds,
        IProgress<string>? progress = null, CancellationToken stop = default)
    {
        HashSet<Observation> forSteps = new(Selection.ForSteps(observations), ReferenceEqualityComparer.Instance);
        List<Residual> residuals = [];
        foreach (TFold fold in folds)
        {
            progress?.Report($"fitting without {fold}, one of {folds.Count}");
            stop.ThrowIfCancellationRequested();
            bool Out(Observation o) => EqualityComparer<TFold>.Default.Equals(foldOf(o), fold);
            Observation[] rest = [.. observations.Where(o => !Out(o))];
            var fit = Calibrated.To(rest);
            residuals.AddRange(observations.Where(Out).Select(o => Of(fit, o, forSteps.Contains(o))));
        }
        return residuals;
    }

    private static Residual Of(Calibrated fit, Observation o, bool forSteps) => new(
        o,
        forSteps ? fit.StepSecondsOf(o) / o.Point.TimePerToken.TotalSeconds - 1 : null,
        forSteps && o.Point.TimeToFirstToken is { } first ? fit.FirstTokenSecondsOf(o) / first.TotalSeconds - 1 : null,
        o.Point.BoardPower is { } board ? fit.BoardShareOf(o) / (board / o.Part.Tdp) - 1 : null);
}

public static class Statistics
{
    /// <summary>Quantile by linear interpolation between order statistics; NaN of nothing.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return double.NaN;
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
