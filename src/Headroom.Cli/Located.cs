using Headroom.Sites;

namespace Headroom.Cli;

/// <summary>Gives findings of the domain, which knows no files, the file and the line that their path was read from.</summary>
static class Located
{
    public static IReadOnlyList<Finding> In(Site site, string file, IReadOnlyList<Finding> findings) =>
        [.. findings.Select(finding => finding.File is null ? finding with { File = Path.GetFileName(file), Line = finding.Line ?? LineOf(site, finding.Path) } : finding)];

    /// <summary>The line of the path itself, or of the first key in the nearest block around it.</summary>
    static int? LineOf(Site site, string path)
    {
        for (string at = path; at.Length > 0; at = Parent(at))
        {
            int[] lines = [.. site.Inputs.Where(input => input.Line is not null && (input.Path == at || input.Path.StartsWith(at + ".", StringComparison.Ordinal) || input.Path.StartsWith(at + "[", StringComparison.Ordinal))).Select(input => input.Line!.Value)];
            if (lines.Length > 0) return lines.Min();
        }
        return null;
    }

    static string Parent(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "";
}
