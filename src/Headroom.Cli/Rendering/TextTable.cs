namespace Headroom.Cli.Rendering;

/// <summary>Aligned columns: the first one flush left and as wide as is left over, the others flush right.</summary>
/// <param name="Title">Head of the first column.</param>
/// <param name="Heads">Heads of the others.</param>
/// <param name="Rows">Cells, the first column's first.</param>
sealed record TextTable(string Title, string[] Heads, IReadOnlyList<string[]> Rows)
{
    const int gap = 2;

    /// <summary>Lines of exactly the width, head first; the last rows may be set apart by the caller.</summary>
    public IReadOnlyList<string> Lines(int width, Ink ink)
    {
        int[] widths = [.. Heads.Select((head, column) => Rows.Select(row => row[column + 1].Length).Append(head.Length).Max())];
        int first = width - widths.Sum(each => each + gap);
        string Line(string[] cells) => Wording.Cut(cells[0], first).PadRight(first)
            + string.Concat(cells.Skip(1).Select((cell, column) => new string(' ', gap) + cell.PadLeft(widths[column])));
        return [ink.Strong(Line([Title, .. Heads])), .. Rows.Select(Line)];
    }

    /// <summary>Two blocks beside each other; <paramref name="leftWidth"/> counts what is seen, not the escape codes.</summary>
    public static IEnumerable<string> Beside(IReadOnlyList<string> left, int leftWidth, IReadOnlyList<string> right, int gap)
    {
        for (int i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            string l = i < left.Count ? left[i] : new string(' ', leftWidth);
            string r = i < right.Count ? right[i] : "";
            yield return r.Length == 0 ? l.TrimEnd() : l + new string(' ', gap) + r.TrimEnd();
        }
    }
}
