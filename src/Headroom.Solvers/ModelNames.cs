using System.Text;
using Headroom.Algebra;

namespace Headroom.Solvers;

/// <summary>A program's names in letters that MPS and LP readers accept: no blank, no bracket, nothing beyond ASCII.</summary>
sealed record ModelNames(string[] Columns, string[] Rows)
{
    public static ModelNames Of(LinearProgram program)
    {
        string[] columns = new string[program.Arrays.Columns], rows = new string[program.Arrays.Rows];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (IVariableFamily family in program.VariableFamilies) Fill(columns, taken, family.Name, family.FirstColumn, family.Count,
            family.IsIndexed);
        taken.Clear();
        foreach (IRelationFamily family in program.RelationFamilies) Fill(rows, taken, family.Name, family.FirstRow, family.Count,
            family.Over.Name.Length > 0);
        return new(columns, rows);
    }

    static void Fill(string[] names, HashSet<string> taken, string family, int first, int count, bool indexed)
    {
        string name = Unique(Safe(family), taken);
        for (int k = 0; k < count; k++) names[first + k] = indexed ? $"{name}({k})" : name;
    }

    /// <summary>Two families may bear one name; readers refuse two columns that do.</summary>
    static string Unique(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int n = 2; !taken.Add(unique); n++) unique = $"{name}_{n}";
        return unique;
    }

    /// <summary>A name starts with a letter, since LP readers take <c>2x</c> and <c>e1</c> for numbers.</summary>
    static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length + 1);
        foreach (char c in name) safe.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        if (safe.Length == 0 || !char.IsAsciiLetter(safe[0])
            || (safe[0] is 'e' or 'E' && safe.Length > 1 && char.IsAsciiDigit(safe[1]))) safe.Insert(0, "x_");
        return safe.ToString();
    }
}
