using System.Text.RegularExpressions;

namespace Tidy;

/// <summary>What the tree must hold and must not hold, so that a stranger can build it.</summary>
public static partial class TreeRules
{
    public const int DecisionLines = 60;

    public static IEnumerable<string> LockFiles(IReadOnlyCollection<string> paths) =>
        paths.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
        .Where(project => !paths.Contains(project[..(project.LastIndexOf('/') + 1)] + "packages.lock.json"))
            .Select(project => $"{project}: no packages.lock.json beside it");

    public static IEnumerable<string> TestProjects(IReadOnlyCollection<string> paths) =>
        paths.Where(path => ProjectOfSource().IsMatch(path)).Select(path => ProjectOfSource().Match(path).Groups[1].Value)
            .Where(name => !IsEmpty(name, paths) && !paths.Contains($"tests/{name}.Tests/{name}.Tests.csproj"))
                .Select(name => $"src/{name}: no tests/{name}.Tests beside it");

    /// <summary>A project that holds its entry point and nothing else has nothing to test.</summary>
    static bool IsEmpty(string name, IReadOnlyCollection<string> paths) =>
        paths.Where(path => path.StartsWith($"src/{name}/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .All(path => path == $"src/{name}/Program.cs");

    public static IEnumerable<string> BuildMachine(SourceFile file) => Matches(file, BuildMachinePath(), "a path of a build machine");
    public static IEnumerable<string> Registries(SourceFile file) =>
        Matches(file, RegistryHost(), "a package feed; restore uses the client's own");

    public static IEnumerable<string> Decisions(SourceFile file)
    {
        if (file.Lines.Length > DecisionLines) yield return $"{file.Path}: {file.Lines.Length} lines; a decision is one page of {DecisionLines}";
    }

    static IEnumerable<string> Matches(SourceFile file, Regex what, string why)
    {
        string[] lines = file.Lines;
        for (int i = 0; i < lines.Length; i++)
            if (what.Match(lines[i]) is { Success: true } match) yield return $"{file.Path}:{i + 1}: '{match.Value}' is {why}";
    }

    // the classes in brackets keep this file from finding itself
    [GeneratedRegex(@"(?<![\w.-])/[w]ork/|/[h]ome/\w+/|[C]:\\Users\\")] private static partial Regex BuildMachinePath();
    [GeneratedRegex(@"api\.nuget[.]org|registry\.npmjs[.]org|pypi[.]org/simple|files\.pythonhosted[.]org|proxy\.golang[.]org|index\.crates[.]io")] private static partial Regex RegistryHost();
    [GeneratedRegex(@"^src/([\w.]+)/\1\.csproj$")] private static partial Regex ProjectOfSource();
}
