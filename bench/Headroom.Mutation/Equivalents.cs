namespace Headroom.Mutation;

/// <summary>Mutants that no test can tell from the original, each with its reason.</summary>
/// <remarks>
///   A line of the file:  File.cs | part of the line of code | change | reason
///   "*" as the change means every change of that line. A declaration that meets no mutant, or only such as a test kills after all, is told.
/// </remarks>
internal sealed class Equivalents
{
    private sealed record Declared(string File, string Line, string Change, string Reason)
    {
        public int Met { get; set; }
    }

    private readonly List<Declared> all = [];

    public Equivalents(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            if (line.Length == 0 || line.StartsWith('#')) continue;
            string[] parts = line.Split(" | ");
            if (parts.Length != 4) throw new FormatException($"{path}: four parts, not {parts.Length}: {line}");
            all.Add(new(parts[0], parts[1], parts[2], parts[3]));
        }
    }

    public string? Reason(Mutant mutant)
    {
        Declared? found = all.FirstOrDefault(one => Path.GetFileName(mutant.File) == one.File && mutant.LineText.Contains(one.Line, StringComparison.Ordinal)
            && (one.Change == "*" || one.Change == mutant.Change.Text));
        if (found is not null) found.Met++;
        return found?.Reason;
    }

    public IEnumerable<string> Unmet(IReadOnlyList<string> files) =>
        all.Where(one => one.Met == 0 && files.Contains(one.File)).Select(one => $"{one.File} | {one.Line} | {one.Change}");
}
