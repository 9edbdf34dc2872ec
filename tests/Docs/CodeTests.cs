using Headroom.Cli;
using Headroom.Scenarios.FieldFiles;
using Headroom.Scenarios.GridFiles;
using Headroom.Scenarios.ScenarioFiles;
using Headroom.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Headroom.Docs.Tests;

/// <summary>C# in the docs compiles against what is built; YAML in the docs is a site file that reads, or an excerpt of one that is shipped.</summary>
public class CodeTests
{
    static readonly MetadataReference[] references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static TheoryData<string> CSharp() => new(Snippet.All("csharp").Select(snippet => snippet.Place));
    public static TheoryData<string> Yaml() => new(Snippet.All("yaml").Select(snippet => snippet.Place));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(CSharp))]
    public void A_snippet_of_code_compiles(string place)
    {
        string text = Snippet.All("csharp").Single(snippet => snippet.Place == place).Text;
        const string usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;";
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create("snippet", [CSharpSyntaxTree.ParseText(usings, parse), CSharpSyntaxTree.ParseText(text, parse)], references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"{place}: {diagnostic.GetMessage()}"));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Yaml))]
    public void A_site_file_in_the_docs_reads(string place)
    {
        string text = Snippet.All("yaml").Single(snippet => snippet.Place == place).Text;
        if (text.StartsWith("scenario:", StringComparison.Ordinal))
        {
            Assert.Empty(ScenarioFile.Parse(text, place).Findings.Select(finding => $"{place}: {finding}"));
            return;
        }
        if (text.StartsWith("field:", StringComparison.Ordinal))
        {
            Assert.Empty(FieldFile.Parse(text, place).Findings.Select(finding => $"{place}: {finding}"));
            return;
        }
        if (text.StartsWith("grid:", StringComparison.Ordinal))
        {
            Assert.Empty(GridFile.Parse(text, place).Findings.Select(finding => $"{place}: {finding}"));
            return;
        }
        if (!text.StartsWith("site:", StringComparison.Ordinal))
        {
            Assert.Contains(Directory.GetFiles(Repository.At("examples"), "*.yaml"), file => File.ReadAllText(file).ReplaceLineEndings("\n").Contains(text, StringComparison.Ordinal));
            return;
        }
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            (Site? site, IReadOnlyList<Finding> findings) = Engine.Real.Read(file);
            Assert.Empty(findings.Where(finding => finding.Severity == Severity.Wrong).Select(finding => $"{place}: {finding}"));
            Assert.NotNull(site);
        }
        finally { File.Delete(file); }
    }
}
