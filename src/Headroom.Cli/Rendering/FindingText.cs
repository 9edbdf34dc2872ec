using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>Findings for people: <c>site.yaml:31  halls[0].perRack: 12; a power with a unit. Write 12 kW.</c></summary>
static class FindingText
{
    const int width = Terminal.Widest;

    /// <summary>Gravest first, within a severity in the order of the file, with a count at the end.</summary>
    public static void Write(TextWriter to, IReadOnlyList<Finding> findings, string file)
    {
        if (findings.Count == 0) return;
        foreach (IGrouping<Severity, Finding> group in findings.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key))
        {
            to.WriteLine(Heading(group.Key));
            foreach (Finding finding in group.OrderBy(finding => finding.File ?? file, StringComparer.Ordinal).ThenBy(finding => finding.Line ?? 0))
                foreach (string line in Lines(finding, file)) to.WriteLine(line);
            to.WriteLine();
        }
        to.WriteLine(Count(findings) + ".");
    }

    /// <summary>"2 faults, 1 thing the facility cannot do".</summary>
    public static string Count(IReadOnlyList<Finding> findings) => string.Join(", ", findings
        .GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key)
        .Select(group => Wording.Counted(group.Count(), group.Key switch
        {
            Severity.Wrong => ("fault", "faults"),
            Severity.CannotHost => ("thing the facility cannot do", "things the facility cannot do"),
            _ => ("note", "notes"),
        })));

    static string Heading(Severity severity) => severity switch
    {
        Severity.Wrong => "Wrong input",
        Severity.CannotHost => "The facility cannot do this",
        _ => "Worth a look",
    };

    static IEnumerable<string> Lines(Finding finding, string file)
    {
        string place = finding.Line is { } line ? $"{finding.File ?? file}:{line}" : finding.File ?? file;
        string indent = "  ";
        foreach (string text in Wording.Wrap($"{place}\u2007 {Sentence(finding)}", width - 6))
        {
            yield return indent + text.Replace('\u2007', ' '); // a space that does not break keeps two of them after the place
            indent = "      ";
        }
    }

    /// <summary>What was read, what was expected and what to do, as one paragraph.</summary>
    public static string Sentence(Finding finding)
    {
        string path = finding.Path.Length > 0 ? finding.Path + ": " : "";
        string said = finding.Expected.Length > 0 ? $"{path}{finding.Read}; expected {finding.Expected}" : path + finding.Read;
        return finding.Remedy.Length > 0 ? $"{Wording.Ended(said)} {Wording.Ended(finding.Remedy)}" : Wording.Ended(said);
    }
}
