using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.OperatingPoints;

namespace Headroom.Scenarios.Tokens;

/// <summary>What figures of tokens must carry with them: names their sources ask for, errors, assumptions.</summary>
internal static class TokenNotices
{
    private static readonly Temperature dryBulb = 20.DegreesCelsius, wetBulb = 14.DegreesCelsius;

    /// <summary>Mean error of board power where this family was never metered, by the part whose coefficients serve:
    ///   whole families left out of the fit, docs/calibration.md.</summary>
    private const double HopperPowerError = 0.13, BlackwellPowerError = 0.20;

    /// <summary>Longest prompts and answers of the serving record, with a little room.</summary>
    private const double LongestMeasured = 8192;

    /// <summary>Site power per IT power, and a sentence on where it comes from.</summary>
    public static (double Ratio, string Text) Site(HardwareName hardware, double? pue)
    {
        if (pue is { } stated) return (stated, "PUE as stated with --pue");
        SiteOverhead site = hardware.Site();
        string kind = site.Kind == CoolingKind.Air ? $"air at {site.Supply}" : $"cold plates at {site.Supply}";
        string plant = site.Rejection == Rejection.Tower ? "cooling tower" : "dry cooler";
        return (site.PowerUsageEffectiveness(dryBulb, wetBulb),
            $"{kind}, {plant}, outdoors {dryBulb.Celsius:0} °C dry and {wetBulb.Celsius:0} °C wet bulb, "
            + $"{site.DistributionEfficiency:0.0 %} of the meter reaches the racks");
    }

    /// <summary>The error to expect of board power; null for parts that nobody metered and that borrow another maker's.</summary>
    public static double? PowerError(FitChoice choice, string part)
    {
        if (!choice.Estimated && choice.Fit.Quality.PowerErrorFraction is { } known) return known;
        string drawAs = HardwareCatalog.AcceleratorEntry(part).Text("drawAs");
        return HardwareCatalog.AcceleratorEntry(part).TextOrNull("estimate") == "true" ? null
            : drawAs.StartsWith('h') ? HopperPowerError : BlackwellPowerError;
    }

    public static IReadOnlyList<string> Of(TokenQuestion question, HardwareName hardware, int G)
    {
        List<string> notices = [];
        ServingFit fit = question.Choice.Fit;
        string part = question.Rack.Accelerator.Name, drawAs = HardwareCatalog.AcceleratorEntry(part).Text("drawAs");
        if (Math.Max(question.Shape.Input.Tokens, question.Shape.Output.Tokens) > LongestMeasured)
            notices.Add($"Lengths beyond the record, which ends at {LongestMeasured:#,0} tok: times are extrapolated.");
        if (hardware.IsEstimate) notices.Add($"{hardware.Name} is an estimate: no public measurement at a wall; every power figure of it is provisional.");
        if (fit.Quality.Source.StartsWith("InferenceX", StringComparison.Ordinal))
            notices.Add("Latency and tokens: InferenceX-derived, unofficial (SemiAnalysis InferenceX, NVIDIA AIConfigurator, Apache-2.0).");
        if (fit.CollectiveBandwidth is null && fit.Quality.Source.StartsWith("MLPerf", StringComparison.Ordinal) && G != 8)
            notices.Add("The fit rests on whole servers of 8: what it costs to divide the model otherwise is not in it.");
        if (G > ReplicaChoice.MostFitted)
            notices.Add($"Estimate: replicas of {G} accelerators extrapolate fits made up to {ReplicaChoice.MostFitted}.");
        notices.Add(drawAs == part ? "Board power: fitted to the ML.ENERGY benchmark (Apache-2.0)."
            : $"Board power: estimate from the coefficients of {drawAs}, fitted to the ML.ENERGY benchmark (Apache-2.0).");
        notices.Add("Cap law and server power: MLPerf-derived. Result not verified by MLCommons Association. MLPerf is its trademark.");
        return notices;
    }

    /// <summary>The notices of a file of measurements, and how many of its rows were skipped.</summary>
    public static IEnumerable<string> OfFile(OperatingPointReading file) =>
        [.. file.Notices, .. file.Skipped.Select(one => $"{one.Rows} rows of the file skipped: {one.Reason}.")];

    public static string Word(Precision precision) => precision switch
    {
        Precision.Bf16 => "bf16",
        Precision.Fp8 => "fp8",
        _ => "fp4",
    };
}
