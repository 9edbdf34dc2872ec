using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios;

/// <summary>Lines of a site file by path, so that <see cref="FacilityCheck"/> and the planner, which know no files, can still
/// point.</summary>
public sealed class SiteLines
{
    private readonly string? file;
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);

    private SiteLines() { }

    internal SiteLines(string file, YamlNode root)
    {
        this.file = file;
        Walk(root, "");
    }

    public static SiteLines None { get; } = new();

    /// <summary>The line of a path such as <c>halls[0].perRack</c>, else of the nearest block around it.</summary>
    public int? Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (string at = path; at.Length > 0;)
        {
            if (lines.TryGetValue(at, out int line)) return line;
            int cut = Math.Max(at.LastIndexOf('.'), at.LastIndexOf('['));
            at = cut < 0 ? "" : at[..cut];
        }
        return null;
    }

    /// <summary>The finding with file and line, where it has none of its own.</summary>
    public Finding Locate(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Line is not null || file is null ? finding
            : finding with { File = finding.File ?? file, Line = Of(finding.Path) };
    }

    private void Walk(YamlNode node, string path)
    {
        if (node is YamlMap map)
            foreach (YamlEntry entry in map.Entries)
            {
                string at = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
                lines.TryAdd(at, entry.Line);
                Walk(entry.Value, at);
            }
        if (node is not YamlList list) return;
        for (int k = 0; k < list.Items.Count; k++)
        {
            lines.TryAdd($"{path}[{k}]", list.Items[k].Line);
            Walk(list.Items[k], $"{path}[{k}]");
        }
    }
}
