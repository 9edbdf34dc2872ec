using Headroom.Compute;
using Headroom.Compute.Calibration;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Sites;

namespace Headroom.Scenarios.Calibrating;

/// <summary>The measurements of a folder as observations of the catalog's models and parts.</summary>
/// <param name="Observations">In the order of the files.</param>
/// <param name="Left">Rows left out, and why.</param>
public sealed record CalibrationFolder(
    IReadOnlyList<Observation> Observations, IReadOnlyList<SkippedRows> Left, IReadOnlyList<string> Notices,
    IReadOnlyList<Finding> Findings)
{
    private const string Serving = "serving_points.csv", Boards = "mlenergy_llm_configs.csv";
    private const string Servers = "mlperf_inference_v5.1_llm_and_power.csv", Caps = "mlperf_powercap_H200_v4.1.csv";

    /// <summary>Replicas up to one server; the record writes larger ones as totals of several.</summary>
    private const int AcceleratorsMost = 8;

    /// <summary>Reads whichever of the four known files the folder holds; the first two are needed.</summary>
    public static CalibrationFolder Read(string folder)
    {
        List<Observation> observations = [];
        List<SkippedRows> left = [];
        List<Finding> findings = [];
        List<string> notices = [];
        foreach ((string file, RecordKind kind) in new[] { (Serving, RecordKind.Serving), (Boards, RecordKind.Boards) })
        {
            OperatingPointReading reading = OperatingPointFile.Read(Path.Combine(folder, file));
            findings.AddRange(reading.Findings);
            left.AddRange(reading.Skipped);
            notices.AddRange(reading.Notices);
            Add(reading.Points, kind, observations, left);
        }
        foreach ((string file, Func<string, IEnumerable<MeasuredPoint>> read) in new (string, Func<string, IEnumerable<MeasuredPoint>>)[]
            { (Servers, path => ServerRecords.OfResults(path, MemoryLimit)), (Caps, path => ServerRecords.OfCapSweep(path, MemoryLimit)) })
        {
            string path = Path.Combine(folder, file);
            if (File.Exists(path)) Add([.. read(path)], RecordKind.Servers, observations, left);
        }
        if (observations.Exists(o => o.Kind == RecordKind.Servers))
            notices.Add("MLPerf-derived: results not verified by MLCommons Association. MLPerf is its trademark.");
        return new(observations, left, notices, findings);
    }

    private static void Add(IReadOnlyList<MeasuredPoint> points, RecordKind kind, List<Observation> to, List<SkippedRows> left)
    {
        int before = to.Count;
        Dictionary<string, int> reasons = [];
        foreach (MeasuredPoint point in points)
        {
            if (WhyNot(point, kind) is { } reason) reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            else to.Add(new(point, HardwareCatalog.Model(point.Model), HardwareCatalog.Accelerator(point.Accelerator), kind));
        }
        left.AddRange(reasons.Select(one => new SkippedRows(one.Key, one.Value)));
    }

    private static string? WhyNot(MeasuredPoint point, RecordKind kind) =>
        !HardwareCatalog.ModelNames.Contains(point.Model) ? $"the catalog has no {point.Model}"
        : !HardwareCatalog.AcceleratorNames.Contains(point.Accelerator) ? $"the catalog has no {point.Accelerator}"
        : double.IsNaN(HardwareCatalog.Model(point.Model).BytesPerWeight[point.Precision]) ? $"{point.Model} is not served in {point.Precision}"
        : point.Accelerators > AcceleratorsMost ? $"replicas of more than {AcceleratorsMost} accelerators"
        : kind == RecordKind.Boards && point.Software.Contains("-chat,", StringComparison.Ordinal) && !point.Software.Contains("arena", StringComparison.Ordinal)
            ? "pictures and films among the prompts"
        : point is { Accelerator: "gb200", Model: "qwen3-32b" } ? "time per token falls as clients come: not steady (qwen3-32b on gb200)"
        : point.WeightFormat == "int4" && point.Accelerator[0] != 'h' ? "int4 where the part has fp4"
        : null;

    private static double MemoryLimit(MeasuredPoint point)
    {
        Model model = HardwareCatalog.Model(point.Model);
        Accelerator part = HardwareCatalog.Accelerator(point.Accelerator);
        ServingShape shape = new(point.Precision, point.Input, point.Output, ServingShape.Whenever, ServingShape.Whenever);
        return Roofline.BatchInMemory(model, part, shape, point.Accelerators);
    }
}
