using System.Text.Json;
using Headroom.Scenarios.Series;
using Headroom.Sites;

namespace Headroom.Scenarios.Plans;

/// <summary>What the files of a plan gave.</summary>
/// <param name="Plan">Null where any finding is <see cref="Severity.Wrong"/>.</param>
/// <param name="Findings">Those of plan.json first, then those of dispatch.csv.</param>
public sealed record PlanFileReading(PlannedYear? Plan, IReadOnlyList<Finding> Findings);

/// <summary>Reads a plan back as orders: plan.json and the dispatch.csv beside it, as <c>headroom plan FILE --out DIR</c> wrote them.</summary>
public static class PlanFile
{
    const string Dispatch = "dispatch.csv";
    const long BytesMost = 256L << 20;

    /// <summary>Reads both files. Every fault is a finding; nothing throws for a bad file.</summary>
    /// <param name="path">Of the plan.json.</param>
    public static PlanFileReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Bytes(path, "a plan.json", out Finding? fault) is not { } json) return new(null, [fault!]);
        if (JsonLines.Of(json, Path.GetFileName(path), out fault) is not { } lines) return new(null, [fault!]);
        var findings = new JsonFindings(Path.GetFileName(path), lines);
        using JsonDocument document = JsonDocument.Parse(json);
        PlanOrders? orders = PlanOrders.Read(document.RootElement, findings);
        if (orders is null) return new(null, findings.All);
        string beside = Path.Combine(Path.GetDirectoryName(path) ?? "", Dispatch);
        if (Bytes(beside, "the hours of the plan, beside its plan.json", out fault) is not { } csv) return new(null, [.. findings.All, fault!]);
        var table = new TableFindings(Dispatch);
        PlannedYear? plan = PlanHours.Read(orders, csv, table);
        IReadOnlyList<Finding> all = [.. findings.All, .. table.All];
        return new(all.Count == 0 ? plan : null, all);
    }

    /// <summary>Whether a plan is one of this site: what it is of, and whether all it names is there. Findings know no file.</summary>
    public static IReadOnlyList<Finding> Fits(PlannedYear plan, Site site)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(site);
        return PlanFit.Of(plan, site);
    }

    /// <summary>The bytes of a file without a mark at their head; null with a finding where there are none.</summary>
    static byte[]? Bytes(string path, string expected, out Finding? fault)
    {
        fault = null;
        string? read = null;
        try
        {
            if (Directory.Exists(path)) read = "a folder";
            else if (!File.Exists(path)) read = "there is no such file";
            else if (new FileInfo(path).Length > BytesMost) read = "a file above 256 MB";
            else if (File.ReadAllBytes(path) is var bytes) return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            read = $"the file cannot be opened: {problem.Message.TrimEnd('.')}";
        }
        string remedy = read == "a folder" && File.Exists(Path.Combine(path, "plan.json")) ? $"Name the file: {Path.Combine(path, "plan.json")}."
            : "Check the path, or write a plan with `headroom plan FILE --out DIR`.";
        fault = new(Severity.Wrong, "", read!, expected, remedy) { File = path };
        return null;
    }
}
