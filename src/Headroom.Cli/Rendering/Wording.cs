namespace Headroom.Cli.Rendering;

/// <summary>Small rules of prose: plurals, full stops, line breaks.</summary>
static class Wording
{
    public static string Counted(long count, (string One, string Many) noun) => $"{count:#,0} {(count == 1 ? noun.One : noun.Many)}";

    /// <summary>Where the rest of a list is found: files that are there only where somebody asked for them.</summary>
    public static string Written(string json) => $"{json} and report.html, with --out DIR";

    /// <summary>With a full stop at the end, once.</summary>
    public static string Ended(string sentence) => sentence.TrimEnd() is [.., '.' or '!' or '?'] done ? done : sentence.TrimEnd() + ".";

    /// <summary>Broken at spaces into lines of at most so many columns; a longer word stays whole.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        if (line.Length > 0) yield return line;
    }

    /// <summary>At most so many columns, an ellipsis in place of what is cut.</summary>
    public static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
