using System.ComponentModel;
using Headroom.Control;
using Headroom.Sites;
using static Headroom.Operator.Web.AskedObject;

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
        using var asked = AskedObject.Read(body, keys, "{\"name\": \"eve\", \"role\": \"viewer\"}", findings);
        if (asked is null) return (null, findings);
        string name = asked.Text("name") ?? "", told = name.Length == 0 ? "nothing" : name;
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || name.Contains('/') || name.Any(char.IsControl) || name is "." or "..")
            findings.Add(Wrong("name", told, "1 to 100 characters, none of them /", "Name who will bear it."));
        else if (isReserved(name)) findings.Add(Wrong("name", told, "a name that no VTN of the grid file has", "Choose another: limits of one name are one voice's."));
        if (!Words.IsOneOf(asked.Text("role") ?? "", out Role role)) findings.Add(Wrong("role", asked.Text("role") ?? "nothing", string.Join(", ", Enum.GetNames<Role>()).ToLowerInvariant(), "Say what it may do."));
        if (asked.Text("authority") is { } named && !Words.IsOneOf<LimitAuthority>(named, out _))
            findings.Add(Wrong("authority", named, $"none, or {string.Join(", ", Enum.GetNames<LimitAuthority>())}", "Leave it out for the operator of the site."));
        bool replaces = asked.Flag("replace", "true makes the token void that the name has.", findings) ?? false;
        return findings.Count > 0 ? (null, findings) : (new(name, role, asked.Text("authority"), replaces), []);
    }
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
