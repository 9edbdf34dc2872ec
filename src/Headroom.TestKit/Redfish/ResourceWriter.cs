using System.Text.Json;

namespace Headroom.TestKit.Redfish;

/// <summary>Writes one resource; every link gets the service's prefix.</summary>
/// <param name="seen">Told which schema the resource follows.</param>
internal readonly struct ResourceWriter(Utf8JsonWriter json, string prefix, SchemaSeen? seen = null)
{
    public Utf8JsonWriter Json => json;

    /// <param name="type">With its version, such as <c>Control.v1_8_0.Control</c>.</param>
    public void Head(string path, string type, string id, string name)
    {
        json.WriteString("@odata.id", prefix + path);
        json.WriteString("@odata.type", "#" + type);
        if (seen is not null) seen.Name ??= type[..type.LastIndexOf('.')];
        json.WriteString("Id", id);
        json.WriteString("Name", name);
    }

    public void Tag(long version) => json.WriteString("@odata.etag", $"\"{version}\"");

    public void Link(string property, string path)
    {
        json.WriteStartObject(property);
        json.WriteString("@odata.id", prefix + path);
        json.WriteEndObject();
    }

    public void Links(string property, IReadOnlyCollection<string> paths)
    {
        json.WriteStartArray(property);
        foreach (string path in paths)
        {
            json.WriteStartObject();
            json.WriteString("@odata.id", prefix + path);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public void Collection(string path, string schema, string name, IReadOnlyCollection<string> members)
    {
        json.WriteString("@odata.id", prefix + path);
        json.WriteString("@odata.type", $"#{schema}.{schema}");
        if (seen is not null) seen.Name ??= schema;
        json.WriteString("Name", name);
        Links("Members", members);
        json.WriteNumber("Members@odata.count", members.Count);
    }

    public void Status(string state = "Enabled", string health = "OK")
    {
        json.WriteStartObject("Status");
        json.WriteString("State", state);
        json.WriteString("Health", health);
        json.WriteEndObject();
    }

    /// <summary>An excerpt of a sensor.</summary>
    public void Reading(string property, double reading, string? source = null)
    {
        json.WriteStartObject(property);
        if (source is not null) json.WriteString("DataSourceUri", prefix + source);
        json.WriteNumber("Reading", Math.Round(reading, 3));
        json.WriteEndObject();
    }

    /// <summary>Where an action is asked for, and what its parameter may say.</summary>
    /// <param name="of">Path of the resource; OEM actions stand below its <c>Actions/Oem</c>.</param>
    public void Action(string of, ActionRule rule)
    {
        json.WriteStartObject("#" + rule.Name);
        json.WriteString("target", prefix + ResourceMap.TargetOf(of, rule));
        if (rule.Parameter is { } parameter)
        {
            json.WriteStartArray(parameter + "@Redfish.AllowableValues");
            foreach (string one in rule.Allowed) json.WriteStringValue(one);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    public string Full(string path) => prefix + path;
}

/// <summary>Which schema a resource follows.</summary>
internal sealed class SchemaSeen
{
    /// <summary>With its version, such as <c>Control.v1_8_0</c>; null where it follows none.</summary>
    public string? Name { get; set; }
}

/// <summary>One kind of resource at one path: the same for all services of a shape.</summary>
internal sealed record EmulatedResource(Action<EmulatedService, ResourceWriter> Get)
{
    public PatchRule? Patch { get; init; }

    /// <summary>Changes whenever somebody changes what can be written, and with nothing else: readings move under one entity tag.</summary>
    public Func<EmulatedService, long>? Version { get; init; }
}

/// <summary>All paths of services of one shape.</summary>
internal sealed class ResourceMap
{
    public Dictionary<string, EmulatedResource> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Targets of actions.</summary>
    public Dictionary<string, ActionRule> Actions { get; } = new(StringComparer.Ordinal);

    public static string TargetOf(string resource, ActionRule rule) => $"{resource}/Actions/{(rule.IsOem ? "Oem/" : "")}{rule.Name}";

    public void Action(string resource, ActionRule rule) => Actions[TargetOf(resource, rule)] = rule;

    public EmulatedResource this[string path] { set => Resources[path] = value; }

    public void Collection(string path, string schema, string name, Func<EmulatedService, IReadOnlyCollection<string>> members) =>
        Resources[path] = new((service, to) => to.Collection(path, schema, name, members(service)));

    public void Collection(string path, string schema, string name, params IReadOnlyCollection<string> members) =>
        Collection(path, schema, name, _ => members);
}
