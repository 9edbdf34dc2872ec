using Headroom.Sites;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Headroom.Scenarios.Yaml;

/// <summary>Makes the tree from the parser's events, for one attempt.</summary>
/// <remarks>
///   Events, not <c>YamlStream</c>: a stream of 100,000 nested brackets overflows the stack before anyone can object, aliases make
///   cyclic graphs, and duplicate keys throw. Here depth is counted on the way and every refusal is a finding.
/// </remarks>
internal sealed class TreeBuilder(string file)
{
    private const int DepthMost = 64;
    private readonly List<Finding> findings = [];
    private Parser parser = null!;
    private int line = 1;
    private readonly Stack<int> flows = new();

    public IReadOnlyList<Finding> Findings => findings;
    public YamlFault? Fault { get; private set; }
    public bool TooDeep { get; private set; }

    public YamlNode? Read(string text)
    {
        parser = new Parser(new StringReader(text));
        try
        {
            YamlNode? root = null;
            for (int documents = 0; Next() is { } one;)
            {
                if (one is not DocumentStart) continue;
                if (++documents > 1)
                {
                    Wrong((int)one.Start.Line, "a second document begins", "one site in one file", "Move it to a file of its own.");
                    return root;
                }
                root = Next() is { } first and not DocumentEnd ? Node(first, 0) : null;
                if (Fault is not null) return null;
                if (root is YamlScalar { IsNull: true }) root = null;
            }
            return root;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            if (TooDeep) return null;
            // YamlException carries a mark; malformed text also gives ArgumentException and InvalidOperationException
            int at = fault is YamlException { Start.Line: > 0 } marked ? (int)marked.Start.Line : line;
            if (flows.Count > 0) at = Math.Min(at, flows.Last());
            Fault = new(at, Sentence(fault), "Compare it with the lines around it: `key: value`, quotes and brackets in pairs.");
            return null;
        }
    }

    private ParsingEvent? Next()
    {
        do
        {
            if (!parser.MoveNext()) return null;
            if (parser.Current is { } current) line = (int)current.Start.Line;
        }
        while (parser.Current is Comment);
        return parser.Current;
    }

    private YamlNode Node(ParsingEvent first, int depth)
    {
        (int at, int column) = ((int)first.Start.Line, (int)first.Start.Column);
        if (depth > DepthMost)
        {
            TooDeep = true;
            Wrong(at, $"more than {DepthMost} levels", "a few levels", "A site file needs no more than six.");
            throw new YamlException("too deep");
        }
        if (first is NodeEvent { } node && Refused(node)) { Skip(first); return new YamlPoison(at, column); }
        switch (first)
        {
            case Scalar scalar:
                if (scalar.End.Line > scalar.Start.Line
                    && scalar.Style is ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
                {
                    Wrong(at, $"\"{LineCheck.Shortened(scalar.Value)}\" runs over more than one line", "a value on one line",
                        "Check colon, quotes and indentation of this line and the next.");
                    return new YamlPoison(at, column);
                }
                return new YamlScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, at, column);
            case SequenceStart sequence:
                return Within(sequence.Style == SequenceStyle.Flow, at, () => Sequence(at, column, depth));
            case MappingStart mapping:
                return Within(mapping.Style == MappingStyle.Flow, at, () => Mapping(at, column, depth));
            case AnchorAlias alias:
                Wrong(at, $"an alias *{alias.Value}", "plain values", "Write the value out: site files have no aliases.");
                return new YamlPoison(at, column);
            default:
                return new YamlPoison(at, column);
        }
    }

    private YamlNode Within(bool isFlow, int at, Func<YamlNode> read)
    {
        if (isFlow) flows.Push(at);
        YamlNode node = read();
        if (isFlow) flows.Pop();
        return node;
    }

    private YamlList Sequence(int at, int column, int depth)
    {
        var items = new List<YamlNode>();
        while (Next() is { } one and not SequenceEnd) items.Add(Node(one, depth + 1));
        return new(items, at, column);
    }

    private YamlMap Mapping(int at, int column, int depth)
    {
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next() is { } one and not MappingEnd)
        {
            YamlNode key = Node(one, depth + 1);
            YamlNode value = Next() is { } second ? Node(second, depth + 1) : new YamlPoison(key.Line, key.Column);
            if (key is YamlPoison) continue;
            if (key is not YamlScalar { Text: var text })
            {
                Wrong(key.Line, "a list or map stands where a key should be", "a word",
                    "Write `key: value`; braces around a key are not needed.");
                continue;
            }
            if (lines.TryGetValue(text, out int firstLine))
            {
                Wrong(key.Line, $"\"{text}\" stands twice: here and in line {firstLine}", "each key once", "Remove one of the two.");
                continue;
            }
            lines.Add(text, key.Line);
            entries.Add(new(text, key.Line, value));
        }
        return new(entries, at, column, line);
    }

    private bool Refused(NodeEvent node)
    {
        int at = (int)node.Start.Line;
        if (!node.Anchor.IsEmpty)
            Wrong(at, $"an anchor &{node.Anchor}", "plain values", "Write the value out where it is used: site files have no anchors.");
        else if (!node.Tag.IsEmpty && node is not Scalar { Style: not ScalarStyle.Plain, Tag.IsLocal: false })
            Wrong(at, $"a tag {node.Tag}", "plain values", "Remove the tag: quantities carry units as text.");
        else return false;
        return true;
    }

    /// <summary>Passes over the rest of a refused node.</summary>
    private void Skip(ParsingEvent first)
    {
        int nesting = first.NestingIncrease;
        while (nesting > 0 && Next() is { } one) nesting += one.NestingIncrease;
    }

    private void Wrong(int at, string read, string expected, string remedy) =>
        findings.Add(new Finding(Severity.Wrong, "", read, expected, remedy) { File = file, Line = at });

    private static string Sentence(Exception fault)
    {
        string text = fault.Message;
        int mark = text.IndexOf("): ", StringComparison.Ordinal);      // "(Line: 3, Col: 5, Idx: 30) - (…): what"
        if (text.StartsWith("(Line", StringComparison.Ordinal) && mark > 0) text = text[(mark + 3)..];
        text = text.TrimEnd('.');
        return text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : "not YAML";
    }
}
