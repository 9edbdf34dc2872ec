using Headroom.Sites;

namespace Headroom.Scenarios.Yaml;

/// <summary>What a text gave: the tree, as far as it could be read, and every fault of its form.</summary>
/// <param name="Root">Null where nothing could be read.</param>
/// <param name="LostLines">Lines that were set aside because of a fault: what they held is unknown, not absent.</param>
public sealed record YamlReading(YamlNode? Root, IReadOnlyList<Finding> Findings, IReadOnlyList<LostLine> LostLines);

/// <summary>A line that was set aside.</summary>
/// <param name="Indent">Spaces before it: 0 for a key of the whole file.</param>
public readonly record struct LostLine(int Number, int Indent);

/// <summary>Reads YAML as site files use it: one document of maps, lists and texts; never throws.</summary>
/// <remarks>
///   A line that breaks the form is named, set aside and the rest is read again, so that one slip does not hide the next.
///   Three steps: <see cref="LineCheck"/> finds what a person slips on line by line; the event parser of YamlDotNet
///   finds the rest; <see cref="TreeBuilder"/> makes the tree and refuses what a site file has no use for.
/// </remarks>
public static class YamlText
{
    private const int TriesMost = 20;
    private const int CharactersMost = 4_000_000;

    /// <param name="expected">What an empty file lacks, and <paramref name="remedy"/> how to begin one.</param>
    public static YamlReading Read(string text, string file, string expected = "a site description",
        string remedy = "Write one with `headroom new --tier edge`, or start with `site: a name`.")
    {
        ArgumentNullException.ThrowIfNull(text);
        var findings = new YamlFindings(file);
        if (text.Length > CharactersMost)
        {
            findings.Wrong(1, $"the file has {text.Length:#,0} characters", "a site file of at most 4,000,000",
                "Keep hourly series in CSV files and name them here.");
            return new(null, findings.All, []);
        }
        string[] lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        if (lines[0].StartsWith('\uFEFF')) lines[0] = lines[0][1..];
        string[] original = [.. lines];
        var lost = new SortedSet<int>(LineCheck.Run(lines, findings));
        YamlNode? root = Parse(lines, findings, lost);
        if (root is null && findings.All.Count == 0)
            findings.Wrong(1, "the file is empty", expected, remedy);
        return new(root, findings.InOrder(),
            [.. lost.Select(line => new LostLine(line, original[line - 1].Length - original[line - 1].TrimStart(' ', '\t').Length))]);
    }

    private static YamlNode? Parse(string[] lines, YamlFindings findings, SortedSet<int> lost)
    {
        for (int attempt = 0; attempt < TriesMost; attempt++)
        {
            var builder = new TreeBuilder(findings.File);
            YamlNode? root = builder.Read(string.Join('\n', lines));
            findings.AddRange(builder.Findings.Where(one => !findings.HasLine(one.Line)));
            if (builder.TooDeep || builder.Fault is not { } fault) return root;
            int line = LineToBlame(lines, fault);
            if (line == 0) return root;
            findings.Wrong(line, $"\"{lines[line - 1].Trim()}\": {fault.What}", "YAML: `key: value`, two spaces per level",
                fault.Remedy);
            lines[line - 1] = "";
            lost.Add(line);
        }
        return null;
    }

    /// <summary>The line that was named, or the nearest one before it that still holds something.</summary>
    private static int LineToBlame(string[] lines, YamlFault fault)
    {
        for (int line = Math.Clamp(fault.Line, 1, lines.Length); line >= 1; line--)
            if (lines[line - 1].Trim() is { Length: > 0 } held && held[0] != '#') return line;
        for (int line = fault.Line + 1; line <= lines.Length; line++)
            if (lines[line - 1].Trim() is { Length: > 0 } held && held[0] != '#') return line;
        return 0;
    }
}

/// <summary>A break of form that ends one attempt to read.</summary>
internal sealed record YamlFault(int Line, string What, string Remedy);

/// <summary>Findings about form; their path is empty, for a fault of form belongs to a line, not to a key.</summary>
internal sealed class YamlFindings(string file)
{
    private readonly List<Finding> all = [];
    public string File => file;
    public IReadOnlyList<Finding> All => all;
    public void Wrong(int line, string read, string expected, string remedy) =>
        all.Add(new Finding(Severity.Wrong, "", read, expected, remedy) { File = file, Line = line });
    public void AddRange(IEnumerable<Finding> more) => all.AddRange(more.ToList());
    public bool HasLine(int? line) => all.Any(one => one.Line == line);
    public IReadOnlyList<Finding> InOrder() => [.. all.OrderBy(one => one.Line)];
}
