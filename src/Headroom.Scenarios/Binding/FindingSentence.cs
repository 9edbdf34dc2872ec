using Headroom.Sites;

namespace Headroom.Scenarios;

/// <summary>A finding as people read it.</summary>
public static class FindingSentence
{
    /// <summary><c>site.yaml:31  supply.battery: what was read; what was expected. What to do.</c></summary>
    public static string Sentence(this Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        string where = finding.Line is { } line ? $"{finding.File}:{line}  " : finding.File is { } file ? $"{file}  " : "";
        string path = finding.Path.Length > 0 ? finding.Path + ": " : "";
        string expected = finding.Expected.Length > 0 ? "; expected " + finding.Expected : "";
        string end = finding.Expected.Length > 0 || !finding.Read.EndsWith('.') ? "." : "";
        string remedy = finding.Remedy.Length > 0 ? " " + finding.Remedy : "";
        return $"{where}{path}{finding.Read}{expected}{end}{remedy}";
    }
}
