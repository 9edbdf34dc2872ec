using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy;

/// <summary>Arrows point one way. The two tables are the architecture; a new arrow is a decision and goes here first.</summary>
public static class LayerRules
{
    /// <summary>Which project may reference which.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } = new Dictionary<string, string[]>
    {
        ["Headroom.Quantities"] = [],
        ["Headroom.Algebra"] = ["Headroom.Quantities"],
        ["Headroom"] = ["Headroom.Quantities", "Headroom.Algebra"],
        ["Headroom.Solvers"] = ["Headroom.Quantities", "Headroom.Algebra"],
        ["Headroom.Scenarios"] = ["Headroom.Quantities", "Headroom.Algebra", "Headroom"],
        ["Headroom.Protocols"] = ["Headroom.Quantities"],
        ["Headroom.Operator"] = ["Headroom.Quantities", "Headroom.Algebra", "Headroom", "Headroom.Solvers", "Headroom.Scenarios",
            "Headroom.Protocols"],
        // emulators of devices and peers, for tests and for whoever wants to try drivers
        ["Headroom.TestKit"] = ["Headroom.Quantities", "Headroom.Protocols", "Headroom.Operator"],
        ["Headroom.Cli"] =
        [
            "Headroom.Quantities", "Headroom.Algebra", "Headroom", "Headroom.Solvers", "Headroom.Scenarios", "Headroom.Protocols",
                "Headroom.Operator", "Headroom.TestKit",
        ],
    };

    /// <summary>Which folder of src/Headroom may use which; quantities every folder may use.</summary>
    public static IReadOnlyDictionary<string, string[]> Folders { get; } = new Dictionary<string, string[]>
    {
        ["Compute"] = [],
        ["Cooling"] = [],
        ["Sites"] = ["Algebra", "Compute", "Cooling", "Workloads", "Growth"],
        // Algebra for the name of an index; Workloads since a site lists its services; Growth since it states how they grow
        ["Workloads"] = ["Compute", "Sites"],                           // Sites for hourly series
        ["Growth"] = ["Compute", "Cooling", "Sites", "Workloads"],
        ["Planning"] = ["Algebra", "Compute", "Cooling", "Sites", "Workloads", "Reports"],
        // Algebra for the look ahead, which is a linear program off the critical path
        ["Control"] = ["Algebra", "Compute", "Cooling", "Sites", "Workloads"],
        ["Simulation"] = ["Compute", "Cooling", "Sites", "Workloads", "Control", "Reports"],
        ["Reports"] = ["Sites"],
        // a comparison plans the supply of each strategy; how it is swept it does not know
        ["Comparing"] = ["Algebra", "Compute", "Cooling", "Sites", "Workloads", "Planning", "Reports"],
        ["Sweeps"] = [],
    };

    /// <summary>Folders that only these assemblies may use.</summary>
    public static IReadOnlyDictionary<string, string[]> Users { get; } = new Dictionary<string, string[]>
    {
        ["Planning"] = ["Headroom.Cli", "Headroom.Operator"],
    };

    public static IEnumerable<string> References(SourceFile project)
    {
        string name = project.Name[..^".csproj".Length];
        if (!Projects.TryGetValue(name, out string[]? allowed))
        {
            yield return $"{project.Path}: a project that {nameof(LayerRules)}.{nameof(Projects)} does not know";
            yield break;
        }
        foreach (XElement reference in XDocument.Parse(project.Text).Descendants("ProjectReference"))
        {
            string to = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));
            if (!allowed.Contains(to)) yield return $"{project.Path}: references {to}; it may reference {Listed(allowed)}";
        }
    }

    /// <summary>Resolves every name as the compiler does, so that an arrow hides neither in a qualified name nor in a relative
    /// one.</summary>
    public static IEnumerable<string> Arrows(IReadOnlyList<SourceFile> files)
    {
        SyntaxTree[] trees = [.. files.Select(file =>
            CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(LanguageVersion.CSharp14), file.Path))];
        var compilation = CSharpCompilation.Create("layers", [.. trees, implicitUsings], references,
            new(OutputKind.DynamicallyLinkedLibrary));
        return [.. trees.SelectMany(tree => ArrowsOf(tree, compilation.GetSemanticModel(tree))).Distinct()];
    }

    static IEnumerable<string> ArrowsOf(SyntaxTree tree, SemanticModel model)
    {
        string[] path = tree.FilePath.Split('/');
        if (path is not ["src", "Headroom", { } folder, _, ..]) yield break;
        if (!Folders.TryGetValue(folder, out string[]? allowed))
        {
            yield return $"{tree.FilePath}: a folder that {nameof(LayerRules)}.{nameof(Folders)} does not know";
            yield break;
        }
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            string? to = LayerOf(model.GetSymbolInfo(name).Symbol);
            if (to is null or "Quantities" || to == folder || allowed.Contains(to)) continue;
            int line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            yield return $"{tree.FilePath}:{line}: {folder} uses {to}; it may use {Listed(allowed)}";
        }
    }

    /// <summary>Outside the core a folder is recognised by its namespace.</summary>
    public static IEnumerable<string> OnlyBy(SourceFile file)
    {
        if (file.Path.Split('/') is not ["src", { } project, ..] || project == "Headroom") yield break;
        foreach ((string folder, string[] users) in Users)
            if (!users.Contains(project) && file.Text.Contains($"Headroom.{folder}", StringComparison.Ordinal))
                yield return $"{file.Path}: uses Headroom.{folder}, which only {Listed(users)} may";
    }

    /// <summary>The word after "Headroom." in the namespace of what a name means.</summary>
    static string? LayerOf(ISymbol? symbol)
    {
        INamespaceSymbol? space = symbol switch { null => null, INamespaceSymbol own => own, _ => symbol.ContainingNamespace };
        return space?.ToDisplayString().Split('.') is ["Headroom", { } layer, ..] ? layer : null;
    }

    static string Listed(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names);

    static readonly SyntaxTree implicitUsings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;",
        new CSharpParseOptions(LanguageVersion.CSharp14));

    static readonly MetadataReference[] references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name is "Headroom.Quantities.dll" or "Headroom.Algebra.dll" or "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
