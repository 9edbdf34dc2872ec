using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.Binding;

/// <summary>One reading of one site file: its findings, its facts, and what every part of the reader shares.</summary>
internal sealed class Reading(string file, string folder, IReadOnlyList<LostLine> lostLines)
{
    private readonly List<Finding> findings = [];
    private readonly List<InputFact> facts = [];
    private readonly HashSet<(string, string)> asked = [];

    public string File => file;

    /// <summary>Relative paths in the file start here.</summary>
    public string Folder => folder;

    /// <summary>Lines were lost to faults of form: what seems missing may have stood there.</summary>
    public bool IsPartial => lostLines.Count > 0;

    /// <summary>A lost line may have held a key of the whole file.</summary>
    public bool IsRootPartial => lostLines.Any(line => line.Indent == 0);
    public IReadOnlyList<InputFact> Facts => facts;
    public IEnumerable<Finding> Findings => findings;

    /// <summary>Keys that were asked for; a test compares them with those that are declared.</summary>
    public IReadOnlySet<(string Block, string Key)> Asked => asked;
    public void Ask(string block, string key) => asked.Add((block, key));

    public void Wrong(int line, string path, string read, string expected, string remedy) =>
        findings.Add(new(Severity.Wrong, path, read, expected, remedy) { File = file, Line = line });

    public void Note(int line, string path, string read, string expected, string remedy) =>
        findings.Add(new(Severity.Note, path, read, expected, remedy) { File = file, Line = line });

    public void Add(IEnumerable<Finding> more) => findings.AddRange(more);

    /// <summary>Whether a line that was lost may have belonged to this map.</summary>
    public bool MayHaveLost(YamlMap map) => lostLines.Any(line => line.Number >= map.Line - 1 && line.Number <= map.EndLine);

    /// <summary>Whether a line that was lost may have belonged to what stands behind a key of the root.</summary>
    public bool MayHaveLost(YamlMap root, string key)
    {
        if (IsRootPartial) return true;
        if (root.Find(key) is not { } entry) return false;
        int end = root.Entries.Select(one => one.Line).Where(line => line > entry.Line).DefaultIfEmpty(int.MaxValue).Min();
        return lostLines.Any(line => line.Number >= entry.Line && line.Number < end);
    }

    public void Fact(string path, string text, int line) => facts.Add(new(path, text, $"{file}:{line}", line));
    public void Fact(string path, string text, string source) => facts.Add(new(path, text, source));
}
