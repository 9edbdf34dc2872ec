using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Headroom.Mutation;

/// <summary>A change in its place. Numbers count from 1.</summary>
internal sealed record Mutant(int Number, int Member, string File, int Line, string LineText, Change Change);

/// <summary>A file of which every member holds all its changed bodies beside its own, and takes the one whose number is active.</summary>
/// <remarks>
///   switch (Mutants.Enter(member)) { case 17: { changed body } break; … default: { own body } break; }
///   Each changed body is whole, so a change needs no consent from what stands around it; one that does not compile falls out alone.
/// </remarks>
internal sealed class Schemata
{
    /// <param name="Whole">What is written anew, around the part that holds the changes.</param>
    private sealed record Place(TextSpan Whole, SyntaxNode Part, Func<string, string> Wrapped, bool IsValue);

    private static readonly HashSet<string> plainTypes = ["int", "long", "double", "bool", "TimeSpan", "Power", "Energy", "Ramp"];
    private readonly SyntaxTree tree;
    private readonly string text;
    private readonly List<(Place Place, List<Mutant> Mutants)> places = [];
    private readonly List<(int Start, int End, Mutant Mutant)> ranges = [];

    public Schemata(SyntaxTree tree, IReadOnlySet<string> frozen, ref int members, ref int mutants)
    {
        (this.tree, text) = (tree, tree.ToString());
        foreach (Place place in tree.GetRoot().DescendantNodes().SelectMany(node => PlacesOf(node, frozen)))
        {
            List<Mutant> here = [];
            foreach (Change change in Mutations.Of(place.Part))
            {
                int line = tree.GetLineSpan(change.Old.Span).StartLinePosition.Line;
                here.Add(new(++mutants, members, tree.FilePath, line + 1, tree.GetText().Lines[line].ToString().Trim(), change));
            }
            if (here.Count == 0) continue;
            places.Add((place, here));
            members++;
        }
    }

    public IEnumerable<Mutant> Mutants => places.SelectMany(one => one.Mutants);

    /// <summary>The mutant in whose body a position of the written text lies.</summary>
    public Mutant? At(int position) => ranges.FirstOrDefault(range => range.Start <= position && position <= range.End).Mutant;

    public string Write(IReadOnlySet<int> dropped)
    {
        ranges.Clear();
        var to = new StringBuilder();
        int at = 0;
        foreach ((Place place, List<Mutant> mutants) in places)
        {
            to.Append(text, at, place.Whole.Start - at);
            string[] around = place.Wrapped("\0").Split('\0');
            to.Append(around[0]).Append(place.IsValue ? $"global::Headroom.Mutants.Enter({mutants[0].Member}) switch {{ " : $"{{ switch (global::Headroom.Mutants.Enter({mutants[0].Member})) {{ ");
            foreach (Mutant one in mutants.Where(one => !dropped.Contains(one.Number)))
            {
                int start = to.Length;
                to.Append(place.IsValue ? $"{one.Number} => {Changed(place.Part, one.Change)}, " : $"case {one.Number}: {Body(place.Part, one.Change)} break; ");
                ranges.Add((start, to.Length, one));
            }
            to.Append(place.IsValue ? $"_ => {place.Part} }}" : $"default: {Body(place.Part, null)} break; }} }}").Append(around[1]);
            at = place.Whole.End;
        }
        return to.Append(text, at, text.Length - at).ToString();
    }

    private static string Changed(SyntaxNode part, Change? change)
    {
        string all = part.ToString();
        if (change is not { } one) return all;
        int from = one.Old.SpanStart - part.SpanStart;
        return all[..from] + (one.New?.ToString() ?? ";") + all[(from + one.Old.Span.Length)..];
    }

    private static string Body(SyntaxNode part, Change? change)
    {
        string changed = Changed(part, change);
        string block = part is BlockSyntax ? changed : part is ThrowExpressionSyntax || IsVoid(part.Parent!.Parent!) ? $"{{ {changed}; }}" : $"{{ return {changed}; }}";
        return new Ticks().Visit(SyntaxFactory.ParseStatement(block)).ToString();
    }

