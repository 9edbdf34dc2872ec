using System.IO.Enumeration;
using Headroom.Algebra;

namespace Headroom.Planning.Equations;

/// <summary>A symbol of the formulas, the identifier that holds it in the code, and what its families are called in a program.</summary>
/// <param name="Pattern">Name of the families, with * for the name of a device.</param>
sealed record Symbol(string Text, string Identifier, string Pattern);

/// <summary>One page of docs/equations: one formulation, in the order of its file.</summary>
/// <param name="File">Name of the page.</param>
/// <param name="Sources">Files under src/Headroom/Planning that write these rows.</param>
/// <param name="Says">The formulas, as the formulation states them.</param>
sealed record EquationPage(string File, string Title, string About, string[] Sources, string Says)
{
    public Symbol[] Symbols { get; init; } = [];

    /// <summary>Names of its families of rows, with * for the name of a device.</summary>
    public string[] Relations { get; init; } = [];

    /// <summary>Which items of the ledger stand here.</summary>
    public Func<CostTally, bool> Costs { get; init; } = _ => false;

    /// <summary>The pattern that fits a name best: the one with the most letters of its own.</summary>
    public static string? BestOf(IEnumerable<string> patterns, string name) =>
        patterns.Where(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
            .MaxBy(pattern => pattern.Count(letter => letter != '*'));
}

/// <summary>The families of a program, each under the pattern of the one page where it stands.</summary>
sealed class FamilyPlaces
{
    readonly Dictionary<string, List<IVariableFamily>> variables = [];
    readonly Dictionary<string, List<IRelationFamily>> relations = [];
    readonly List<string> homeless = [];

    public FamilyPlaces(LinearProgram program, IReadOnlyList<EquationPage> pages)
    {
        string[] symbols = [.. pages.SelectMany(page => page.Symbols).Select(symbol => symbol.Pattern)];
        string[] rows = [.. pages.SelectMany(page => page.Relations)];
        foreach (IVariableFamily family in program.VariableFamilies) Place(variables, symbols, family.Name, family);
        foreach (IRelationFamily family in program.RelationFamilies) Place(relations, rows, family.Name, family);
    }

    /// <summary>Families that stand on no page: a new one whose page nobody has written.</summary>
    public IReadOnlyList<string> Homeless => homeless;

    public IReadOnlyList<IVariableFamily> Variables(string pattern) => variables.GetValueOrDefault(pattern, []);
    public IReadOnlyList<IRelationFamily> Relations(string pattern) => relations.GetValueOrDefault(pattern, []);

    void Place<T>(Dictionary<string, List<T>> places, string[] patterns, string name, T family)
    {
        if (EquationPage.BestOf(patterns, name) is not { } pattern) { homeless.Add(name); return; }
        if (!places.TryGetValue(pattern, out List<T>? there)) places[pattern] = there = [];
        there.Add(family);
    }
}
