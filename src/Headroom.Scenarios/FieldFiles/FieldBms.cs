using Headroom.Quantities;
using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.FieldFiles;

/// <summary>Reads the block of a building management system.</summary>
internal static class FieldBms
{
    private const string Generic = "GenericPoint";

    public static BmsDescription? Of(Block block)
    {
        Got<string> integration = block.Text("integration");
        Uri? broker = BrokerOf(block);
        HashSet<string> names = [];
        BmsTemperatureDescription[] temperatures = [.. block.List("temperatures").Select(one => TemperatureOf(one, names)).OfType<BmsTemperatureDescription>()];
        BmsStateDescription[] states = [.. block.List("states").Select(one => StateOf(one, names)).OfType<BmsStateDescription>()];
        if (!block.Has("temperatures") && !block.Has("states")) block.Wrong("broker", "nothing that is listened to", "temperatures or states", "Name points, or leave `bms` out.");
        Got<string> user = block.Text("user");
        SecretPlace? password = user.IsGiven ? SecretPlace.Needed(block, "password", "user") : SecretPlace.Of(block, "password");
        if (integration.IsGiven && (integration.Value!.AsSpan().ContainsAny("/+# \t") || integration.Value == "PUB"))
            block.Wrong("integration", $"\"{integration.Value}\"", "a name that can be a level of a topic, and is not PUB", "Use letters, digits and dashes, as the BMS knows us.");
        if (broker is null || !integration.IsGiven) return null;
        return new(broker, integration.Value!)
        {
            User = user.Value,
            Password = password,
            Certificate = block.Text("certificate").Value,
            Roots = block.Text("roots").Value,
            StaleAfter = block.Amount("staleAfter") is { IsGiven: true } given ? TimeSpan.FromSeconds(given.Value) : BmsDescription.UsualStaleAfter,
            Temperatures = temperatures,
            States = states,
            Line = block.Line,
        };
    }

    private static Uri? BrokerOf(Block block)
    {
        Got<string> text = block.Text("broker");
        if (!text.IsGiven) return null;
        if (!Uri.TryCreate(text.Value, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("mqtts" or "mqtt") || uri.Host.Length == 0)
        {
            block.Wrong("broker", $"\"{text.Value}\"", "an address such as mqtts://host", "Write the whole address.");
            return null;
        }
        if (uri.Scheme == "mqtts" || uri.IsLoopback) return uri;
        block.Wrong("broker", $"\"{text.Value}\"", "mqtts off this machine", "Use mqtts://.");
        return null;
    }

    private static BmsTemperatureDescription? TemperatureOf(Block block, HashSet<string> names)
    {
        Got<Temperature> most = block.Quantity<Temperature>("most");
        Got<string> medium = block.Choice("medium"), part = block.Text("part"), rack = block.Text("rack");
        if (PointOf(block, names) is not ({ } name, { } type, { } point)) return null;
        if (type != Generic && !type.Contains("Temperature", StringComparison.Ordinal) || type.EndsWith("Request", StringComparison.Ordinal))
            block.Wrong("point", $"\"{point}\", which is no reading of a temperature", "a point such as CDU/LiquidTemperature/… or CDU/AirTemperature/…", "Name the point of the sensor.");
        bool isAir = medium.IsGiven ? medium.Value == "air" : type == "AirTemperature";
        return most.IsGiven ? new(name, point, isAir, most.Value, part.Value, rack.Value, block.Line) : null;
    }

    private static BmsStateDescription? StateOf(Block block, HashSet<string> names)
    {
        string[] good = [.. block.Names("good").Select(one => one.Name)];
        if (PointOf(block, names) is not ({ } name, { } type, { } point)) return null;
        bool isLeak = type.Contains("Leak", StringComparison.Ordinal);
        if (good.Length == 0 && !isLeak) block.Wrong("point", $"\"{point}\" without `good`", "the states that are no alarm", "Add `good: [1]`, or names of states as its metadata have them.");
        return new(name, point, isLeak, good.Length > 0 ? good : ["0"], block.Line);
    }

    private static (string? Name, string? Type, string? Point) PointOf(Block block, HashSet<string> names)
    {
        Got<string> name = block.Text("name"), point = block.Text("point");
        if (name.IsGiven && !names.Add(name.Value!)) block.Wrong("name", $"a second \"{name.Value}\"", "each name once", "Rename one.");
        if (!name.IsGiven || !point.IsGiven) return default;
        if (point.Value!.Split('/', 3) is [{ Length: > 0 }, { Length: > 0 } type, { Length: > 0 }] && !point.Value.AsSpan().ContainsAny('+', '#'))
            return (name.Value, type, point.Value);
        block.Wrong("point", $"\"{point.Value}\"", "objectType/pointType/tagPath of one point", "Write the end of its topic, behind BMS/v1/PUB/Value/.");
        return default;
    }
}