    private static bool IsVoid(SyntaxNode owner) => owner is ConstructorDeclarationSyntax or MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } }
        or AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.SetAccessorDeclaration or (int)SyntaxKind.InitAccessorDeclaration };

    private static IEnumerable<Place> PlacesOf(SyntaxNode node, IReadOnlySet<string> frozen)
    {
        switch (node)
        {
            case MethodDeclarationSyntax { Identifier.Text: "GetHashCode" }: break;
            case BaseMethodDeclarationSyntax { Body: { } body }: yield return new(body.Span, body, one => one, false); break;
            case AccessorDeclarationSyntax { Body: { } body }: yield return new(body.Span, body, one => one, false); break;
            case BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } method: yield return new(Upto(arrow, method.SemicolonToken), arrow.Expression, one => one, false); break;
            case AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor: yield return new(Upto(arrow, accessor.SemicolonToken), arrow.Expression, one => one, false); break;
            case PropertyDeclarationSyntax { ExpressionBody: { } arrow } property:
                yield return new(Upto(arrow, property.SemicolonToken), arrow.Expression, one => $"{{ get {one} }}", false);
                break;
            case IndexerDeclarationSyntax { ExpressionBody: { } arrow } indexer:
                yield return new(Upto(arrow, indexer.SemicolonToken), arrow.Expression, one => $"{{ get {one} }}", false);
                break;
            case PropertyDeclarationSyntax { Initializer: { } value } property when property.Modifiers.Any(SyntaxKind.StaticKeyword):
                yield return new(property.Span, value.Value, one => $"{property.Modifiers} {property.Type} {property.Identifier} => {one};", true);
                break;
            case PropertyDeclarationSyntax { Initializer: { } value }: yield return new(value.Value.Span, value.Value, one => one, true); break;
            case FieldDeclarationSyntax field:
                foreach (Place place in Fields(field, frozen)) yield return place;
                break;
        }
    }

    /// <summary>Constants become properties, so that their value can differ from one trial to the next.</summary>
    private static IEnumerable<Place> Fields(FieldDeclarationSyntax field, IReadOnlySet<string> frozen)
    {
        bool isConst = field.Modifiers.Any(SyntaxKind.ConstKeyword), isStatic = isConst || field.Modifiers.Any(SyntaxKind.StaticKeyword);
        SeparatedSyntaxList<VariableDeclaratorSyntax> all = field.Declaration.Variables;
        if (!isStatic)
        {
            foreach (VariableDeclaratorSyntax one in all.Where(one => one.Initializer is not null)) yield return new(one.Initializer!.Value.Span, one.Initializer.Value, value => value, true);
            yield break;
        }
        string type = field.Declaration.Type.ToString();
        if (!plainTypes.Contains(type) || all.Any(one => one.Initializer is null || frozen.Contains(one.Identifier.Text))) yield break;
        string modifiers = string.Join(' ', field.Modifiers.Where(one => !one.IsKind(SyntaxKind.ConstKeyword) && !one.IsKind(SyntaxKind.ReadOnlyKeyword) && !one.IsKind(SyntaxKind.StaticKeyword)));
        for (int k = 0; k < all.Count; k++)
        {
            VariableDeclaratorSyntax one = all[k];
            string head = $"{modifiers} static {type} {one.Identifier} => ";
            // the first takes the head of the declaration along, every one the sign behind it
            TextSpan whole = TextSpan.FromBounds(k == 0 ? field.SpanStart : one.SpanStart, k + 1 < all.Count ? all[k + 1].SpanStart : field.Span.End);
            yield return new(whole, one.Initializer!.Value, value => $"{head}{value};", true);
        }
    }

    private static TextSpan Upto(ArrowExpressionClauseSyntax arrow, SyntaxToken end) => TextSpan.FromBounds(arrow.SpanStart, end.Span.End);

    /// <summary>Loops count their rounds, so that one without end is noticed by number and not by clock.</summary>
    private sealed class Ticks : CSharpSyntaxRewriter
    {
        private static BlockSyntax Ticking(StatementSyntax body) => (BlockSyntax)SyntaxFactory.ParseStatement($"{{ global::Headroom.Mutants.Tick(); {body} }}");
        public override SyntaxNode VisitForStatement(ForStatementSyntax node) => base.VisitForStatement(node) is ForStatementSyntax one ? one.WithStatement(Ticking(one.Statement)) : node;
        public override SyntaxNode VisitForEachStatement(ForEachStatementSyntax node) => base.VisitForEachStatement(node) is ForEachStatementSyntax one ? one.WithStatement(Ticking(one.Statement)) : node;
        public override SyntaxNode VisitWhileStatement(WhileStatementSyntax node) => base.VisitWhileStatement(node) is WhileStatementSyntax one ? one.WithStatement(Ticking(one.Statement)) : node;
    }
}
