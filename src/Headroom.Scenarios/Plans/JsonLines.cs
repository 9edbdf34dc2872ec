using System.Text.Json;
using Headroom.Sites;

namespace Headroom.Scenarios.Plans;

/// <summary>In which line of a JSON document each value stands, by its path: <c>orders.runs[2].cap</c>.</summary>
internal static class JsonLines
{
    private const int QuotedMost = 120;

    /// <summary>Null where the text is no JSON object; the finding says why.</summary>
    public static IReadOnlyDictionary<string, int>? Of(ReadOnlySpan<byte> json, string file, out Finding? fault)
    {
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        string? why = null;
        try
        {
            Read(json, lines);
            if (!json.TrimStart(" \t\r\n"u8).StartsWith("{"u8)) why = "JSON, but no object";
        }
        catch (JsonException problem)
        {
            // the reader quotes what it could not read, which may be a whole file
            string told = problem.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
            why = told.Length <= QuotedMost ? $"no JSON ({told})" : "no JSON";
            lines[""] = (int)(problem.LineNumber ?? 0) + 1;
        }
        catch (InvalidOperationException) { why = "no JSON (a text in it is no UTF-8)"; }
        fault = why is null ? null : new(Severity.Wrong, "", why, "a plan.json", "Write the plan again with `headroom plan FILE --out DIR`.")
        {
            File = file,
            Line = lines.GetValueOrDefault("", 1),
        };
        return why is null ? lines : null;
    }

    static void Read(ReadOnlySpan<byte> json, Dictionary<string, int> lines)
    {
        var reader = new Utf8JsonReader(json);
        var around = new Stack<(string Path, int Index)>(); // index −1 in an object
        string path = "";
        int line = 1, at = 0;
        while (reader.Read())
        {
            line += json[at..(int)reader.TokenStartIndex].Count((byte)'\n');
            at = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                around.Pop();
                continue;
            }
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                string parent = around.Peek().Path;
                path = parent.Length == 0 ? reader.GetString()! : $"{parent}.{reader.GetString()}";
                continue;
            }
            if (around.TryPeek(out (string Path, int Index) block) && block.Index >= 0)
            {
                path = $"{block.Path}[{block.Index}]";
                around.Pop();
                around.Push((block.Path, block.Index + 1));
            }
            if (reader.TokenType == JsonTokenType.String) _ = reader.GetString(); // throws where a text is broken: here, and never later
            lines[path] = line;
            if (reader.TokenType == JsonTokenType.StartObject) around.Push((path, -1));
            if (reader.TokenType == JsonTokenType.StartArray) around.Push((path, 0));
        }
    }
}
