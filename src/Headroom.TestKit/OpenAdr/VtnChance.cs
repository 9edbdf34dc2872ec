using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Misbehaviour by chance: which answers of a VTN go wrong, and how. The same seed and the same requests in the same order give the same faults.</summary>
public sealed class VtnChance(int seed)
{
    private static readonly VtnFault[] all = [.. Enum.GetValues<VtnFault>().Where(one => one != VtnFault.None)];
    private readonly Lock door = new();
    private readonly Random chance = new(seed);
    private readonly Dictionary<VtnFault, int> done = [];
    private readonly Dictionary<string, (string Now, string? Before)> versions = [];

    /// <summary>Of all answers.</summary>
    public double FaultShare { get; init; } = 0.25;
    public TimeSpan LateMost { get; init; } = TimeSpan.FromMilliseconds(500);
    public TimeSpan SkewMost { get; init; } = TimeSpan.FromMinutes(90);

    /// <summary>How often each fault struck so far.</summary>
    public IReadOnlyDictionary<VtnFault, int> Done
    {
        get { lock (door) return new Dictionary<VtnFault, int>(done); }
    }

    /// <summary>What strikes the next answer.</summary>
    internal VtnFault Next()
    {
        lock (door)
        {
            VtnFault fault = chance.NextDouble() < FaultShare ? all[chance.Next(all.Length)] : VtnFault.None;
            done[fault] = done.GetValueOrDefault(fault) + 1;
            return fault;
        }
    }

    internal TimeSpan Lateness()
    {
        lock (door) return chance.NextDouble() * LateMost;
    }

    internal TimeSpan Skew()
    {
        lock (door) return (2 * chance.NextDouble() - 1) * SkewMost;
    }

    /// <summary>A body as the fault leaves it; what is no list stays as it is where the fault is one of lists.</summary>
    internal byte[] Spoiled(byte[] body, VtnFault fault)
    {
        lock (door)
        {
            if (fault == VtnFault.CutBody) return body[..(body.Length / 2)];
            if (Array(body) is not { } list) return body;
            Remember(list);
            switch (fault)
            {
                case VtnFault.Duplicated:
                    foreach (JsonNode? one in list.ToArray()) list.Insert(chance.Next(list.Count + 1), JsonNode.Parse(Before(one) ?? one!.ToJsonString()));
                    break;
                case VtnFault.Reordered:
                    JsonNode?[] shuffled = [.. list];
                    list.Clear();
                    chance.Shuffle(shuffled);
                    foreach (JsonNode? one in shuffled) list.Add(one);
                    break;
                case VtnFault.WrongObject when list.Count > 0 && chance.Next(3) > 0:
                    int at = chance.Next(list.Count);
                    if (list[at] is JsonObject known && chance.Next(2) == 0) known["objectType"] = "RESOURCE";
                    else list[at] = 7;
                    break;
                case VtnFault.WrongObject:
                    return """{"objectType":"PROGRAM","programName":"another"}"""u8.ToArray();
                default: return body;
            }
            return JsonSerializer.SerializeToUtf8Bytes(list);
        }
    }

    private static JsonArray? Array(byte[] body)
    {
        try { return JsonNode.Parse(body) as JsonArray; }
        catch (JsonException) { return null; }
    }

    private static string? Key(JsonNode? one) => one is JsonObject known && known["id"] is JsonValue id ? $"{known["objectType"]} {id}" : null;

    /// <summary>How an object stood before its last change that anybody was shown.</summary>
    private string? Before(JsonNode? one) => Key(one) is { } key ? versions[key].Before : null;

    private void Remember(JsonArray list)
    {
        foreach (JsonNode? one in list)
        {
            if (Key(one) is not { } key) continue;
            string text = one!.ToJsonString();
            if (!versions.TryGetValue(key, out (string Now, string? Before) known)) versions[key] = (text, null);
            else if (known.Now != text) versions[key] = (text, known.Now);
        }
        if (versions.Count > 10_000) versions.Clear();
    }
}
