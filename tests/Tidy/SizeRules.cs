using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy;

/// <summary>Small things stay small. Within the band a size is told; past the limit it is refused.</summary>
public static class SizeRules
{
    public const int FileLines = 400, FunctionBand = 60, FunctionLimit = 100, LineBand = 140, LineLimit = 180;

    /// <summary>A tree may be wide in this share of its lines; signatures and quoted sentences need it now and then.</summary>
    public const double WideShare = 0.03;

    public static IEnumerable<string> Files(SourceFile file)
    {
        int lines = file.Lines.Length;
        if (lines > FileLines) yield return $"{file.Path}: {lines} lines, at most {FileLines}; look for the seam";
    }

    /// <summary>What is quoted does not count: a sentence for people or a line of HTML is as long as it is.</summary>
    public static IEnumerable<string> Columns(SourceFile file, int most)
    {
        string[] lines = file.Lines;
        if (!lines.Any(line => line.Length > most)) yield break;
        int[] quoted = Quoted(file);
        for (int i = 0; i < lines.Length; i++)
            if (lines[i].Length - quoted[i] > most) yield return $"{file.Path}:{i + 1}: {lines[i].Length} columns, at most {most}";
    }

    /// <summary>For each line how many of its characters stand inside a string.</summary>
    static int[] Quoted(SourceFile file)
    {
        string[] lines = file.Lines;
        int[] quoted = new int[lines.Length];
        SyntaxNode root = CSharpSyntaxTree.ParseText(file.Text).GetRoot();
        foreach (SyntaxNode text in root.DescendantNodes(node => !IsString(node)).Where(IsString))
        {
            var span = text.GetLocation().GetLineSpan();
            for (int line = span.StartLinePosition.Line; line <= span.EndLinePosition.Line; line++)
            {
                int from = line == span.StartLinePosition.Line ? span.StartLinePosition.Character : 0;
                int to = line == span.EndLinePosition.Line ? span.EndLinePosition.Character : lines[line].Length;
                quoted[line] += to - from;
            }
        }
        return quoted;
    }

    static bool IsString(SyntaxNode node) => node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression);

    public static IEnumerable<string> Functions(SourceFile file, int most)
    {
        var root = CSharpSyntaxTree.ParseText(file.Text).GetRoot();
        foreach (var function in root.DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax))
        {
            var span = function.GetLocation().GetLineSpan();
            int lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines > most) yield return $"{file.Path}:{span.StartLinePosition.Line + 1}: a function of {lines} lines, at most {most}";
        }
    }
}
