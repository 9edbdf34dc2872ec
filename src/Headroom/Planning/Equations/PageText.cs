using System.Globalization;
using System.Text;
using Headroom.Algebra;

namespace Headroom.Planning.Equations;

/// <summary>Pages as Markdown, each in the order variables, relations, cost.</summary>
sealed class PageText(LinearProgram program, Ledger ledger, FamilyPlaces places)
{
    const string Command = "headroom equations --out docs/equations";
    const int RowTerms = 48, YearTerms = 4, AmountTerms = 3, Width = 116;
    LinearProgram Program => program;

    public string Overview(IReadOnlyList<EquationPage> pages)
    {
        StringBuilder text = Head("The equations of a plan",
            "One site's year as a linear program. The formulas are stated beside the code that writes the rows; the rows are printed from a program that uses every "
            + "family once, a site of round numbers in `src/Headroom/Planning/Equations/ReferenceSite.cs`. "
            + $"It has {Count(Program.Arrays.Rows)} rows, {Count(Program.Arrays.Columns)} columns and {Count(Program.Arrays.NonZeros)} non-zeros.");
        text.Append("| page | families of variables | families of relations | rows |\n|---|---:|---:|---:|\n");
        foreach (EquationPage page in pages)
        {
            IRelationFamily[] rows = [.. page.Relations.SelectMany(places.Relations)];
            int variables = page.Symbols.Sum(symbol => places.Variables(symbol.Pattern).Count);
            text.Append(CultureInfo.InvariantCulture, $"| [{page.Title}]({page.File}) | {variables} | {rows.Length} | {Count(rows.Sum(family => family.Count))} |\n");
        }
        text.Append("\n`t` is an hour of the year in UTC, `m` a month, `k` a workload, `p` an operating point of a rack, `a` the yearly repayment of a dollar spent once. In a printed row the index in\n"
            + "brackets counts from the first hour: 4,694 is two in the afternoon of 15 July. Plans work in MW, MWh, $, t, m³, Mtok/s and EFLOP/s.\n");
        return text.ToString();
    }

    public string Of(EquationPage page)
    {
        StringBuilder text = Head(page.Title, page.About);
        text.Append("Written by ").AppendJoin(", ", page.Sources.Select(file => $"[{file}](../../src/Headroom/Planning/{file})")).Append(".\n\n");
        Block(text, page.Says);
        if (page.Symbols.Length > 0) Variables(text, page.Symbols);
        if (page.Relations.Length > 0) Relations(text, page.Relations);
        Costs(text, [.. ledger.Costs.Where(page.Costs)]);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    static StringBuilder Head(string title, string about) =>
        new($"# {title}\n\n<!-- printed by the program; do not edit: {Command} -->\n\n{about}\n\n");

    void Variables(StringBuilder text, Symbol[] symbols)
    {
        text.Append("## Variables\n\n| symbol | identifier | families here | each has | bounds of one |\n|---|---|---|---:|---|\n");
        foreach (Symbol symbol in symbols)
        {
            IReadOnlyList<IVariableFamily> families = places.Variables(symbol.Pattern);
            if (families.Count == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $"| `{symbol.Text}` | `{symbol.Identifier}` | {Named([.. families.Select(family => family.Name)])} ")
                .Append(CultureInfo.InvariantCulture, $"| {Count(families[0].Count)} | `{ProgramText.Bounds(Program, families[0], Typical(families[0].Count))}` |\n");
        }
        text.Append('\n');
    }

    void Relations(StringBuilder text, string[] patterns)
    {
        text.Append("## Relations\n\n");
        foreach (IReadOnlyList<IRelationFamily> families in patterns.Select(places.Relations).Where(families => families.Count > 0))
        {
            IRelationFamily first = families[0];
            text.Append(CultureInfo.InvariantCulture, $"**{first.Name}**: {first.Meaning}; {Count(first.Count)} {(first.Count == 1 ? "row" : "rows")}.");
            if (families.Count > 1) text.Append(" Likewise ").Append(Named([.. families.Skip(1).Select(family => family.Name)])).Append('.');
            text.Append("\n\n");
            Block(text, Wrapped(ProgramText.Row(Program, first, Typical(first.Count), IsOfTheYear(first) ? YearTerms : RowTerms)));
        }
    }

    void Costs(StringBuilder text, CostTally[] costs)
    {
        if (costs.Length == 0) return;
        text.Append("## Cost\n\n| paid for | kind | a year |\n|---|---|---|\n");
        foreach (CostTally cost in costs)
            text.Append(CultureInfo.InvariantCulture, $"| {cost.Asset} | {cost.Kind} | `{ProgramText.Amount(Program, cost.Tally, AmountTerms)}` |\n");
    }

    /// <summary>Whether a row sums over the hours of the year.</summary>
    bool IsOfTheYear(IRelationFamily family) =>
        Program.Arrays.RowStart[family.FirstRow + 1] - Program.Arrays.RowStart[family.FirstRow] > RowTerms;

    static int Typical(int members) => members > ReferenceSite.TypicalHour ? ReferenceSite.TypicalHour : Math.Min(6, members - 1);

    static string Named(string[] names) => names.Length <= 4 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Length - 3} more";

    static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    static void Block(StringBuilder text, string lines) => text.Append("```text\n").Append(lines.ReplaceLineEndings("\n")).Append("\n```\n\n");

    /// <summary>Breaks a long row before a sign, so that a page needs no sideways scrolling.</summary>
    static string Wrapped(string row)
    {
        var text = new StringBuilder();
        int column = 0;
        string[] terms = row.Replace(" + ", "\n+ ", StringComparison.Ordinal).Replace(" − ", "\n− ", StringComparison.Ordinal).Split('\n');
        foreach (string term in terms)
        {
            if (column > 0 && column + term.Length + 1 > Width) { text.Append("\n    "); column = 4; }
            else if (column > 0) { text.Append(' '); column++; }
            text.Append(term);
            column += term.Length;
        }
        return text.ToString();
    }
}
