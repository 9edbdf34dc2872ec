namespace Headroom.Scenarios.Yaml;

/// <summary>A node of a YAML file that knows where it stands. Lines and columns count from 1.</summary>
public abstract record YamlNode(int Line, int Column);

/// <summary>A text as it stands in the file, quotes removed; empty for a key without a value.</summary>
public sealed record YamlScalar(string Text, bool IsQuoted, int Line, int Column) : YamlNode(Line, Column)
{
    /// <summary>Nothing, <c>~</c> or <c>null</c>: the key stands there without a value.</summary>
    public bool IsNull => !IsQuoted && Text is "" or "~" or "null";
}

/// <summary>A list, in the file's order.</summary>
public sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

/// <summary>Keys and values, in the file's order; of a key that stands twice, the first.</summary>
/// <param name="EndLine">The last line that may belong to it.</param>
public sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line, int Column, int EndLine) : YamlNode(Line, Column)
{
    public YamlEntry? Find(string key)
    {
        foreach (YamlEntry entry in Entries)
            if (entry.Key == key) return entry;
        return null;
    }

    public YamlNode? this[string key] => Find(key)?.Value;
}

/// <summary>What cannot be taken for a value; its finding has been made, so whoever meets it stays silent.</summary>
public sealed record YamlPoison(int Line, int Column) : YamlNode(Line, Column);

/// <summary>A key with its value. <paramref name="Line"/> is where the key stands.</summary>
public sealed record YamlEntry(string Key, int Line, YamlNode Value);
