using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Headroom.Mutation;

/// <summary>One small change of one piece of code, in place of the piece.</summary>
/// <param name="New">Null: the statement is left out.</param>
internal readonly record struct Change(SyntaxNode Old, SyntaxNode? New)
{
    public string Text => $"{Short(Old)}  ->  {(New is null ? "left out" : Short(New))}";
    private static string Short(SyntaxNode node) => string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Which changes there are.</summary>
/// <remarks>
///   + − · /   swapped, compound ones too; ++ and −−; a sign left out
///   &lt; ≤ &gt; ≥   moved by the boundary, and turned round; the same in patterns; == and !=; is null and is not null
///   and, or   swapped; a negation left out; a condition that is none of these turned round; true and false
///   numbers   whole ones one up and one down, others a tenth up and down
///   Min, Max, Ceiling, Floor, Any, All, First, Last, OrderBy …   swapped; Clamp left out; of a ?? b either
///   statements that call or assign, continue, break and return of nothing: left out
///   Not changed: texts, what is thrown and why, guards against null (the compiler sees them), hash codes, default values of parameters.
/// </remarks>
internal static class Mutations
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind[]> binaries = new()
    {
        [SyntaxKind.AddExpression] = [SyntaxKind.SubtractExpression],
        [SyntaxKind.SubtractExpression] = [SyntaxKind.AddExpression],
        [SyntaxKind.MultiplyExpression] = [SyntaxKind.DivideExpression],
        [SyntaxKind.DivideExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.LessThanExpression] = [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanOrEqualExpression],
        [SyntaxKind.LessThanOrEqualExpression] = [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.GreaterThanExpression] = [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanOrEqualExpression],
        [SyntaxKind.GreaterThanOrEqualExpression] = [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.EqualsExpression] = [SyntaxKind.NotEqualsExpression],
        [SyntaxKind.NotEqualsExpression] = [SyntaxKind.EqualsExpression],
        [SyntaxKind.LogicalAndExpression] = [SyntaxKind.LogicalOrExpression],
        [SyntaxKind.LogicalOrExpression] = [SyntaxKind.LogicalAndExpression],
        [SyntaxKind.BitwiseOrExpression] = [SyntaxKind.BitwiseAndExpression],
        [SyntaxKind.BitwiseAndExpression] = [SyntaxKind.BitwiseOrExpression],
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> assignments = new()
    {
        [SyntaxKind.AddAssignmentExpression] = SyntaxKind.SubtractAssignmentExpression,
        [SyntaxKind.SubtractAssignmentExpression] = SyntaxKind.AddAssignmentExpression,
        [SyntaxKind.MultiplyAssignmentExpression] = SyntaxKind.DivideAssignmentExpression,
        [SyntaxKind.DivideAssignmentExpression] = SyntaxKind.MultiplyAssignmentExpression,
        [SyntaxKind.OrAssignmentExpression] = SyntaxKind.AndAssignmentExpression,
        [SyntaxKind.AndAssignmentExpression] = SyntaxKind.OrAssignmentExpression,
    };

    private static readonly Dictionary<string, string> names = new()
    {
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["MinBy"] = "MaxBy",
        ["MaxBy"] = "MinBy",
        ["Ceiling"] = "Floor",
        ["Floor"] = "Ceiling",
        ["Any"] = "All",
        ["All"] = "Any",
        ["First"] = "Last",
        ["Last"] = "First",
        ["OrderBy"] = "OrderByDescending",
        ["ThenBy"] = "ThenByDescending",
        ["Order"] = "OrderDescending",
        ["PositiveInfinity"] = "NegativeInfinity",
        ["NegativeInfinity"] = "PositiveInfinity",
        ["MaxValue"] = "MinValue",
        ["MinValue"] = "MaxValue",
    };

    public static IEnumerable<Change> Of(SyntaxNode member)
    {
        foreach (SyntaxNode node in member.DescendantNodesAndSelf(one => !IsLeftAlone(one)))
            if (!IsLeftAlone(node))
                foreach (SyntaxNode? other in OfNode(node))
                    if (other is null || other.ToString() != node.ToString()) yield return new(node, other);
    }

    private static bool IsLeftAlone(SyntaxNode node) => node is ThrowExpressionSyntax or ThrowStatementSyntax or InterpolatedStringExpressionSyntax or AttributeListSyntax or TypeSyntax { Parent: not MemberAccessExpressionSyntax and not ExpressionSyntax }
        || node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: { } name } } && name.StartsWith("ThrowIfNull", StringComparison.Ordinal)
        || node is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax guard } && guard.ToString().Contains("ThrowIfNull", StringComparison.Ordinal)
        || node is ParameterSyntax;

    private static IEnumerable<SyntaxNode?> OfNode(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } one => [one.Left, one.Right],
        BinaryExpressionSyntax one when binaries.TryGetValue(one.Kind(), out SyntaxKind[]? others) => others.Select<SyntaxKind, SyntaxNode?>(kind => With(one, kind)),
        AssignmentExpressionSyntax one when assignments.TryGetValue(one.Kind(), out SyntaxKind kind) =>
            [Parsed($"{one.Left} {Sign(kind)} {one.Right}")],
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression or (int)SyntaxKind.UnaryMinusExpression } one => [Whole(one.Operand)],
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression } one => [Parsed($"--{one.Operand}")],
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } one => [Parsed($"{one.Operand}--")],
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression } one => [Parsed($"{one.Operand}++")],
        LiteralExpressionSyntax one => Literal(one),
        RelationalPatternSyntax one => Relational(one),
        BinaryPatternSyntax one => [Pattern(one.ToString(), one.OperatorToken, one.OperatorToken.IsKind(SyntaxKind.AndKeyword) ? "or" : "and", one)],
        ConditionalExpressionSyntax one => [Parsed($"{one.Condition} ? {one.WhenFalse} : {one.WhenTrue}")],
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } one => [Parsed($"{one.Expression} is not {constant}")],
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } } one => [Parsed($"{one.Expression} is {constant}")],
        IfStatementSyntax { Condition: not BinaryExpressionSyntax and not PrefixUnaryExpressionSyntax and not IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax } } one =>
            [one.WithCondition(Parsed($"!({one.Condition})"))],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Clamp" }, ArgumentList.Arguments: [var first, ..] } => [first.Expression],
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax { Name: var name } } one when name == one && names.TryGetValue(one.Identifier.Text, out string? other) =>
            [SyntaxFactory.IdentifierName(other)],
        ExpressionStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax { Expression: null } or YieldStatementSyntax => [null],
        BreakStatementSyntax { Parent: not SwitchSectionSyntax } => [null],
        _ => [],
    };

    private static ExpressionSyntax With(BinaryExpressionSyntax one, SyntaxKind kind) => Whole(Parsed($"{one.Left} {Sign(kind)} {one.Right}"));

    /// <summary>In brackets, so that a looser sign does not tear apart what stands beside it.</summary>
    private static ExpressionSyntax Whole(SyntaxNode one) => Parsed($"({one})");

    private static string Sign(SyntaxKind kind) => kind switch
    {
        SyntaxKind.AddExpression => "+",
        SyntaxKind.SubtractExpression => "-",
        SyntaxKind.MultiplyExpression => "*",
        SyntaxKind.DivideExpression => "/",
        SyntaxKind.LessThanExpression => "<",
        SyntaxKind.LessThanOrEqualExpression => "<=",
        SyntaxKind.GreaterThanExpression => ">",
        SyntaxKind.GreaterThanOrEqualExpression => ">=",
        SyntaxKind.EqualsExpression => "==",
        SyntaxKind.NotEqualsExpression => "!=",
        SyntaxKind.LogicalAndExpression => "&&",
        SyntaxKind.LogicalOrExpression => "||",
        SyntaxKind.BitwiseOrExpression => "|",
        SyntaxKind.BitwiseAndExpression => "&",
        SyntaxKind.AddAssignmentExpression => "+=",
        SyntaxKind.SubtractAssignmentExpression => "-=",
        SyntaxKind.MultiplyAssignmentExpression => "*=",
        SyntaxKind.DivideAssignmentExpression => "/=",
        SyntaxKind.OrAssignmentExpression => "|=",
        SyntaxKind.AndAssignmentExpression => "&=",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no sign"),
    };

    private static ExpressionSyntax Parsed(string text) => SyntaxFactory.ParseExpression(text);

    private static IEnumerable<SyntaxNode?> Literal(LiteralExpressionSyntax one) => one.Token.Value switch
    {
        true => [Parsed("false")],
        false => [Parsed("true")],
        int number => [Parsed($"{number + 1}"), Whole(Parsed($"{number - 1}"))],
        double number when number == Math.Floor(number) => [Parsed($"{Text(number + 1)}"), Whole(Parsed(Text(number - 1)))],
        double number => [Parsed(Text(number * 1.1)), Parsed(Text(number * 0.9))],
        _ => [],
    };

    private static string Text(double number) => number.ToString("0.0###############E+0", CultureInfo.InvariantCulture);

    private static IEnumerable<SyntaxNode?> Relational(RelationalPatternSyntax one)
    {
        string[] others = one.OperatorToken.Kind() switch
        {
            SyntaxKind.LessThanToken => ["<=", ">="],
            SyntaxKind.LessThanEqualsToken => ["<", ">"],
            SyntaxKind.GreaterThanToken => [">=", "<="],
            _ => [">", "<"],
        };
        return others.Select(other => Pattern(one.ToString(), one.OperatorToken, other, one));
    }

    private static PatternSyntax Pattern(string text, SyntaxToken sign, string other, PatternSyntax whole)
    {
        int at = sign.SpanStart - whole.SpanStart;
        string changed = text[..at] + other + text[(at + sign.Span.Length)..];
        return ((IsPatternExpressionSyntax)SyntaxFactory.ParseExpression($"x is {changed}")).Pattern;
    }
}
