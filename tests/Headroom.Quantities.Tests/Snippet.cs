using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Headroom.Quantities.Tests;

/// <summary>Compiles a line of C# against the built assemblies and returns the errors, as a user of the library would see them.</summary>
static class Snippet
{
    static readonly MetadataReference[] references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name.StartsWith("Headroom.", StringComparison.Ordinal) && !name.Contains("Tests", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    const string before = """
        using System;
        using Headroom.Quantities;
        using Headroom.Algebra;
        static class Snippet
        {
            static void Run(LinearProgram lp, Headroom.Algebra.Index hours, int t, TimeSpan dt, EnergyPrice price, Variables<Power> grid, Variables<Energy> stored)
            {
        """;

    /// <summary>Error codes in the order of the text, each once; empty when it compiles.</summary>
    public static string Errors(string line)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"{before}\n{line}\n}}}}", new CSharpParseOptions(LanguageVersion.CSharp14));
        var compilation = CSharpCompilation.Create("snippet", [tree], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return string.Join(' ', compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id)
            .Distinct());
    }

    /// <summary>The first error's message.</summary>
    public static string Message(string line)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"{before}\n{line}\n}}}}", new CSharpParseOptions(LanguageVersion.CSharp14));
        var compilation = CSharpCompilation.Create("snippet", [tree], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return compilation.GetDiagnostics().First(d => d.Severity == DiagnosticSeverity.Error)
            .GetMessage(System.Globalization.CultureInfo.InvariantCulture);
    }
}
