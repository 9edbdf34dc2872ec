using Headroom.Sites;

namespace Headroom.Cli;

/// <summary>Gives findings of the domain, which knows no files, the file and the line that their path was read from.</summary>
static class Located
{
    public static IReadOnlyList<Finding> In(Site site, string file, IReadOnlyList<Finding> findings) =>
        [.. findings.Select(finding => finding.File is null ? At(finding, file, LineOf(site, finding.Path)) : finding)];

    static Finding At(Finding finding, string file, int? line) => finding with { File = Path.GetFileName(file), Line = finding.Line ?? line };

    /// <summary>The line of the path itself, or of the first key in the nearest block around it.</summary>
    static int? LineOf(Site site, string path)
    {
        for (string block = path; block.Length > 0; block = Parent(block))
            if (site.Inputs.Where(input => IsIn(block, input.Path)).Min(input => input.Line) is { } line) return line;
        return null;
    }

    static bool IsIn(string block, string path) =>
        path.StartsWith(block, StringComparison.Ordinal) && (path.Length == block.Length || path[block.Length] is '.' or '[');

    static string Parent(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "";
}
