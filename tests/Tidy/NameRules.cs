using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy;

/// <summary>Empty names hide ideas, regions hide size, and the core may not reach for clock, chance, files or threads.</summary>
public static class NameRules
{
    static readonly string[] empty = ["Manager", "Util", "Utils", "Helper", "Helpers", "Processor", "Data", "Info", "Base", "Impl",
        "Common", "Misc"];
    static readonly string[] bannedTypes =
    [
        "Random", "Console", "File", "Directory", "FileStream", "StreamReader", "StreamWriter", "Socket", "HttpClient", "Task", "Thread",
            "Timer", "Environment", "Stopwatch",
    ];
    static readonly string[] bannedMembers = ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now",
        "DateTimeOffset.UtcNow", "Guid.NewGuid"];

    public static IEnumerable<string> EmptyNames(SourceFile file)
    {
        foreach (BaseTypeDeclarationSyntax type in Root(file).DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            if (empty.FirstOrDefault(ending => type.Identifier.Text.EndsWith(ending, StringComparison.Ordinal)) is { } ending)
                yield return $"{At(file, type)}: '{type.Identifier.Text}' ends in {ending}, which says nothing";
    }

    public static IEnumerable<string> Regions(SourceFile file) => Root(file).DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)).Select(trivia => $"{At(file, trivia.GetLocation())}: #region");

    /// <summary>The same as BannedSymbols.txt, which stops the build; this one also sees what a suppression would hide.</summary>
    public static IEnumerable<string> Banned(SourceFile file)
    {
        SyntaxNode root = Root(file);
        foreach (IdentifierNameSyntax name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
            if (bannedTypes.Contains(name.Identifier.Text)
                && IsType(name)) yield return $"{At(file, name)}: {name.Identifier.Text} in the core";
        foreach (GenericNameSyntax name in root.DescendantNodes().OfType<GenericNameSyntax>())
            if (name.Identifier.Text is "Task" or "ValueTask") yield return $"{At(file, name)}: {name.Identifier.Text} in the core";
        foreach (MemberAccessExpressionSyntax access in root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
            if (bannedMembers.Contains(access.ToString())) yield return $"{At(file, access)}: {access} in the core";
        foreach (SyntaxToken token in root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.AsyncKeyword)))
            yield return $"{At(file, token.GetLocation())}: async in the core";
    }

    /// <summary>A type where a member is called on it, it is made, or it stands in a declaration; <c>finding.File</c> is a
    /// property.</summary>
    static bool IsType(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name || access.Expression.ToString()
            .StartsWith("System.", StringComparison.Ordinal),
        QualifiedNameSyntax or ObjectCreationExpressionSyntax or VariableDeclarationSyntax or ParameterSyntax or TypeArgumentListSyntax =>
            true,
        MethodDeclarationSyntax method => method.ReturnType == name,
        _ => false,
    };

    static SyntaxNode Root(SourceFile file) => CSharpSyntaxTree.ParseText(file.Text).GetRoot();
    static string At(SourceFile file, SyntaxNode node) => At(file, node.GetLocation());
    static string At(SourceFile file, Location where) => $"{file.Path}:{where.GetLineSpan().StartLinePosition.Line + 1}";
}
