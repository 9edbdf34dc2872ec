using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;
using Headroom.Sites;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary>What no part can do: measurements of known parts and models that physics rules out.</summary>
internal static class PointSanity
{
    /// <summary>Speculation gives more tokens a step than one; more than this nobody has shown.</summary>
    private const double TokensPerStepMost = 6;

    private const int PrintedMost = 10;

    /// <summary>
    ///   A finding for each point whose time per token is shorter than reading the active weights once over all tokens of a
    ///   step, or whose boards draw less than half of idle or more than 1.2 TDP.
    /// </summary>
    public static IReadOnlyList<Finding> Of(IReadOnlyList<MeasuredPoint> points, string file)
    {
        HashSet<string> models = [.. HardwareCatalog.ModelNames], parts = [.. HardwareCatalog.AcceleratorNames];
        Dictionary<string, Model> known = [];
        Dictionary<string, Accelerator> boards = [];
        List<Finding> findings = [];
        foreach (MeasuredPoint point in points)
        {
            if (!parts.Contains(point.Accelerator)) continue;
            if (!boards.TryGetValue(point.Accelerator, out Accelerator? part)) boards[point.Accelerator] = part = HardwareCatalog.Accelerator(point.Accelerator);
            if (point.BoardPower is { } draw && (draw < 0.5 * part.Idle || draw > 1.2 * part.Tdp))
                findings.Add(Wrong(file, point, $"{draw} for one board", $"{part.Idle} idle to {part.Tdp} TDP for {part.Name}", "State the power of one board."));
            if (!models.Contains(point.Model)) continue;
            if (!known.TryGetValue(point.Model, out Model? model)) known[point.Model] = model = HardwareCatalog.Model(point.Model);
            double bytes = model.BytesPerWeight[point.Precision];
            if (double.IsNaN(bytes)) continue;
            double least = model.ActiveParameters.Items * bytes / (point.Accelerators * part.MemoryBandwidth.BytesPerSecond) / TokensPerStepMost;
            if (point.TimePerToken.TotalSeconds < least)
                findings.Add(Wrong(file, point, $"{point.TimePerToken.TotalMilliseconds:0.###} ms per token",
                    $"at least {1e3 * least:0.###} ms: reading the active weights of {model.Name} takes longer on {point.Accelerators} × {part.Name}",
                    "Check the unit and the number of accelerators."));
        }
        return findings.Count <= PrintedMost ? findings
            : [.. findings.Take(PrintedMost), new(Severity.Wrong, "", $"{findings.Count - PrintedMost} more such points", "points that can be", "Correct those above first.") { File = file }];
    }

    private static Finding Wrong(string file, MeasuredPoint point, string read, string expected, string remedy) =>
        new(Severity.Wrong, point.Source, read, expected, remedy) { File = file };
}
