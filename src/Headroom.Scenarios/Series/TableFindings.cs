using Headroom.Sites;

namespace Headroom.Scenarios.Series;

/// <summary>Findings of one data file: each once, twenty in full, the rest counted.</summary>
internal sealed class TableFindings(string file)
{
    private const int PrintedMost = 20;
    private readonly List<Finding> printed = [];
    private readonly HashSet<(int, string)> seen = [];
    private int more;

    public string File => file;
    public bool IsEmpty => printed.Count == 0;

    /// <summary>For the line of the site file that names this one: how many faults, and where the first is.</summary>
    public string Summary => printed.Count + more == 1 ? $"{file} has a fault in row {printed[0].Line}"
        : $"{file} has {printed.Count + more} faults, the first in row {printed.Min(one => one.Line)}";

    public void Wrong(int row, string column, string read, string expected, string remedy)
    {
        if (!seen.Add((row, column + read))) return;
        if (printed.Count < PrintedMost)
            printed.Add(new(Severity.Wrong, column, $"row {row}: {read}", expected, remedy) { File = file, Line = row });
        else more++;
    }

    /// <summary>Findings of a reader of its own; each once, though two services name the file.</summary>
    public void Take(IEnumerable<Finding> findings)
    {
        foreach (Finding finding in findings)
            if (seen.Add((finding.Line ?? 0, finding.Path + finding.Read))) printed.Add(finding);
    }

    public IReadOnlyList<Finding> All => more == 0 ? printed
        : [.. printed, new(Severity.Wrong, "", $"{more} more faults of this file are not listed", "a file without faults",
            "Correct those above first.") { File = file }];
}
