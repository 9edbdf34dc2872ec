namespace Headroom.Docs.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">Path from the root of the clone.</param>
/// <param name="Line">Line of its first line of text.</param>
/// <param name="Language">The word behind the fence.</param>
/// <param name="Text">What stands between the fences.</param>
/// <param name="Before">The last line of text above the fence.</param>
sealed record Snippet(string Page, int Line, string Language, string Text, string Before)
{
    public string Place => $"{Page}:{Line}";

    /// <summary>Commands of a block, a line each; what follows # is for readers.</summary>
    public IEnumerable<string> Commands => Text.Split('\n').Select(line => line.Split(" #")[0].Trim()).Where(line => line.Length > 0 && line[0] != '#');

    public static IEnumerable<Snippet> In(string page)
    {
        string[] lines = File.ReadAllLines(Repository.At(page));
        string before = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                if (line.Length > 0) before = line;
                continue;
            }
            int first = i + 1, end = Array.FindIndex(lines, first, text => text.Trim() == "```");
            if (end < 0) throw new InvalidOperationException($"{page}:{i + 1}: a fence without an end");
            yield return new(page, first + 1, line[3..].Trim(), string.Join('\n', lines[first..end]), before);
            (i, before) = (end, "");
        }
    }

    public static IEnumerable<Snippet> All(string language) => Repository.Pages().SelectMany(In).Where(snippet => snippet.Language == language);
}
