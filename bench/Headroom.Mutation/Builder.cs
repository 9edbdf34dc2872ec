using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Headroom.Mutation;

/// <summary>Builds the core once, with every mutant of some folders in it.</summary>
internal static class Builder
{
    private const string Switch = """
        namespace Headroom
        {
            public sealed class MutantStuckException() : System.Exception("it went round far more often than the original");
            public static class Mutants
            {
                public static int Active;
                public static long Rounds, RoundsMost = long.MaxValue;
                public static readonly bool[] Entered = new bool[100_000];
                public static int Enter(int member) { Entered[member] = true; Tick(); return Active; }
                public static void Tick() { if (++Rounds > RoundsMost) throw new MutantStuckException(); }
            }
        }
        """;

    private static readonly CSharpParseOptions options = new(LanguageVersion.CSharp14);

    /// <param name="project">Folder of the project that is changed.</param>
    /// <param name="folders">Below it: what is changed.</param>
    /// <param name="tests">Folder of the built tests, whose libraries it is compiled against.</param>
    /// <param name="output">Where the assembly goes.</param>
    /// <param name="uncompiled">How many changes fell out because they do not compile.</param>
    public static IReadOnlyList<Mutant> Build(string project, IReadOnlyList<string> folders, string tests, string output, out int uncompiled)
    {
        string name = Path.GetFileName(project), made = Path.Combine(project, "obj", "Release", "net10.0");
        string[] files = [.. Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(Path.Combine(project, "obj"), StringComparison.Ordinal) && !file.StartsWith(Path.Combine(project, "bin"), StringComparison.Ordinal))
            .Concat([Path.Combine(made, $"{name}.AssemblyInfo.cs"), Path.Combine(made, $"{name}.GlobalUsings.g.cs")]).Order(StringComparer.Ordinal)];
        SyntaxTree[] trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, Path.GetRelativePath(project, file)))];
        MetadataReference[] references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.StartsWith(Path.GetDirectoryName(typeof(object).Assembly.Location)!, StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(tests, "Headroom.*.dll").Where(path => !path.EndsWith("Tests.dll", StringComparison.Ordinal) && IsBelow(path, project)))
            .Select(path => MetadataReference.CreateFromFile(path))];
        HashSet<string> frozen = [];
        while (true)
        {
            int members = 0, count = 0;
            List<Schemata?> all = [.. trees.Select(tree => folders.Any(folder => tree.FilePath.StartsWith(folder, StringComparison.Ordinal)) ? new Schemata(tree, frozen, ref members, ref count) : null)];
            HashSet<int> dropped = [];
            int before = frozen.Count;
            while (frozen.Count == before)
            {
                SyntaxTree[] written = [.. trees.Select((tree, k) => all[k] is { } one ? CSharpSyntaxTree.ParseText(one.Write(dropped), options, tree.FilePath) : tree)];
                var compilation = CSharpCompilation.Create(name, [.. written, CSharpSyntaxTree.ParseText(Switch, options)], references,
                    new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, deterministic: true));
                using var assembly = new MemoryStream();
                EmitResult result = compilation.Emit(assembly);
                if (result.Success)
                {
                    File.WriteAllBytes(output, assembly.ToArray());
                    uncompiled = dropped.Count;
                    return [.. all.OfType<Schemata>().SelectMany(one => one.Mutants).Where(one => !dropped.Contains(one.Number))];
                }
                Diagnostic[] errors = [.. result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)];
                foreach (Diagnostic error in errors)
                {
                    int file = Array.IndexOf(written, error.Location.SourceTree);
                    if (all[file]?.At(error.Location.SourceSpan.Start) is { } mutant) dropped.Add(mutant.Number);
                    else Freeze(error, frozen);
                }
            }
        }
    }

    /// <summary>Only what the project is built on.</summary>
    private static bool IsBelow(string library, string project) =>
        File.ReadAllText(Path.Combine(project, Path.GetFileName(project) + ".csproj")).Contains($"{Path.GetFileNameWithoutExtension(library)}.csproj", StringComparison.Ordinal);

    /// <summary>A constant that a pattern or a default value needs stays one.</summary>
    private static void Freeze(Diagnostic error, HashSet<string> frozen)
    {
        SyntaxNode where = error.Location.SourceTree!.GetRoot().FindNode(error.Location.SourceSpan);
        int before = frozen.Count;
        foreach (SimpleNameSyntax one in where.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()) frozen.Add(one.Identifier.Text);
        if (frozen.Count == before) throw new InvalidOperationException(error.ToString());
    }
}
