using System.CommandLine;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary>Options that verbs have in common.</summary>
static class VerbOptions
{
    public static Option<bool> Json() => new("--json") { Description = "One JSON document on standard output and nothing else." };

    public static Option<bool> Verbose() => new("--verbose") { Description = "Each step of the work as a line on standard error." };

    /// <summary>The tier that a word names; a finding where it names none.</summary>
    public static (Tier? Tier, IReadOnlyList<Finding> Findings) TierOf(string? text)
    {
        if (text is null) return (null, []);
        string[] names = [.. Enum.GetNames<Tier>().Select(name => name.ToLowerInvariant())];
        if (Array.IndexOf(names, text.ToLowerInvariant()) is >= 0 and var which) return (Enum.GetValues<Tier>()[which], []);
        return (null, [new(Severity.Wrong, "--tier", $"\"{text}\"", $"one of {string.Join(", ", names)}", "Write one of them.") { File = "command line" }]);
    }

    /// <summary>An option that is read later, with all findings at once.</summary>
    public static Option<string?> Text(string name, string help, string about) => new(name) { HelpName = help, Description = about };
}
