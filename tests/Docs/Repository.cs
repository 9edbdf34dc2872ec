namespace Headroom.Docs.Tests;

/// <summary>Where the clone lies that these tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>Every page that a reader may follow.</summary>
    public static IEnumerable<string> Pages() =>
        Directory.GetFiles(Root, "*.md").Concat(Directory.GetFiles(At("docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    static string Find(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Headroom.slnx"))) return at.FullName;
        throw new InvalidOperationException($"{folder} lies in no clone of Headroom");
    }
}
