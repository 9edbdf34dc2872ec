namespace Tidy;

/// <summary>A file of the repository: its path with forward slashes, and its text.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public string[] Lines => Text.ReplaceLineEndings("\n").Split('\n');
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>The repository as text, without what builds leave behind.</summary>
public static class SourceTree
{
    static readonly HashSet<string> notOurs = ["bin", "obj", ".git", "TestResults", "node_modules", "out", "artifacts"];
    static readonly HashSet<string> text =
    [
        ".cs", ".csproj", ".slnx", ".props", ".targets", ".json", ".yaml", ".yml", ".md", ".txt", ".csv", ".sh", ".js", ".css", ".html",
            ".svg", ".editorconfig", ".gitignore", "",
    ];

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file, in the order of its path.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } =
    [
        .. Walk(new DirectoryInfo(Root)).Where(file => text.Contains(file.Extension) && file.Length < 4_000_000).Select(Read)
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));
    public static IEnumerable<SourceFile> Under(string folder, string ending) =>
        Files.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal) && file.Path.EndsWith(ending, StringComparison.Ordinal));

    static SourceFile Read(FileInfo file) =>
        new(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName));

    static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles(), .. folder.EnumerateDirectories()
            .Where(child => !notOurs.Contains(child.Name) && child.LinkTarget is null).SelectMany(Walk)];

    static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Headroom.slnx"))) at = at.Parent;
        return at?.FullName ?? throw new DirectoryNotFoundException("Headroom.slnx is not above the test binary");
    }
}
