namespace Headroom.Scenarios.Yaml;

/// <summary>Finds the slips of people line by line, before a parser sees them and blames another line.</summary>
/// <remarks>
///   Checks tabs, quotes and brackets left open, colons forgotten or without a space, and indentation that fits no level.
///   A line at fault is named, blanked and returned; the parser never meets it.
/// </remarks>
internal sealed class LineCheck
{
    private readonly string[] lines;
    private readonly YamlFindings findings;
    private readonly List<int> lost = [];
    private readonly Stack<(char Bracket, int Line, int Indent)> open = new();
    private readonly List<int> levels = [];
    private bool mayIndent = true;
    private int blockScalarIndent = -1;

    private LineCheck(string[] lines, YamlFindings findings) => (this.lines, this.findings) = (lines, findings);

    public static IReadOnlyList<int> Run(string[] lines, YamlFindings findings)
    {
        var check = new LineCheck(lines, findings);
        for (int k = 0; k < lines.Length; k++) check.Line(k + 1);
        if (check.open.Count > 0) check.LoseOpen();
        return check.lost;
    }

    private void Line(int number)
    {
        string line = lines[number - 1];
        string held = line.TrimStart(' ');
        int indent = line.Length - held.Length;
        if (held.Length == 0 || held[0] == '#') return;
        if (blockScalarIndent >= 0)
        {
            if (indent > blockScalarIndent) return;
            blockScalarIndent = -1;
        }
        if (held[0] == '\t')
        {
            if (held.Trim().Length == 0) { lines[number - 1] = ""; return; }
            Lose(number, "a tab indents this line", "spaces", "YAML forbids tabs in indentation: replace each by two spaces.");
            mayIndent = true;
            return;
        }
        if (open.Count > 0)
        {
            if (indent <= open.Last().Indent && held[0] is not ('}' or ']')) LoseOpen();
            else { Scan(number, held, open.Last().Indent); return; }
        }
        if (held is "---" or "..." || held[0] is '%' or '&' or '*' or '!') return;     // the tree builder names these
        if (!Fits(number, indent, held)) return;
        Scan(number, held, indent);
    }

    /// <summary>Whether the line has a key and stands on a level; what is wrong with it is named.</summary>
    private bool Fits(int number, int indent, string held)
    {
        string content = held;
        int column = indent;
        while (levels.Count > 0 && levels[^1] > indent) { levels.RemoveAt(levels.Count - 1); mayIndent = false; }
        int level = levels.Count > 0 ? levels[^1] : -1;
        bool isNew = indent > level;
        if (isNew && !(mayIndent || level < 0))
        {
            Lose(number, $"its indentation of {indent} fits no level above", "the indentation of its siblings",
                level > 0 ? $"Indent it by {level} spaces, or give the line above no value if this belongs inside it."
                    : "Start it at the margin.");
            return false;
        }
        if (isNew) levels.Add(indent);
        while (content.StartsWith("- ", StringComparison.Ordinal) || content == "-")
        {
            string rest = content[1..].TrimStart(' ');
            column += content.Length - rest.Length;
            content = rest;
            if (content.Length == 0) { mayIndent = true; return true; }
            if (levels[^1] < column && LooksLikeKey(content)) levels.Add(column);
        }
        if (content[0] is '{' or '[' or '\'' or '"' or '#' || content.Length != held.Length
            && !LooksLikeKey(content)) { mayIndent = false; return true; }
        if (LooksLikeKey(content)) return true;
        int colon = content.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            Lose(number, "a colon without a space behind it", "`key: value`",
                $"Write \"{content[..colon]}: {content[(colon + 1)..].Trim()}\".");
        else
            Lose(number, "no colon between key and value", "`key: value`", "Put a colon and a space behind the key.");
        return false;
    }

    private static bool LooksLikeKey(string content)
    {
        string plain = WithoutComment(content);
        return plain.Contains(": ", StringComparison.Ordinal) || plain.EndsWith(':')
            || plain.StartsWith("? ", StringComparison.Ordinal);
    }

    private static string WithoutComment(string content)
    {
        int comment = content.IndexOf(" #", StringComparison.Ordinal);
        return (comment < 0 ? content : content[..comment]).TrimEnd();
    }

    /// <summary>Walks quotes and brackets to the end of the line.</summary>
    private void Scan(int number, string held, int indent)
    {
        char quote = '\0', before = ' ';
        int deep = open.Count;
        bool empty = false;
        for (int k = 0; k < held.Length; k++)
        {
            char c = held[k];
            if (quote != '\0')
            {
                if (c == '\\' && quote == '"') k++;
                else if (c == quote) quote = '\0';
            }
            else if (c is '"' or '\'' && before is ' ' or '{' or '[' or ',' or ':') quote = c;
            else if (c == '#' && before == ' ') break;
            else if (c is '{' or '[' && (open.Count > 0 || before is ' ')) open.Push((c, number, indent));
            else if (c is '}' or ']' && !Close(number, c)) return;
            if (c != ' ') empty = c == ':';
            before = c;
        }
        if (quote != '\0')
        {
            while (open.Count > deep) open.Pop();
            Lose(number, $"a quote {quote} is not closed", "a closing quote on the same line",
                "Close it, or drop both quotes: plain text needs none.");
            return;
        }
        mayIndent = empty && open.Count == 0;
        string plain = WithoutComment(held);
        if (open.Count == 0 && (plain.EndsWith(": |", StringComparison.Ordinal) || plain.EndsWith(": >", StringComparison.Ordinal)
            || plain.EndsWith(": |-", StringComparison.Ordinal) || plain.EndsWith(": >-", StringComparison.Ordinal)))
            blockScalarIndent = indent;
    }

    private bool Close(int number, char c)
    {
        if (open.Count == 0) return true;      // a bracket inside plain text, such as a unit; the parser judges it
        char opened = open.Peek().Bracket;
        if ((opened == '{') == (c == '}'))
        {
            open.Pop();
            return true;
        }
        int first = open.Last().Line;
        open.Clear();
        Lose(number, $"{c} closes {opened}", opened == '{' ? "}" : "]", "Close each bracket with its own kind.");
        if (first != number) LoseSpan(first, number);
        return false;
    }

    private void LoseOpen()
    {
        (char bracket, int line, _) = open.Last();
        open.Clear();
        Lose(line, $"{bracket} is not closed", bracket == '{' ? "}"
            : "]", $"Close it at the end of the line with {(bracket == '{' ? '}' : ']')}.");
        mayIndent = false;
    }

    private void LoseSpan(int first, int last)
    {
        for (int k = first; k < last; k++) { lines[k - 1] = ""; lost.Add(k); }
    }

    private void Lose(int number, string what, string expected, string remedy)
    {
        findings.Wrong(number, $"\"{Shortened(lines[number - 1].Trim())}\": {what}", expected, remedy);
        lines[number - 1] = "";
        lost.Add(number);
    }

    internal static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
