using System.ComponentModel;
using System.Text.Json;
using Headroom.Control;
using Headroom.Sites;

namespace Headroom.Operator.Web;

/// <summary>A token as somebody asks for it over HTTP, read with all that is wrong at once.</summary>
/// <param name="Authority">For whom it speaks; null for the operator of the site.</param>
/// <param name="Replace">Makes the one void that the name has.</param>
internal sealed record TokenRequest(string Name, Role Role, string? Authority, bool Replace)
{
    private static readonly string[] keys = ["name", "role", "authority", "replace"];

    /// <param name="isReserved">Names that are other voices'.</param>
    public static (TokenRequest? Asked, IReadOnlyList<Finding> Findings) Read(ReadOnlyMemory<byte> body, Func<string, bool> isReserved)
    {
        List<Finding> findings = [];
        JsonDocument document;
        try { document = JsonDocument.Parse(body, new() { MaxDepth = 8 }); }
        catch (JsonException fault) { return (null, [Wrong("", "no JSON", "an object such as {\"name\": \"eve\", \"role\": \"viewer\"}", fault.Message)]); }
        using (document)
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return (null, [Wrong("", root.ValueKind.ToString(), "an object", "Send {\"name\": …, \"role\": …}.")]);
            foreach (IGrouping<string, JsonProperty> one in root.EnumerateObject().GroupBy(one => one.Name))
                if (!keys.Contains(one.Key)) findings.Add(Wrong(one.Key, one.First().Value.ToString(), $"one of {string.Join(", ", keys)}", "Take the key out."));
                else if (one.Count() > 1) findings.Add(Wrong(one.Key, $"{one.Count()} times", "each key once", "Which of them counts? Take the others out."));
            string? Text(string key) => root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null
                ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
            string name = Text("name") ?? "", told = name.Length == 0 ? "nothing" : name;
            if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || name.Contains('/') || name.Any(char.IsControl) || name is "." or "..")
                findings.Add(Wrong("name", told, "1 to 100 characters, none of them /", "Name who will bear it."));
            else if (isReserved(name)) findings.Add(Wrong("name", told, "a name that no VTN of the grid file has", "Choose another: limits of one name are one voice's."));
            if (!Words.IsOneOf(Text("role") ?? "", out Role role)) findings.Add(Wrong("role", Text("role") ?? "nothing", string.Join(", ", Enum.GetNames<Role>()).ToLowerInvariant(), "Say what it may do."));
            if (Text("authority") is { } named && !Words.IsOneOf<LimitAuthority>(named, out _))
                findings.Add(Wrong("authority", named, $"none, or {string.Join(", ", Enum.GetNames<LimitAuthority>())}", "Leave it out for the operator of the site."));
            if (root.TryGetProperty("replace", out JsonElement replace) && replace.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null))
                findings.Add(Wrong("replace", replace.GetRawText(), "true or false", "true makes the token void that the name has."));
            return findings.Count > 0 ? (null, findings) : (new(name, role, Text("authority"), replace.ValueKind == JsonValueKind.True), []);
        }
    }

    private static Finding Wrong(string path, string read, string expected, string remedy) => new(Severity.Wrong, path, read, expected, remedy) { File = "request" };
}

/// <summary>What a token may be asked for, for the OpenAPI document; <see cref="TokenRequest"/> reads it.</summary>
internal sealed record TokenAsked
{
    [Description("Who will bear it: 1 to 100 characters, none of them /.")]
    public required string Name { get; init; }

    [Description("viewer, operator or admin.")]
    public required string Role { get; init; }

    [Description("For whom it speaks when it sets limits: utility, market, operator, breaker or coolingPlant; the operator of the site unless stated.")]
    public string? Authority { get; init; }

    [Description("true: makes the token void that the name has. false unless stated.")]
    public bool? Replace { get; init; }
}

/// <summary>A token that was given: shown this once.</summary>
internal sealed record TokenGiven(string Name, string Role, string? Authority, string Token);
