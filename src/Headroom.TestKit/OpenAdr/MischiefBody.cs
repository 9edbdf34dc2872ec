using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Bodies spoiled in the ways that peers spoil them.</summary>
internal static class MischiefBody
{
    private static readonly string[] lists = ["targets", "payloadDescriptors", "reportDescriptors", "attributes"];

    /// <param name="isPushed">A notification: snake case and wrapping are seen only there.</param>
    public static byte[] Spoiled(byte[] body, VtnMischief mischief, bool isPushed)
    {
        bool snake = isPushed && mischief.WritesSnakeCase, wraps = isPushed && mischief.WrapsNotifications;
        if (!mischief.WritesTimesWithoutZone && !mischief.WritesNullsAndUnknownKeys && !snake && !wraps) return body;
        JsonNode? changed = Changed(JsonNode.Parse(body), mischief, snake);
        string text = changed?.ToJsonString() ?? "null";
        return wraps ? JsonSerializer.SerializeToUtf8Bytes(text) : Encoding.UTF8.GetBytes(text);
    }

    private static JsonNode? Changed(JsonNode? node, VtnMischief mischief, bool snake)
    {
        switch (node)
        {
            case JsonObject one:
                JsonObject copy = [];
                foreach ((string name, JsonNode? value) in one) copy[snake ? Snake(name) : name] = Changed(value, mischief, snake);
                if (mischief.WritesNullsAndUnknownKeys && one.ContainsKey("objectType") && one.ContainsKey("id"))
                {
                    copy["vendorExtension"] = new JsonObject { ["nested"] = new JsonArray(1, "two") };
                    foreach (string name in lists) copy.TryAdd(snake ? Snake(name) : name, null);
                }
                return copy;
            case JsonArray all:
                return new JsonArray([.. all.Select(one => Changed(one, mischief, snake))]);
            case JsonValue value when mischief.WritesTimesWithoutZone && value.TryGetValue(out string? text) && text.Contains('T', StringComparison.Ordinal)
                && AdrMoment.TryParse(text, out AdrMoment moment):
                return moment.At is not { } at ? "0001-01-01 00:00:00" : AdrMoment.Write(at).Replace('T', ' ').TrimEnd('Z');
            default:
                return node?.DeepClone();
        }
    }

    private static string Snake(string name)
    {
        StringBuilder snake = new();
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1])) snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }
}
